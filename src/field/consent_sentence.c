/*
 * consent_sentence.c
 *
 *		parts of a sentence -> its words, each with what it does there
 *			-> a no beside wanting | a no beside more | off a list | stop | do not send
 *				| complaining -> and mail is what it is about
 *			-> left, by phone or on a day | data deleted by law
 *
 * Between those words may be any others: "has asked on 12 May to be taken off our
 * list", "vil ikke lenger ha post fra oss".
 */
#include "postgres.h"

#include "field/consent_sentence.h"
#include "field/consent_stems.h"
#include "field/field_fold.h"
#include "field/word_list.h"

/* Longest sentence that is looked at, in words. */
#define MAX_WORDS 48

/* How much of a word is looked at, in bytes. */
#define MAX_WORD 64

/* How many words may be between a no and what it turns round. */
#define NEAR 3

/* ---- a sentence ---- */

typedef struct Word
{
	const char *text;
	bool		no;
	bool		topic;			/* of mail, or of a list of it */
	bool		list;			/* may be such a list */
	bool		contact;		/* of writing to somebody */
	bool		leaves;			/* refuses by itself, with the word before it */
	bool		known;			/* says nothing else */
} Word;

typedef struct Sentence
{
	int			n;
	Word		words[MAX_WORDS];
} Sentence;

/* Is it one of them, or does it begin with a long one? */
static bool
begins_one(const char *word, const char *const *beginnings, int n)
{
	for (int i = 0; i < n; i++)
	{
		size_t		len = strlen(beginnings[i]);

		if (strncmp(word, beginnings[i], len) == 0 && (len > 3 || word[len] == '\0'))
			return true;
	}
	return false;
}

#define BEGINS(word, beginnings) begins_one(word, beginnings, lengthof(beginnings))

/* The same of a set: shorter words of it begin others than consent_begins_with() takes. */
static bool
begins(const char *word, ConsentStems set)
{
	int			n;
	const char *const *beginnings = consent_stems(set, &n);

	return begins_one(word, beginnings, n);
}

/* Adds to a word what one of its parts says. */
static void
add_part(Word *word, const ConsentPart *part)
{
	word->no |= part->kind == PART_NO;
	word->topic |= part->kind == PART_MAILING || part->kind == PART_SUBSCRIBING;
	word->list |= part->kind == PART_LIST;
	word->contact |= part->kind == PART_CONTACT;
	word->leaves |= part->kind == PART_REFUSAL;
	word->known &= part->kind != PART_UNKNOWN;
}

/* The words, with what their parts say. */
static Sentence
make_sentence(const ConsentHeader *header)
{
	static const char *const mail[] = {"mail", "mails", "maile", "maili", "mejl", "correo", "correos", "epost", "info", "verteiler", "courriels"};
	Sentence	sentence = {0};

	for (int i = 0; i < header->nparts; i++)
	{
		const ConsentPart *part = &header->parts[i];

		if (part->begins)
		{
			if (sentence.n == MAX_WORDS)
				break;
			sentence.words[sentence.n++] = (Word) {.text = part->word, .known = true};
		}
		else if (sentence.n > 0)
		{
			Word	   *word = &sentence.words[sentence.n - 1];

			word->text = psprintf("%s%s", word->text, part->word);
		}
		if (sentence.n > 0)
			add_part(&sentence.words[sentence.n - 1], part);
	}
	for (int i = 0; i < sentence.n; i++)
	{
		Word	   *word = &sentence.words[i];
		ConsentHeader own = {.folded = pstrdup(word->text), .bare = pstrdup(word->text)};

		/* one that stands in a refusal of two words, too: geen nieuwsbrief */
		word->topic |= consent_header_names_email(&own) || consent_header_advertises(&own);
		word->no |= consent_header_negates(word->text);
		word->topic |= BEGINS(word->text, mail) || begins(word->text, STEMS_LIST_TEXT) || strstr(word->text, "mailing") != NULL;
	}
	return sentence;
}

