/*
 * column_form.c
 *
 *		header word -> whole | addition in brackets put first | without brackets
 *			| without the part that nearly all columns begin with
 *			-> folded -> column_strip(): without a group, a person, a first number
 *
 * Stems of groups and persons are of the languages of the header words: en, no,
 * sv, da, de, fr, es, nl, fi, pt, it, pl.  They are taken off a word only where
 * the rest is a word that is known, which its caller looks up.
 */
#include "postgres.h"

#include <ctype.h>

#include "field/column_form.h"
#include "field/consent_header.h"
#include "field/field.h"

/* Columns that begin alike, of all: four of five, and three at least. */
#define SHARED_COLUMNS 3
#define SHARED_PART 4 / 5

/* shipping.address.city, and its like */
#define STRIPPED_AT_MOST 3

/* What names a group of columns. */
static const struct
{
	const char *stem;
	ColumnGroup group;
}			group_stems[] = {
	/* en */
	{"billing", GROUP_BILLING}, {"billto", GROUP_BILLING}, {"bill", GROUP_BILLING}, {"invoice", GROUP_BILLING},
	{"home", GROUP_HOME}, {"residential", GROUP_HOME}, {"personal", GROUP_HOME}, {"private", GROUP_HOME},
	{"mailing", GROUP_MAILING}, {"correspondence", GROUP_MAILING}, {"postaladdress", GROUP_MAILING},
	{"business", GROUP_BUSINESS}, {"work", GROUP_BUSINESS}, {"office", GROUP_BUSINESS},
	{"company", GROUP_BUSINESS},
	{"shipping", GROUP_SHIPPING}, {"shipto", GROUP_SHIPPING}, {"delivery", GROUP_SHIPPING},
	{"visiting", GROUP_OTHER}, {"visitor", GROUP_OTHER}, {"other", GROUP_OTHER},
	{"secondary", GROUP_OTHER}, {"alternative", GROUP_OTHER}, {"alternate", GROUP_OTHER},
	{"address2", GROUP_OTHER}, {"address3", GROUP_OTHER},
	/* no, sv, da */
	{"fakturerings", GROUP_BILLING}, {"faktura", GROUP_BILLING}, {"betalings", GROUP_BILLING},
	{"hjemme", GROUP_HOME}, {"hjem", GROUP_HOME}, {"privat", GROUP_HOME}, {"bostads", GROUP_HOME}, {"hem", GROUP_HOME},
	{"jobb", GROUP_BUSINESS}, {"arbeids", GROUP_BUSINESS}, {"arbeid", GROUP_BUSINESS}, {"arbejds", GROUP_BUSINESS},
	{"arbets", GROUP_BUSINESS}, {"firma", GROUP_BUSINESS}, {"kontor", GROUP_BUSINESS}, {"foretags", GROUP_BUSINESS},
	{"leverings", GROUP_SHIPPING}, {"levering", GROUP_SHIPPING}, {"leverans", GROUP_SHIPPING}, {"leveranse", GROUP_SHIPPING},
	{"besoks", GROUP_OTHER}, {"besogs", GROUP_OTHER},
	/* de */
	{"rechnungs", GROUP_BILLING}, {"rechnung", GROUP_BILLING}, {"privates", GROUP_HOME}, {"wohn", GROUP_HOME},
	{"heim", GROUP_HOME}, {"geschaftlich", GROUP_BUSINESS}, {"geschafts", GROUP_BUSINESS}, {"firmen", GROUP_BUSINESS},
	{"dienstlich", GROUP_BUSINESS}, {"dienst", GROUP_BUSINESS}, {"buro", GROUP_BUSINESS}, {"arbeit", GROUP_BUSINESS},
	{"liefer", GROUP_SHIPPING}, {"lieferung", GROUP_SHIPPING}, {"versand", GROUP_SHIPPING}, {"besuchs", GROUP_OTHER},
	/* fr */
	{"facturation", GROUP_BILLING}, {"domicile", GROUP_HOME}, {"personnel", GROUP_HOME}, {"prive", GROUP_HOME},
	{"professionnel", GROUP_BUSINESS}, {"professionnelle", GROUP_BUSINESS}, {"bureau", GROUP_BUSINESS},
	{"travail", GROUP_BUSINESS}, {"livraison", GROUP_SHIPPING}, {"expedition", GROUP_SHIPPING},
	/* es, pt, it */
	{"facturacion", GROUP_BILLING}, {"casa", GROUP_HOME}, {"domicilio", GROUP_HOME}, {"residencia", GROUP_HOME},
	{"residenza", GROUP_HOME}, {"particular", GROUP_HOME},
	{"trabajo", GROUP_BUSINESS}, {"oficina", GROUP_BUSINESS}, {"empresa", GROUP_BUSINESS}, {"envio", GROUP_SHIPPING},
	{"entrega", GROUP_SHIPPING}, {"faturamento", GROUP_BILLING}, {"faturacao", GROUP_BILLING}, {"cobranca", GROUP_BILLING},
	{"residencial", GROUP_HOME}, {"comercial", GROUP_BUSINESS}, {"trabalho", GROUP_BUSINESS},
	{"fatturazione", GROUP_BILLING}, {"abitazione", GROUP_HOME}, {"privato", GROUP_HOME},
	{"ufficio", GROUP_BUSINESS}, {"lavoro", GROUP_BUSINESS}, {"spedizione", GROUP_SHIPPING}, {"consegna", GROUP_SHIPPING},
	/* nl, fi, pl */
	{"factuur", GROUP_BILLING}, {"facturatie", GROUP_BILLING}, {"thuis", GROUP_HOME}, {"woon", GROUP_HOME}, {"prive", GROUP_HOME},
	{"zakelijk", GROUP_BUSINESS}, {"werk", GROUP_BUSINESS}, {"bezorg", GROUP_SHIPPING}, {"aflever", GROUP_SHIPPING},
	{"verzend", GROUP_SHIPPING}, {"lever", GROUP_SHIPPING}, {"bezoek", GROUP_OTHER},
	{"laskutus", GROUP_BILLING}, {"koti", GROUP_HOME}, {"tyo", GROUP_BUSINESS}, {"toimitus", GROUP_SHIPPING},
	{"kaynti", GROUP_OTHER}, {"dofaktury", GROUP_BILLING}, {"rozliczeniowy", GROUP_BILLING}, {"domowy", GROUP_HOME},
	{"sluzbowy", GROUP_BUSINESS}, {"firmowy", GROUP_BUSINESS}, {"wysylki", GROUP_SHIPPING}, {"dostawy", GROUP_SHIPPING}
};

