/*
 * assess.c
 *
 *		Record -> sound? as many cells as the header?
 *			-> key_reader_read			its keys, final
 *			-> match_records			who is it, what differs
 *			   only weak keys: set aside, or weak_match.h
 *			-> deleted_check_records	is it a deleted customer?
 *			-> moved_cells_check		do they stand in their columns?
 *			-> may it be new?  diff_new_record
 *			-> identifier_check			one person, or two with one address?
 *			-> names_check_records		do first and last name stay behind?
 *			-> erasure_check_records	erased, or opted out before
 *			-> constraints_check		would the table take it?
 *			-> uniques_check			has nobody else its values?
 *			-> groups_diff
 *			-> decide					create, update, unchanged, reject, exclude
 */
#include "postgres.h"

#include "import/assess.h"
#include "import/identifier_check.h"
#include "import/name_follow.h"
#include "import/new_ids.h"
#include "import/slipped.h"
#include "import/taker.h"
#include "support/settings.h"
#include "support/target.h"

/*
 * Largest id that a file may give a new customer, if the column holds it: the sequence
 * moves past it, and must have as many ids left.
 */
#define LARGEST_NEW_ID (PG_INT64_MAX / 2)

/*
 * Is a record none of the table's?  Words that begin a total or a line below the
 * table may be a customer's name: so they are if the record has a key besides.
 */
static bool
is_no_record(const Assessor *assessor, const Record *record)
{
	const FieldMap *map = assessor->map;
	const CsvRecord *source = record->source;
	const CsvCell *words = source->cells;
	int			columns[] = {
		map->customer_id ? map->customer_id->file_column : -1,
		map->identifier >= 0 ? map->fields[map->identifier].file_column : -1,
		map->email >= 0 ? map->fields[map->email].file_column : -1
	};

	if (source->aside != CSV_ASIDE_WORDS)
		return source->aside != CSV_ASIDE_NONE || record->is_foot;
	while (words < source->cells + source->ncells && words->len == 0)
		words++;
	for (size_t i = 0; i < lengthof(columns); i++)
		if (columns[i] >= 0 && columns[i] < source->ncells && source->cells[columns[i]].len > 0 &&
			&source->cells[columns[i]] != words)
			return false;
	return true;
}

/* Rejects records that cannot be read as a row of this table. */
static bool
is_sound(Assessor *assessor, Record *record)
{
	const CsvRecord *source = record->source;
	int			wanted = assessor->map->ncolumns;

	if (is_no_record(assessor, record))
		return false;
	if (source->defect != CSV_SOUND)
		record_note(record, csv_defect_code(source->defect),
					source->defect_cell >= 0 && source->defect_cell < wanted
					? assessor->map->header[source->defect_cell] : NULL, NULL,
					csv_defect_message(source->defect), csv_defect_hint(source->defect));
	else if (!record_fits(source, wanted))
		record_note(record, source->ncells < wanted ? "too_few_cells" : "too_many_cells", NULL, NULL,
					psprintf("the record has %d cells, the %s has %d",
							 source->ncells, assessor->map->has_header ? "header" : "table", wanted),
					"Look for a missing or stray delimiter or quote.");
	return !record->has_error;
}

/*
 * Rejects a record whose customer_id nobody has, even if another key matches or
 * match_by leaves customer_id out: it was meant for a customer who is not here.
 */
static void
check_known_id(Assessor *assessor, Record *record)
{
	const ImportOptions *options = assessor->options;
	const RecordKey *id = &record->keys[KEY_CUSTOMER_ID];

	if (record->is_deleted || id->state != KEY_PRESENT || record->bearers[KEY_CUSTOMER_ID].first != 0 ||
		(options->mode == MODE_UPDATE && !record->matched))
		return;
	if (options->unknown_ids == UNKNOWN_CREATE)
	{
		if (record->matched)
			record_note(record, "id_not_kept", "customer_id", psprintf(INT64_FORMAT, id->number),
						psprintf("nobody has this id, but another key names customer " INT64_FORMAT ", who keeps the present one",
								 record->customer_id), NULL);
		else if (id->number > assessor->largest_id)
			record_note(record, "out_of_range", "customer_id", psprintf(INT64_FORMAT, id->number),
						psprintf("the largest id that the column holds is " INT64_FORMAT, assessor->largest_id), "Correct it, or leave it empty.");
		else if (id->number > LARGEST_NEW_ID)
			record_note(record, "out_of_range", "customer_id", psprintf(INT64_FORMAT, id->number),
						"the id is so large that it would leave no room for later ones",
						"Correct it, or leave it empty.");
	}
	else
		record_note(record, "unknown_customer", "customer_id", psprintf(INT64_FORMAT, id->number),
					"no customer has this id",
					"Correct it, leave it empty for a new customer, or import with unknown_ids => 'create' to keep it.");
}

