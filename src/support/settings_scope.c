/*
 * settings_scope.c
 *
 * Nested, self-undoing settings (guc.c's nest levels).
 */
#include "postgres.h"

#include "miscadmin.h"
#include "utils/guc.h"

#include "support/settings_scope.h"

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

void
settings_scope_pin_probes(void)
{
	settings_scope_set("enable_seqscan", "off");
	settings_scope_set("enable_bitmapscan", "off");
	settings_scope_set("plan_cache_mode", "force_generic_plan");
}
