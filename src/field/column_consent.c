/*
 * column_consent.c
 *
 *		header word, cells of the sample -> consent_word.c -> ConsentVerdict
 *			-> a column of the field subscribed | unclear, with a warning | none
 */
#include "postgres.h"

#include "utils/jsonb.h"

#include "field/column_consent.h"
#include "field/consent_judge.h"
#include "field/word_list.h"

/* It speaks of consent, and cannot be read as such: why. */
static void
note_unclear(Mapper *mapper, int column, const char *why)
{
	mapper->map->unclear[column] = true;
	mapper->map->consent_unclear = true;
	mapper_warn(mapper, "consent_unclear: %s: it is a category, and new customers come unsubscribed; mapping => '{\"%s\": \"subscribed\"}' (or \"unsubscribed\") reads it as consent, \"attributes.%s\" as a category",
				why,
				mapper->has_header ? field_clip_word(mapper->map->header[column]) : psprintf("%d", column + 1),
				mapper->has_header ? field_clip_word(mapper->map->header[column]) : psprintf("column %d", column + 1));
}

static void
note_mixed_cells(Mapper *mapper, int column)
{
	note_unclear(mapper, column,
				 psprintf("some cells of %s speak of consent, and others do not",
						  column_describe(mapper->map, column)));
}

static void
note_unclear_word(Mapper *mapper, int column)
{
	note_unclear(mapper, column,
				 psprintf("%s speaks of consent, and whether a yes there gives or refuses it cannot be told",
						  column_describe(mapper->map, column)));
}

static ConsentVerdict
judge(const Mapper *mapper, int column, const ConsentWord *word, bool refuses)
{
	ConsentColumn as = mapper_consent_column(mapper, column, word, refuses);

	return consent_judge(word, &as, mapper->words, mapper->sample);
}

/* Are its cells the addresses of the file: is no other column? */
static bool
holds_the_addresses(Mapper *mapper, int column)
{
	if (!column_holds_addresses(mapper_cells(mapper, column)))
		return false;
	for (int i = 0; i < mapper->map->ncolumns; i++)
		if (i != column && column_holds_addresses(mapper_cells(mapper, i)))
			return false;
	return true;
}

/* Takes a column for consent if its cells bear it out, or are all empty. */
static bool
try_consent(Mapper *mapper, int column, const ConsentWord *word, bool refuses)
{
	if (!mapper_has_consent(mapper) || holds_the_addresses(mapper, column))
		return false;
	if (word->titles && !refuses)
		return mapper_assign_consent(mapper, column, refuses, COLUMN_BY_WORD_ALONE);
	switch (judge(mapper, column, word, refuses))
	{
		case CONSENT_IS:
			return mapper_assign_consent(mapper, column, refuses,
										 word->question == CONSENT_CHANNEL ? COLUMN_BY_WORD_ALONE : COLUMN_BY_WORD);
		case CONSENT_BY_WORD:
			return mapper_assign_consent(mapper, column, refuses, COLUMN_BY_WORD_ALONE);
		case CONSENT_UNCLEAR:
			note_mixed_cells(mapper, column);
			return false;
		case CONSENT_IS_NOT:
			return false;
	}
	return false;
}

/* Do its cells allow that it speaks of consent? */
static bool
may_be_consent(const Mapper *mapper, int column, const ConsentWord *word)
{
	ConsentVerdict verdict = judge(mapper, column, word, true);

	return verdict == CONSENT_IS || verdict == CONSENT_BY_WORD;
}

/* Whatever the word: its cells answer, and some as who is asked for a wish. */
static void
note_wishes(Mapper *mapper, int column)
{
	ConsentAnswers answers = consent_count_answers(mapper->words, mapper->sample, column);

	if (answers.wishes == 0 || !consent_are_answers(&answers))
		return;
	note_unclear(mapper, column,
				 psprintf("%s has answers to whether somebody wants something, and of what cannot be told",
						  column_describe(mapper->map, column)));
}

/*
 * A word of writing to somebody, in no sense of its own, over answers: words of consent
 * tell the sense, and so does a word that asks whether to write an email.
 */
static bool
try_answers(Mapper *mapper, int column, const ConsentWord *word)
{
	ConsentAnswers answers = consent_count_answers(mapper->words, mapper->sample, column);
	bool		stopped = word->stops && answers.yes > 0 && answers.yes + answers.no == answers.filled;

	if (!(word->near || word->subscribes || word->paper) || !(stopped || consent_are_answers(&answers)))
		return false;
	if (word->mute && !word->mails && answers.words > 0 && answers.words == answers.yes + answers.no)
		return false;			/* Contact status: active, inactive */
	if (word->writes || word->mailed || word->paper || (word->mute && answers.words > 0))
		return mapper_assign_consent(mapper, column, false, COLUMN_BY_WORD_ALONE);
	note_unclear_word(mapper, column);
	return false;
}