/* Is it a word of wanting beside a no? */
static bool
is_unwanted(const Sentence *sentence, int at)
{
	if (!begins(sentence->words[at].text, STEMS_WANTING))
		return false;
	for (int i = Max(at - 2, 0); i <= Min(at + 2, sentence->n - 1); i++)
		if (sentence->words[i].no && i != at)
			return true;
	return false;
}

/* No more, keine Mails mehr: is it a no with a word of going on behind it? */
static bool
is_no_more(const Sentence *sentence, int at)
{
	if (!sentence->words[at].no)
		return false;
	for (int i = at + 1; i <= Min(at + NEAR, sentence->n - 1); i++)
		if (begins(sentence->words[i].text, STEMS_GOING_ON))
			return true;
	return false;
}

/* Do not send, nicht anschreiben: not what has not been done. */
static bool
is_not_to_send(const Sentence *sentence, int at)
{
	static const char *const past[] = {"ed", "ert", "iert", "ado", "ada", "ato", "ata", "ad", "at", "et"};
	static const char *const nouns[] = {"mail", "mails", "email", "emails"};
	static const char *const before_verbs[] = {"not", "dont", "donot", "never", "ikke", "ikkje", "nicht", "inte", "niet"};
	static const char *const verbs[] = {
		"send", "contact", "kontakt", "contat", "write", "schreiben", "skrive", "skriv", "skriva", "anschreiben", "anschreib", "skicka", "envoy", "envie",
		"enviar", "invia", "sturen", "verzend", "lahet", "wysyl", "wyslac", "ecrire", "escrib", "escrev", "scriver", "pisac"
	};
	const char *verb = sentence->words[at].text;
	size_t		len = strlen(verb);

	if (at == 0 || !sentence->words[at - 1].no)
		return false;
	if (IS_ONE_OF(verb, nouns))
		return IS_ONE_OF(sentence->words[at - 1].text, before_verbs);
	if (!sentence->words[at].contact && !BEGINS(verb, verbs))
		return false;
	for (size_t i = 0; i < lengthof(past); i++)
		if (len > strlen(past[i]) && strcmp(verb + len - strlen(past[i]), past[i]) == 0)
			return false;
	return true;
}

/* Not to be emailed, nicht kontaktiert werden: and not what could not be done. */
static bool
is_not_to_be_sent(const Sentence *sentence, int at)
{
	static const char *const being[] = {"be", "bli", "blive", "werden", "etre", "ser", "essere", "worden", "bycie"};
	static const char *const could[] = {
		"can", "could", "cannot", "kan", "kunne", "kunde", "konnte", "kann", "peut", "pu", "pouvait", "puede", "pudo", "pode", "podia",
		"puo", "potuto", "kon", "voi", "voinut", "mozna"
	};
	const Word *words = sentence->words;
	bool		passive = false;
	bool		no = false;

	if (!words[at].contact && !words[at].topic)
		return false;
	for (int i = 0; i < sentence->n; i++)
		if (IS_ONE_OF(words[i].text, could))
			return false;
	for (int i = Max(at - 2, 0); i <= Min(at + 1, sentence->n - 1); i++)
		passive |= i != at && IS_ONE_OF(words[i].text, being);
	for (int i = Max(at - NEAR, 0); i < at; i++)
		no |= words[i].no;
	return passive && no;
}

/* Of complaining about mail, and not that none came. */
static bool
complains(const Sentence *sentence)
{
	bool		complained = false;
	bool		topic = false;

	for (int i = 0; i < sentence->n; i++)
	{
		const Word *word = &sentence->words[i];

		if (word->no)
			return false;
		topic |= complained && word->topic;
		if (!word->topic)
			complained |= begins(word->text, STEMS_COMPLAINING);
	}
	return topic;
}

