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
#include "field/field_fold.h"
#include "field/word_list.h"

/* Longest sentence that is looked at, in words. */
#define MAX_WORDS 48

/* How much of a word is looked at, in bytes. */
#define MAX_WORD 64

/* How many words may be between a no and what it turns round. */
#define NEAR 3

/* ---- words ---- */

/* Of wanting: beginnings of words. */
static const char *const wanting[] = {
	/* en */ "want", "wish", "like", "care", "interest", "agree", "need", "desire", "willing", "appreciat", "prefer",
	/* no, da, sv */ "onsk", "vil", "vill", "ville", "bedt", "gnsker", "ensk",
	/* de */ "mochte", "will", "wunsch", "gewunsch", "wollen", "mag",
	/* fr */ "veut", "veux", "souhait", "voul", "desir",
	/* es, pt, it */ "quier", "quer", "dese", "vuol", "vogli", "desider", "gradi",
	/* nl, fi, pl */ "wil", "wens", "wilt", "halu", "tahdo", "toivo", "chce", "chc", "zycz"
};

/* Of going on: beginnings of words. */
static const char *const going_on[] = {
	/* all */
	"more", "anymore", "longer", "further", "again", "any", "mer", "mere", "meir", "lenger", "laengere", "langre", "langer",
	"mehr", "weiter", "plus", "davantage", "mas", "mais", "adelante", "meer", "verder", "enaa", "enempaa", "enaan",
	"piu", "ulterior", "wiecej", "juz", "dalsz"
};

/* Of taking away: beginnings of words. */
static const char *const taking[] = {
	/* en */ "remov", "take", "taken", "took", "delet", "strike", "struck", "unsub", "drop", "get", "off",
	/* no, da, sv */ "fjern", "slett", "slet", "radering", "ta", "tas", "tatt", "tage", "taget", "tag", "stryk", "strok", "tar", "bort", "radera", "plocka",
	/* de */ "nehm", "genomm", "entfern", "losch", "gelosch", "streich", "gestrich", "austrag", "raus",
	/* fr */ "retir", "enlev", "supprim", "suppress", "retrait", "radi", "oter", "sort",
	/* es, pt, it */ "quit", "elimin", "borr", "sacar", "baja", "sacad", "remov", "tirar", "exclu", "toglie", "tolto", "tolta", "rimuov",
	"rimoss", "cancell", "apagar",
	/* nl, fi, pl */ "halen", "gehaald", "haal", "verwijd", "schrap", "afhal", "poist", "usun", "wypis", "skresl", "wykresl"
};

/* Of what it is taken from: whole words. */
static const char *const from_words[] = {
	"from", "off", "out", "fra", "af", "av", "fran", "ur", "aus", "von", "vom", "de", "du", "des", "d", "da", "do", "dos",
	"das", "del", "dal", "dalla", "dai", "dalle", "van", "uit", "z", "ze"
};

/* Of stopping: beginnings of words. */
static const char *const stopping[] = {
	/* all */
	"stop", "stopp", "stoppe", "stoppa", "ceas", "quit", "aufhor", "einstell", "arret", "cess", "dejar", "deje", "dejen", "cesar",
	"para", "pare", "parem", "smett", "smettere", "interromp", "ophou", "lopet", "przest", "zaprzest", "slut", "sluta"
};

/* Of mail that nobody can do without, and of addresses: whatever is said is of those. */
static const char *const other_mail[] = {
	/* all */
	"invoic", "faktur", "rechnung", "factur", "fattur", "lasku", "receipt", "kvitter", "order", "bestell", "bestill", "ticket",
	"billet", "biljett", "password", "passord", "passwort", "attach", "vedlegg", "anhang", "address", "adress", "adresse",
	"direccion", "indirizz", "adres", "endereco", "osoite", "valid", "gyldig", "giltig", "gultig", "ungultig", "works", "working",
	"virker", "funger", "funktion", "fonction", "bruk", "konto", "pakke", "parcel", "paket", "rekening", "beleg"
};

