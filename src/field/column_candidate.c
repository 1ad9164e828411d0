/*
 * column_candidate.c
 *
 *		header word -> a field's name | a word of customer_header_synonyms
 *			| a known word in a longer one (column_form.c) | a word that may be one
 *			-> do the cells contradict it?  Then: by its cells
 *		cells -> consent words, email addresses
 *			-> Candidate, or none
 */
#include "postgres.h"

#include <ctype.h>

#include "field/column_candidate.h"
#include "field/column_consent.h"
#include "field/column_sibling.h"
#include "field/consent_word.h"
#include "field/own_export.h"
#include "field/secret_column.h"
#include "field/word_list.h"

/* Of so many cells an address book repeats none; a column of its owner does. */
#define DISTINCT_CELLS 4

/* ---- words ---- */

/* Stems of those that a list of customers is of. */
static const char *const customer_stems[] = {
	"customer", "cust", "client", "kunde", "kund", "klant", "cliente", "klient", "asiakas", "debitor",
	"kdnr", "debtor", "debiteur"
};

/* Stems of those whose key is mostly somebody else's. */
static const char *const foreign_stems[] = {
	"user", "bruker", "anvandar", "bruger", "benutzer", "utilisateur", "usuario", "gebruiker", "uzytkownik",
	"kayttaja", "utente", "account", "compte", "cuenta", "owner", "parent", "shop", "source", "referenceid"
};

/* Stems of where somebody works, which is a group where nothing else is. */
static const char *const department_stems[] = {
	"department", "avdeling", "avdelning", "afdeling", "abteilung", "departement", "departamento", "osasto",
	"reparto", "dipartimento", "dzial"
};

/* Stems of a bank's numbers. */
static const char *const bank_stems[] = {
	"konto", "iban", "bank", "numerodecuenta", "numerodecompte", "rekening"
};

/* Words of a name where a list has no better one. */
static const char *const spare_names[] = {
	"displayname", "contact", "contactname", "contactperson", "contactfullname", "nickname", "alias", "profilename",
	"visningsnavn", "kontakt", "kontaktperson", "kontaktnavn", "kontaktnamn", "visningsnamn", "visningsnavn", "anzeigename",
	"ansprechpartner", "kontaktname", "interlocuteur", "nomaffiche", "contacto", "personadecontacto", "contactpersoon",
	"weergavenaam", "cn", "yhteyshenkilo", "contato", "contatto", "referente", "osobakontaktowa", "kontaktniosoba",
	"unvan", "unvani"
};

/* Who has, pays or answers for what the list is of: a CRM means its own people by them, who repeat. */
static const char *const owner_words[] = {
	"petowner", "ownername", "payer", "parent", "guardian", "eier", "dyreeier", "kontohaver", "betaler", "foresatt", "foralder", "malsman",
	"agare", "betalare", "ejer", "foraelder", "besitzer", "halter", "tierhalter", "eigentumer", "kontoinhaber", "schuldner",
	"proprietaire", "payeur", "titulaire", "propietario", "dueno", "titular", "pagador", "eigenaar", "betaaler", "omistaja",
	"maksaja", "proprietario", "intestatario", "pagante", "wlasciciel", "platnik", "majitel", "tulajdonos", "sahibi"
};

/* What a customer is called: over words it is a name, over numbers that do not repeat a key. */
static const char *const customer_words[] = {
	"customer", "client", "member", "subscriber", "person", "guest", "buyer", "kunde", "kund", "medlem", "kundin",
	"mitglied", "abonnent", "cliente", "socio", "miembro", "klant", "lid", "asiakas", "jasen", "klient", "membre",
	"adherent", "membro", "czlonek", "gjest", "gast", "deltaker", "deltagare", "deltager", "teilnehmer", "participant",
	"bidder", "budgiver", "budgivare", "bieter", "encherisseur", "pujador", "bieder", "licitante", "offerente", "licytant", "huutaja"
};

