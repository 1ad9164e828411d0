/*
 * consent_word.c
 *
 *		header word -> parts: consent_header.c -> ConsentWord
 *
 * A word of subscribing beside one that nobody knows says neither.
 */
#include "postgres.h"

#include "utils/memutils.h"

#include "field/consent_channel.h"
#include "field/consent_header.h"
#include "field/consent_question.h"
#include "field/consent_sentence.h"
#include "field/consent_stems.h"
#include "field/consent_wish.h"
#include "field/consent_word.h"
#include "field/field_fold.h"
#include "field/word_list.h"

/* A question of several words tells what it asks. */
#define QUESTION_WORDS 4

/* ---- what the parts say together ---- */

/* Of a header word: how often it refuses, and how often that is turned round. */
typedef struct Saying
{
	bool		subscribing;
	bool		mailing;
	bool		contact;
	bool		list;
	bool		paper;
	bool		wish;			/* somebody is asked for one, of mail or news */
	bool		unwanted;		/* an ending that says so of what is not told, too */
	bool		unknown;
	bool		delivery;
	int			refusals;
	int			endings;
	int			leavings;		/* endings that are said of a list */
	int			removals;		/* endings of an address taken off one */
	bool		cleaning;
	int			negations;
	int			turned;			/* not unsubscribed, not cancelled */
	bool		hiding;			/* an ending that may be of an address alone */
	bool		contrary;		/* a no before a refusal that may mean another word */
} Saying;

static bool
is_answer(const char *word)
{
	static const char *const answers[] = {"no", "nei", "nein", "nej", "nee"};

	for (size_t i = 0; i < lengthof(answers); i++)
		if (strcmp(word, answers[i]) == 0)
			return true;
	return false;
}

/* unblocked, entsperrt: in one word. */
static bool
is_undone(const ConsentHeader *header, int at)
{
	static const char *const undoing[] = {"un", "de", "des", "ent", "od", "av", "op"};

	if (at == 0 || header->parts[at].begins || header->parts[at].kind != PART_DELIVERY)
		return false;
	for (size_t i = 0; i < lengthof(undoing); i++)
		if (strcmp(header->parts[at - 1].word, undoing[i]) == 0)
			return true;
	return false;
}

/*
 * Takes the no before a refusal, if there is one; *past: a word of mail or of
 * subscribing is between.
 */
static bool
take_negation(ConsentHeader *header, int at, bool *past)
{
	bool		found = false;

	*past = false;
	for (int i = at - 1; i >= 0; i--)
	{
		ConsentPart *part = &header->parts[i];

		if (part->kind == PART_NO)
		{
			/* Newsletter: no, unsubscribed */
			*past |= !found && i > 0 && is_answer(part->word);
			found = true;
			part->kind = PART_HARMLESS;
		}
		else if (!found && part->kind >= PART_SUBSCRIBING)
			*past = true;
		else if (part->kind != PART_HARMLESS)
			break;
	}
	return found;
}

static void
hear_refusal(ConsentHeader *header, int at, Saying *saying)
{
	ConsentPart *part = &header->parts[at];
	bool		past;
	bool		negated = take_negation(header, at, &past);

	/* ne ... pas de publicite: that no is a part of the refusal */
	if ((negated && !consent_header_negates(part->word)) || is_undone(header, at))
	{
		saying->turned++;
		saying->contrary |= past;
	}
	else if (part->kind == PART_ENDING)
	{
		saying->endings += !consent_header_hides(part->word);
		saying->hiding |= consent_header_hides(part->word);
		saying->unwanted |= consent_begins_with(part->word, STEMS_UNWANTED);
		saying->leavings += consent_header_leaves(part->word);
		saying->removals += consent_header_removes(part->word);
		saying->cleaning |= consent_header_cleans(part->word);
	}
	else
		saying->refusals++;
	saying->delivery |= part->kind == PART_DELIVERY;
}

