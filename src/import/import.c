/*
 * import.c
 *
 * Runs an import: opens the file, maps its header, and takes its records batch
 * by batch through matching, diffing, the duplicate check and staging.
 *
 *		CsvReader -> batch -> Record[]
 *			-> assess_records				sound? who is it, what differs
 *				only weak keys: set aside (late.h), and on from here at the end
 *			-> assess_decide				create, update, unchanged, reject, exclude
 *			-> duplicates_check
 *			-> stage_records
 *
 * Nothing live is written.  All of it belongs to the caller's transaction: an
 * error anywhere leaves no trace.
 */
#include "postgres.h"

#include "access/xact.h"
#include "commands/progress.h"
#include "miscadmin.h"
#include "storage/lmgr.h"
#include "utils/backend_progress.h"
#include "utils/memutils.h"
#include "utils/snapmgr.h"
#include "utils/timestamp.h"

#include "import/assess.h"
#include "import/attributes_column.h"
#include "import/changes.h"
#include "import/column_evidence.h"
#include "import/duplicate.h"
#include "import/file_before.h"
#include "import/handed_no.h"
#include "import/handover.h"
#include "import/header_off.h"
#include "import/header_words.h"
#include "import/import.h"
#include "import/import_log.h"
#include "import/late.h"
#include "import/limits.h"
#include "import/new_ids.h"
#include "import/no_consent.h"
#include "import/opt_out.h"
#include "import/no_password.h"
#include "import/revise.h"
#include "import/sample.h"
#include "import/stage.h"
#include "import/standing.h"
#include "import/twice.h"
#include "import/unclear_names.h"
#include "import/unlike.h"
#include "import/whose_id.h"
#include "import/wrong_column.h"
#include "schema/setup.h"
#include "support/catalog.h"
#include "support/int8_array.h"
#include "support/settings.h"
#include "support/settings_scope.h"

/* Records by which the memory of the duplicate check is fetched ahead. */
#define PREFETCH_AHEAD 8

/* Memory that a batch keeps from one to the next. */
#define BATCH_MEMORY (2 * 1024 * 1024)

/*
 * Bytes that may be read ahead without counting as reading the file.  If more are,
 * the file has been read twice once its records are staged, and is not read again.
 */
#define READ_AHEAD_BYTES (1024 * 1024)

typedef struct Import
{
	CsvSource  *source;
	const ImportOptions *options;
	CsvReader  *reader;
	FieldMap   *map;
	Assessor   *assessor;
	Duplicates *duplicates;
	OptOuts    *opt_outs;
	Stage	   *stage;
	ImportLog	log;
	NewIds	   *ids;
	Revisor    *revisor;
	Changes    *changes;		/* what is held to the limits */
	WrongColumns *wrong_columns;
	Unlike	   *unlike;			/* NULL = the file is like the one before */
	LateRecords *late;			/* with only weak keys; NULL = none */
	Handover   *handover;		/* who may take an address over; NULL = none */
	bool		columns_decided;	/* how dates and numbers are written */
	int64		read_ahead;		/* bytes, by decide_columns() */
	NoPasswords no_passwords;
	int64		nduplicates;	/* records that name a customer whom others name, too */
	int64		no_records;		/* that are none of the table's */
	int64		first_no_record;	/* its line */
	MemoryContext context;		/* of the import */
	MemoryContext batch_context;
} Import;

/* ---- reading ---- */

CsvReader *
import_open_reader(CsvSource *source, const ImportOptions *options)
{
	CsvInput	input = {.read = csv_source_read, .state = source, .left = csv_source_left};
	CsvRequest	request = {0};

	request.delimiter = options->delimiter;
	request.quote = options->quote;
	request.escape = options->escape;
	request.encoding = csv_source_encoding(source) != NULL ? csv_source_encoding(source) : options->encoding;
	request.skip = options->skip;
	request.header = options->header == HEADER_PRESENT ? CSV_HEADER_PRESENT
		: options->header == HEADER_ABSENT ? CSV_HEADER_ABSENT : CSV_HEADER_FIND_OUT;
	request.by_position = options_map_by_position(options);
	request.words = header_words(options);
	request.max_field_size = (size_t) customers_max_field_size * 1024;
	return csv_reader_open(input, &request);
}

