/*
 * import_log.c
 *
 * The import as a whole: its row in customer_imports, the error for the same bytes
 * merged twice, the NOTICE at its end.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "storage/lmgr.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/timestamp.h"

#include "field/consent_default.h"
#include "import/column_format.h"
#include "import/held.h"
#include "import/import_log.h"
#include "import/import_row.h"
#include "import/kept.h"
#include "import/standing.h"
#include "schema/consent_source.h"
#include "support/catalog.h"
#include "support/spi_value.h"
#include "support/statement.h"

int64
import_log_next_id(void)
{
	Statement	find = statement(psprintf("SELECT pg_catalog.nextval(pg_catalog.pg_get_serial_sequence(%s, 'import_id')::pg_catalog.regclass)",
										  quote_literal_cstr(catalog_name(REL_IMPORTS))));
	int64		import_id;

	statement_select(&find);
	import_id = spi_int64_or(0, 1, -1, "customer_imports.import_id");
	if (import_id == -1)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("column \"import_id\" of %s has no sequence", catalog_name(REL_IMPORTS)),
				 errhint("Give it one with ALTER SEQUENCE ... OWNED BY %s.import_id.",
						 catalog_name(REL_IMPORTS))));
	statement_done();
	return import_id;
}

void
import_log_require_rows(int64 import_id, uint64 expected, uint64 found)
{
	if (expected != found)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("the rows of import " INT64_FORMAT " are not those that were staged", import_id),
				 errdetail("To be written: " UINT64_FORMAT "; with the same lines: " UINT64_FORMAT ".", expected, found),
				 errhint("Each line of an import has one row in %s, and no trigger may hold it back.",
						 catalog_shown_name(REL_IMPORT_ROWS))));
}

/* The status of an import that could not be claimed; is it purged? */
static char *
read_status(int64 import_id, bool *purged)
{
	ImportRow  *row = import_row_read(import_id, "status, purged_at");

	*purged = row->purged_at != IMPORT_ROW_NEVER;
	if (row->status == NULL)
		spi_refuse_null("customer_imports.status");
	return row->status;
}

/* Updates the import's row, if it has the status; was there one? */
static bool
claim(int64 import_id, const char *assignments, const char *condition)
{
	Statement	update = statement(psprintf("UPDATE %s SET %s WHERE import_id OPERATOR(pg_catalog.=) $1 AND %s",
											catalog_name(REL_IMPORTS), assignments, condition));
	bool		claimed;

	statement_int8(&update, import_id);
	claimed = statement_write(&update) > 0;
	/* its rows come next, under snapshots that must be younger than the lock */
	LockRelationOid(catalog_oid(REL_IMPORT_ROWS, false), RowExclusiveLock);
	return claimed;
}

void
import_log_claim(int64 import_id, const char *assignments)
{
	char	   *status;
	bool		purged;

	if (claim(import_id, assignments, "status OPERATOR(pg_catalog.=) 'staged'"))
		return;
	status = read_status(import_id, &purged);
	ereport(ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg("import " INT64_FORMAT " is %s", import_id,
					strcmp(status, "merged") == 0 ? "merged already" : status),
			 errdetail("Only a staged import can be merged, corrected or cancelled."),
			 strcmp(status, "merged") == 0
			 ? errhint("To undo it: SELECT * FROM %s(" INT64_FORMAT ");",
					   catalog_shown_function("customers_revert"), import_id)
			 : errhint("Import the file again.")));
}