/* To have one's data deleted, by the law: DSGVO-Loeschung beantragt. */
static bool
is_erasure(const Sentence *sentence)
{
	int			nlaws;
	const char *const *laws = consent_stems(STEMS_LAW, &nlaws);
	bool		law = false;
	bool		erased = false;

	for (int i = 0; i < sentence->n; i++)
	{
		const Word *word = &sentence->words[i];

		if (word->no && strcmp(word->text, "a") != 0)
			return false;
		for (int j = 0; j < nlaws; j++)
			if (strncmp(word->text, laws[j], strlen(laws[j])) == 0)
			{
				law = true;
				erased |= begins(word->text + strlen(laws[j]), STEMS_ERASING);
			}
		erased |= begins(word->text, STEMS_ERASING);
	}
	return law && erased;
}

/* Is mail named from there on, some words at most behind? */
static bool
names_topic(const Sentence *sentence, int from, int to)
{
	for (int i = Max(from, 0); i < Min(to, sentence->n); i++)
		if (sentence->words[i].topic)
			return true;
	return false;
}

/* Is a list one of something else: liste d'attente, lista de espera? */
static bool
is_other_list(const Sentence *sentence, int list)
{
	static const char *const sending[] = {"diffusion", "difusion", "distribu", "envoi", "envio", "invio", "mailing"};
	int			at = list + 1;

	while (at < sentence->n && at <= list + 2 && consent_has_word(sentence->words[at].text, STEMS_TAKEN_FROM))
		at++;
	return at > list + 1 && at < sentence->n && !sentence->words[at].known && !sentence->words[at].topic &&
		!BEGINS(sentence->words[at].text, sending);
}

/* From our list: words between that say something else name another one. */
static bool
is_from_list(const Sentence *sentence, int at)
{
	if (!consent_has_word(sentence->words[at].text, STEMS_TAKEN_FROM))
		return false;
	for (int i = at + 1; i < sentence->n; i++)
	{
		const Word *word = &sentence->words[i];

		if (word->topic || word->list)
			return !is_other_list(sentence, i);
		if (!word->known)
			return false;
	}
	return false;
}

/* The same in one word, listalta; and not of another list, jonotuslistalta. */
static bool
is_case_of_from(const Word *word)
{
	static const char *const cases[] = {"listalta", "listoilta", "listasta", "listoista"};
	static const char *const of_mail[] = {"postitus", "sahkoposti", "uutiskirj", "jakelu", "markkinointi", "mainos"};
	size_t		len = strlen(word->text);

	if (IS_ONE_OF(word->text, cases))
		return true;
	for (size_t i = 0; i < lengthof(cases); i++)
		if (len > strlen(cases[i]) && strcmp(word->text + len - strlen(cases[i]), cases[i]) == 0)
			return BEGINS(word->text, of_mail);
	return false;
}

static bool
is_taken_off(const Sentence *sentence)
{
	bool		taken = false;
	bool		off = false;

	for (int i = 0; i < sentence->n; i++)
	{
		taken |= begins(sentence->words[i].text, STEMS_TAKING);
		off |= is_from_list(sentence, i) || is_case_of_from(&sentence->words[i]);
	}
	return taken && off;
}

/* One that refuses by itself, and not of something else than mail. */
static bool
leaves(const Sentence *sentence, int at)
{
	const Word *word = &sentence->words[at];
	bool		by_itself;

	by_itself = word->leaves && consent_has_stem(word->text, STEMS_LEAVING_TEXT);
	for (int i = Max(at - 2, 0); i < at; i++)
		if (sentence->words[i].no)
			return false;
	return by_itself && names_topic(sentence, 0, sentence->n);
}

