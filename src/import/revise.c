/*
 * revise.c
 *
 *		Revision, the record's cells -> its staged row, rejected or excluded
 *
 * The cells are those of the file, which a staged row does not keep.  The file is
 * read again, unless that would be the third time: then the cells of all records
 * that may be revised are kept, in work_mem or a temporary file.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/memutils.h"

#include "field/password_text.h"
#include "import/kept.h"
#include "import/record_store.h"
#include "import/revise.h"
#include "support/catalog.h"
#include "support/int8_array.h"
#include "support/settings_scope.h"
#include "support/spi_value.h"
#include "support/statement.h"

/* Staged rows that are to be rewritten by one statement. */
typedef struct RevisedRows
{
	MemoryContext context;		/* reset when they are written */
	Datum	   *lines;
	Datum	   *errors;
	Datum	   *raw;			/* text of an array each; 0 = the cells stay */
	Datum	   *marks;			/* text of a bytea */
	Datum	   *ids;			/* that new customers brought */
	bool	   *no_id;
	bool	   *no_raw;
	bool	   *no_marks;
	int			nrows;
} RevisedRows;

#define REVISED_ROWS 10000
#define REVISED_MEMORY (16 * 1024 * 1024)

struct Revisor
{
	int64		import_id;
	const FieldMap *map;
	const ImportOptions *options;
	ImportCounts *counts;
	OptOuts    *opt_outs;
	RevisedRows rows;

	/* records whose rows are to be revised */
	const Revision *revisions;
	int			nrevisions;
	int			next;

	RecordStore *kept;			/* each record that may write; NULL = the file
								 * is read again */
	RecordStore *shared;		/* when it has been: each that shares a claim; NULL =
								 * none */
	MemoryContext context;
};

Revisor *
revisor_create(int64 import_id, const FieldMap *map, const ImportOptions *options,
			   ImportCounts *counts, OptOuts *opt_outs, bool keeps)
{
	Revisor    *revisor = palloc0(sizeof(Revisor));

	revisor->import_id = import_id;
	revisor->map = map;
	revisor->options = options;
	revisor->counts = counts;
	revisor->opt_outs = opt_outs;
	revisor->context = CurrentMemoryContext;
	if (keeps)
		revisor->kept = record_store_create(map);
	return revisor;
}

bool
revisor_keeps(const Revisor *revisor)
{
	return revisor->kept != NULL;
}

/* ---- keeping cells ---- */

/* Keeps a record, and of its password that there is one. */
static void
keep_record(Revisor *revisor, RecordStore *store, const CsvRecord *source)
{
	const FieldMap *map = revisor->map;
	const CsvCell *password = map->password < 0 ? NULL
		: &source->cells[map->fields[map->password].file_column];
	bool		has_password = password != NULL &&
		password_text(password->data, password->len) != PASSWORD_EMPTY;

	record_store_put(store, source, has_password ? PASSWORD_SHOWN : NULL);
}

void
revisor_keep(Revisor *revisor, Record **records, int nrecords)
{
	for (int i = 0; i < nrecords && revisor_keeps(revisor); i++)
		if (records[i]->action == RECORD_CREATE || records[i]->action == RECORD_UPDATE ||
			records[i]->set_aside)
			keep_record(revisor, revisor->kept, records[i]->source);
}

void
revisor_share(Revisor *revisor, const CsvRecord *source)
{
	if (revisor_keeps(revisor))
		return;
	if (revisor->shared == NULL)
	{
		MemoryContext old = MemoryContextSwitchTo(revisor->context);

		revisor->shared = record_store_create(revisor->map);
		MemoryContextSwitchTo(old);
	}
	keep_record(revisor, revisor->shared, source);
}

void
revisor_unshare(Revisor *revisor)
{
	if (revisor->shared != NULL)
		record_store_close(revisor->shared);
	revisor->shared = NULL;
}

bool
revisor_shares(const Revisor *revisor)
{
	return revisor->shared != NULL;
}

/* ---- rewriting rows ---- */

static void
begin_revised(RevisedRows *rows)
{
	MemoryContext old = MemoryContextSwitchTo(rows->context);

	rows->nrows = 0;
	rows->lines = palloc(REVISED_ROWS * sizeof(Datum));
	rows->errors = palloc(REVISED_ROWS * sizeof(Datum));
	rows->raw = palloc(REVISED_ROWS * sizeof(Datum));
	rows->marks = palloc(REVISED_ROWS * sizeof(Datum));
	rows->ids = palloc(REVISED_ROWS * sizeof(Datum));
	rows->no_id = palloc(REVISED_ROWS * sizeof(bool));
	rows->no_raw = palloc(REVISED_ROWS * sizeof(bool));
	rows->no_marks = palloc(REVISED_ROWS * sizeof(bool));
	MemoryContextSwitchTo(old);
}