/* Whose column it is, where it is the customer's, and what data are called. */
static const char *const person_stems[] = {
	"customer", "contact", "client", "person", "member", "subscriber", "buyer", "guest", "lead", "profile",
	"properties", "property", "attributes", "fields", "data", "primary", "main", "default", "preferred", "your",
	"address1", "address", "kundens", "kunden", "kunde", "kund", "medlems", "medlem", "kontakt", "kontaktens",
	"mitglieds", "mitglied", "kontakts", "adresse", "adhesion", "adherent", "membre", "cliente", "contacto",
	"socio", "miembro", "contato", "contatto", "klant", "klanten", "lid", "asiakkaan", "asiakas", "jasenen",
	"klienta", "klient", "field", "whatsyour", "whatisyour", "andyour",
	/* questions, and whose: Hva er din epost, Votre nom */
	"hvaer", "hvader", "vadar", "wielautet", "quelestvotre", "quelleestvotre", "votre", "cualessu", "cualestu", "watisuw", "watisje",
	"ditt", "dittfulle", "dinfulla", "din", "dina", "ihre", "ihr", "uw", "jouw", "qualseu", "qualoseu", "qualasua", "seu", "iltuo",
	"latua", "ilsuo", "lasua", "twoj", "twoje", "mikaon",
	/* those who take part, buy, give, learn, are treated, are asked for */
	"participant", "attendee", "delegate", "donor", "supporter", "patron", "student", "pupil", "patient", "player",
	"volunteer", "purchaser", "booker", "bidder", "recipient", "registrant", "requester", "respondent", "payer",
	"deltakerens", "deltakers", "deltaker", "deltagerens", "deltagers", "deltager", "deltagarens", "deltagare",
	"elevens", "elev", "giver", "givare", "gjestens", "gjest", "gastens", "gast", "gaestens", "gaest",
	"kjopers", "kjoper", "kobers", "kober", "koparens", "kopare", "bestillers", "bestiller", "bestallarens",
	"bestallare",
	"kontaktpersonens", "kontaktpersons", "kontaktperson", "mottakers", "medlemmets", "medlemmens",
	"teilnehmers", "teilnehmer", "ansprechpartners", "ansprechpartner", "spenders", "spender", "kaufers", "kaufer",
	"bestellers", "besteller", "empfangers", "empfanger", "schulers", "schuler", "patienten", "abonnenten",
	"acheteur", "payeur", "donateur", "beneficiaire", "eleve", "abonne",
	"participante", "asistente", "comprador", "alumno", "donante", "huesped", "suscriptor",
	"deelnemers", "deelnemer", "contactpersoon", "koper", "ontvanger", "leerling", "abonnee", "relatie",
	"osallistujan", "yhteyshenkilon", "ostajan", "oppilaan", "vieraan", "tilaajan", "potilaan",
	"lahjoittajan", "yhteystiedon", "kontaktin",
	"aluno", "doador", "assinante", "associado",
	"partecipante", "acquirente", "alunno", "referente", "ospite", "donatore", "paziente",
	"uczestnika", "kupujacego", "odbiorcy", "ucznia", "osobykontaktowej", "czlonka", "zamawiajacego",
	"subskrybenta", "kontrahenta", "kontaktu", "goscia"
};

