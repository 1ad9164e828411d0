/*
 * import_log.c
 *
 * What is kept and said of an import as a whole: its row in customer_imports,
 * the refusal to merge the same bytes twice, the NOTICE at its end.
 */
#include "postgres.h"

#include "catalog/namespace.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "storage/lmgr.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/timestamp.h"

#include "import/column_format.h"
#include "import/import_log.h"
#include "support/catalog.h"
#include "support/spi_value.h"

int64
import_log_next_id(void)
{
	char	   *sql = psprintf("SELECT pg_catalog.nextval(pg_catalog.pg_get_serial_sequence(%s, 'import_id')::pg_catalog.regclass)",
							   quote_literal_cstr(catalog_name(REL_IMPORTS)));
	int64		import_id;

	if (SPI_execute(sql, false, 1) != SPI_OK_SELECT || SPI_processed != 1)
		elog(ERROR, "could not get the id of the import");
	import_id = spi_int64_or(0, 1, -1, "customer_imports.import_id");
	if (import_id == -1)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("column \"import_id\" of %s has no sequence", catalog_name(REL_IMPORTS)),
				 errhint("Give it one with ALTER SEQUENCE ... OWNED BY %s.import_id.",
						 catalog_name(REL_IMPORTS))));
	SPI_freetuptable(SPI_tuptable);
	return import_id;
}

/* A relation's name as the caller must write it. */
static char *
shown_relation(CatalogRelation relation)
{
	return RelationIsVisible(catalog_oid(relation, false))
		? pstrdup(quote_identifier(catalog_bare_name(relation))) : catalog_name(relation);
}

/* One of our functions, likewise. */
static char *
shown_function(const char *name)
{
	List	   *path = fetch_search_path(false);
	bool		visible = list_member_oid(path, catalog_extension_schema());

	list_free(path);
	return visible ? pstrdup(name) : catalog_function_name(name);
}

void
import_log_missing(int64 import_id)
{
	ereport(ERROR,
			(errcode(ERRCODE_UNDEFINED_OBJECT),
			 errmsg("import " INT64_FORMAT " does not exist", import_id),
			 errhint("SELECT import_id, source, status FROM %s; lists those that do.",
					 shown_relation(REL_IMPORTS))));
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
						 shown_relation(REL_IMPORT_ROWS))));
}

/* The status of an import that could not be claimed; is it purged? */
static char *
read_status(int64 import_id, bool *purged)
{
	Oid			type = INT8OID;
	Datum		param = Int64GetDatum(import_id);

	if (SPI_execute_with_args(psprintf("SELECT status, purged_at FROM %s WHERE import_id OPERATOR(pg_catalog.=) $1",
									   catalog_name(REL_IMPORTS)),
							  1, &type, &param, NULL, false, 1) != SPI_OK_SELECT)
		elog(ERROR, "could not read the status of the import");
	if (SPI_processed == 0)
		import_log_missing(import_id);
	*purged = spi_text(0, 2) != NULL;
	return spi_text_not_null(0, 1, "customer_imports.status");
}

/* Updates the import's row, if it has the status; was there one? */
static bool
claim(int64 import_id, const char *assignments, const char *condition)
{
	Oid			type = INT8OID;
	Datum		param = Int64GetDatum(import_id);
	char	   *sql = psprintf("UPDATE %s SET %s WHERE import_id OPERATOR(pg_catalog.=) $1 AND %s",
							   catalog_name(REL_IMPORTS), assignments, condition);

	if (SPI_execute_with_args(sql, 1, &type, &param, NULL, false, 0) != SPI_OK_UPDATE)
		elog(ERROR, "could not claim the import");
	/* its rows come next, under snapshots that must be younger than the lock */
	LockRelationOid(catalog_oid(REL_IMPORT_ROWS, false), RowExclusiveLock);
	return SPI_processed > 0;
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
					   shown_function("customers_revert"), import_id)
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
					   shown_function("customers_cancel"), import_id) : 0));
}

