/*
 * whose_id.c
 *
 *		sample -> records spread over the file -> their ids -> live customers
 *			-> no ids of ours? nobody's? those of other people?
 *		sample -> identifiers -> live customers -> those of other people?
 */
#include "postgres.h"

#include "field/value.h"
#include "import/known_keys.h"
#include "import/live.h"
#include "import/person.h"
#include "import/record.h"
#include "import/sample.h"
#include "import/whose_id.h"
#include "support/settings_scope.h"

/* Records that are looked at. */
#define WHOSE_ID_RECORDS 1000

/*
 * So many records must speak against us where each alone may be a slip or a
 * correction: an id that nobody has (any more), one cell that differs; fewer where
 * two cells of each differ, or the names have nothing in common.  Who has the phone,
 * birth date or address of the customer is the customer.
 */
#define WHOSE_ID_FEW 3
#define WHOSE_ID_TWOFOLD 2

/* So many customers who are right cannot be so by chance. */
#define WHOSE_ID_RIGHT 2

typedef struct SampledRecord
{
	int64		customer_id;
	const CsvRecord *source;
} SampledRecord;

/* What the records say, as numbers of them. */
typedef struct Evidence
{
	int			ids;			/* have an id */
	int			wrong;			/* it is no positive integer */
	int			unknown;		/* no customer has it */
	int			taken;			/* the customer who has it has it as the identifier, too */
	int			compared;		/* share an email, identifier or name with the customer,
								 * which may differ */
	int			differing;		/* all that is shared differs */
	int			twofold;		/* at least two of them do */
	int			strange;		/* the names have nothing in common */
} Evidence;

/* ---- taking records ---- */

/* Takes the record's id, if it has one. */
static void
take_record(const Field *field, const CsvRecord *source, SampledRecord *taken, int *ntaken,
			Evidence *evidence)
{
	CellValue	value = {0};

	if (source->aside != CSV_ASIDE_NONE)
		return;
	value_parse(field, &source->cells[field->file_column], &value);
	if (value.state != VALUE_SET && value.state != VALUE_ERROR)
		return;
	evidence->ids++;
	if (value.state == VALUE_SET)
		taken[(*ntaken)++] = (SampledRecord) {value.number, source};
	else
		evidence->wrong++;
}

/* Takes up to wanted of the records from first on, evenly spread. */
static void
take_spread(const Field *field, const RecordSample *sample, int first, int nrecords, int wanted,
			SampledRecord *taken, int *ntaken, Evidence *evidence)
{
	int			n = Min(nrecords, wanted);

	for (int i = 0; i < n; i++)
		take_record(field, sample->records[first + (int64) i * nrecords / n], taken, ntaken, evidence);
}

/*
 * Records of all places of the file alike: those of the first batch, which are many,
 * fill up what the others leave.
 */
static SampledRecord *
take_records(const FieldMap *map, const RecordSample *sample, int *ntaken, Evidence *evidence)
{
	SampledRecord *taken = palloc(WHOSE_ID_RECORDS * sizeof(SampledRecord));
	int			behind = sample->nrecords - sample->nfirst;
	int			share = WHOSE_ID_RECORDS / (SAMPLE_PLACES + 1);
	int			first = Max(WHOSE_ID_RECORDS - behind, share);

	*ntaken = 0;
	take_spread(map->customer_id, sample, 0, sample->nfirst, first, taken, ntaken, evidence);
	take_spread(map->customer_id, sample, sample->nfirst, behind, WHOSE_ID_RECORDS - first, taken,
				ntaken, evidence);
	return taken;
}

/* ---- weighing ---- */

/* Counts one thing that a record and a customer may share. */
static void
weigh_text(const char *said, const char *known, int *shared, int *same)
{
	if (said == NULL || known == NULL)
		return;
	(*shared)++;
	*same += strcmp(said, known) == 0;
}