/* The same, of one who logs in: user_name is no name. */
static const char *const login_stems[] = {
	"user", "account", "login", "bruker", "brukerens", "anvandar", "bruger", "benutzer", "utilisateur",
	"usuario", "utente", "gebruiker", "kayttajan", "uzytkownika"
};

/* What joins a word to the group or person that is named behind it. */
static const char *const joints[] = {
	"", "dela", "delle", "della", "dello", "del", "des", "de", "du", "di", "da", "do", "van", "vande",
	"for", "til", "till", "fur", "s"
};

/* ---- taking off ---- */

typedef struct Strip
{
	ColumnKnown known;
	void	   *state;
	ColumnForm *found;
} Strip;

static bool strip(const Strip *strip, const char *word, ColumnForm taken, int depth);

/* Is the rest of a word known, or once more is taken off it? */
static bool
try_rest(const Strip *how, const char *rest, size_t len, ColumnForm taken, int depth)
{
	char	   *word = pnstrdup(rest, len);

	if (len == 0)
		return false;
	if (!how->known(how->state, word))
		return depth > 1 && strip(how, word, taken, depth - 1);
	taken.word = word;
	*how->found = taken;
	return true;
}

/* Takes a stem off the beginning or the end of a word. */
static bool
try_stem(const Strip *how, const char *word, const char *stem, ColumnForm taken, int depth)
{
	size_t		len = strlen(word);
	size_t		stem_len = strlen(stem);

	if (len <= stem_len)
		return false;
	if (strncmp(word, stem, stem_len) == 0)
	{
		const char *rest = word + stem_len;

		return try_rest(how, rest, len - stem_len, taken, depth) ||
			(rest[0] == 's' && try_rest(how, rest + 1, len - stem_len - 1, taken, depth));
	}
	if (strcmp(word + len - stem_len, stem) != 0)
		return false;
	len -= stem_len;
	for (size_t i = 0; i < lengthof(joints); i++)
	{
		size_t		joint = strlen(joints[i]);

		if (len > joint && strncmp(word + len - joint, joints[i], joint) == 0 &&
			try_rest(how, word, len - joint, taken, depth))
			return true;
	}
	return false;
}