/* A whole address in one cell, where its parts stand in others beside it. */
static const char *const whole_addresses[] = {
	"addresses", "fulladdress", "completeaddress", "formattedaddress", "helgadresse", "gesamtadresse", "adressecomplete",
	"direccioncompleta", "indirizzocompleto", "volledigadres", "enderecocompleto"
};

bool
candidate_names_owner(const char *word)
{
	return IS_ONE_OF(word, owner_words);
}

/* ownerId, parent_id, Company ID: does it name a key of something? */
static bool
names_key(const char *header)
{
	size_t		len = strlen(header);
	const char *id = header + len - 2;

	if (len < 4 || pg_strcasecmp(id, "id") != 0)
		return false;
	return !isalpha((unsigned char) id[-1]) || (id[0] == 'I' && islower((unsigned char) id[-1]));
}

/* What a record is, of which a person may have many; and how files of orders and of answers are known. */
static const char *const record_stems[] = {
	"order", "ticket", "transaction", "invoice", "booking", "reservation", "response", "submission", "answer", "payment", "receipt",
	"shipment", "respondent"
};

static const char *const record_columns[] = {
	"financialstatus", "fulfillmentstatus", "paidat", "paymentmethod", "shippingmethod", "lineitemname", "ordernumber", "orderdate",
	"orderstatus", "ordertotal", "timestamp", "submissiondate", "submittedat", "submitdate", "starttime", "completiontime", "formid",
	"formname", "starttidspunkt", "starttidpunkt", "startzeit", "heurededebut", "horadeinicio", "tidsstempel", "tidsstampel",
	"zeitstempel", "horodateur", "marcatemporal", "tijdstempel", "aikaleima", "carimbodedatahora", "informazionicronologiche",
	"sygnaturaczasowa"
};

/* Words of a number that does not say of what. */
static const char *const bare_numbers[] = {"id", "no", "nr", "number", "nummer"};

/* Is the list one of orders, or of answers to a form, so that a bare id is that of a record? */
static bool
is_of_records(const Mapper *mapper)
{
	for (int i = 0; i < mapper->map->ncolumns; i++)
		if (IS_ONE_OF(mapper->folded[i], record_columns))
			return true;
	return false;
}

/* How sure a word is that stands for the identifier. */
static void
weigh_identifier(Candidate *candidate, const char *word)
{
	if (HAS_ONE_OF(word, bank_stems))
		candidate->certainty = SURE_LAST;
	else if (HAS_ONE_OF(word, foreign_stems))
		candidate->certainty = Max(candidate->certainty, SURE_SPARE);
	else
		candidate->rank = HAS_ONE_OF(word, customer_stems) ? 0 : 1;
}

/* What a synonym makes of a column. */
static Candidate
of_synonym(const Synonym *synonym, const char *word, Certainty certainty, ColumnGroup group)
{
	Candidate	candidate = {
		.field = synonym->field, .reason = COLUMN_BY_WORD,
		.certainty = synonym->own ? SURE_OWN : certainty, .group = group
	};

	if (strcmp(synonym->field, "identifier") == 0 && !synonym->own)
		weigh_identifier(&candidate, word);
	else if (strcmp(synonym->field, "groups") == 0 && !synonym->own && HAS_ONE_OF(word, department_stems))
		candidate.certainty = SURE_SPARE;
	else if (strcmp(synonym->field, "address") == 0 && !synonym->own && IS_ONE_OF(word, whole_addresses))
		candidate.certainty = SURE_SPARE;
	return candidate;
}

/* ---- a known word in a longer one ---- */

/* Fields that a group of columns has, of one place or way to reach somebody. */
static const char *const grouped_fields[] = {
	"address", "address_2", "city", "region", "postal_code", "country", "phone", "mobile", "email",
	HOUSE_NUMBER, "name", "first_name", "last_name", "company", "birth_date", "customer_since"
};