static bool
is_refusal(ConsentPartKind kind)
{
	return kind == PART_REFUSAL || kind == PART_DELIVERY;
}

static Saying
hear_parts(ConsentHeader *header)
{
	Saying		saying = {0};

	for (int i = 0; i < header->nparts; i++)
	{
		ConsentPartKind kind = header->parts[i].kind;

		/* a refusal of several words is one */
		if (kind == PART_ENDING || (is_refusal(kind) && (i == 0 || header->parts[i - 1].kind != kind)))
			hear_refusal(header, i, &saying);
		saying.subscribing |= kind == PART_SUBSCRIBING;
		saying.mailing |= kind == PART_MAILING;
		saying.contact |= kind == PART_CONTACT || kind == PART_LIST;
		saying.list |= kind == PART_LIST;
		saying.paper |= kind == PART_PAPER;
		saying.unknown |= kind == PART_UNKNOWN;
	}
	for (int i = 0; i < header->nparts; i++)
		saying.negations += header->parts[i].kind == PART_NO;
	saying.wish = !consent_header_is_of_other_mail(header) &&
		((consent_header_wishes(header) &&
		  (saying.subscribing || saying.mailing || saying.contact || consent_header_is_of_news(header))) ||
		 consent_has_stem(header->bare, STEMS_CONTACTABLE) ||
		 (consent_header_permits(header) && consent_header_is_of_mails(header)));
	return saying;
}

/* In which sense?  In both: it cannot be told. */
static void
take_sense(const ConsentHeader *header, const Saying *saying, bool question, ConsentWord *word)
{
	bool		informs = (!saying->unknown || question) && consent_header_informs(header);
	bool		topic = saying->subscribing || saying->mailing || saying->paper || informs;
	bool		negated = (saying->negations > 0 || saying->unwanted) && (topic || saying->contact);
	bool		ended = (saying->endings > 0 && topic) || (saying->leavings > 0 && saying->list) ||
		(saying->hiding && saying->subscribing) ||
		((saying->removals > 0 || saying->cleaning) && !saying->unknown);
	bool		turned = saying->turned > 0 && (topic || saying->endings == 0);
	bool		either = strstr(header->bare, "optin") != NULL || strstr(header->bare, "optedin") != NULL;

	word->refuses = saying->refusals > 0 || negated || ended;
	if (word->refuses)
		word->subscribes = turned || (saying->refusals > 0 && either && !negated && !ended);
	else
		word->subscribes = turned || saying->subscribing || informs || saying->wish ||
			(consent_header_permits(header) && (saying->mailing || strstr(header->bare, "kontakt") != NULL || saying->contact));
	if ((word->subscribes && saying->unknown && !saying->wish) || header->explained ||
		(turned && (saying->contrary || consent_has_stem(header->bare, STEMS_OTHER_REFUSAL))))
		word->refuses = word->subscribes = topic || saying->contact || saying->refusals > 0 || turned;
	if (saying->unknown && saying->refusals == 1 && consent_header_is_of_dead(header))
		word->refuses = false;	/* of a spouse, or a pet */
	word->cleaning = word->refuses && saying->cleaning && saying->removals == 0 && !topic;
	word->delivery = word->refuses && saying->delivery && !negated && !ended;
	word->given = word->subscribes && !turned && consent_has_stem(header->bare, STEMS_GIVEN);
}

/* Until: til, till, tot; but not "to" the newsletter, nor what is consented to. */
static bool
is_until(const ConsentHeader *header)
{
	static const char *const until[] = {"til", "till", "tot"};
	static const char *const leave[] = {"samtyk", "samtyck", "toestemm", "tillat", "tillad"};

	for (int i = 0; i < header->nparts; i++)
		if (IS_ONE_OF(header->parts[i].word, until) &&
			!(i > 0 && HAS_ONE_OF(header->parts[i - 1].word, leave)) &&
			(i + 1 == header->nparts || header->parts[i + 1].kind < PART_SUBSCRIBING))
			return true;
	return false;
}

