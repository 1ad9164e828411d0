/*
 * consent_word.c
 *
 *		header word -> parts: consent_header.c -> ConsentWord
 *		cells -> ConsentCell each -> counts -> ConsentVerdict
 *
 * What a word says is believed only as far as the cells bear it out.  A word of
 * subscribing beside one that nobody knows says neither.
 */
#include "postgres.h"

#include "utils/memutils.h"

#include "field/consent_column.h"
#include "field/consent_header.h"
#include "field/consent_remark.h"
#include "field/consent_word.h"
#include "field/value_trim.h"

#define HAS_STEM(folded, stems) consent_has_stem(folded, stems, lengthof(stems))
#define HAS_TOKEN(tokens, wanted) consent_has_token(tokens, wanted, lengthof(wanted))

/* ---- stems ---- */

/* Of consent given: of these, a date says when. */
static const char *const given_stems[] = {
	"subscribed", "optin", "optedin", "consent", "confirmtime", "confirmedat", "samtykke", "samtyck",
	"einwillig", "toestemming", "suostumus", "abonnert", "geabonn"
};

/* Of other channels and purposes. */
static const char *const elsewhere_stems[] = {
	"sms", "whatsapp", "telegram", "messenger", "telefon", "telephon", "phone", "puhelin", "mobil",
	"pushnotif", "webpush", "pushvarsel", "thirdpart", "3rdpart", "tredjepart", "dritt", "tiers", "tercero",
	"terzi", "terceiro", "kolmansi", "derde", "partner", "profil", "directmail", "postalmail", "postmail",
	"snailmail", "brevpost", "briefpost", "postvag", "parcourrier", "correopostal", "direktreklame",
	"donotcall", "dontcall", "callopt", "coldcall", "callcent", "textmess", "cookie", "analytics",
	"geoloc", "location"
};

/* The same as whole tokens. */
static const char *const elsewhere_tokens[] = {
	"call", "calls", "calling", "fax", "post", "postal", "push", "text", "texts", "mms", "tel", "tlf", "tfn",
	"ring", "voice", "letter", "letters", "brev", "brief", "viber", "carta", "courrier",
	"kirje", "lettera"
};

/* Of how many. */
static const char *const counting_tokens[] = {
	"count", "counts", "number", "num", "nr", "rate", "rates", "percent", "percentage", "pct", "ratio",
	"score", "total", "totals", "times", "days", "antall", "antal", "anzahl", "nombre", "numero", "aantal",
	"maara", "liczba", "quantity", "qty", "frequency", "level", "bounces", "complaints", "blocks"
};

/* Of something about it, in whichever way it is meant. */
static const char *const about_words[] = {
	/* all */
	"reason", "reasons", "campaign", "title", "titles", "name", "id", "ids", "url", "link", "source",
	"comment", "comments", "note", "notes", "ip", "page", "form", "arsak", "orsak", "grund", "raison",
	"motivo", "reden", "syy", "powod", "description", "referrer", "language", "folder", "template",
	"subject", "issue", "token", "key", "sprache", "langue", "idioma", "taal", "kieli", "lingua", "jezyk",
	"sprak", "sprog"
};

/* Of sending, and of time: of those who have subscribed they tell something else. */
static const char *const passing_words[] = {
	/* all */
	"by", "via", "method", "type", "category", "message", "text", "user", "last", "latest", "sent",
	"send", "sends", "opened", "opens", "clicked", "clicks", "until", "end", "ends", "ended", "expiry",
	"expires", "expired", "expiration", "valid", "bis", "hasta", "fin", "slutt", "slut", "utlop",
	"ablauf", "sist", "siste", "senast", "senaste", "seneste", "letzte", "letzter",
	"letzten", "dernier", "derniere", "ultimo", "ultima", "laatste", "viimeisin", "ostatni", "ostatnia",
	"geoffnet", "geklickt", "gesendet", "versendet", "versand", "apnet", "oppnet", "abnet", "klikket",
	"klickat", "sendt", "skickat", "skickad", "ouvert", "clique", "envoye", "enviado", "abierto",
	"inviato", "aperto", "geopend", "verzonden", "wyslano"
};