/* Compares a record with the customer who has its id. */
static void
weigh_person(const Person *said, const Person *known, Evidence *evidence)
{
	int			shared = 0,
				same = 0;

	weigh_text(said->email, known->email, &shared, &same);
	weigh_text(said->identifier, known->identifier, &shared, &same);
	if (!person_name_is_none(&said->name) && !person_name_is_none(&known->name))
	{
		shared++;
		same += person_names_agree(&said->name, &known->name);
	}
	if (shared == 0)
		return;
	evidence->compared++;
	if (same > 0 || persons_share(said, known))
		return;
	evidence->differing++;
	evidence->twofold += shared > 1;
	evidence->strange += person_names_are_strange(&said->name, &known->name);
}

static void
weigh_records(const FieldMap *map, const SampledRecord *taken, int ntaken, Evidence *evidence)
{
	int64	   *ids = palloc(Max(ntaken, 1) * sizeof(int64));
	Person	   *persons;
	int			npersons;

	for (int i = 0; i < ntaken; i++)
		ids[i] = taken[i].customer_id;
	persons = persons_read(ids, ntaken, true, &npersons);
	for (int i = 0; i < ntaken; i++)
	{
		const Person *known = persons_find(persons, npersons, taken[i].customer_id);
		Person		said;

		if (known == NULL)
		{
			evidence->unknown++;
			continue;
		}
		evidence->taken += known->identifier != NULL &&
			strcmp(known->identifier, psprintf(INT64_FORMAT, taken[i].customer_id)) == 0;
		said = person_of_cells(map, record_widen(map, taken[i].source));
		weigh_person(&said, known, evidence);
	}
}

/* ---- the verdict ---- */

static inline bool
is_most(int some, int all)
{
	return some * 2 > all;
}

static bool
has_customers(void)
{
	int64		smallest,
				largest;

	return live_id_range(&smallest, &largest);
}

/* Do ids that exist name the people of the file, so that the others are of ours, too? */
static bool
are_right(const Evidence *evidence)
{
	int			right = evidence->compared - evidence->differing;

	return right >= WHOSE_ID_RIGHT && is_most(right, evidence->compared);
}

/* Are at least two somebody else, by more than one cell, or a name that is all new? */
static bool
are_others(const Evidence *evidence)
{
	return evidence->twofold >= WHOSE_ID_TWOFOLD || evidence->strange >= WHOSE_ID_TWOFOLD;
}

/*
 * What speaks against us, or NULL.  A list that began with another system's file may
 * have given its customers the same numbers: they came as identifiers, and still do.
 */
static char *
objection(const FieldMap *map, const Evidence *evidence)
{
	int			nobody = evidence->wrong + evidence->unknown;

	if (is_most(evidence->wrong, evidence->ids))
		return psprintf("%d of %d ids that were looked at are no positive whole numbers",
						evidence->wrong, evidence->ids);
	if (is_most(nobody, evidence->ids) && !are_right(evidence) &&
		(evidence->ids >= WHOSE_ID_FEW || !has_customers()))
		return psprintf("%d of %d ids that were looked at name nobody", nobody, evidence->ids);
	if (is_most(evidence->differing, evidence->compared) &&
		(evidence->differing >= WHOSE_ID_FEW || are_others(evidence)))
		return psprintf("%d of %d ids that were looked at name somebody else than their records do",
						evidence->differing, evidence->ids);
	if (map->identifier < 0 && is_most(evidence->taken, evidence->ids))
		return psprintf("%d of %d ids that were looked at are known as identifiers",
						evidence->taken, evidence->ids);
	return NULL;
}

/* What the column is, if its ids are not ours. */
static SampledIds
foreign_ids(const FieldMap *map)
{
	if (map->identifier >= 0)
		return IDS_CATEGORY;
	if (map->email >= 0)
		return IDS_IDENTIFIER;
	for (int i = 0; i < map->nfields; i++)
		if (field_is_name(&map->fields[i]) && field_in_file(&map->fields[i]))
			return IDS_IDENTIFIER;
	return IDS_NOBODYS;
}