void
import_log_warn(ImportLog *log, const char *warning)
{
	log->warnings = log->warnings == NULL ? pstrdup(warning)
		: psprintf("%s\n%s", log->warnings, warning);
}

static Datum
sha256_datum(const ImportLog *log)
{
	bytea	   *digest = palloc(VARHDRSZ + PG_SHA256_DIGEST_LENGTH);

	SET_VARSIZE(digest, VARHDRSZ + PG_SHA256_DIGEST_LENGTH);
	memcpy(VARDATA(digest), log->sha256, PG_SHA256_DIGEST_LENGTH);
	return PointerGetDatum(digest);
}

void
import_log_refuse_again(const ImportLog *log)
{
	Oid			type = BYTEAOID;
	Datum		param = sha256_datum(log);

	if (log->options->again)
		return;
	if (SPI_execute_with_args(psprintf("SELECT import_id, merged_at::pg_catalog.text FROM %s"
									   " WHERE sha256 OPERATOR(pg_catalog.=) $1"
									   " AND status OPERATOR(pg_catalog.=) 'merged' LIMIT 1",
									   catalog_name(REL_IMPORTS)),
							  1, &type, &param, NULL, true, 1) != SPI_OK_SELECT)
		elog(ERROR, "could not read earlier imports");
	if (SPI_processed > 0)
		ereport(ERROR,
				(errcode(ERRCODE_DUPLICATE_OBJECT),
				 errmsg("this file was merged before, as import %s",
						spi_text_not_null(0, 1, "customer_imports.import_id")),
				 errdetail("It was merged at %s; not a byte is different.",
						   spi_text_not_null(0, 2, "customer_imports.merged_at")),
				 errhint("To import it all the same, add again => true.")));
	SPI_freetuptable(SPI_tuptable);
}

/* Header words as a text[]. */
static Datum
header_datum(const FieldMap *map)
{
	Datum	   *words = palloc(map->ncolumns * sizeof(Datum));

	for (int i = 0; i < map->ncolumns; i++)
		words[i] = CStringGetTextDatum(map->header[i]);
	return PointerGetDatum(construct_array(words, map->ncolumns, TEXTOID, -1, false, TYPALIGN_INT));
}

static char *
quote_text(char quote)
{
	return quote == '\0' ? "" : psprintf("%c", quote);
}

void
import_log_write(const ImportLog *log)
{
	Oid			types[] = {INT8OID, TEXTOID, INT8OID, BYTEAOID, TEXTOID, TEXTOID, TEXTOID, TEXTOID,
		TEXTOID, INT8OID, TEXTARRAYOID, TEXTARRAYOID, JSONBOID, JSONBOID, TEXTOID, TEXTOID, BOOLOID,
		INT8OID, INT8OID, INT8OID, INT8OID, INT8OID, INT8OID, JSONBOID};
	char		nulls[] = "                        ";
	const CsvDialect *dialect = log->dialect;
	const ImportCounts *counts = &log->counts;
	Datum		values[] = {
		Int64GetDatum(log->import_id),
		CStringGetTextDatum(log->source),
		Int64GetDatum(log->size),
		sha256_datum(log),
		CStringGetTextDatum(dialect->encoding),
		CStringGetTextDatum(dialect->delimiter),
		CStringGetTextDatum(quote_text(dialect->quote)),
		CStringGetTextDatum(quote_text(dialect->escape)),
		CStringGetTextDatum(dialect->newline),
		Int64GetDatum(dialect->header_line),
		header_datum(log->map),
		field_map_names(log->map),
		JsonbPGetDatum(field_map_json(log->map)),
		JsonbPGetDatum(options_to_json(log->options)),
		CStringGetTextDatum(log->strategy),
		log->warnings != NULL ? CStringGetTextDatum(log->warnings) : (Datum) 0,
		BoolGetDatum(log->options->again),
		Int64GetDatum(counts->uploaded),
		Int64GetDatum(counts->created),
		Int64GetDatum(counts->changed),
		Int64GetDatum(counts->unchanged),
		Int64GetDatum(counts->rejected),
		Int64GetDatum(counts->excluded),
		JsonbPGetDatum(column_formats_json(log->map))
	};

	if (log->warnings == NULL)
		nulls[15] = 'n';
	if (SPI_execute_with_args(psprintf("INSERT INTO %s (import_id, source, size, sha256, encoding, delimiter,"
									   " quote, escape, newline, header_line, header, fields, mapping, options,"
									   " strategy, warnings, again, uploaded, created, changed, unchanged,"
									   " rejected, excluded, formats)"
									   " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14,"
									   " $15, $16, $17, $18, $19, $20, $21, $22, $23, $24)",
									   catalog_name(REL_IMPORTS)),
							  lengthof(types), types, values, nulls, false, 0) != SPI_OK_INSERT)
		elog(ERROR, "could not write the import");
}