/* The word subscribes, and its cells are no yes and no: but some of them deny something. */
static void
note_denials(Mapper *mapper, int column, const ConsentWord *word)
{
	ConsentAnswers answers;

	if (mapper->map->unclear[column] || !word->subscribes || (word->about && !word->source) || word->counts || word->delivery || word->elsewhere)
		return;
	answers = consent_count_answers(mapper->words, mapper->sample, column);
	if (answers.no + answers.hints > 0)
		note_unclear_word(mapper, column);
}

bool
consent_assign_by_cells(Mapper *mapper, int column)
{
	ConsentWord word = mapper_consent_word(mapper, column);

	if (!mapper_has_consent(mapper))
		return false;
	if (word.question == CONSENT_CHANNEL && word.channels)
		return mapper_assign_consent(mapper, column, word.refuses, COLUMN_BY_WORD_ALONE);
	/* Subscriber may be a name, who has a season ticket, and, over "no longer", who wants mail */
	if (word.subscribes && !word.refuses && !word.about && !word.counts && !word.elsewhere)
	{
		ConsentAnswers answers = consent_count_answers(mapper->words, mapper->sample, column);

		if (answers.hints > 0 && consent_are_answers(&answers))
			return mapper_assign_consent(mapper, column, false, COLUMN_BY_WORD);
	}
	/* Estado may be a region, and that somebody has left */
	return consent_judge_cells(&word, mapper->words, mapper->sample, column) == CONSENT_IS &&
		mapper_assign(mapper, column, CONSENT_SUBSCRIBED, COLUMN_BY_CELLS);
}

bool
consent_assign_by_evidence(Mapper *mapper, int column)
{
	const ColumnCells *cells = mapper_cells(mapper, column);
	ConsentWord word = mapper_consent_word(mapper, column);

	if (!mapper_has_consent(mapper))
		return false;
	/* the campaign by which somebody left tells it where nothing else does; if all have one, it may be another */
	if (word.about && word.left && (mapper->map->nconsent > 0 || cells->filled == cells->nrecords))
		word.reason = false;
	if (!word.elsewhere && (!word.about || word.reason) && word.refuses != word.subscribes)
	{
		if (try_consent(mapper, column, &word, word.refuses))
			return true;
		note_denials(mapper, column, &word);
		return false;
	}
	switch (consent_judge_cells(&word, mapper->words, mapper->sample, column))
	{
		case CONSENT_IS:
			return mapper_assign(mapper, column, CONSENT_SUBSCRIBED, COLUMN_BY_CELLS);
		case CONSENT_UNCLEAR:
			/* Fundraising emails: Y, N, opted out */
			if ((word.mailed || word.paper || word.writes) && try_answers(mapper, column, &word))
				return true;
			if (!mapper->map->unclear[column])
				note_mixed_cells(mapper, column);
			return false;
		case CONSENT_BY_WORD:
		case CONSENT_IS_NOT:
			/* opt in or out, Newsletter and a word nobody knows: a yes would not tell */
			if (word.source)
				note_denials(mapper, column, &word);
			else if (word.refuses && word.subscribes && !word.elsewhere && !word.about && may_be_consent(mapper, column, &word))
				note_unclear_word(mapper, column);
			else if (word.mute && !word.elsewhere && !word.about && !word.counts && try_answers(mapper, column, &word))
				return true;
			else if (!mapper->map->unclear[column] && (word.advertises || word.asks) && !word.elsewhere && !word.about && !word.counts &&
					 consent_may_be_coded(mapper->words, mapper->sample, column, false))
				note_unclear_word(mapper, column);
			else if (!mapper->map->unclear[column] && !word.elsewhere && !word.about && !word.counts)
			{
				if (try_answers(mapper, column, &word))
					return true;
				if (!mapper->map->unclear[column])
					note_wishes(mapper, column);
			}
			return false;
	}
	return false;
}

bool
consent_assign_known(Mapper *mapper, int column, bool refuses)
{
	ConsentWord word = mapper_consent_word(mapper, column);

	if (try_consent(mapper, column, &word, refuses))
		return true;
	/* its cells do not speak of it; but they may be codes, or days of it */
	if (!mapper->map->unclear[column] && !word.counts && !word.delivery && !word.about &&
		consent_may_be_coded(mapper->words, mapper->sample, column, true))
		note_unclear_word(mapper, column);
	note_denials(mapper, column, &word);
	return false;
}

/* Stems of a day on which an address was taken out of use, or confirmed. */
static const char *const address_stems[] = {
	"deaktiv", "deactiv", "desactiv", "desativ", "disattiv", "avaktiv", "optin", "confirm", "bestatigt"
};

/* Does the file tell on which days addresses were so? */
static bool
tells_of_addresses(Mapper *mapper)
{
	for (int i = 0; i < mapper->map->ncolumns; i++)
	{
		const ColumnCells *cells = mapper_cells(mapper, i);

		for (size_t j = 0; j < lengthof(address_stems); j++)
			if (cells->dates == cells->filled && strstr(mapper->folded[i], address_stems[j]) != NULL)
				return true;
	}
	return false;
}