static bool
strip(const Strip *how, const char *word, ColumnForm taken, int depth)
{
	size_t		len = strlen(word);

	if (len > 1 && word[len - 1] == '1' && try_rest(how, word, len - 1, taken, depth))
		return true;
	for (size_t i = 0; i < lengthof(group_stems); i++)
	{
		ColumnForm	more = taken;

		more.group = group_stems[i].group;
		if (try_stem(how, word, group_stems[i].stem, more, depth))
			return true;
	}
	for (size_t i = 0; i < lengthof(person_stems); i++)
		if (try_stem(how, word, person_stems[i], taken, depth))
			return true;
	taken.of_login = true;
	for (size_t i = 0; i < lengthof(login_stems); i++)
		if (try_stem(how, word, login_stems[i], taken, depth))
			return true;
	return false;
}

bool
column_strip(const char *word, ColumnKnown known, void *state, ColumnForm *found)
{
	Strip		how = {known, state, found};

	return strip(&how, word, (ColumnForm) {0}, STRIPPED_AT_MOST);
}

/* ---- groups ---- */

ColumnGroup
column_group(const char *word)
{
	size_t		len = strlen(word);

	for (size_t i = 0; i < lengthof(group_stems); i++)
	{
		const char *stem = group_stems[i].stem;
		size_t		stem_len = strlen(stem);

		if (len > stem_len && (strncmp(word, stem, stem_len) == 0 ||
							   strcmp(word + len - stem_len, stem) == 0))
			return group_stems[i].group;
	}
	return GROUP_NONE;
}

/* ---- two words in one ---- */

/* Longest header word that is looked at. */
#define COLUMN_FORM_BYTES 1024

/* What joins two words, between blanks. */
static const char *const conjunctions[] = {
	"-", "\xe2\x80\x93", "&", "+", "and", "og", "och", "und", "u.", "et", "y", "en", "ja", "e", "i", "a", "ve", "or", "oder",
	"o", "ou", "eller", "of", "oppure", "lub", "albo", "tai", "nebo", "vagy"
};

/* How many bytes at p join two words; 0 = none. */
static size_t
joint_length(const char *header, const char *p)
{
	const char *end;

	if (strchr("/|\\\n", *p) != NULL)
		return 1;
	if (*p != ' ' || p == header)
		return 0;
	end = p + 1 + strcspn(p + 1, " ");
	for (size_t i = 0; *end == ' ' && i < lengthof(conjunctions); i++)
		if (strlen(conjunctions[i]) == (size_t) (end - p - 1) &&
			pg_strncasecmp(p + 1, conjunctions[i], end - p - 1) == 0)
			return end - p;
	return 0;
}

int
column_halves(const char *header, char *halves[COLUMN_HALVES])
{
	const char *start = header;
	int			n = 0;

	if (strlen(header) > COLUMN_FORM_BYTES)
		return 0;
	for (const char *p = header;; p++)
	{
		size_t		joint = *p == '\0' ? 0 : joint_length(header, p);
		char	   *half;

		if (*p != '\0' && joint == 0)
			continue;
		half = field_fold_header(start, p - start);
		if (half[0] != '\0' && n == COLUMN_HALVES)
			return 0;
		if (half[0] != '\0')
			halves[n++] = half;
		if (*p == '\0')
			return n > 1 ? n : 0;
		p += joint - 1;
		start = p + 1;
	}
}

/* ---- words of a header ---- */

/* Is the character a sign that a system puts between a prefix and a word? */
static bool
is_sign(char c)
{
	return !isalnum((unsigned char) c) && !IS_HIGHBIT_SET(c);
}

/* Longer headers are sentences, and begin like no other. */
#define BEGINNING_BYTES 64

size_t
column_next_word(const char *header, size_t from)
{
	for (size_t i = from + 1; header[from] != '\0' && header[i] != '\0' && i < BEGINNING_BYTES; i++)
	{
		char		before = header[i - 1];

		if (is_sign(header[i]))
			continue;
		if (is_sign(before) || (isupper((unsigned char) header[i]) && islower((unsigned char) before)))
			return i;
	}
	return 0;
}