/* The cells of a record that is rejected. */
static void
add_whole(RevisedRows *rows, int i, KeptCells kept)
{
	rows->raw[i] = CStringGetTextDatum(OidOutputFunctionCall(F_ARRAY_OUT, kept.raw));
	rows->no_raw[i] = false;
	if (kept.marks == (Datum) 0)
		return;
	rows->marks[i] = CStringGetTextDatum(OidOutputFunctionCall(F_BYTEAOUT, kept.marks));
	rows->no_marks[i] = false;
}

/* The id that a record brings, if it can: 0 if it brings none. */
static int64
brought_id(const Revisor *revisor, const CsvRecord *source)
{
	const Field *field = revisor->map->customer_id;
	CellValue	value = {0};

	if (field == NULL || revisor->options->unknown_ids != UNKNOWN_CREATE)
		return 0;
	value_parse(field, &source->cells[field->file_column], &value);
	return value.state == VALUE_SET ? value.number : 0;
}

/* Takes a record whose row goes to rejected, or else excluded. */
static void
add_revised(Revisor *revisor, const Revision *revision, const CsvRecord *source)
{
	RevisedRows *rows = &revisor->rows;
	MemoryContext old = MemoryContextSwitchTo(rows->context);
	const CsvRecord *wider = record_widen(revisor->map, source);
	Record		record = {0};
	int			i = rows->nrows++;

	duplicates_leave_out(&record, revisor->options->duplicates, revision);
	rows->lines[i] = Int64GetDatum(revision->line);
	rows->errors[i] = record_notes_jsonb(&record);
	rows->no_raw[i] = rows->no_marks[i] = true;
	rows->ids[i] = Int64GetDatum(brought_id(revisor, wider));
	rows->no_id[i] = DatumGetInt64(rows->ids[i]) == 0;
	if (record.action == RECORD_REJECT)
		add_whole(rows, i, kept_of_source(revisor->map, source));
	opt_outs_take_revised(revisor->opt_outs, wider);
	MemoryContextSwitchTo(old);
}

/* The ids that are brought, as int8[] with NULLs. */
static Datum
revised_ids(const RevisedRows *rows)
{
	int			lower = 1;
	int			n = rows->nrows;

	return PointerGetDatum(construct_md_array(rows->ids, rows->no_id, 1, &n, &lower, INT8OID,
											  sizeof(int64), FLOAT8PASSBYVAL, TYPALIGN_DOUBLE));
}

/* An array of a type passed by reference, with room for NULLs. */
static Datum
revised_array(const RevisedRows *rows, Datum *elements, bool *nulls, Oid type)
{
	int			lower = 1;
	int			n = rows->nrows;

	return PointerGetDatum(construct_md_array(elements, nulls, 1, &n, &lower, type, -1, false,
											  TYPALIGN_INT));
}

/* What rewrites their rows, and says of each whether it changes a customer. */
static Statement
revising_statement(const Revisor *revisor, const RevisedRows *rows)
{
	int			n = rows->nrows;
	Statement	update = statement(psprintf("UPDATE %s AS r SET"
											" action = CASE WHEN v.raw IS NULL THEN 'exclude' ELSE 'reject' END,"
											" raw = COALESCE(v.raw::pg_catalog.text[], r.raw),"
											" marks = CASE WHEN v.raw IS NULL THEN r.marks ELSE v.marks::pg_catalog.bytea END,"
											" reason = v.errors OPERATOR(pg_catalog.->) 0 OPERATOR(pg_catalog.->>) 'code',"
											/* an id may be the file's own */
											" customer_id = CASE WHEN r.old_cells IS NOT NULL THEN r.customer_id WHEN v.raw IS NULL THEN v.id END,"
											" cells = CASE WHEN v.raw IS NULL THEN r.cells END,"
											" old_cells = CASE WHEN v.raw IS NULL THEN r.old_cells END,"
											" errors = COALESCE(r.errors, '[]') OPERATOR(pg_catalog.||) v.errors"
											" FROM ROWS FROM (pg_catalog.unnest($4), pg_catalog.unnest($5), pg_catalog.unnest($6),"
											" pg_catalog.unnest($7), pg_catalog.unnest($8)) AS v (line, errors, raw, id, marks)"
											" WHERE r.import_id = $1 AND r.line >= $2 AND r.line <= $3 AND r.line = v.line"
											" RETURNING CASE WHEN v.raw IS NULL THEN r.old_cells IS NOT NULL ELSE r.customer_id IS NOT NULL END,"
											" v.raw IS NOT NULL",
											catalog_name(REL_IMPORT_ROWS)));

	statement_int8(&update, revisor->import_id);
	statement_datum(&update, INT8OID, rows->lines[0], false);
	statement_datum(&update, INT8OID, rows->lines[n - 1], false);
	statement_datum(&update, INT8ARRAYOID, int8_array(rows->lines, n), false);
	statement_datum(&update, JSONBARRAYOID, revised_array(rows, rows->errors, NULL, JSONBOID), false);
	statement_datum(&update, TEXTARRAYOID, revised_array(rows, rows->raw, rows->no_raw, TEXTOID), false);
	statement_datum(&update, INT8ARRAYOID, revised_ids(rows), false);
	statement_datum(&update, TEXTARRAYOID, revised_array(rows, rows->marks, rows->no_marks, TEXTOID), false);
	return update;
}