/* Does it end in what somebody left, which its cells tell: Opted out of? */
static bool
ends_in_leaving(const ConsentHeader *header)
{
	const ConsentPart *last = header->nparts == 0 ? NULL : &header->parts[header->nparts - 1];

	return last != NULL && last->begins && consent_has_word(last->word, STEMS_LEFT_OF);
}

/* Is it of how somebody left: from what, by which campaign? */
static bool
tells_leaving(const ConsentHeader *header)
{
	return consent_has_stem(header->bare, STEMS_LEAVING) &&
		(ends_in_leaving(header) || consent_has_token(header->tokens, STEMS_LEFT_BY) ||
		 consent_has_stem(header->bare, STEMS_CAMPAIGN));
}

/* Of a refusal: does a cell that is filled tell of one, whatever it says? */
static bool
is_reason(const ConsentHeader *header, const Saying *saying, const ConsentWord *word)
{
	bool		failure = consent_has_stem(header->bare, STEMS_FAILURE);

	if (!word->refuses || word->subscribes || word->elsewhere || word->counts)
		return false;
	if (consent_has_token(header->tokens, STEMS_REASON))
		return true;
	if (tells_leaving(header))
		return true;
	if (consent_has_token(header->tokens, STEMS_FAILURE_KIND))
		return failure || consent_has_stem(header->bare, STEMS_LEAVING);
	return failure && word->delivery && !saying->unknown && !word->about;
}

/* Is somebody asked something: May we email you about our plans? */
static bool
is_question(const char *text)
{
	int			nwords = 0;
	size_t		len = strlen(text);

	for (const char *p = text; *p != '\0'; p++)
		nwords += *p != ' ' && (p == text || p[-1] == ' ');
	while (len > 0 && text[len - 1] == ' ')
		len--;
	return nwords >= QUESTION_WORDS && text[len - 1] == '?';
}

/* Is it of mail or of contact, and of something else that nobody knows; or of stopping? */
static bool
is_near(const ConsentHeader *header, const Saying *saying, const ConsentWord *word)
{
	if (word->refuses || word->subscribes || word->about || word->counts || word->elsewhere ||
		consent_header_is_of_other_mail(header))
		return false;
	if (saying->endings > 0)
		return !saying->unknown && consent_has_token(header->tokens, STEMS_STOPPING);
	return !saying->hiding && !consent_has_token(header->tokens, STEMS_HAVING) &&
		(word->mute || consent_header_is_of_mails(header) || consent_header_names_email(header) || strstr(header->bare, "mail") != NULL);
}