/* ---- additions ---- */

/* "Phone (mobile)" -> mobilephone; NULL without brackets, or with text behind them. */
static char *
addition_first(const char *header)
{
	const char *open = strpbrk(header, "([{");
	const char *close = open == NULL ? NULL : strpbrk(open, ")]}");
	char	   *bare;
	char	   *addition;

	if (close == NULL || open == header)
		return NULL;
	bare = field_fold_header(header, open - header);
	addition = field_fold_header(open + 1, close - open - 1);
	return psprintf("%s%s", addition, bare);
}

/* The part of a header before the first sign within it, folded; NULL = there is none. */
static char *
prefix_of(const char *header)
{
	for (const char *p = header; *p != '\0'; p++)
		if (is_sign(*p) && p > header && p[1] != '\0')
			return field_fold_header(header, p - header);
	return NULL;
}

/* Columns that begin with the same letters, all of them, and no sign behind: oxfname, oxcity. */
#define LETTERED_COLUMNS 5
#define LETTERS_MIN 2

static char *
letters_of_all(char **headers, int n)
{
	size_t		len = n < LETTERED_COLUMNS ? 0 : strspn(headers[0], "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

	for (int i = 1; i < n && len > 0; i++)
	{
		size_t		same = 0;

		while (same < len && headers[i][same] == headers[0][same])
			same++;
		len = same;
	}
	return len < LETTERS_MIN ? NULL : field_fold_header(headers[0], len);
}

char *
column_shared_prefix(char **headers, int n)
{
	char	  **prefixes = palloc0(Max(n, 1) * sizeof(char *));

	for (int i = 0; i < n; i++)
		prefixes[i] = prefix_of(headers[i]);
	for (int i = 0; i < n && i <= n - n * SHARED_PART; i++)
	{
		int			same = 0;

		for (int j = 0; j < n && prefixes[i] != NULL; j++)
			same += prefixes[j] != NULL && strcmp(prefixes[i], prefixes[j]) == 0;
		if (same >= SHARED_COLUMNS && same >= n * SHARED_PART)
			return prefixes[i];
	}
	return letters_of_all(headers, n);
}

/* Past the number of a question: Q2. Name, 3) Email, Q1[SQ001]. City; NULL = there is none. */
static const char *
behind_number(const char *header)
{
	size_t		len = strcspn(header, " ");
	bool		digit = false;

	if (header[len] == '\0' || len < 2 || strchr(".):", header[len - 1]) == NULL)
		return NULL;
	for (size_t i = 0; i < len; i++)
		digit |= isdigit((unsigned char) header[i]) != 0;
	return digit ? header + len + 1 : NULL;
}

static void
add_form(const char *forms[COLUMN_FORMS], int *n, const char *word)
{
	if (word == NULL || word[0] == '\0')
		return;
	for (int i = 0; i < *n; i++)
		if (strcmp(forms[i], word) == 0)
			return;
	forms[(*n)++] = word;
}

int
column_forms(const char *header, const char *shared, const char *forms[COLUMN_FORMS])
{
	char	   *whole;
	char	   *bare;
	size_t		len = shared == NULL ? 0 : strlen(shared);
	int			n = 0;

	/* a word of no end is none that is known */
	if (strlen(header) > COLUMN_FORM_BYTES)
		return 0;
	whole = field_fold_header(header, strlen(header));
	bare = consent_bare_word(header);
	add_form(forms, &n, whole);
	add_form(forms, &n, addition_first(header));
	add_form(forms, &n, bare);
	if (len > 0 && strncmp(whole, shared, len) == 0)
		add_form(forms, &n, whole + len);
	if (len > 0 && strncmp(bare, shared, len) == 0)
		add_form(forms, &n, bare + len);
	if (behind_number(header) != NULL)
		add_form(forms, &n, field_fold_header(behind_number(header), strlen(behind_number(header))));
	return n;
}