FieldMap *
import_map_columns(CsvSource *source, const CsvReader *reader, const CsvBatch *batch,
				   const ImportOptions *options, const RecordSample **sample)
{
	const CsvDialect *dialect = csv_reader_dialect(reader);
	const CsvRecord *first = &batch->records[0];
	int			ncolumns = dialect->has_header ? first->ncells : dialect->ncolumns;
	RecordSample *records = sample_records(source, dialect, batch, ncolumns);
	const CsvCell *header = first->cells;
	FieldMap   *map = field_map_header(header, ncolumns, dialect->has_header, options, records);
	const CsvCell *moved = header_off_move(map, header, ncolumns, options);
	int			off = moved == NULL ? 0 : map->words_off;

	if (sample != NULL)
		*sample = records;
	if (moved != NULL)
		map = field_map_header(header = moved, ncolumns, dialect->has_header, options, records);
	if (!whose_id_ours(map, options, records))
		map = field_map_header(header, ncolumns, dialect->has_header, options, records);
	if (!whose_identifiers_ours(map, records))
		map = field_map_header(header, ncolumns, dialect->has_header, options, records);
	map->words_off = off;
	return map;
}

/* A line of nothing but delimiters is a blank line. */
static bool
is_blank(const CsvRecord *record)
{
	if (record->defect != CSV_SOUND)
		return false;
	for (int i = 0; i < record->ncells; i++)
		if (!record_cell_is_empty(&record->cells[i]))
			return false;
	return true;
}

/* ---- columns whose cells decide together how they are written ---- */

/* The batch that begins with a line, of a reader that starts over. */
static const CsvBatch *
read_again_to(Import *import, int64 line)
{
	const CsvBatch *batch;

	csv_source_rewind(import->source);
	csv_reader_close(import->reader);
	import->reader = import_open_reader(import->source, import->options);
	while ((batch = csv_reader_next(import->reader)) != NULL && batch->records[0].line < line)
		CHECK_FOR_INTERRUPTS();
	if (batch == NULL || batch->records[0].line != line)
		csv_source_changed(import->source);
	return batch;
}

/*
 * At the first cell whose column must say how it is to be read, reads the whole file
 * for what its columns say.  Returns the batch, read again if so.
 */
static const CsvBatch *
decide_columns(Import *import, const CsvBatch *batch, int first)
{
	int64		line = batch->records[0].line;
	CsvReader  *reader;
	char	   *warning;

	if (import->columns_decided || !column_evidence_is_needed(import->map, batch, first))
		return batch;
	csv_source_rewind(import->source);
	reader = import_open_reader(import->source, import->options);
	warning = column_evidence_decide(import->map, reader);
	csv_reader_close(reader);
	if (warning != NULL)
		import_log_warn(&import->log, warning);
	import->columns_decided = true;
	import->read_ahead = csv_source_position(import->source);
	return read_again_to(import, line);
}

static void
count(ImportCounts *counts, const Record *record)
{
	counts->uploaded++;
	switch (record->action)
	{
		case RECORD_CREATE:
			counts->created++;
			break;
		case RECORD_UPDATE:
			counts->changed++;
			break;
		case RECORD_UNCHANGED:
			counts->unchanged++;
			break;
		case RECORD_REJECT:
			counts->rejected++;
			break;
		case RECORD_EXCLUDE:
			counts->excluded++;
			break;
		case RECORD_UNDECIDED:
			elog(ERROR, "record on line " INT64_FORMAT " was not decided", record->source->line);
	}
}

/* ---- a batch ---- */

/* Takes a new customer into the counts of consent. */
static void
count_consent(Import *import, const Record *record)
{
	int			i = import->map->subscribed;
	bool		told = i >= 0 && record->changes[i].touched;
	bool		subscribed = told ? record->changes[i].value.number != 0
		: import->assessor->differ->subscribed_default;
	ConsentCounts *counts = &import->log.consent;

	(*(subscribed ? &counts->subscribed : &counts->unsubscribed))++;
	counts->by_default += !told || record->by_default;
}

/* The batch's records, without lines that are blank. */
static int
take_records(const FieldMap *map, const CsvBatch *batch, int first, Record **taken)
{
	Record	   *records = palloc0(batch->nrecords * sizeof(Record));
	int			n = 0;

	for (int i = first; i < batch->nrecords; i++)
	{
		if (is_blank(&batch->records[i]))
			continue;
		records[i].source = record_widen(map, &batch->records[i]);
		taken[n++] = &records[i];
	}
	return n;
}