/* ColumnKnown */
static bool
is_known(void *state, const char *word)
{
	const Synonym *synonym = synonyms_find(state, word);

	const char *part = column_part_of_word(word);

	return (part != NULL && strcmp(part, HOUSE_NUMBER) == 0) ||
		(synonym != NULL && IS_ONE_OF(synonym->field, grouped_fields));
}

static Candidate
of_part(const char *part, ColumnGroup group, Certainty certainty)
{
	return (Candidate) {
		.field = part, .reason = COLUMN_BY_WORD, .certainty = certainty, .group = group
	};
}

/* The known word within one, by what is put around it. */
static Candidate
of_longer_word(const Mapper *mapper, const char *word)
{
	ColumnForm	form;
	const Synonym *synonym;

	if (!column_strip(word, is_known, mapper->synonyms, &form))
		return (Candidate) {0};
	synonym = synonyms_find(mapper->synonyms, form.word);
	if (synonym == NULL)
		return of_part(HOUSE_NUMBER, form.group, SURE_FORM);
	/* a login is no name, and what a company is called, and when it began, is none of a person */
	if ((form.of_login || form.group == GROUP_BUSINESS || form.group == GROUP_OTHER) &&
		(strstr(synonym->field, "name") != NULL || strcmp(synonym->field, "birth_date") == 0 ||
		 strcmp(synonym->field, "customer_since") == 0))
		return (Candidate) {0};
	/* a state of things, and no part of a country */
	if (strcmp(synonym->field, "region") == 0 && strstr(word, "lead") != NULL)
		return (Candidate) {0};
	return of_synonym(synonym, form.word, SURE_FORM, form.group);
}

/* A word that stands for consent needs the cells to bear it out. */
static Candidate
settle_consent(Mapper *mapper, int column, bool refuses)
{
	mapper->settled[column] = consent_assign_known(mapper, column, refuses);
	return (Candidate) {0};
}

/* The first of a column's forms that is a word of customer_header_synonyms; at last its first, spelled otherwise. */
static const Synonym *
find_synonym(Mapper *mapper, const char **forms, int n, int *at)
{
	for (int i = 0; i < n; i++)
	{
		const Synonym *synonym = synonyms_find(mapper->synonyms, forms[i]);

		if (synonym == NULL)
			continue;
		*at = i;
		return synonym;
	}
	*at = 0;
	return n > 0 ? synonyms_find_respelled(mapper->synonyms, forms[0]) : NULL;
}

/* Words that are of a field only beside another: Ad is an advertisement without Soyad, and il an article without Ilce. */
static const struct
{
	const char *word;
	const char *beside;			/* begins another header */
	const char *field;
}			paired_words[] = {
	{"ad", "soyad", "first_name"},
	{"il", "ilce", "city"}
};

/* NULL = none. */
static const char *
paired_field(const Mapper *mapper, const char *word)
{
	for (size_t i = 0; i < lengthof(paired_words); i++)
	{
		if (strcmp(word, paired_words[i].word) != 0)
			continue;
		for (int j = 0; j < mapper->map->ncolumns; j++)
			if (strncmp(mapper->folded[j], paired_words[i].beside, strlen(paired_words[i].beside)) == 0)
				return paired_words[i].field;
	}
	return NULL;
}

/* Gruppe 2, Tag 3, Epost 2: the field of several columns of groups or addresses; NULL = it is none. */
static const char *
numbered_field(const Mapper *mapper, const char *word)
{
	size_t		len = strlen(word);
	const Synonym *synonym;

	while (len > 0 && isdigit((unsigned char) word[len - 1]))
		len--;
	if (len == 0 || word[len] == '\0')
		return NULL;
	synonym = synonyms_find(mapper->synonyms, pnstrdup(word, len));
	return synonym != NULL && (strcmp(synonym->field, "groups") == 0 || strcmp(synonym->field, "email") == 0) ? synonym->field : NULL;
}

