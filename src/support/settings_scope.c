/*
 * settings_scope.c
 *
 * Settings for the length of a scope (nest levels of guc.c).
 */
#include "postgres.h"

#include "catalog/namespace.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/varlena.h"

#include "support/settings_scope.h"
#include "support/target.h"

int
settings_scope_enter(void)
{
	return NewGUCNestLevel();
}

void
settings_scope_set(const char *name, const char *value)
{
	(void) set_config_option(name, value, PGC_USERSET, PGC_S_SESSION,
							 GUC_ACTION_SAVE, true, 0, false);
}

void
settings_scope_set_import(int64 import_id)
{
	char	   *value = psprintf(INT64_FORMAT, import_id);

	(void) set_config_option("customers.current_import", value, PGC_INTERNAL, PGC_S_SESSION,
							 GUC_ACTION_SAVE, true, 0, false);
	pfree(value);
}

void
settings_scope_set_saving(void)
{
	(void) set_config_option("customers.saving", "on", PGC_INTERNAL, PGC_S_SESSION,
							 GUC_ACTION_SAVE, true, 0, false);
}

void
settings_scope_leave(int scope)
{
	AtEOXact_GUC(true, scope);
}

void
settings_scope_pin_values(void)
{
	settings_scope_set("IntervalStyle", "postgres");
	settings_scope_set("extra_float_digits", "1");
	settings_scope_set("bytea_output", "hex");
	settings_scope_set("array_nulls", "on");	/* else NULL reads as a text */
	settings_scope_set("jit", "off");
}

void
settings_scope_pin_text(void)
{
	settings_scope_pin_values();
	settings_scope_set("DateStyle", "ISO, YMD");
	settings_scope_set("TimeZone", "UTC");
}

/* ---- search_path ---- */

void
settings_scope_close_path(void)
{
	settings_scope_set("search_path", "pg_catalog, pg_temp");
}

/* If pg_catalog is not named, PostgreSQL searches it first. */
bool
settings_scope_is_pg_catalog_first(void)
{
	const char *at = namespace_search_path;
	size_t		len = strlen("pg_catalog");

	if (strncmp(at, "pg_catalog", len) == 0 && (at[len] == '\0' || at[len] == ','))
		return true;
	while ((at = strpbrk(at, "pP")) != NULL)
		if (pg_strncasecmp(at++, "pg_catalog", len) == 0)
			return false;
	return true;
}

/*
 * Leaves pg_catalog out, instead of naming it first: a trigger that creates a
 * table without a schema would create it there.
 */
void
settings_scope_pg_catalog_first(void)
{
	char	   *path = pstrdup(namespace_search_path);
	StringInfoData others;
	List	   *names;
	ListCell   *lc;

	if (!SplitIdentifierString(path, ',', &names))
		elog(ERROR, "invalid search_path");
	initStringInfo(&others);
	foreach(lc, names)
		if (strcmp(lfirst(lc), "pg_catalog") != 0)
			appendStringInfo(&others, "%s%s", others.len > 0 ? ", " : "", quote_identifier(lfirst(lc)));
	settings_scope_set("search_path", others.data);
}

void
settings_scope_pin_probes(void)
{
	settings_scope_set("enable_seqscan", "off");
	settings_scope_set("enable_bitmapscan", "off");
	/* citus plans for the parameters that it is given */
	if (!target_is_distributed())
		settings_scope_set("plan_cache_mode", "force_generic_plan");
}