void
import_log_claim_merged(int64 import_id, const char *assignments)
{
	char	   *status;
	bool		purged;

	if (claim(import_id, assignments, "status OPERATOR(pg_catalog.=) 'merged' AND purged_at IS NULL"))
		return;
	status = read_status(import_id, &purged);
	if (strcmp(status, "merged") == 0 && purged)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("the rows of import " INT64_FORMAT " have been purged", import_id),
				 errdetail("What it changed is not known any more: it cannot be reverted.")));
	ereport(ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg("import " INT64_FORMAT " is %s", import_id,
					strcmp(status, "reverted") == 0 ? "reverted already" : status),
			 errdetail("Only a merged import can be reverted."),
			 strcmp(status, "staged") == 0
			 ? errhint("Nothing has been changed by it: SELECT %s(" INT64_FORMAT "); drops it.",
					   catalog_shown_function("customers_cancel"), import_id) : 0));
}

void
import_log_warn(ImportLog *log, const char *warning)
{
	log->warnings = log->warnings == NULL ? pstrdup(warning)
		: psprintf("%s\n%s", log->warnings, warning);
}

static bytea *
sha256(const ImportLog *log)
{
	bytea	   *digest = palloc(VARHDRSZ + PG_SHA256_DIGEST_LENGTH);

	SET_VARSIZE(digest, VARHDRSZ + PG_SHA256_DIGEST_LENGTH);
	memcpy(VARDATA(digest), log->sha256, PG_SHA256_DIGEST_LENGTH);
	return digest;
}

void
import_log_refuse_again(const ImportLog *log)
{
	Statement	find = statement(psprintf("SELECT import_id, merged_at::pg_catalog.text FROM %s"
										  " WHERE sha256 OPERATOR(pg_catalog.=) $1"
										  " AND status OPERATOR(pg_catalog.=) 'merged' LIMIT 1",
										  catalog_name(REL_IMPORTS)));

	if (log->options->again)
		return;
	find.read_only = true;
	statement_datum(&find, BYTEAOID, PointerGetDatum(sha256(log)), false);
	if (statement_select(&find) > 0)
		ereport(ERROR,
				(errcode(ERRCODE_DUPLICATE_OBJECT),
				 errmsg("this file was merged before, as import %s",
						spi_text_not_null(0, 1, "customer_imports.import_id")),
				 errdetail("It was merged at %s; not a byte is different.",
						   spi_text_not_null(0, 2, "customer_imports.merged_at")),
				 errhint("To import it all the same, add again => true.")));
	statement_done();
}

ConsentCounts
import_log_count_consent(int64 import_id, int subscribed)
{
	Statement	count = statement(psprintf("SELECT pg_catalog.count(*) FILTER (WHERE n.subscribed OPERATOR(pg_catalog.=) 'true'),"
										   " pg_catalog.count(*) FILTER (WHERE n.subscribed OPERATOR(pg_catalog.=) 'false'),"
										   " pg_catalog.count(*) FILTER (WHERE n.by_default OR n.subscribed IS NULL),"
										   " pg_catalog.count(*) FILTER (WHERE n.subscribed IS NULL)"
										   " FROM (SELECT r.cells[$2] AS subscribed, pg_catalog.octet_length(r.marks) OPERATOR(pg_catalog.>) 0"
										   " AND (pg_catalog.get_byte(r.marks, 0) OPERATOR(pg_catalog.&) %d) OPERATOR(pg_catalog.<>) 0 AS by_default"
										   " FROM %s AS r WHERE r.import_id OPERATOR(pg_catalog.=) $1"
										   " AND r.action OPERATOR(pg_catalog.=) 'create') AS n",
										   CONSENT_BY_DEFAULT, catalog_name(REL_IMPORT_ROWS)));
	ConsentCounts counts;

	statement_int8(&count, import_id);
	statement_datum(&count, INT4OID, Int32GetDatum(subscribed + 1), subscribed < 0);
	(void) statement_select(&count);
	counts.subscribed = spi_int64(0, 1, "count");
	counts.unsubscribed = spi_int64(0, 2, "count");
	counts.by_default = spi_int64(0, 3, "count");
	*(consent_default() ? &counts.subscribed : &counts.unsubscribed) += spi_int64(0, 4, "count");
	statement_done();
	return counts;
}