/* A word that may be of a field, and of something else. */
static Candidate
of_spare_word(const char *header, const char *word, const ColumnCells *cells)
{
	Candidate	candidate = {.reason = COLUMN_BY_WORD};

	if (column_part_of_word(word) != NULL)
		return of_part(column_part_of_word(word), GROUP_NONE, SURE_WORD);
	if (column_part_is_initials(word))
	{
		candidate.field = "first_name";
		candidate.certainty = SURE_SPARE;
	}
	else if (IS_ONE_OF(word, owner_words) && !cells->repeats && !column_most(cells, cells->wordless))
	{
		candidate.field = "name";
		candidate.certainty = SURE_SPARE;
	}
	else if (IS_ONE_OF(word, spare_names) || IS_ONE_OF(word, customer_words))
	{
		candidate.field = column_most(cells, cells->wordless) && IS_ONE_OF(word, customer_words) ? "identifier" : "name";
		candidate.certainty = SURE_SPARE;
	}
	else if (names_key(header) && !HAS_ONE_OF(word, record_stems))
	{
		candidate.field = "identifier";
		candidate.certainty = SURE_LAST;
	}
	return candidate;
}

/* Can additions in brackets be left out?  Not where they name another channel. */
static bool
may_shorten(const Mapper *mapper, int column, const Synonym *synonym)
{
	ConsentWord word;

	if (!mapper_is_consent_name(mapper, synonym->field))
		return true;
	word = consent_word(mapper->map->header[column]);
	return !word.elsewhere && !word.about;
}

/* ---- two words in one ---- */

/* The field that half of a header names; NULL = none that is known. */
static const char *
field_of_half(const Mapper *mapper, const char *half)
{
	const Synonym *synonym = synonyms_find(mapper->synonyms, half);
	ListCell   *name,
			   *folded;

	if (synonym != NULL)
		return synonym->field;
	forboth(name, mapper->names, folded, mapper->folded_names)
		if (strcmp(half, lfirst(folded)) == 0)
			return lfirst(name);
	return column_part_of_word(half);
}

/* What a column is that two words name together; NULL = nothing. */
static const char *
field_of_both(const char *one, const char *other)
{
	static const char *const both[][3] = {
		{"postal_code", "city", POSTAL_PLACE}, {"first_name", "last_name", "name"},
		{"phone", "mobile", "phone"}, {"address", HOUSE_NUMBER, "address"}, {"name", "company", "name"},
		{"name", "first_name", "name"}, {"name", "last_name", "name"}
	};

	if (strcmp(one, other) == 0)
		return one;
	for (size_t i = 0; i < lengthof(both); i++)
		if ((strcmp(one, both[i][0]) == 0 && strcmp(other, both[i][1]) == 0) ||
			(strcmp(one, both[i][1]) == 0 && strcmp(other, both[i][0]) == 0))
			return both[i][2];
	return NULL;
}

/* PLZ Ort: two words beside each other are a place, and nothing else. */
static bool
is_place_of_words(const Mapper *mapper, const char *header)
{
	const char *blank = strchr(header, ' ');
	const char *code,
			   *town;

	if (blank == NULL || strchr(blank + 1, ' ') != NULL)
		return false;
	code = field_of_half(mapper, field_fold_header(header, blank - header));
	town = field_of_half(mapper, field_fold_header(blank + 1, strlen(blank + 1)));
	return code != NULL && town != NULL && field_of_both(code, town) != NULL &&
		strcmp(field_of_both(code, town), POSTAL_PLACE) == 0;
}

/* The field that the halves of a header name; *nknown of them are known. */
static const char *
field_of_halves(const Mapper *mapper, const char *header, int *nknown)
{
	char	   *halves[COLUMN_HALVES];
	int			n = column_halves(header, halves);
	const char *field = NULL;

	if (n == 0 && is_place_of_words(mapper, header))
	{
		*nknown = 2;
		return POSTAL_PLACE;
	}

	*nknown = 0;
	for (int i = 0; i < n; i++)
	{
		const char *half = field_of_half(mapper, halves[i]);

		if (half == NULL)
			continue;
		field = (*nknown)++ == 0 ? half : field == NULL ? NULL : field_of_both(field, half);
	}
	return field;
}