/* Of these, a no says nothing of consent: not blocked, no complaint. */
static const char *const other_refusals[] = {
	"bounc", "suppress", "block", "blokk", "bloker", "blockier", "blocc", "bloqu", "sperr", "sparr", "spam", "complain",
	"klage", "klagom", "plainte", "robinson", "list", "undeliver", "quarantin", "rebot", "devuelt", "estett"
};

/* ---- what the parts say together ---- */

/* Of a header word: how often it refuses, and how often that is turned round. */
typedef struct Saying
{
	bool		subscribing;
	bool		mailing;
	bool		contact;
	bool		list;
	bool		unknown;
	bool		delivery;
	int			refusals;
	int			endings;
	int			leavings;		/* endings that are said of a list */
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
		saying->leavings += consent_header_leaves(part->word);
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
		saying.unknown |= kind == PART_UNKNOWN;
	}
	for (int i = 0; i < header->nparts; i++)
		saying.negations += header->parts[i].kind == PART_NO;
	return saying;
}

/* In which sense?  In both: it cannot be told. */
static void
take_sense(const ConsentHeader *header, const Saying *saying, ConsentWord *word)
{
	bool		topic = saying->subscribing || saying->mailing;
	bool		negated = saying->negations > 0 && (topic || saying->contact);
	bool		ended = (saying->endings > 0 && topic) || (saying->leavings > 0 && saying->list) ||
		(saying->hiding && saying->subscribing);
	bool		turned = saying->turned > 0 && (topic || saying->endings == 0);
	bool		either = strstr(header->bare, "optin") != NULL || strstr(header->bare, "optedin") != NULL;

	word->refuses = saying->refusals > 0 || negated || ended;
	if (word->refuses)
		word->subscribes = turned || (saying->refusals > 0 && either && !negated && !ended);
	else
		word->subscribes = turned || saying->subscribing ||
			(consent_header_permits(header) && (saying->mailing || strstr(header->bare, "kontakt") != NULL || saying->contact));
	if ((word->subscribes && saying->unknown) || header->explained ||
		(turned && (saying->contrary || HAS_STEM(header->bare, other_refusals))))
		word->refuses = word->subscribes = topic || saying->refusals > 0 || turned;
	word->delivery = word->refuses && saying->delivery && !negated && !ended;
	word->given = word->subscribes && !turned && HAS_STEM(header->bare, given_stems);
}

/* Until: til, till, tot; but not "to" the newsletter. */
static bool
is_until(const ConsentHeader *header)
{
	static const char *const until[] = {"til", "till", "tot"};

	for (int i = 0; i < header->nparts; i++)
		for (size_t j = 0; j < lengthof(until); j++)
			if (strcmp(header->parts[i].word, until[j]) == 0 &&
				(i + 1 == header->nparts || header->parts[i + 1].kind < PART_SUBSCRIBING))
				return true;
	return false;
}