static ConsentWord
judge_parts(ConsentHeader *parsed, const char *text, Saying *said)
{
	ConsentHeader header = *parsed;
	Saying		saying = hear_parts(&header);
	ConsentWord word = {0};
	bool		of_mails = consent_header_is_of_mails(&header);
	bool		passing = !is_question(text) && !of_mails && (consent_has_token(header.tokens, STEMS_PASSING) || is_until(&header));

	take_sense(&header, &saying, is_question(text), &word);
	word.counts = consent_has_token(header.tokens, STEMS_COUNTING);
	word.about = consent_has_token(header.tokens, STEMS_ABOUT) || consent_has_token(header.tokens, STEMS_SENT) ||
		consent_header_is_done_by_mail(&header) || (passing && (word.subscribes || !word.refuses));
	word.advertises = consent_header_advertises(&header) && !saying.unknown;
	word.asks = saying.mailing && !word.refuses && !word.subscribes && is_question(text);
	word.elsewhere = (consent_has_stem(header.folded, STEMS_ELSEWHERE) || consent_has_token(header.tokens, STEMS_ELSEWHERE_WORD)) &&
		!consent_header_names_email(&header);
	word.reason = is_reason(&header, &saying, &word);
	word.mute = !word.refuses && !word.subscribes && (saying.mailing || saying.contact) && !saying.unknown;
	word.left = word.reason && tells_leaving(&header);
	word.lists = word.left && ends_in_leaving(&header);
	word.leaves = word.refuses && !word.subscribes && !word.about && !word.counts && !word.elsewhere && !saying.unknown &&
		consent_has_stem(header.bare, STEMS_LEAVING);
	word.mails = saying.mailing;
	word.writes = word.mute && saying.mailing && saying.contact;
	word.source = word.subscribes && consent_has_token(header.tokens, STEMS_SOURCE);
	word.near = is_near(&header, &saying, &word);
	word.mailed = word.near && of_mails;
	word.paper = saying.paper && !saying.unknown && !word.refuses && !word.subscribes;
	word.permits = word.subscribes || saying.subscribing || consent_header_permits(&header);
	word.permits |= (saying.contact || saying.mailing) && header.nparts > 1 && consent_has_word(header.parts[header.nparts - 1].word, STEMS_BY);
	word.channels = !word.elsewhere && !word.lists && consent_header_may_ask_channel(&header);
	word.excludes = saying.refusals > 0 || saying.endings > 0 || saying.negations > 0;
	word.titles = !word.refuses && !word.elsewhere && !word.counts && !saying.unknown && consent_header_is_of_titles(&header);
	word.stops = word.near && saying.endings > 0;
	*said = saying;
	return word;
}

/* What a column asks, whose other words leave it to be of mail. */
static void
take_question(const ConsentHeader *header, const Saying *saying, ConsentWord *word)
{
	bool		open = !word->elsewhere && (!word->refuses || word->subscribes);

	if (open && consent_asks_basis(header->bare))
		word->question = CONSENT_BASIS;
	else if (open && !word->about && !word->counts && !consent_header_is_of_other_mail(header) && consent_asks_channel(header->bare))
		word->question = CONSENT_CHANNEL;
	else if (open && !saying->unknown && consent_asks_how_often(header->bare))
		word->question = CONSENT_HOW_OFTEN;
	else
		return;
	word->subscribes = true;
	word->channels |= word->question == CONSENT_CHANNEL;
	word->refuses = word->counts = word->about = word->mute = word->near = false;
}

static ConsentWord
judge_word(const char *text)
{
	ConsentHeader header = consent_header(text);
	Saying		saying;
	ConsentWord word = judge_parts(&header, text, &saying);

	take_question(&header, &saying, &word);
	return word;
}

/* ---- texts ---- */

/* Is something said that has nothing to do with it?  How mail failed has. */
static bool
says_more(const ConsentHeader *header)
{
	for (int i = 0; i < header->nparts; i++)
		if (header->parts[i].kind == PART_UNKNOWN && !consent_has_word(header->parts[i].word, STEMS_FAILED_HOW))
			return true;
	return false;
}

/* One word that is not known as a whole may be a slip: that is for a person to mend. */
static bool
is_one_word(const ConsentHeader *header)
{
	const char *blank = header->tokens[0] == '\0' ? NULL : strchr(header->tokens + 1, ' ');

	return blank == NULL || blank[1] == '\0';
}

static bool
text_refuses(const char *text)
{
	ConsentHeader header = consent_header(text);
	Saying		saying;
	ConsentWord word;

	if (!consent_has_stem(header.folded, STEMS_MAIL) || is_one_word(&header) || says_more(&header))
		return false;
	word = judge_parts(&header, text, &saying);
	return word.refuses && !word.subscribes && !word.elsewhere && !word.cleaning && saying.turned == 0;
}

static bool
sentence_refuses(const char *text)
{
	ConsentHeader header = consent_header(text);

	return consent_sentence_refuses(&header);
}

static bool
text_denies(const char *text)
{
	ConsentHeader header = consent_header(text);
	Saying		saying = hear_parts(&header);

	return saying.turned == 0 && !saying.unknown &&
		((saying.refusals > 0 && !is_one_word(&header)) || saying.endings > 0 || saying.negations > 0);
}