/* Has somebody said whose the ids are? */
static bool
is_decided(const FieldMap *map, const ImportOptions *options)
{
	bool		by_id = false,
				by_identifier = false;

	for (int i = 0; i < options->nmatch_by; i++)
	{
		by_id |= options->match_by[i] == KEY_CUSTOMER_ID;
		by_identifier |= options->match_by[i] == KEY_IDENTIFIER;
	}
	return options->unknown_ids == UNKNOWN_CREATE || (by_id && !by_identifier) ||
		map->reason[map->customer_id->file_column] != COLUMN_BY_NAME;
}

bool
whose_id_ours(const FieldMap *map, const ImportOptions *options, RecordSample *sample)
{
	Evidence	evidence = {0};
	SampledRecord *taken;
	int			ntaken,
				scope;

	if (map->customer_id == NULL || is_decided(map, options))
		return true;
	scope = settings_scope_enter();
	settings_scope_pin_text();
	settings_scope_pin_probes();
	taken = take_records(map, sample, &ntaken, &evidence);
	weigh_records(map, taken, ntaken, &evidence);
	sample->ids_why = objection(map, &evidence);
	if (sample->ids_why != NULL)
		sample->ids = foreign_ids(map);
	settings_scope_leave(scope);
	return sample->ids == IDS_OURS;
}

/* ---- identifiers ---- */

/* The customer with an identifier; NULL = none. */
static const Person *
find_bearer(const Person *persons, int npersons, const char *identifier)
{
	for (int i = 0; identifier != NULL && i < npersons; i++)
		if (persons[i].identifier != NULL && strcmp(persons[i].identifier, identifier) == 0)
			return &persons[i];
	return NULL;
}

/* Compares records spread over the sample with the customers whom their identifiers name. */
static void
weigh_bearers(const FieldMap *map, const RecordSample *sample, Evidence *evidence)
{
	int			n = Min(sample->nrecords, KNOWN_KEYS_MAX);
	int			nids,
				npersons;
	int64	   *ids = known_keys_customers(sample, map->fields[map->identifier].file_column,
										   KEY_IDENTIFIER, &nids);
	Person	   *persons = persons_read(ids, nids, true, &npersons);

	for (int i = 0; npersons > 0 && i < n; i++)
	{
		Person		said = person_of_cells(map, record_widen(map, sample->records[(int64) i * sample->nrecords / n]));
		const Person *known = find_bearer(persons, npersons, said.identifier);

		said.identifier = NULL;
		if (known != NULL)
			weigh_person(&said, known, evidence);
	}
}

/* Has nobody said what the column is, nor told who is who by ids of ours? */
static bool
is_guessed(const FieldMap *map)
{
	ColumnReason reason;

	if (map->identifier < 0 || map->customer_id != NULL || !field_in_file(&map->fields[map->identifier]))
		return false;
	reason = map->reason[map->fields[map->identifier].file_column];
	return reason != COLUMN_BY_MAPPING && reason != COLUMN_BY_PRESET;
}

bool
whose_identifiers_ours(const FieldMap *map, RecordSample *sample)
{
	Evidence	evidence = {0};
	bool		by_cells;
	int			scope;

	if (!is_guessed(map))
		return true;
	by_cells = map->reason[map->fields[map->identifier].file_column] == COLUMN_BY_CELLS && !map->has_header;
	scope = settings_scope_enter();
	settings_scope_pin_text();
	settings_scope_pin_probes();
	weigh_bearers(map, sample, &evidence);
	settings_scope_leave(scope);
	if (!is_most(evidence.differing, evidence.compared) ||
		(!are_others(&evidence) && !(by_cells && evidence.differing >= WHOSE_ID_FEW)))
		return true;
	sample->identifiers_why = psprintf("%d of %d customers that were looked at are somebody else than their records say",
									   evidence.differing, evidence.compared);
	return false;
}