/*
 * Rejects a record without a usable key; an error in a key cell comes first, as
 * that is what to fix.
 */
static void
reject_keyless(Assessor *assessor, Record *record)
{
	const FieldMap *map = assessor->map;
	const int	columns[] = {map->identifier, map->email};

	for (int i = 0; i < (int) lengthof(columns); i++)
	{
		const Field *field = columns[i] < 0 ? NULL : &map->fields[columns[i]];
		CellValue	value = {0};

		if (field == NULL)
			continue;
		value_parse(field, record_cell(record, field), &value);
		if (value.state == VALUE_ERROR)
			record_note(record, value.note->code, field->name,
						record_clip(record_cell(record, field)->data, record_cell(record, field)->len),
						value.note->message, value.note->hint);
	}
	if (!record->has_error)
		record_note(record, "no_key", NULL, NULL,
					"the record has no customer_id, identifier or email, and no name with a phone, birth date or full address",
					"Fill one in; or write 0 as the id, or import with keyless => 'create', to create a customer without any.");
}

/* A new customer who is known by weak keys alone. */
static void
note_weak_key(const Assessor *assessor, Record *record, const WeakFound *found)
{
	record_note(record, "weak_key", NULL, NULL,
				found != NULL && found->other != 0
				? psprintf("a new customer, known by name with phone, birth date or address alone; customer " INT64_FORMAT " has the same, but another birth date or first name",
						   found->other)
				: "a new customer, known by name with phone, birth date or address alone",
				"If this is a customer already, give the record their email, identifier or customer_id.");
}

/* A record that names no customer: may it become one? */
static void
check_new(Assessor *assessor, Record *record)
{
	const ImportOptions *options = assessor->options;
	const RecordKey *id = &record->keys[KEY_CUSTOMER_ID];
	bool		usable = false,
				zero = false;

	if (options->mode == MODE_UPDATE)
		return;
	for (int i = 0; i < options->nmatch_by; i++)
	{
		const RecordKey *key = &record->keys[options->match_by[i]];

		usable |= key->state == KEY_PRESENT;
		zero |= key->state == KEY_ZERO;
	}
	if (id->state == KEY_PRESENT)
		record->customer_id = id->number;
	else if (!assessor->numbers_new)
		record_note(record, "no_id_source", NULL, NULL,
					"the table has no id for a new customer: its key has no default and no sequence",
					"Give it one: ALTER TABLE ... ALTER ... ADD GENERATED BY DEFAULT AS IDENTITY. Or bring ids with unknown_ids => 'create'.");
	if (usable || record->has_error || record->weak != NULL)
		return;
	if (zero || options->keyless == UNKNOWN_CREATE)
		record_note(record, "new_without_key", NULL, NULL,
					"a new customer without identifier and email",
					"No later file will find this customer except by customer_id.");
	else
		reject_keyless(assessor, record);
}

void
assess_decide(Assessor *assessor, Record *record)
{
	ImportMode	mode = assessor->options->mode;

	if (is_no_record(assessor, record))
	{
		record->action = RECORD_EXCLUDE;
		record->reason = "no_record";
	}
	else if (record->is_deleted)
	{
		record->action = RECORD_EXCLUDE;
		record->reason = "deleted_customer";
	}
	else if (record->has_error)
		record->action = RECORD_REJECT;
	else if (record->matched)
	{
		record->action = record->ntouched == 0 ? RECORD_UNCHANGED : RECORD_UPDATE;
		if (record->action == RECORD_UPDATE && mode == MODE_CREATE)
		{
			record->action = RECORD_EXCLUDE;
			record->reason = "known_customer";
		}
	}
	else if (mode == MODE_UPDATE)
	{
		record->action = RECORD_EXCLUDE;
		record->reason = "unknown_customer";
	}
	else
		record->action = RECORD_CREATE;
}