char *
import_log_consent_text(const ConsentCounts *counts)
{
	StringInfoData text;

	if (counts->subscribed + counts->unsubscribed == 0)
		return NULL;
	initStringInfo(&text);
	appendStringInfo(&text, "New customers: " INT64_FORMAT " subscribed, " INT64_FORMAT " unsubscribed",
					 counts->subscribed, counts->unsubscribed);
	if (counts->by_default == counts->subscribed + counts->unsubscribed)
		appendStringInfoString(&text, ", by default: the file does not say");
	else if (counts->by_default > 0)
		appendStringInfo(&text, " (" INT64_FORMAT " of them by default: the file does not say)",
						 counts->by_default);
	appendStringInfoChar(&text, '.');
	return text.data;
}

char *
import_log_opted_out_text(int64 opted_out)
{
	if (opted_out == 0)
		return NULL;
	return psprintf(INT64_FORMAT " more %s unsubscribed, by records that change nothing else of them.",
					opted_out, opted_out == 1 ? "customer is" : "customers are");
}

/* Header words as a text[]. */
static ArrayType *
header_array(const FieldMap *map)
{
	Datum	   *words = palloc(map->ncolumns * sizeof(Datum));

	for (int i = 0; i < map->ncolumns; i++)
		words[i] = CStringGetTextDatum(map->header[i]);
	return construct_array(words, map->ncolumns, TEXTOID, -1, false, TYPALIGN_INT);
}

static char *
quote_text(char quote)
{
	return quote == '\0' ? "" : psprintf("%c", quote);
}

void
import_log_write(const ImportLog *log)
{
	const CsvDialect *dialect = log->dialect;
	ImportRow	row = {
		.import_id = log->import_id,
		.imported_at = log->began_at,
		.source = unconstify(char *, log->source),
		.size = log->size,
		.sha256 = sha256(log),
		.encoding = unconstify(char *, dialect->encoding),
		.delimiter = pstrdup(dialect->delimiter),
		.quote = quote_text(dialect->quote),
		.escape = quote_text(dialect->escape),
		.newline = unconstify(char *, dialect->newline),
		.header_line = dialect->header_line,
		.header = header_array(log->map),
		.fields = DatumGetArrayTypeP(field_map_names(log->map)),
		.mapping = field_map_json(log->map),
		.options = options_to_json(log->options),
		.strategy = unconstify(char *, log->strategy),
		.warnings = log->warnings,
		.standing = standing_json(log->standing),
		.changes = changes_json(log->changes, changes_fields(log->map)),
		.held = held_json(log->held),
		.preset = log->options->preset,
		.shapes = file_shape_json(log->shape),
		.again = log->options->again,
		.counts = log->counts,
		.opted_out = log->opted_out,
		.weak_keys = log->weak_keys,
		.formats = column_formats_json(log->map),
		.columns = field_map_columns(log->map)
	};

	import_row_insert(&row, "import_id, imported_at, opted_out, weak_keys, source, size, sha256, encoding, delimiter, quote, escape, newline,"
					  " header_line, header, fields, mapping, options, strategy, warnings, changes, held, preset, shapes, standing, again, formats, columns, "
					  IMPORT_ROW_COUNTS);
}

/* ---- what a person is told ---- */

/* Columns that are read as something other than their header word says. */
static void
append_mapping(StringInfo text, const FieldMap *map)
{
	for (int i = 0; i < map->ncolumns; i++)
	{
		const char *field = field_map_column_name(map, i);

		if (field == NULL)
			field = "ignored";
		else if (map->reason[i] == COLUMN_BY_CELLS)
			field = psprintf("%s by its cells", field);
		if (map->header[i][0] == '\0')
			appendStringInfo(text, "%s%d is %s", text->len > 0 ? ", " : "", i + 1,
							 field_clip_word(field));
		else if (strcmp(field, map->header[i]) != 0)
			appendStringInfo(text, "%s\"%s\" is %s", text->len > 0 ? ", " : "",
							 field_clip_word(map->header[i]), field_clip_word(field));
	}
}