/* As an answer, whatever else it says: gone away, plus abonne. */
static bool
text_leaves(const char *text)
{
	static const char *const no_more[] = {"plus"};
	ConsentHeader header = consent_header(text);
	Saying		saying = hear_parts(&header);

	return saying.turned == 0 && !is_one_word(&header) &&
		(saying.refusals > 0 || saying.endings > 0 || saying.negations > 0 ||
		 (header.nparts > 0 && IS_ONE_OF(header.parts[0].word, no_more)));
}

static bool
text_tells_death(const char *text)
{
	ConsentHeader header = consent_header(text);
	Saying		saying = hear_parts(&header);

	return consent_header_is_of_dead(&header) && !saying.unknown && saying.turned == 0 && saying.negations == 0;
}

/* No. 12 is a number, and no no: Newsletter No. 12, mail no 4. */
static char *
blank_numbering(char *text)
{
	for (char *p = text; *p != '\0'; p++)
		if ((p == text || !(isalnum((unsigned char) p[-1]) || (p[-1] & 0x80) != 0)) &&
			pg_strncasecmp(p, "no", 2) == 0 && strchr(". ", p[2]) != NULL && p[2] != '\0' &&
			isdigit((unsigned char) p[2 + strspn(p + 2, ". ")]))
			memset(p, ' ', 2);
	return text;
}

/* Of cells of long columns, nothing is kept. */
static bool
ask_text(bool (*ask) (const char *text), const char *data, uint32 len)
{
	MemoryContext own;
	MemoryContext caller;
	bool		result;

	if (len > CONSENT_MAX_TEXT)
		return false;
	own = AllocSetContextCreate(CurrentMemoryContext, "text of consent", ALLOCSET_SMALL_SIZES);
	caller = MemoryContextSwitchTo(own);
	result = ask(blank_numbering(pnstrdup(data, len)));
	MemoryContextSwitchTo(caller);
	MemoryContextDelete(own);
	return result;
}

/* Has a short text one of the stems at all?  Most cells are let go by this. */
static bool
may_have(const char *data, uint32 len, ConsentStems set)
{
	char		folded[2 * CONSENT_MAX_UTF8 + 1];
	const char *utf8;

	if (len > CONSENT_MAX_TEXT || len < 4)
		return false;
	utf8 = field_utf8(data, &len);
	folded[field_fold_utf8(utf8, Min(len, CONSENT_MAX_UTF8), folded)] = '\0';
	return consent_has_stem(folded, set);
}

bool
consent_text_refuses(const char *data, uint32 len)
{
	/* nospam@example.com is an address */
	return memchr(data, '@', len) == NULL && may_have(data, len, STEMS_MAIL) &&
		ask_text(text_refuses, data, len);
}

bool
consent_text_refuses_amid(const char *data, uint32 len)
{
	return (may_have(data, len, STEMS_MAIL) || may_have(data, len, STEMS_CLUE)) &&
		consent_sentence_may_refuse(data, len) && ask_text(sentence_refuses, data, len);
}

bool
consent_text_tells_death(const char *data, uint32 len)
{
	return may_have(data, len, STEMS_DECEASED) && ask_text(text_tells_death, data, len);
}

bool
consent_text_denies(const char *data, uint32 len)
{
	return ask_text(text_denies, data, len);
}

bool
consent_text_leaves(const char *data, uint32 len)
{
	return ask_text(text_leaves, data, len);
}

/* Of files of very many columns, nothing is kept. */
ConsentWord
consent_word(const char *header)
{
	MemoryContext own = AllocSetContextCreate(CurrentMemoryContext, "header of consent", ALLOCSET_SMALL_SIZES);
	MemoryContext caller = MemoryContextSwitchTo(own);
	ConsentWord word = judge_word(header);

	MemoryContextSwitchTo(caller);
	MemoryContextDelete(own);
	return word;
}