/* The code of a rejected record's first error is the record's reason. */
static void
name_reason(Record *record)
{
	for (RecordNote *note = record->notes; note != NULL && record->reason == NULL; note = note->next)
		if (note->is_error)
			record->reason = note->code;
}

/*
 * May the record be written?  A duplicate may, once the other line is fixed.
 */
static bool
may_be_written(const Record *record)
{
	return record->action == RECORD_CREATE || record->action == RECORD_UPDATE ||
		(record->action == RECORD_EXCLUDE &&
		 (strcmp(record->reason, "duplicate_in_file") == 0 || strcmp(record->reason, "repeated") == 0));
}

/* The verifier of a password; NULL if it cannot be hashed. */
static const char *
hash_password(CellValue *value)
{
	if (value->state != VALUE_SET)
		return NULL;
	value_hash_password(value);
	return pnstrdup(value->data, value->len);
}

/* The verifier of a rejected record, which may be fixed. */
static const char *
rejected_verifier(const FieldMap *map, const Record *record)
{
	const Field *password = &map->fields[map->password];
	CellValue	value = {0};

	if (record->keeps_password || slipped_wholly(map, record->source))
		return NULL;
	value_parse(password, record_cell(record, password), &value);
	return hash_password(&value);
}

/*
 * Makes the verifier of a password that may be written, now or after a fix.  Other
 * records get none: a verifier is too expensive, and plain text is never staged.
 */
static void
settle_password(Assessor *assessor, Record *record)
{
	int			password = assessor->map->password;
	CellChange *change = password < 0 || record->changes == NULL ? NULL : &record->changes[password];

	if (password >= 0 && record->action == RECORD_REJECT)
		record->verifier = rejected_verifier(assessor->map, record);
	if (change == NULL || !change->touched)
		return;
	if (may_be_written(record))
	{
		record->verifier = hash_password(&change->value);
		record->old_verifier = change->old;
	}
	else if (record->action == RECORD_EXCLUDE)
	{
		change->touched = false;
		record->ntouched--;
	}
}

/* What is said of matched records, and of those that name nobody. */
static void
judge_matched(Assessor *assessor, Record **records, int nrecords)
{
	if (nrecords == 0)
		return;
	if (assessor->deleted != NULL)
		deleted_check_records(assessor->deleted, records, nrecords);
	for (int i = 0; i < nrecords; i++)
	{
		assessor->line = records[i]->source->line;
		check_known_id(assessor, records[i]);
		/* a customer may be as odd as that; settle_weak() has looked at new ones */
		if (records[i]->matched ? records[i]->ntouched > 0 : records[i]->weak == NULL)
			moved_cells_check(assessor->moved, records[i]);
		if (records[i]->matched || records[i]->is_deleted || records[i]->has_error)
			continue;
		check_new(assessor, records[i]);
		if (!records[i]->has_error && assessor->options->mode != MODE_UPDATE)
			diff_new_record(assessor->differ, records[i]);
	}
	assessor->line = 0;			/* from here on, the batch as a whole */
	identifier_check_records(assessor->differ, records, nrecords);
	names_check_records(assessor->map, records, nrecords);
	diff_finish_typed(assessor->differ);
	if (assessor->erasures != NULL)
		erasure_check_records(assessor->erasures, records, nrecords);
	if (assessor->constraints != NULL)
		constraints_check(assessor->constraints, records, nrecords);
	if (assessor->uniques != NULL)
		uniques_check(assessor->uniques, records, nrecords);
	if (assessor->groups != NULL)
		groups_diff(assessor->groups, assessor->differ, records, nrecords);
}

/* ---- weak keys ---- */