/* ---- what a person is told ---- */

/* Columns that are read as something other than their header word says. */
static void
append_mapping(StringInfo text, const FieldMap *map)
{
	for (int i = 0; i < map->ncolumns; i++)
	{
		int			index = map->column_field[i];
		const char *field = index == COLUMN_CUSTOMER_ID ? "customer_id"
			: index == COLUMN_IGNORED ? "ignored" : map->fields[index].name;

		if (map->header[i][0] == '\0')
			appendStringInfo(text, "%s%d is %s", text->len > 0 ? ", " : "", i + 1,
							 field_clip_word(field));
		else if (strcmp(field, map->header[i]) != 0)
			appendStringInfo(text, "%s\"%s\" is %s", text->len > 0 ? ", " : "",
							 field_clip_word(map->header[i]), field_clip_word(field));
	}
}

/* How the file was read, in words. */
static char *
describe_reading(const ImportLog *log)
{
	StringInfoData text,
				mapping;

	initStringInfo(&text);
	initStringInfo(&mapping);
	appendStringInfo(&text, "Read as %s, delimiter %s, %s on line " INT64_FORMAT ".",
					 log->dialect->encoding,
					 strcmp(log->dialect->delimiter, "\t") == 0 ? "tab"
					 : psprintf("\"%s\"", log->dialect->delimiter),
					 log->dialect->has_header ? "header" : "no header, first record",
					 log->dialect->header_line);
	append_mapping(&mapping, log->map);
	if (mapping.len > 0)
		appendStringInfo(&text, "\nColumns: %s.", mapping.data);
	if (log->warnings != NULL)
		appendStringInfo(&text, "\n%s", log->warnings);
	return text.data;
}

/*
 * The statements to go on with, one a line; NULL if there are none.  What is
 * merged at once needs no preview.
 */
static char *
describe_next(const ImportLog *log, bool staged)
{
	const ImportCounts *counts = &log->counts;
	bool		has_changes = staged && counts->created + counts->changed > 0;
	StringInfoData next;

	initStringInfo(&next);
	if (has_changes)
		appendStringInfo(&next, "To see each change: SELECT * FROM %s(" INT64_FORMAT ");",
						 shown_function("customers_import_preview"), log->import_id);
	else if (staged)
		appendStringInfoString(&next, "There is nothing to merge.");
	if (counts->rejected > 0)
		appendStringInfo(&next, "%sTo see what is wrong with the rejected records: SELECT * FROM %s WHERE import_id = " INT64_FORMAT ";",
						 staged ? "\n" : "", shown_relation(REL_IMPORT_ERRORS), log->import_id);
	if (has_changes)
		appendStringInfo(&next, "\nTo apply the changes: SELECT * FROM %s(" INT64_FORMAT ");",
						 shown_function("customers_merge"), log->import_id);
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
			 errdetail_internal("%s", describe_reading(log)),
			 next != NULL ? errhint("%s", next) : 0));
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
					   shown_relation(REL_IMPORT_ERRORS), import_id) : 0));
}