/* Of a wish for it. */
static const char *const wishes[] = {
	"miss", "misses", "missing", "verpass", "verpasse", "verpassen", "manquer", "perder", "perderse", "glipp", "missen",
	"perdere", "przegap", "missa"
};

/* Of leaving a list, as stems. */
static const char *const leaving[] = {
	"unsub", "optout", "optedout", "nomail", "nonewsletter", "nomarketing", "donotmail", "donotemail", "avmeld", "afmeld",
	"frameld", "abgemeld", "abbestell", "desabonn", "desinscri", "desuscri", "dessuscri", "uitgeschrev", "disiscri", "wypisa",
	"avprenum", "avanmal", "descadastr"
};

/* Of lists and of writing to somebody. */
#define LIST_STEMS \
	"list", "lijst", "verteiler", "contact", "kontakt", "contat", "correo", "courrier", "anschreib", "angeschrieb", \
	"informa", "benader", "schreib", "communicat", "comunica", "kommunika", "hearfrom", "utsend", "udsend"

static const char *const list_stems[] = {LIST_STEMS};

/* One of these is in every sentence that refuses, and names no mail. */
static const char *const clue_stems[] = {
	LIST_STEMS,
	/* laws */ "gdpr", "rgpd", "dsgvo", "lgpd", "rodo",
	/* leaving */ "unsub", "optedout", "avmeld", "afmeld", "frameld", "abgemeld", "desabonn", "desinscri", "desuscri", "dessuscri",
	"uitgeschrev", "disiscri", "wypisa", "avprenum", "avanmal", "descadastr",
	/* leaving, in several words */ "segav", "sigaf", "sigfra"
};

/* Laws by which somebody has their data deleted. */
static const char *const laws[] = {"gdpr", "rgpd", "dsgvo", "lgpd", "rodo"};

/* Of deleting data: beginnings of words. */
static const char *const erasing[] = {
	"eras", "delet", "forgot", "losch", "gelosch", "suppress", "supprim", "effac", "slett", "slet", "rader", "supres", "elimin", "borr",
	"apag", "exclu", "cancell", "verwijd", "wis", "poist", "usun", "objec", "widerspr", "oppos", "sprzeciw", "bezwaar"
};

/* Of how and when somebody left: behind a word of leaving, what left is mail. */
static const char *const manner[] = {
	"by", "via", "per", "on", "at", "in", "since", "through", "today", "pa", "den", "i", "ved", "over", "am", "um", "im", "seit", "uber",
	"telefonisch", "par", "le", "depuis", "por", "el", "desde", "em", "il", "tramite", "op", "sinds", "przez", "dnia"
};

/* May stand before a word of leaving: who, and that it was so. */
static const char *const before_leaving[] = {
	"he", "she", "they", "has", "have", "was", "is", "har", "er", "ar", "hat", "ist", "sich", "sie", "seg", "sig", "est", "s", "elle", "il",
	"se", "ha", "si", "heeft", "zich", "hij", "zij", "on", "hun", "han", "on", "ona", "hon"
};

/* Of complaining: beginnings of words. */
static const char *const complaining[] = {
	"complain", "klag", "klaget", "klagde", "klagade", "beschwer", "plaint", "plaign", "quej", "lament", "geklaagd", "klaagt", "valitt", "skarg", "skarzy"
};

const char *const *
consent_sentence_stems(int *n)
{
	*n = lengthof(clue_stems);
	return clue_stems;
}

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
begins(const char *word, const char *const *beginnings, int n)
{
	for (int i = 0; i < n; i++)
	{
		size_t		len = strlen(beginnings[i]);

		if (strncmp(word, beginnings[i], len) == 0 && (len > 3 || word[len] == '\0'))
			return true;
	}
	return false;
}