/* Has the file several headers in two languages, so that one known half is enough? */
static bool
is_bilingual(const Mapper *mapper)
{
	int			nagreed = 0;

	for (int i = 0; i < mapper->map->ncolumns && nagreed < 2; i++)
	{
		int			nknown;

		nagreed += field_of_halves(mapper, mapper->map->header[i], &nknown) != NULL && nknown > 1;
	}
	return nagreed > 1;
}

/* A header of two words, in two languages or of two fields. */
static Candidate
of_halves(const Mapper *mapper, int column)
{
	int			nknown;
	const char *field = field_of_halves(mapper, mapper->map->header[column], &nknown);

	if (field == NULL || strcmp(field, "customer_id") == 0 || mapper_is_consent_name(mapper, field) ||
		(nknown < 2 && !is_bilingual(mapper)))
		return (Candidate) {0};
	return (Candidate) {.field = field, .reason = COLUMN_BY_WORD, .certainty = SURE_FORM};
}

/* ---- columns that begin alike ---- */

static Candidate
of_siblings(const Mapper *mapper, int column)
{
	ColumnGroup group;
	const char *field = column_sibling_field(mapper, column, is_known, &group);

	if (field == NULL)
		return (Candidate) {0};
	return (Candidate) {.field = field, .reason = COLUMN_BY_WORD, .certainty = SURE_FORM, .group = group};
}

static Candidate
of_word(Mapper *mapper, int column)
{
	const char *forms[COLUMN_FORMS];
	int			n = column_forms(mapper->map->header[column], mapper->shared, forms);
	int			at = 0;
	const Synonym *synonym = find_synonym(mapper, forms, n, &at);
	Candidate	candidate = n == 0 || (synonym != NULL && synonym->own) ? (Candidate) {0}
		: of_spare_word(mapper->map->header[column], forms[0], mapper_cells(mapper, column));

	if (candidate.field != NULL && candidate.certainty < SURE_LAST)
		return candidate;
	if (synonym == NULL && secret_is_postal_pin(mapper->map->header[column], mapper->sample, column))
		return (Candidate) {.field = "postal_code", .reason = COLUMN_BY_CELLS, .certainty = SURE_SPARE};
	if (synonym != NULL && (at == 0 || may_shorten(mapper, column, synonym)))
	{
		if (mapper_is_consent_name(mapper, synonym->field))
			return settle_consent(mapper, column, synonym_refuses(synonym));
		if (strcmp(synonym->field, "identifier") == 0 && !synonym->own && IS_ONE_OF(forms[at], bare_numbers) &&
			is_of_records(mapper))
			return (Candidate) {.field = "identifier", .reason = COLUMN_BY_WORD, .certainty = SURE_LAST};
		if (strcmp(synonym->field, "customer_id") != 0)
			return of_synonym(synonym, forms[at], at == 0 ? SURE_WORD : SURE_FORM,
							  strcmp(synonym->field, "address_2") == 0 && column_group(forms[at]) == GROUP_OTHER
							  ? GROUP_NONE : column_group(forms[at]));
	}
	for (int i = 0; i < n; i++)
	{
		Candidate	longer = of_longer_word(mapper, forms[i]);

		if (longer.field == NULL && i > 0 && column_part_of_word(forms[i]) != NULL)
			longer = of_part(column_part_of_word(forms[i]), GROUP_NONE, SURE_FORM);
		if (longer.field != NULL)
			return longer;
	}
	if (n > 0 && paired_field(mapper, forms[0]) != NULL)
		return (Candidate) {.field = paired_field(mapper, forms[0]), .reason = COLUMN_BY_WORD, .certainty = SURE_WORD};
	if (n > 0 && numbered_field(mapper, forms[0]) != NULL)
		return (Candidate) {.field = numbered_field(mapper, forms[0]), .reason = COLUMN_BY_WORD, .certainty = SURE_FORM};
	if (candidate.field == NULL)
		candidate = of_halves(mapper, column);
	return candidate.field != NULL ? candidate : of_siblings(mapper, column);
}