/* Is a column one that a bare list of addresses has: who, in which language, since when? */
static bool
is_of_address(Mapper *mapper, int column)
{
	static const char *const fields[] = {"email", "name", "first_name", "last_name", "language", "customer_since", "groups"};
	const FieldMap *map = mapper->map;
	const ColumnCells *cells = mapper_cells(mapper, column);
	int			field = map->column_field[column];

	if (cells->filled == 0 || cells->dates == cells->filled)
		return true;
	return mapper->settled[column] && field >= 0 && IS_ONE_OF(map->fields[field].name, fields);
}

/* Stems of a day on which somebody registered. */
static const char *const registering_stems[] = {
	"regist", "signup", "signedup", "subscri", "anmeld", "angemeld", "inscri", "inskriv", "inscrev", "aanmeld", "pameld", "tilmeld",
	"iscri", "zapis", "rejestr", "added", "created", "lagttil", "hinzugef", "opprettet", "oprettet", "skapad", "erstellt", "ajout",
	"creado", "criado", "aggiunt", "toegevoegd", "rekister", "dodan"
};

/* Is a column with a state and a day of registering all that it has beside them? */
static bool
is_list_of_addresses(Mapper *mapper, int state)
{
	int			dates = 0;

	for (int i = 0; i < mapper->map->ncolumns; i++)
	{
		const ColumnCells *cells = mapper_cells(mapper, i);

		dates += cells->filled > 0 && cells->dates == cells->filled &&
			word_has_one_of(mapper->folded[i], registering_stems, lengthof(registering_stems));
		if (i != state && !is_of_address(mapper, i))
			return false;
	}
	return dates > 0;
}

bool
consent_assign_state(Mapper *mapper)
{
	static const ConsentWord state = {.subscribes = true};
	bool		told;

	if (!mapper->has_header || !mapper_has_consent(mapper) || mapper->map->nconsent > 0 ||
		mapper->map->consent_unclear)
		return false;
	told = tells_of_addresses(mapper);
	for (int i = 0; i < mapper->map->ncolumns; i++)
	{
		const ColumnCells *cells = mapper_cells(mapper, i);

		if (mapper->settled[i] || cells->numberless < cells->filled || cells->yes_no > 0 ||
			!(told || is_list_of_addresses(mapper, i)) || judge(mapper, i, &state, false) != CONSENT_IS)
			continue;
		mapper->settled[i] = mapper_assign(mapper, i, CONSENT_SUBSCRIBED, COLUMN_BY_CELLS);
		return mapper->settled[i];
	}
	return false;
}

static bool
set_tells_consent(const ImportOptions *options)
{
	JsonbValue	value;

	return options->set != NULL &&
		(getKeyJsonValueFromContainer(&options->set->root, CONSENT_SUBSCRIBED, strlen(CONSENT_SUBSCRIBED), &value) != NULL ||
		 getKeyJsonValueFromContainer(&options->set->root, CONSENT_UNSUBSCRIBED, strlen(CONSENT_UNSUBSCRIBED), &value) != NULL);
}

void
consent_note_refused_addresses(Mapper *mapper)
{
	FieldMap   *map = mapper->map;

	if (!mapper->has_header || !mapper_has_consent(mapper) || map->nconsent > 0 || set_tells_consent(mapper->options))
		return;
	for (int i = 0; i < map->ncolumns; i++)
	{
		int			field = map->column_field[i];
		ConsentWord word;

		if (field < 0 || map->fields[field].kind != FIELD_EMAIL || map->reason[i] < COLUMN_BY_WORD)
			continue;
		word = mapper_consent_word(mapper, i);
		if (!word.refuses || word.subscribes || word.elsewhere)
			continue;
		map->unclear[i] = true;
		map->consent_unclear = true;
		mapper_warn(mapper, "consent_unclear: %s may be of people who have unsubscribed, and new customers come unsubscribed; set => '{\"subscribed\": \"no\"}' unsubscribes all of them, mapping => '{\"%s\": \"email\"}' reads the column as mere addresses",
					column_describe(map, i), field_clip_word(map->header[i]));
	}
}

void
consent_note_answers(Mapper *mapper)
{
	FieldMap   *map = mapper->map;

	if (mapper->has_header || !mapper_has_consent(mapper) || map->nconsent > 0 || map->consent_unclear)
		return;
	for (int i = 0; i < map->ncolumns; i++)
	{
		int			field = map->column_field[i];

		if (map->reason[i] == COLUMN_BY_NOTHING && !map->secret[i] &&
			(field == COLUMN_IGNORED || (field >= 0 && map->fields[field].kind == FIELD_ATTRIBUTE)) &&
			consent_may_be_coded(mapper->words, mapper->sample, i, false))
			note_unclear(mapper, i, psprintf("%s says yes and no, and whether of consent cannot be told without a header",
											 column_describe(map, i)));
	}
}