/* Counts a record that is none of the table's. */
static void
count_no_record(Import *import, const Record *record)
{
	if (record->action != RECORD_EXCLUDE || strcmp(record->reason, "no_record") != 0)
		return;
	if (import->no_records++ == 0)
		import->first_no_record = record->source->line;
}

/* Sets a record aside that may take an address over. */
static void
set_taker_aside(Import *import, const Record *record)
{
	if (import->handover == NULL)
	{
		MemoryContext old = MemoryContextSwitchTo(import->context);

		import->handover = handover_create(import->log.import_id, import->map);
		MemoryContextSwitchTo(old);
	}
	handover_put(import->handover, record);
}

/* Sets a record aside that waits for the end. */
static void
set_aside(Import *import, const Record *record)
{
	if (record->is_taker)
	{
		set_taker_aside(import, record);
		return;
	}
	if (import->late == NULL)
	{
		MemoryContext old = MemoryContextSwitchTo(import->context);

		import->late = late_create(import->map);
		MemoryContextSwitchTo(old);
	}
	late_put(import->late, record);
}

/* Assessed records: are they duplicates? counted, and staged. */
static void
stage_assessed(Import *import, Record **records, int n)
{
	duplicates_share(import->duplicates, matcher_live_numbers(import->assessor->matcher),
					 assessor_memory(import->assessor));
	for (int i = 0; i < n; i++)
	{
		import->assessor->line = records[i]->source->line;
		if (i + PREFETCH_AHEAD < n)
			duplicates_prefetch(import->duplicates, records[i + PREFETCH_AHEAD]);
		assess_decide(import->assessor, records[i]);
		duplicates_check(import->duplicates, records[i]);
	}
	import->assessor->line = 0;
	new_ids_assign(import->ids, records, n);
	for (int i = 0; i < n; i++)
	{
		import->assessor->line = records[i]->source->line;
		assess_complete(import->assessor, records[i]);
		opt_outs_take(import->opt_outs, records[i]);
		count(&import->log.counts, records[i]);
		count_no_record(import, records[i]);
		standing_count(&import->log.standing, records[i], import->context);
		if (records[i]->action == RECORD_UPDATE)
		{
			changes_count(import->changes, import->map, records[i]);
			wrong_columns_count(import->wrong_columns, records[i], import->log.counts.uploaded);
		}
		if (records[i]->action != RECORD_CREATE)
			continue;
		count_consent(import, records[i]);
		import->log.weak_keys |= records[i]->weak != NULL;
	}
	import->assessor->line = 0;
	stage_records(import->stage, records, n);
}

static void
process_batch(Import *import, const CsvBatch *batch, int first)
{
	MemoryContext old = MemoryContextSwitchTo(import->batch_context);
	Record	  **records = palloc(batch->nrecords * sizeof(Record *));
	Record	  **assessed = palloc(batch->nrecords * sizeof(Record *));
	int			n = take_records(import->map, batch, first, records);
	int			nassessed = 0;

	assess_records(import->assessor, records, n);
	for (int i = 0; i < n; i++)
	{
		no_password_count(&import->no_passwords, import->map, records[i]->source);
		unlike_count(import->unlike, records[i]->source);
		if (records[i]->set_aside)
			set_aside(import, records[i]);
		else
			assessed[nassessed++] = records[i];
	}
	stage_assessed(import, assessed, nassessed);
	revisor_keep(import->revisor, records, n);
	MemoryContextSwitchTo(old);
	MemoryContextReset(import->batch_context);
}

/* ---- records with only weak keys ---- */

/* Takes the records of the next scan through, in the order of their lines. */
static void
process_found(Import *import, int nfound)
{
	for (int done = 0; done < nfound;)
	{
		MemoryContext old = MemoryContextSwitchTo(import->batch_context);
		Record	  **records;
		int			n = late_next(import->late, nfound - done, &records);

		CHECK_FOR_INTERRUPTS();
		assess_late_records(import->assessor, records, n, done);
		stage_assessed(import, records, n);
		done += n;
		MemoryContextSwitchTo(old);
		MemoryContextReset(import->batch_context);
	}
}

/*
 * Looks for the records that were set aside, in one scan of the customers, or in
 * several if the memory does not hold them all, and takes them through.
 */
static void
process_late(Import *import)
{
	int			n;

	if (import->late == NULL)
		return;
	while ((n = late_match(import->late, import->assessor, import->batch_context)) > 0)
		process_found(import, n);
	late_close(import->late);
}

/* ---- records that may take an address over ---- */