/* Is there anything in a key cell of the record, which has no key? */
static bool
has_faulty_key(const Assessor *assessor, const Record *record)
{
	const FieldMap *map = assessor->map;
	const int	columns[] = {map->identifier, map->email};

	for (int i = 0; i < (int) lengthof(columns); i++)
	{
		CellValue	value = {0};

		if (columns[i] < 0)
			continue;
		value_parse(&map->fields[columns[i]], record_cell(record, &map->fields[columns[i]]), &value);
		if (value.state == VALUE_ERROR)
			return true;
	}
	return record->has_error;	/* of a customer_id */
}

/* Has the record no key, not even a 0? */
static inline bool
has_no_key(const Record *record)
{
	for (int key = 0; key < NUM_KEYS; key++)
		if (record->keys[key].state == KEY_PRESENT || record->keys[key].state == KEY_ZERO)
			return false;
	return true;
}

/* Reads the weak keys of a record that has no other; false if it has none either. */
static bool
read_weak_keys(Assessor *assessor, Record *record)
{
	WeakKeys	keys,
			   *own;

	if (assessor->weak_keys == NULL || !has_no_key(record) || has_faulty_key(assessor, record))
		return false;
	weak_read_record(assessor->weak_keys, record, &keys);
	if (keys.nkeys == 0)
		return false;
	record->weak = own = palloc(sizeof(WeakKeys));
	*own = keys;
	return true;
}

/* Several customers have the weak key that decides. */
static void
reject_ambiguous(Record *record, const WeakFound *found)
{
	record->reason = "ambiguous_match";
	record_note(record, "ambiguous_match", "name", NULL,
				psprintf("customers " INT64_FORMAT " and " INT64_FORMAT " both have this %s",
						 found->first, found->second, weak_test_words(found->test)),
				"Say by an email, identifier or customer_id which is meant.");
}

/* Makes of a record what the scan has found for it. */
static void
settle_weak(Assessor *assessor, Record *record, const WeakFound *found)
{
	if (found->second != 0)
		reject_ambiguous(record, found);
	else if (found->first != 0)
	{
		record->matched = record->matched_weakly = true;
		record->matched_by = KEY_CUSTOMER_ID;
		record->customer_id = found->first;
		assessor->weakly_known[found->test]++;
	}
	else if (assessor->options->mode != MODE_UPDATE)
	{
		moved_cells_check(assessor->moved, record);
		if (!record->has_error)
			note_weak_key(assessor, record, found);
	}
}

/* Records whose weak keys are numbers first and on of the matcher. */
static void
judge_weak(Assessor *assessor, Record **records, int nrecords, int first)
{
	for (int i = 0; i < nrecords; i++)
		settle_weak(assessor, records[i], weak_matcher_found(assessor->weak_matcher, first + i));
	match_compare(assessor->matcher, records, nrecords);
	judge_matched(assessor, records, nrecords);
}

/* Looks for these records alone. */
static void
match_weak(Assessor *assessor, Record **records, int nrecords)
{
	if (nrecords == 0)
		return;
	weak_matcher_clear(assessor->weak_matcher);
	for (int i = 0; i < nrecords; i++)
		weak_matcher_add(assessor->weak_matcher, records[i]->weak);
	weak_matcher_scan(assessor->weak_matcher);
	judge_weak(assessor, records, nrecords, 0);
}

void
assess_late_records(Assessor *assessor, Record **records, int nrecords, int first)
{
	key_reader_read(assessor->keys, records, nrecords);
	for (int i = 0; i < nrecords; i++)
		if (!read_weak_keys(assessor, records[i]))
			elog(ERROR, "record on line " INT64_FORMAT " has lost its weak keys", records[i]->source->line);
	judge_weak(assessor, records, nrecords, first);
}

/* ---- records ---- */

/* Marks the takers among matched records (taker.h) as set aside; returns how many stay. */
static int
set_takers_aside(Assessor *assessor, Record **records, int nrecords)
{
	int			kept = 0;

	if (!assessor->sets_takers_aside)
		return nrecords;
	for (int i = 0; i < nrecords; i++)
	{
		if (taker_bearer(assessor->map, records[i]) == 0)
		{
			records[kept++] = records[i];
			continue;
		}
		diff_forget(assessor->differ, records[i]);
		records[i]->set_aside = records[i]->is_taker = true;
	}
	return kept;
}