/* ---- cells ---- */

/* Are the cells addresses, of as many people? */
static Candidate
of_addresses(Mapper *mapper, int column)
{
	const ColumnCells *cells = mapper_cells(mapper, column);

	if (!column_holds_addresses(cells) || (cells->filled >= DISTINCT_CELLS && cells->constant))
		return (Candidate) {0};
	return (Candidate) {
		.field = "email", .reason = COLUMN_BY_CELLS, .certainty = SURE_CELLS,
		.rank = cells->filled >= DISTINCT_CELLS && cells->repeats
	};
}

/* What its cells say of a column whose word says nothing, or what they contradict. */
static Candidate
of_cells(Mapper *mapper, int column)
{
	if (mapper->map->header[column][0] != '\0' && consent_assign_by_evidence(mapper, column))
	{
		mapper->settled[column] = true;
		return (Candidate) {0};
	}
	return of_addresses(mapper, column);
}

/* Do the cells allow the field?  Else notes what they are not. */
static bool
is_borne_out(Mapper *mapper, int column, const Candidate *candidate)
{
	const char *what;
	const ColumnCells *cells = mapper_cells(mapper, column);

	/* a user's own word is theirs to judge */
	if ((candidate->certainty == SURE_OWN && candidate->reason == COLUMN_BY_WORD) || candidate->certainty == SURE_CELLS)
		return true;
	what = column_contradiction(cells, candidate->field, candidate->certainty == SURE_NAME);
	if (what == NULL && strcmp(candidate->field, "identifier") == 0)
	{
		if (candidate->certainty >= SURE_SPARE && cells->repeats)
			what = "repeat";
		else if (candidate->certainty > SURE_NAME && cells->constant && cells->filled > 2)
			what = "are all the same";
	}
	if (what == NULL)
		return true;
	mapper->map->against[column] = psprintf("not %s: its cells %s", candidate->field, what);
	mapper->quiet[column] = candidate->certainty == SURE_LAST;
	mapper->contradicted[column] = candidate->field;
	return false;
}

/* ---- the words of all columns ---- */

/* ColumnKnown: wants each word that a longer one may be. */
static bool
want(void *state, const char *word)
{
	synonyms_want(state, word);
	return false;
}

/* Wants what of_word() tries when no form of a column's word is known. */
static void
want_longer_words(Mapper *mapper, const char **forms, int n)
{
	ColumnForm	form;

	if (n > 0)
		synonyms_want_respelled(mapper->synonyms, forms[0]);
	for (int i = 0; i < n; i++)
		(void) column_strip(forms[i], want, mapper->synonyms, &form);
}

void
candidates_look_up(Mapper *mapper)
{
	const char *forms[COLUMN_FORMS];
	bool		all_known = true;

	for (int column = 0; column < mapper->map->ncolumns; column++)
	{
		char	   *halves[COLUMN_HALVES];
		int			n = column_forms(mapper->map->header[column], mapper->shared, forms);

		for (int i = 0; i < n; i++)
			synonyms_want(mapper->synonyms, forms[i]);
		n = column_halves(mapper->map->header[column], halves);
		for (int i = 0; i < n; i++)
			synonyms_want(mapper->synonyms, halves[i]);
	}
	synonyms_look_up(mapper->synonyms);
	for (int column = 0; column < mapper->map->ncolumns; column++)
	{
		int			n = column_forms(mapper->map->header[column], mapper->shared, forms);
		bool		known = n == 0 || mapper_field_of_word(mapper, column) != NULL;

		for (int i = 0; i < n && !known; i++)
			known = synonyms_find(mapper->synonyms, forms[i]) != NULL;
		if (!known)
			want_longer_words(mapper, forms, n);
		all_known &= known;
	}
	if (!all_known)
		column_siblings_want(mapper);
	synonyms_look_up(mapper->synonyms);
}