static ConsentWord
judge_word(const char *text)
{
	ConsentHeader header = consent_header(text);
	Saying		saying = hear_parts(&header);
	ConsentWord word = {0};
	bool		passing = HAS_TOKEN(header.tokens, passing_words) || is_until(&header);

	take_sense(&header, &saying, &word);
	word.counts = HAS_TOKEN(header.tokens, counting_tokens);
	word.about = HAS_TOKEN(header.tokens, about_words) || (passing && (word.subscribes || !word.refuses));
	word.advertises = consent_header_advertises(&header) && !saying.unknown;
	word.elsewhere = (HAS_STEM(header.folded, elsewhere_stems) || HAS_TOKEN(header.tokens, elsewhere_tokens)) &&
		!consent_header_names_email(&header);
	return word;
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

/* ---- the cells ---- */

/* How many cells of a column are what. */
typedef struct CellCounts
{
	int			filled;
	int			of[CONSENT_CELL_OTHER + 1];
	int			telling;
	int			digits;			/* numbers of one digit */
} CellCounts;

/*
 * A cell of more than one word.  Words of a column of consent alone, with others,
 * are no evidence: Baja California.
 */
static ConsentCell
judge_remark(const ValueWords *words, const char *data, uint32 len)
{
	bool		telling;
	ConsentCell kind = consent_remark(words, data, len, &telling);

	if (telling || kind == CONSENT_CELL_YES || kind == CONSENT_CELL_NO)
		return kind;
	return CONSENT_CELL_OTHER;
}

/* remarks: a cell may be more than the word that says it. */
static CellCounts
count_cells(const ValueWords *words, const RecordSample *sample, int column, bool remarks)
{
	CellCounts	counts = {0};

	for (int i = 0; sample != NULL && i < sample->nrecords; i++)
	{
		const CsvCell *cell = &sample->records[i]->cells[column];
		const char *data = cell->data;
		uint32		len = cell->len;
		ConsentCell kind;
		bool		telling;

		value_trim(&data, &len);
		if (len == 0 || (len == 4 && memcmp(data, "#N/A", 4) == 0))
			continue;
		counts.filled++;
		kind = consent_cell(words, data, len, &telling);
		if (kind == CONSENT_CELL_OTHER && remarks)
			kind = judge_remark(words, data, len);
		counts.of[kind]++;
		counts.telling += telling;
		counts.digits += len == 1 && data[0] >= '2' && data[0] <= '9';
	}
	return counts;
}

/* Words of consent, of whatever kind. */
static int
consent_words(const CellCounts *counts)
{
	return counts->of[CONSENT_CELL_SUBSCRIBED] + counts->of[CONSENT_CELL_UNSUBSCRIBED];
}

/* Cells that say yes or no in a column of that word. */
static int
speaking_cells(const CellCounts *counts, const ConsentWord *word, bool refuses)
{
	bool		counting = word->counts || counts->of[CONSENT_CELL_NUMBER] > 0;
	int			n = consent_words(counts) + counts->of[CONSENT_CELL_YES] + counts->of[CONSENT_CELL_NO];

	if (!counting)
		n += counts->of[CONSENT_CELL_ZERO_ONE];
	if (refuses ? !word->delivery : word->given)
		n += counts->of[CONSENT_CELL_DATE];
	return n;
}

/* Cells that say nothing there, and may be there all the same. */
static int
silent_cells(const CellCounts *counts, const ConsentWord *word, bool refuses)
{
	if (!refuses || !word->delivery)
		return 0;
	return counts->of[CONSENT_CELL_DATE] + counts->of[CONSENT_CELL_NUMBER] +
		(word->counts || counts->of[CONSENT_CELL_NUMBER] > 0 ? counts->of[CONSENT_CELL_ZERO_ONE] : 0);
}

ConsentVerdict
consent_judge(const ConsentWord *word, bool refuses, const ValueWords *words,
			  const RecordSample *sample, int column)
{
	CellCounts	counts = count_cells(words, sample, column, true);
	int			speaking = speaking_cells(&counts, word, refuses);
	int			others = counts.filled - speaking - silent_cells(&counts, word, refuses);

	if (counts.filled == 0)
		return CONSENT_BY_WORD;
	if (speaking == 0)
		return CONSENT_IS_NOT;
	return others <= speaking ? CONSENT_IS : CONSENT_UNCLEAR;
}

bool
consent_may_be_coded(const ValueWords *words, const RecordSample *sample, int column, bool codes)
{
	CellCounts	counts = count_cells(words, sample, column, false);
	int			n = counts.of[CONSENT_CELL_YES] + counts.of[CONSENT_CELL_NO] + counts.of[CONSENT_CELL_ZERO_ONE];

	if (codes)
		n += counts.of[CONSENT_CELL_DATE] + counts.digits;
	return n > 0 && (counts.filled - n) * 10 <= counts.filled;
}

ConsentVerdict
consent_judge_cells(const ConsentWord *word, const ValueWords *words, const RecordSample *sample,
					int column)
{
	CellCounts	counts = count_cells(words, sample, column, false);
	int			others = counts.filled - consent_words(&counts);

	if (counts.telling == 0 || word->elsewhere)
		return CONSENT_IS_NOT;
	if (others * 10 <= counts.filled)
		return CONSENT_IS;
	return counts.telling * 10 >= counts.filled ? CONSENT_UNCLEAR : CONSENT_IS_NOT;
}