#define BEGINS(word, beginnings) begins(word, beginnings, lengthof(beginnings))

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
	static const char *const mail[] = {"mail", "mails", "maile", "maili", "correo", "correos", "epost", "info", "verteiler", "courriels"};
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
		word->topic |= BEGINS(word->text, mail) || BEGINS(word->text, list_stems) || strstr(word->text, "mailing") != NULL;
	}
	return sentence;
}

/* Is it a word of wanting beside a no? */
static bool
is_unwanted(const Sentence *sentence, int at)
{
	if (!BEGINS(sentence->words[at].text, wanting))
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
		if (BEGINS(sentence->words[i].text, going_on))
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
			complained |= BEGINS(word->text, complaining);
	}
	return topic;
}

/* To have one's data deleted, by the law: DSGVO-Loeschung beantragt. */
static bool
is_erasure(const Sentence *sentence)
{
	bool		law = false;
	bool		erased = false;

	for (int i = 0; i < sentence->n; i++)
	{
		const Word *word = &sentence->words[i];

		if (word->no && strcmp(word->text, "a") != 0)
			return false;
		for (size_t j = 0; j < lengthof(laws); j++)
			if (strncmp(word->text, laws[j], strlen(laws[j])) == 0)
			{
				law = true;
				erased |= BEGINS(word->text + strlen(laws[j]), erasing);
			}
		erased |= BEGINS(word->text, erasing);
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

	while (at < sentence->n && at <= list + 2 && IS_ONE_OF(sentence->words[at].text, from_words))
		at++;
	return at > list + 1 && at < sentence->n && !sentence->words[at].known && !sentence->words[at].topic &&
		!BEGINS(sentence->words[at].text, sending);
}

/* From our list: words between that say something else name another one. */
static bool
is_from_list(const Sentence *sentence, int at)
{
	if (!IS_ONE_OF(sentence->words[at].text, from_words))
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

static bool
is_taken_off(const Sentence *sentence)
{
	bool		taken = false;
	bool		off = false;

	for (int i = 0; i < sentence->n; i++)
	{
		taken |= BEGINS(sentence->words[i].text, taking);
		off |= is_from_list(sentence, i);
	}
	return taken && off;
}

/* One that refuses by itself, and not of something else than mail. */
static bool
leaves(const Sentence *sentence, int at)
{
	const Word *word = &sentence->words[at];
	bool		by_itself = false;

	for (size_t i = 0; word->leaves && i < lengthof(leaving); i++)
		by_itself |= strstr(word->text, leaving[i]) != NULL;
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

	if (words->leaves && word_has_one_of(words->text, leaving, lengthof(leaving)))
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
			return next == NULL || isdigit((unsigned char) next[0]) || IS_ONE_OF(next, manner);
		if (!IS_ONE_OF(sentence->words[i].text, before_leaving) && !IS_ONE_OF(sentence->words[i].text, manner))
			return false;
	}
	return false;
}

/* Mails, stop: is it the last word, behind one of mail? */
static bool
is_stopped(const Sentence *sentence)
{
	int			last = sentence->n - 1;

	return last > 0 && BEGINS(sentence->words[last].text, stopping) && sentence->words[last - 1].topic;
}

static bool
may_refuse(const char *word)
{
	static const char *const leave[] = {"meldt", "melder", "meldte", "meld"};

	return consent_header_negates(word) || BEGINS(word, taking) || BEGINS(word, stopping) ||
		word_has_one_of(word, leaving, lengthof(leaving)) || BEGINS(word, complaining) || BEGINS(word, erasing) ||
		IS_ONE_OF(word, leave) || word_has_one_of(word, laws, lengthof(laws));
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
		if (BEGINS(sentence.words[i].text, other_mail) || IS_ONE_OF(sentence.words[i].text, wishes))
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
		if (BEGINS(sentence.words[i].text, stopping) && names_topic(&sentence, i + 1, i + 1 + 2 * NEAR))
			return true;
		if (leaves(&sentence, i))
			return true;
	}
	return false;
}