/* Matches the records and computes their changes. */
static void
match_and_diff(Assessor *assessor, Record **records, int nrecords)
{
	Record	  **weak = palloc(Max(nrecords, 1) * sizeof(Record *)),
			  **keyed = palloc(Max(nrecords, 1) * sizeof(Record *));
	int			nweak = 0,
				nkeyed = 0,
				nkept;

	key_reader_read(assessor->keys, records, nrecords);
	for (int i = 0; i < nrecords; i++)
		if (!read_weak_keys(assessor, records[i]))
			keyed[nkeyed++] = records[i];
		else if (assessor->sets_aside)
			records[i]->set_aside = true;
		else
			weak[nweak++] = records[i];
	match_records(assessor->matcher, keyed, nkeyed);
	nkept = set_takers_aside(assessor, keyed, nkeyed);
	if (assessor->groups != NULL && nkept < nrecords)
		groups_learn(assessor->groups, assessor->differ, records, nrecords);
	judge_matched(assessor, keyed, nkept);
	match_weak(assessor, weak, nweak);
}

void
assess_records(Assessor *assessor, Record **records, int nrecords)
{
	Record	  **sound = palloc(Max(nrecords, 1) * sizeof(Record *));
	int			nsound = 0;

	for (int i = 0; i < nrecords; i++)
	{
		assessor->line = records[i]->source->line;
		if (!is_sound(assessor, records[i]))
			continue;
		records[i]->is_foot = assessor->knows_feet && moved_cells_are_foot(assessor->moved, records[i]->source);
		if (records[i]->is_foot)
			continue;
		sound[nsound++] = records[i];
	}
	match_and_diff(assessor, sound, nsound);
}

void
assess_complete(Assessor *assessor, Record *record)
{
	if (record->action == RECORD_REJECT)
		name_reason(record);
	slipped_mask_notes(assessor->map, record);
	settle_password(assessor, record);
}

char *
assessor_weak_warning(const Assessor *assessor)
{
	StringInfoData text;

	initStringInfo(&text);
	for (int test = 0; test < NUM_WEAK_TESTS; test++)
		if (assessor->weakly_known[test] > 0)
			appendStringInfo(&text, "%s" INT64_FORMAT " by %s", text.len > 0 ? "; " : "",
							 assessor->weakly_known[test], weak_test_words(test));
	return text.len == 0 ? NULL : psprintf("records without id and email that are known customers: %s", text.data);
}

Size
assessor_memory(const Assessor *assessor)
{
	return matcher_memory(assessor->matcher) +
		(assessor->weak_matcher == NULL ? 0 : weak_matcher_memory(assessor->weak_matcher));
}

/* What an application gives is never known by weak keys. */
static void
create_weak_matcher(Assessor *assessor)
{
	WeakReader *reader;

	if (assessor->map->by_names)
		return;
	reader = weak_reader_create(assessor->map, assessor->keys);
	if (!weak_reader_is_usable(reader))
		return;
	assessor->weak_keys = reader;
	assessor->weak_matcher = weak_matcher_create(reader, (Size) customers_match_memory * 1024 / 2);
}

Assessor *
assessor_create(FieldMap *map, const ImportOptions *options, int64 file_size)
{
	Assessor   *assessor = palloc0(sizeof(Assessor));

	assessor->map = map;
	assessor->options = options;
	assessor->deleted = deleted_check_create();
	assessor->erasures = erasure_check_create(map, options);
	assessor->differ = differ_create(map, options);
	assessor->keys = key_reader_create(map);
	assessor->matcher = matcher_create(map, options, assessor->keys, assessor->differ, file_size);
	assessor->hands_over = taker_is_possible(map, options);
	assessor->constraints = constraints_load(map);
	assessor->uniques = uniques_load(map);
	assessor->numbers_new = new_ids_possible();
	assessor->largest_id = target_largest_id();
	if (map->groups >= 0)
		assessor->groups = groups_load();
	create_weak_matcher(assessor);
	return assessor;
}