/* ---- a column ---- */

/* A column that our export computes; in a file of others it may tell something. */
static Candidate
of_computed(const Mapper *mapper, int column)
{
	Candidate	candidate = {.reason = COLUMN_BY_WORD, .certainty = SURE_SPARE, .computed = true};

	if (pg_strcasecmp(mapper->map->header[column], "display_name") == 0 && !own_export_is_likely(mapper->map))
		candidate.field = "name";
	return candidate;
}

/* A header that is the name of a field. */
static Candidate
of_name(Mapper *mapper, int column, const char *name)
{
	bool		exact = strcmp(mapper->map->header[column], name) == 0;

	if (mapper_is_consent_name(mapper, name))
	{
		mapper->settled[column] = mapper_assign(mapper, column, name, COLUMN_BY_NAME);
		return (Candidate) {0};
	}
	return (Candidate) {
		.field = name, .reason = COLUMN_BY_NAME, .certainty = exact ? SURE_NAME : SURE_OWN
	};
}

/* A column of remarks, and not of a state that everybody has? */
static bool
is_seldom_filled_note(Mapper *mapper, int column, const Candidate *candidate)
{
	const ColumnCells *cells = mapper_cells(mapper, column);

	return strcmp(candidate->field, "note") == 0 && cells->filled < cells->nrecords;
}

Candidate
candidate_by_header(Mapper *mapper, int column)
{
	const char *name;
	Candidate	candidate;
	Field		known;

	if (mapper->map->header[column][0] == '\0')
		return of_cells(mapper, column);
	if (mapper_is_computed(mapper, column))
	{
		/* ours tells why a record was rejected; another's, why an address was */
		mapper->settled[column] = !mapper_is_exported_only(mapper, column) && consent_assign_by_cells(mapper, column);
		if (!mapper->settled[column] && pg_strcasecmp(mapper->map->header[column], "mailable") == 0 &&
			!own_export_is_likely(mapper->map))
			return settle_consent(mapper, column, false);
		return mapper->settled[column] ? (Candidate) {0} : of_computed(mapper, column);
	}
	name = mapper_field_of_word(mapper, column);
	candidate = name != NULL ? of_name(mapper, column, name) : of_word(mapper, column);
	if (candidate.field == NULL && !mapper->settled[column] && !mapper->map->unclear[column])
		return of_cells(mapper, column);
	if (candidate.field == NULL)
		return candidate;
	if (!mapper_is_part(mapper, candidate.field) &&
		!field_init_by_name(&known, candidate.field, mapper->customers))
	{
		if (mapper->is_adopted)	/* and lacks the field */
			return (Candidate) {0};
		mapper_warn(mapper, "customer_header_synonyms takes %s for \"%s\", which it cannot stand for",
					column_describe(mapper->map, column), candidate.field);
		return (Candidate) {0};
	}
	/* what remarks say of mail is heard of each alone */
	if (name == NULL && candidate.certainty != SURE_OWN && !is_seldom_filled_note(mapper, column, &candidate) &&
		consent_assign_by_cells(mapper, column))
	{
		mapper->settled[column] = true;
		return (Candidate) {0};
	}
	return is_borne_out(mapper, column, &candidate) ? candidate : of_cells(mapper, column);
}

/* ---- what columns want ---- */

bool
candidate_wants(const Candidate *candidate, const char *field)
{
	return candidate->field != NULL && strcmp(candidate->field, field) == 0;
}

int
candidates_column_for(const Mapper *mapper, const Candidate *candidates, const char *field)
{
	for (int i = 0; i < mapper->map->ncolumns; i++)
		if (candidate_wants(&candidates[i], field))
			return i;
	return -1;
}

bool
candidates_want(const Mapper *mapper, const Candidate *candidates, const char *field)
{
	return candidates_column_for(mapper, candidates, field) >= 0 || mapper_has(mapper, field);
}