/*
 * Writes the rows by a scan of the lines between the first and the last, for which
 * the BRIN index is used whatever the planner's estimate.
 */
static void
write_revised(Revisor *revisor)
{
	RevisedRows *rows = &revisor->rows;
	int			n = rows->nrows;
	MemoryContext old = MemoryContextSwitchTo(rows->context);
	Statement	update = revising_statement(revisor, rows);
	int			scope = settings_scope_enter();

	settings_scope_set("enable_bitmapscan", "on");
	settings_scope_set("enable_nestloop", "off");
	import_log_require_rows(revisor->import_id, n, statement_write(&update));
	for (int i = 0; i < n; i++)
	{
		if (spi_bool(i, 1, "whether the record changes a customer"))
			revisor->counts->changed--;
		else
			revisor->counts->created--;
		if (spi_bool(i, 2, "whether the record is rejected"))
			revisor->counts->rejected++;
		else
			revisor->counts->excluded++;
	}
	statement_done();
	settings_scope_leave(scope);
	MemoryContextSwitchTo(old);
	MemoryContextReset(rows->context);
}

/* ---- from record to record ---- */

/* RecordVisitor: takes a record, if its row is to be revised. */
static bool
take_record(void *state, const CsvRecord *source)
{
	Revisor    *revisor = state;
	RevisedRows *rows = &revisor->rows;

	if (source->line != revisor->revisions[revisor->next].line)
		return true;
	add_revised(revisor, &revisor->revisions[revisor->next++], source);
	if (revisor->next < revisor->nrevisions && rows->nrows < REVISED_ROWS &&
		MemoryContextMemAllocated(rows->context, false) <= REVISED_MEMORY)
		return true;
	write_revised(revisor);
	begin_revised(rows);
	return revisor->next < revisor->nrevisions;
}

static void
visit_store(RecordStore *store, RecordVisitor visit, void *state)
{
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "customers kept record",
												  ALLOCSET_DEFAULT_SIZES);
	MemoryContext caller = MemoryContextSwitchTo(context);
	int			reader = record_store_reader(store);
	CsvRecord	source;
	bool		more = true;

	while (more && record_store_next(store, reader, &source))
	{
		CHECK_FOR_INTERRUPTS();
		more = visit(state, &source);
		MemoryContextReset(context);
	}
	MemoryContextSwitchTo(caller);
	MemoryContextDelete(context);
}

static void
visit_file(CsvReader *reader, RecordVisitor visit, void *state)
{
	const CsvBatch *batch;
	bool		more = true;

	while (more && (batch = csv_reader_next(reader)) != NULL)
		for (int i = 0; i < batch->nrecords && more; i++)
			more = visit(state, &batch->records[i]);
}

void
revisor_visit(Revisor *revisor, CsvReader *reader, RecordVisitor visit, void *state)
{
	if (revisor_keeps(revisor))
		visit_store(revisor->kept, visit, state);
	else
		visit_file(reader, visit, state);
}

bool
revisor_apply(Revisor *revisor, const Revision *revisions, int nrevisions, CsvReader *reader)
{
	revisor->revisions = revisions;
	revisor->nrevisions = nrevisions;
	revisor->rows.context = AllocSetContextCreate(CurrentMemoryContext, "customers revised rows",
												  ALLOCSET_DEFAULT_SIZES);
	begin_revised(&revisor->rows);
	if (revisor_shares(revisor))
		visit_store(revisor->shared, take_record, revisor);
	else
		revisor_visit(revisor, reader, take_record, revisor);
	MemoryContextDelete(revisor->rows.context);
	return revisor->next == nrevisions;
}

void
revisor_close(Revisor *revisor)
{
	if (revisor_keeps(revisor))
		record_store_close(revisor->kept);
	revisor_unshare(revisor);
}
