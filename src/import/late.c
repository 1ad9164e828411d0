/*
 * late.c
 *
 *		Record -> RecordStore
 *			-> their weak keys -> WeakMatcher, as far as its memory goes
 *			-> the same records once more
 */
#include "postgres.h"

#include "miscadmin.h"
#include "utils/memutils.h"

#include "field/password_text.h"
#include "import/late.h"
#include "import/record_store.h"

struct LateRecords
{
	const FieldMap *map;
	RecordStore *store;
	int			matching;		/* place of late_match(); -1 = not begun */
	int			reading;		/* place of late_next() */
};

LateRecords *
late_create(const FieldMap *map)
{
	LateRecords *late = palloc0(sizeof(LateRecords));

	late->map = map;
	late->store = record_store_create(map);
	late->matching = -1;
	return late;
}

/*
 * The password of a record as a verifier: plain text is stored nowhere.  #N/A,
 * which clears, is no secret; what else is no password is masked, as it will be staged.
 */
static const char *
verifier_of(const FieldMap *map, const Record *record)
{
	CellValue	value = {0};
	const CsvCell *cell;

	if (map->password < 0)
		return NULL;
	cell = record_cell(record, &map->fields[map->password]);
	value_parse(&map->fields[map->password], cell, &value);
	if (value.state == VALUE_CLEAR)
		return pnstrdup(cell->data, cell->len);
	if (value.state != VALUE_SET)
		return password_text(cell->data, cell->len) == PASSWORD_EMPTY ? NULL : PASSWORD_SHOWN;
	value_hash_password(&value);
	return value.state == VALUE_SET ? pnstrdup(value.data, value.len) : NULL;
}

void
late_put(LateRecords *late, const Record *record)
{
	record_store_put(late->store, record->source, verifier_of(late->map, record));
}

int
late_match(LateRecords *late, Assessor *assessor, MemoryContext batch_context)
{
	MemoryContext caller = MemoryContextSwitchTo(batch_context);
	CsvRecord	source;
	int			n = 0;

	if (late->matching < 0)
	{
		late->matching = record_store_reader(late->store);
		late->reading = record_store_reader(late->store);
	}
	weak_matcher_clear(assessor->weak_matcher);
	while (!weak_matcher_is_full(assessor->weak_matcher) &&
		   record_store_next(late->store, late->matching, &source))
	{
		Record		record = {.source = record_widen(late->map, &source)};
		WeakKeys	keys;

		CHECK_FOR_INTERRUPTS();
		weak_read_record(assessor->weak_keys, &record, &keys);
		weak_matcher_add(assessor->weak_matcher, &keys);
		n++;
		MemoryContextReset(batch_context);
	}
	MemoryContextSwitchTo(caller);
	if (n > 0)
		weak_matcher_scan(assessor->weak_matcher);
	return n;
}

void
late_rewind(LateRecords *late)
{
	late->reading = record_store_reader(late->store);
}

int
late_next(LateRecords *late, int most, Record ***records)
{
	int			wanted = Min(most, CSV_BATCH_RECORDS);
	Record	   *batch = palloc0(wanted * sizeof(Record));
	CsvRecord  *sources = palloc(wanted * sizeof(CsvRecord));
	int			n = 0;

	*records = palloc(wanted * sizeof(Record *));
	while (n < wanted && record_store_next(late->store, late->reading, &sources[n]))
	{
		batch[n].source = record_widen(late->map, &sources[n]);
		(*records)[n] = &batch[n];
		n++;
	}
	if (n < wanted)
		elog(ERROR, "records that were set aside are gone");
	return n;
}

void
late_close(LateRecords *late)
{
	record_store_close(late->store);
}