/* Takes those records through, once all others are staged. */
static void
process_takers(Import *import)
{
	Record	  **records;
	int			n;

	if (import->handover == NULL)
		return;
	CommandCounterIncrement();	/* see the staged rows */
	handover_settle(import->handover);
	import->assessor->sets_takers_aside = false;
	import->stage = stage_open(import->log.import_id, import->map, csv_source_size(import->source));
	MemoryContextSwitchTo(import->batch_context);
	while ((n = handover_next(import->handover, &records)) > 0)
	{
		CHECK_FOR_INTERRUPTS();
		assess_records(import->assessor, records, n);
		stage_assessed(import, records, n);
		handover_staged(import->handover, records, n);
		MemoryContextReset(import->batch_context);
	}
	MemoryContextSwitchTo(import->context);
	handover_close(import->handover);
	stage_close(import->stage);
}

static void
show_progress(Import *import)
{
	const int	params[] = {PROGRESS_COPY_BYTES_PROCESSED, PROGRESS_COPY_TUPLES_PROCESSED,
		PROGRESS_COPY_TUPLES_EXCLUDED};
	const int64 values[] = {csv_source_position(import->source),
		import->log.counts.uploaded - import->log.counts.rejected, import->log.counts.rejected};

	pgstat_progress_update_multi_param(3, params, values);
}

/* ---- the import as a whole ---- */

/* A reader of the file from its start; NULL if the revisor has kept the records. */
static CsvReader *
read_again(Import *import)
{
	if (revisor_keeps(import->revisor))
		return NULL;
	csv_source_rewind(import->source);
	return import_open_reader(import->source, import->options);
}

static void
end_reading(CsvReader *reader)
{
	if (reader != NULL)
		csv_reader_close(reader);
}

/* RecordVisitor: those that share a claim are kept, so that the file is not read a third time. */
static bool
compare_record(void *state, const CsvRecord *source)
{
	Import	   *import = state;

	if (duplicates_compare(import->duplicates, source))
		revisor_share(import->revisor, record_widen(import->map, source));
	return true;
}

/* The revisions of records that share a claim. */
static const Revision *
find_duplicates(Import *import, int *n)
{
	CsvReader  *reader;

	*n = 0;
	if (!duplicates_collect(import->duplicates))
		return NULL;
	reader = read_again(import);
	revisor_visit(import->revisor, reader, compare_record, import);
	end_reading(reader);
	return duplicates_finish(import->duplicates, n);
}

/* The lines of revisions, as int8[]. */
static Datum
revised_lines(const Revision *revisions, int n)
{
	Datum	   *lines = palloc(n * sizeof(Datum));

	for (int i = 0; i < n; i++)
		lines[i] = Int64GetDatum(revisions[i].line);
	return int8_array(lines, n);
}

/*
 * Revises staged rows, by the cells of their records: from the file, read once
 * more, unless the revisor has kept them.
 */
static void
revise_rows(Import *import)
{
	int			n;
	const Revision *revisions = find_duplicates(import, &n);
	int			nduplicates = n;
	CsvReader  *reader;
	Datum		lines;
	bool		found;

	import->nduplicates = n;
	if (import->handover != NULL)
		revisions = handover_finish(import->handover, revisions, &n);
	if (n == 0)
		return;
	if (n != nduplicates)
		revisor_unshare(import->revisor);	/* takers of addresses may share nothing */
	reader = revisor_shares(import->revisor) ? NULL : read_again(import);
	lines = revised_lines(revisions, n);
	changes_count_staged(import->changes, import->map, import->log.import_id, lines, -1);
	found = revisor_apply(import->revisor, revisions, n, reader);
	changes_count_staged(import->changes, import->map, import->log.import_id, lines, 1);
	end_reading(reader);
	if (!found)
		csv_source_changed(import->source);
	import->log.consent = import_log_count_consent(import->log.import_id, import->map->subscribed);
}

/* Unsubscribes who gets an address that says no; returns whether there is anybody. */
static bool
hand_noes(Import *import)
{
	int64		import_id = import->log.import_id;
	Datum		lines;
	bool		any;

	if (import->handover == NULL)
		return false;
	lines = handover_lines(import->handover);
	changes_widen(import->changes, import->map->nfields);	/* a no of a category has added one */
	changes_count_staged(import->changes, import->map, import_id, lines, -1);
	any = handed_no_impose(import_id, import->map, lines);
	changes_widen(import->changes, import->map->nfields);
	changes_count_staged(import->changes, import->map, import_id, lines, 1);
	return any;
}

