/*
 * preset.c
 *
 *		customer_imports.options, mapping -> customer_import_presets
 *			-> ImportOptions of a later import
 *
 * A preset keeps every column's field, so that next week's file is read the same way
 * even if the synonyms change.  A column that nothing spoke for, a category or none,
 * is looked at again: next week it may say who has left.  It does not keep the options of one_file, which
 * allow something for one file only: to merge the same bytes twice, to subscribe
 * customers again, to store erased people again.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"

#include "import/import_row.h"
#include "import/preset.h"
#include "schema/setup.h"
#include "support/catalog.h"
#include "support/spi_value.h"
#include "support/statement.h"

/* What a preset does not keep. */
static const char *const one_file = "ARRAY['again', 'resubscribe', 'restore_erased']";

/* Sets the options of a preset; skips one_file, which older releases saved. */
static void
take_options(Jsonb *json, ImportOptions *options)
{
	ImportOptions before = *options;

	options_from_json(json, options);
	options->again = before.again;
	options->resubscribe = before.resubscribe;
	options->restore_erased = before.restore_erased;
}

void
preset_load(const char *name, ImportOptions *options)
{
	Statement	find;
	Jsonb	   *json;

	setup_ensure();
	find = statement(psprintf("SELECT COALESCE(options, '{}') OPERATOR(pg_catalog.||)"
							  " CASE WHEN mapping IS NULL THEN '{}'"
							  " ELSE pg_catalog.jsonb_build_object('mapping', mapping) END"
							  " FROM %s WHERE name OPERATOR(pg_catalog.=) $1",
							  catalog_name(REL_IMPORT_PRESETS)));
	find.limit = 1;
	statement_text(&find, name);
	if (statement_select(&find) == 0)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_OBJECT),
				 errmsg("preset \"%s\" does not exist", name),
				 errhint("SELECT name FROM %s; lists those that do.", catalog_name(REL_IMPORT_PRESETS))));
	json = spi_jsonb(0, 1, "customer_import_presets.options");
	if (json == NULL)
		spi_refuse_null("customer_import_presets.options");
	take_options(json, options);
	options->preset = pstrdup(name);
	options->preset_mapping = options->mapping;
}

/* The mapping of an import m, but for words that nothing spoke for. */
static const char *const kept_mapping =
	"(SELECT COALESCE(pg_catalog.jsonb_object_agg(e.key, e.value), '{}')"
	" FROM pg_catalog.jsonb_each(m.mapping) AS e"
	" WHERE NOT EXISTS (SELECT FROM pg_catalog.jsonb_array_elements(m.columns) AS c"
	"  WHERE COALESCE(c.value OPERATOR(pg_catalog.->) 'field', 'null') OPERATOR(pg_catalog.=) e.value"
	"  AND NOT c.value OPERATOR(pg_catalog.?) 'by')"
	" OR EXISTS (SELECT FROM pg_catalog.jsonb_array_elements(m.columns) AS c"
	"  WHERE COALESCE(c.value OPERATOR(pg_catalog.->) 'field', 'null') OPERATOR(pg_catalog.=) e.value"
	"  AND c.value OPERATOR(pg_catalog.?) 'by')"
	" OR e.key OPERATOR(pg_catalog.~) '^[0-9]+$')";

void
preset_save(const char *name, int64 import_id)
{
	Statement	insert;

	if (name[0] == '\0')
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("a preset must have a name")));
	setup_ensure_writable();
	insert = statement(psprintf("INSERT INTO %s (name, import_id, mapping, options)"
								" SELECT $1, m.import_id, CASE WHEN m.mapping IS NOT NULL THEN %s END, options OPERATOR(pg_catalog.-) 'mapping'::pg_catalog.text"
								" OPERATOR(pg_catalog.-) %s"
								" FROM %s AS m WHERE m.import_id OPERATOR(pg_catalog.=) $2"
								" ON CONFLICT (name) DO UPDATE SET import_id = EXCLUDED.import_id, mapping = EXCLUDED.mapping,"
								" options = EXCLUDED.options, saved_by = EXCLUDED.saved_by,"
								" saved_at = EXCLUDED.saved_at",
								catalog_name(REL_IMPORT_PRESETS), kept_mapping, one_file, catalog_name(REL_IMPORTS)));
	statement_text(&insert, name);
	statement_int8(&insert, import_id);
	if (statement_write(&insert) == 0)
		import_row_missing(import_id);
}