/* Where a word of leaving ends that has its last words apart: meldt seg av. */
static int
end_of_leaving(const Sentence *sentence, int at)
{
	static const char *const leave[] = {"meldt", "melder", "meldte", "meldes", "melde", "meld"};
	static const char *const oneself[] = {"seg", "sig"};
	static const char *const off[] = {"av", "af", "fra"};
	const Word *words = &sentence->words[at];

	if (words->leaves && consent_has_stem(words->text, STEMS_LEAVING_TEXT))
		return at + 1;
	if (at + 2 < sentence->n && IS_ONE_OF(words[0].text, leave) && IS_ONE_OF(words[1].text, oneself) &&
		IS_ONE_OF(words[2].text, off))
		return at + 3;
	return -1;
}

/* Unsubscribed by phone, avmeldt 3. mai: nothing else is named that was left. */
static bool
left_somehow(const Sentence *sentence)
{
	for (int i = 0; i < sentence->n; i++)
	{
		int			end = end_of_leaving(sentence, i);
		const char *next = end < 0 || end >= sentence->n ? NULL : sentence->words[end].text;

		if (end >= 0)
			return next == NULL || isdigit((unsigned char) next[0]) || consent_has_word(next, STEMS_MANNER);
		if (!consent_has_word(sentence->words[i].text, STEMS_BEFORE_LEAVING) && !consent_has_word(sentence->words[i].text, STEMS_MANNER))
			return false;
	}
	return false;
}

/* Mails, stop: is it the last word, behind one of mail? */
static bool
is_stopped(const Sentence *sentence)
{
	int			last = sentence->n - 1;

	return last > 0 && begins(sentence->words[last].text, STEMS_STOP) && sentence->words[last - 1].topic;
}

static bool
may_refuse(const char *word)
{
	static const char *const leave[] = {"meldt", "melder", "meldte", "meld"};

	return consent_header_negates(word) || begins(word, STEMS_TAKING) || begins(word, STEMS_STOP) ||
		consent_has_stem(word, STEMS_LEAVING_TEXT) || begins(word, STEMS_COMPLAINING) || begins(word, STEMS_ERASING) ||
		IS_ONE_OF(word, leave) || consent_has_stem(word, STEMS_LAW);
}

bool
consent_sentence_may_refuse(const char *data, uint32 len)
{
	const char *utf8 = field_utf8(data, &len);
	char		word[2 * MAX_WORD + 1];
	uint32		start = 0;

	for (uint32 i = 0; i <= len; i++)
	{
		if (i < len && (isalnum((unsigned char) utf8[i]) || (utf8[i] & 0x80) != 0 || utf8[i] == '\''))
			continue;
		if (i > start)
		{
			word[field_fold_utf8(utf8 + start, Min(i - start, MAX_WORD), word)] = '\0';
			if (may_refuse(word))
				return true;
		}
		start = i + 1;
	}
	return false;
}

bool
consent_sentence_refuses(const ConsentHeader *header)
{
	Sentence	sentence = make_sentence(header);

	for (int i = 0; i < sentence.n; i++)
		if (begins(sentence.words[i].text, STEMS_OTHER_MAIL_TEXT) || consent_has_word(sentence.words[i].text, STEMS_MISSING))
			return false;
	if (is_taken_off(&sentence) || left_somehow(&sentence) || complains(&sentence) || is_erasure(&sentence) || is_stopped(&sentence))
		return true;
	for (int i = 0; i < sentence.n; i++)
	{
		if (is_unwanted(&sentence, i) && names_topic(&sentence, 0, sentence.n))
			return true;
		if (is_no_more(&sentence, i) && names_topic(&sentence, i + 1, sentence.n))
			return true;
		if (is_not_to_be_sent(&sentence, i))
			return true;
		if (is_not_to_send(&sentence, i) && names_topic(&sentence, i, sentence.n))
			return true;
		if (begins(sentence.words[i].text, STEMS_STOP) && names_topic(&sentence, i + 1, i + 1 + 2 * NEAR))
			return true;
		if (leaves(&sentence, i))
			return true;
	}
	return false;
}