/* Says where in the file an error came up. */
static void
import_error_callback(void *arg)
{
	Import	   *import = arg;

	if (import->assessor != NULL && import->assessor->line > 0)
		errcontext("import of \"%s\", line " INT64_FORMAT,
				   csv_source_name(import->source), import->assessor->line);
	else
		errcontext("import of \"%s\"", csv_source_name(import->source));
	if (import->reader != NULL && import->map == NULL &&
		csv_reader_dialect(import->reader)->notes != NULL)
		errcontext("%s", csv_reader_dialect(import->reader)->notes);
}

/* Opens the reader and maps the header; returns the first batch. */
static const CsvBatch *
open_table(Import *import)
{
	const CsvBatch *batch;
	const RecordSample *sample;
	char	   *warning;

	import->reader = import_open_reader(import->source, import->options);
	batch = csv_reader_next(import->reader);
	if (batch == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_BAD_COPY_FILE_FORMAT),
				 errmsg("\"%s\" holds no records", csv_source_name(import->source)),
				 errhint("A customer file has a line of column names and a line for each customer. If its table begins further down, skip is the number of lines before it.")));
	import->map = import_map_columns(import->source, import->reader, batch, import->options, &sample);
	import->log.shape = file_shape(import->map, sample);
	import->unlike = unlike_before(import->map, import->log.shape, import->options);
	if (import->map->warnings != NULL)
		import_log_warn(&import->log, import->map->warnings);
	if ((warning = attributes_column_warning(import->map, sample)) != NULL)
		import_log_warn(&import->log, warning);
	return decide_columns(import, batch, csv_reader_dialect(import->reader)->has_header ? 1 : 0);
}

/* Everything that a batch passes through. */
static void
open_stages(Import *import)
{
	import->context = CurrentMemoryContext;
	limits_require_fields(import->options);
	import->ids = new_ids_create(import->log.import_id);
	import->assessor = assessor_create(import->map, import->options,
									   csv_source_size(import->source));
	import->assessor->moved = moved_cells_create(import->map, import->log.shape);
	import->assessor->knows_feet = true;
	import->assessor->sets_aside = true;
	import->assessor->sets_takers_aside = import->assessor->hands_over;
	import->changes = changes_create(import->map->nfields);
	import->wrong_columns = wrong_columns_create(import->map);
	import->duplicates = duplicates_create(import->map, import->options);
	import->opt_outs = opt_outs_create(import->log.import_id, import->map, import->options);
	import->revisor = revisor_create(import->log.import_id, import->map, import->options,
									 &import->log.counts, import->opt_outs, import->read_ahead > READ_AHEAD_BYTES);
	import->stage = stage_open(import->log.import_id, import->map, csv_source_size(import->source));
	import->batch_context = AllocSetContextCreate(CurrentMemoryContext, "customers import batch",
												  BATCH_MEMORY, BATCH_MEMORY, 4 * BATCH_MEMORY);
}

/* Takes all records through. */
static void
stage_file(Import *import, const CsvBatch *batch)
{
	int			first = csv_reader_dialect(import->reader)->has_header ? 1 : 0;

	pgstat_progress_start_command(PROGRESS_COMMAND_COPY, catalog_oid(REL_IMPORT_ROWS, false));
	pgstat_progress_update_param(PROGRESS_COPY_COMMAND, PROGRESS_COPY_COMMAND_FROM);
	pgstat_progress_update_param(PROGRESS_COPY_BYTES_TOTAL,
								 Max(csv_source_size(import->source), 0));
	for (; batch != NULL; batch = csv_reader_next(import->reader))
	{
		CHECK_FOR_INTERRUPTS();
		batch = decide_columns(import, batch, first);
		process_batch(import, batch, first);
		first = 0;
		show_progress(import);
	}
	process_late(import);
	stage_close(import->stage);
	process_takers(import);
	show_progress(import);
}