/* Which columns speak of consent, and what new customers have said. */
static void
append_consent(StringInfo text, const ImportLog *log)
{
	char	   *columns = field_map_consent_text(log->map);
	char	   *counts = import_log_consent_text(&log->consent);
	char	   *opted_out = import_log_opted_out_text(log->opted_out);

	if (columns != NULL)
		appendStringInfo(text, "\nConsent: %s.", columns);
	if (counts != NULL)
		appendStringInfo(text, "\n%s", counts);
	if (opted_out != NULL)
		appendStringInfo(text, "\n%s", opted_out);
}

/* How the file was read, in words.  If it is merged next, the gate says that it is held. */
static char *
describe_reading(const ImportLog *log, bool staged)
{
	StringInfoData text,
				mapping;

	initStringInfo(&text);
	initStringInfo(&mapping);
	appendStringInfo(&text, "Read as %s, delimiter %s, %s on line " INT64_FORMAT ".",
					 log->dialect->encoding,
					 csv_delimiter_name(log->dialect->delimiter),
					 log->dialect->has_header ? "header" : "no header, first record",
					 log->dialect->header_line);
	if (log->dialect->header_found.certainty == CSV_GUESSED)
		appendStringInfo(&text, " The header is a guess: %s.", log->dialect->header_found.evidence);
	append_mapping(&mapping, log->map);
	if (mapping.len > 0)
		appendStringInfo(&text, "\nColumns: %s.", mapping.data);
	append_consent(&text, log);
	if (log->options->set != NULL)
		appendStringInfo(&text, "\nSet for every record: %s.",
						 JsonbToCString(NULL, &log->options->set->root, VARSIZE(log->options->set)));
	if (log->warnings != NULL)
		appendStringInfo(&text, "\n%s", log->warnings);
	if (log->standing != NIL)
		appendStringInfo(&text, "\nWarnings of records that change nothing: %s.", standing_text(log->standing));
	if (log->held != NIL && staged)
		appendStringInfo(&text, "\nHeld: it is not merged unless somebody says so.\n%s", held_text(log->held));
	return text.data;
}

/* Rejected records that a person reads one by one: more may have their values in common. */
#define TOLD_REJECTS 10

/*
 * The statements to go on with, one a line; NULL if there are none.  What is
 * merged at once needs no preview.
 */
static char *
describe_next(const ImportLog *log, bool staged)
{
	const ImportCounts *counts = &log->counts;
	bool		has_changes = staged && counts->created + counts->changed + log->opted_out > 0;
	StringInfoData next;

	initStringInfo(&next);
	if (has_changes && counts->created + counts->changed > 0)
		appendStringInfo(&next, "To see each change: SELECT * FROM %s(" INT64_FORMAT ");",
						 catalog_shown_function("customers_import_preview"), log->import_id);
	else if (has_changes)
		appendStringInfo(&next, "To see each change: SELECT * FROM %s WHERE import_id = " INT64_FORMAT ";",
						 catalog_shown_name(REL_IMPORT_DIFF), log->import_id);
	else if (staged)
		appendStringInfoString(&next, "There is nothing to merge.");
	if (counts->rejected > 0)
		appendStringInfo(&next, "%sTo see what is wrong with the rejected records: SELECT * FROM %s WHERE import_id = " INT64_FORMAT ";",
						 staged ? "\n" : "", catalog_shown_name(REL_IMPORT_ERRORS), log->import_id);
	if (counts->rejected > TOLD_REJECTS && staged)
		appendStringInfo(&next, "\nTo see each value that was not understood once, and in how many records: SELECT * FROM %s(" INT64_FORMAT ");",
						 catalog_shown_function("customers_import_values"), log->import_id);
	if (has_changes)
		appendStringInfo(&next, "\nTo apply the changes%s: SELECT * FROM %s(" INT64_FORMAT "%s);",
						 log->held != NIL ? " all the same" : "", catalog_shown_function("customers_merge"),
						 log->import_id, log->held != NIL ? ", over_limits => true" : "");
	return next.len > 0 ? next.data : NULL;
}

void
import_log_notice(const ImportLog *log, bool staged)
{
	const ImportCounts *counts = &log->counts;
	char	   *next = describe_next(log, staged);

	ereport(NOTICE,
			(errmsg("import " INT64_FORMAT ": " INT64_FORMAT " %s: " INT64_FORMAT " new, " INT64_FORMAT " changed, " INT64_FORMAT " unchanged, " INT64_FORMAT " rejected, " INT64_FORMAT " excluded",
					log->import_id, counts->uploaded, counts->uploaded == 1 ? "record" : "records",
					counts->created, counts->changed, counts->unchanged, counts->rejected,
					counts->excluded),
			 errdetail_internal("%s", describe_reading(log, staged)),
			 next != NULL ? errhint("%s", next) : 0));
}

void
import_log_notice_merged(int64 import_id, const ImportCounts *counts)
{
	ereport(NOTICE,
			(errmsg("import " INT64_FORMAT " merged: " INT64_FORMAT " new, " INT64_FORMAT " changed, " INT64_FORMAT " unchanged, " INT64_FORMAT " rejected, " INT64_FORMAT " excluded",
					import_id, counts->created, counts->changed, counts->unchanged, counts->rejected, counts->excluded),
			 errhint("To undo it: SELECT * FROM %s(" INT64_FORMAT ");",
					 catalog_shown_function("customers_revert"), import_id)));
}

void
import_log_notice_cancelled(int64 import_id)
{
	ereport(NOTICE,
			(errmsg("import " INT64_FORMAT " is cancelled: nothing has been changed by it", import_id)));
}

void
import_log_notice_corrected(int64 import_id)
{
	const ImportRow *row = import_row_read(import_id, "held, " IMPORT_ROW_COUNTS);
	const ImportCounts *counts = &row->counts;

	ereport(NOTICE,
			(errmsg("import " INT64_FORMAT " is corrected: " INT64_FORMAT " new, " INT64_FORMAT " changed, " INT64_FORMAT " unchanged, " INT64_FORMAT " rejected, " INT64_FORMAT " excluded",
					import_id, counts->created, counts->changed, counts->unchanged, counts->rejected, counts->excluded),
			 row->held != NULL ? errdetail_internal("%s", psprintf("It is held. %s", held_text(held_read(row->held)))) : 0,
			 errhint("To apply the changes%s: SELECT * FROM %s(" INT64_FORMAT "%s);",
					 row->held != NULL ? " all the same" : "", catalog_shown_function("customers_merge"),
					 import_id, row->held != NULL ? ", over_limits => true" : "")));
}

void
import_log_notice_reverted(int64 import_id, int64 reverted, int64 kept, int64 unsubscribed)
{
	ereport(NOTICE,
			(errmsg("import " INT64_FORMAT " reverted: " INT64_FORMAT " %s taken back, " INT64_FORMAT " kept in whole or in part",
					import_id, reverted, reverted == 1 ? "record" : "records", kept),
			 unsubscribed > 0
			 ? errdetail_plural(INT64_FORMAT " customer stays unsubscribed: an undo subscribes nobody again unless resubscribe => true says so.",
								INT64_FORMAT " customers stay unsubscribed: an undo subscribes nobody again unless resubscribe => true says so.",
								unsubscribed, unsubscribed) : 0,
			 kept > 0
			 ? errhint("To see what was kept, and why: SELECT * FROM %s WHERE import_id = " INT64_FORMAT " AND code LIKE 'kept%%';",
					   catalog_shown_name(REL_IMPORT_ERRORS), import_id) : 0));
}