/* Fills in what customer_imports tells of the file and how it was read. */
static void
describe_import(Import *import)
{
	ImportLog  *log = &import->log;
	char	   *no_passwords = no_password_warning(&import->no_passwords, import->map);
	char	   *heard = opt_outs_warning(import->opt_outs);
	char	   *weakly_known = assessor_weak_warning(import->assessor);

	log->source = csv_source_name(import->source);
	log->size = csv_source_size(import->source);
	csv_source_sha256(import->source, log->sha256);
	log->dialect = csv_reader_dialect(import->reader);
	log->map = import->map;
	log->options = import->options;
	log->changes = import->changes;
	log->held = list_concat(unclear_names_reasons(log->dialect), header_off_reasons(import->map));
	log->held = list_concat(log->held, no_consent_reasons(import->map));
	log->held = list_concat(log->held, unlike_reasons(import->unlike));
	log->strategy = matcher_strategy(import->assessor->matcher, import->late == NULL ? NULL : "names");
	if (log->dialect->notes != NULL)
		import_log_warn(log, log->dialect->notes);
	if (no_passwords != NULL)
		import_log_warn(log, no_passwords);
	if (import->no_records > 0)
		import_log_warn(log, psprintf("left out as no records of the table (totals, rules, text below it, the header once more): " INT64_FORMAT ", the first on line " INT64_FORMAT "; customers_import_include takes them in",
									  import->no_records, import->first_no_record));
	if (heard != NULL)
		import_log_warn(log, heard);
	if (weakly_known != NULL)
		import_log_warn(log, weakly_known);
}

/* Warnings about what the file as a whole does to the customers. */
static void
warn_of_changes(Import *import)
{
	ImportLog  *log = &import->log;
	ListCell   *cell;
	char	   *twice = log->weak_keys ? twice_without_key(log->import_id, import->map) : NULL;

	if (twice != NULL)
		import_log_warn(log, twice);
	if (import->options->duplicates == DUPLICATES_REJECT &&
		(twice = twice_rejected(import->nduplicates, log->counts.uploaded)) != NULL)
		import_log_warn(log, twice);
	foreach(cell, file_before_warnings(import->map, log->shape, log->counts.uploaded))
		import_log_warn(log, lfirst(cell));
	foreach(cell, wrong_columns_warnings(import->wrong_columns, import->changes,
										 log->counts.changed + log->counts.unchanged, import->options))
		import_log_warn(log, lfirst(cell));
}

/* The import, with its snapshot, settings and memory in place. */
static void
run(Import *import)
{
	const CsvBatch *batch;

	import->log.import_id = import_log_next_id();
	batch = open_table(import);
	open_stages(import);
	stage_file(import, batch);
	describe_import(import);
	import_log_refuse_again(&import->log);
	revise_rows(import);
	revisor_close(import->revisor);
	import->log.opted_out = opt_outs_finish(import->opt_outs);
	if (hand_noes(import) || opt_outs_warning(import->opt_outs) != NULL)
		import->log.consent = import_log_count_consent(import->log.import_id, import->map->subscribed);
	new_ids_finish(import->ids);
	warn_of_changes(import);
	import_log_write(&import->log);
	import->log.held = limits_settle(import->log.import_id);
	pgstat_progress_end_command();
}

/*
 * Locks the staging tables before the snapshot is taken: an erasure waits for imports
 * that have seen the person, and later imports see that the person is gone.
 */
static void
lock_staging(void)
{
	LockRelationOid(catalog_oid(REL_IMPORTS, false), RowExclusiveLock);
	LockRelationOid(catalog_oid(REL_IMPORT_ROWS, false), RowExclusiveLock);
}

int64
import_run(CsvSource *source, const ImportOptions *options, bool hint)
{
	/* complete before the callback, which an error of any wait below calls */
	Import		import = {.source = source, .options = options};
	ErrorContextCallback callback = {error_context_stack, import_error_callback, &import};
	MemoryContext context,
				old;
	int			scope;

	setup_ensure_writable();
	context = AllocSetContextCreate(CurrentMemoryContext, "customers import",
									ALLOCSET_DEFAULT_SIZES);
	old = MemoryContextSwitchTo(context);
	error_context_stack = &callback;
	scope = settings_scope_enter();
	settings_scope_pin_text();
	settings_scope_pin_probes();
	lock_staging();
	/* what the setup has just made must be seen, and one state of the table */
	CommandCounterIncrement();
	import.log.began_at = GetCurrentTimestamp();
	PushActiveSnapshot(GetTransactionSnapshot());

	run(&import);

	PopActiveSnapshot();
	settings_scope_leave(scope);
	error_context_stack = callback.previous;
	import_log_notice(&import.log, hint);
	csv_reader_close(import.reader);
	MemoryContextSwitchTo(old);
	MemoryContextDelete(context);
	return import.log.import_id;
}
