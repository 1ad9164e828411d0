/*
 * settings_scope.h
 *
 * Settings for the length of a scope: how values are written and read as text, the
 * search_path, and index scans for look-ups by key.
 */
#ifndef CUSTOMERS_SETTINGS_SCOPE_H
#define CUSTOMERS_SETTINGS_SCOPE_H

/* Begins a scope; an error ends it. */
extern int	settings_scope_enter(void);
extern void settings_scope_set(const char *name, const char *value);
extern void settings_scope_leave(int scope);

/*
 * Sets customers.current_import to the end of the scope: changes of customers are
 * this import's in the log of consent.  Any trigger can read the setting.
 */
extern void settings_scope_set_import(int64 import_id);

/*
 * Sets customers.saving to the end of the scope: a subscribed row that is written
 * is not the person's own word, and no opt-out is deleted for it.
 */
extern void settings_scope_set_saving(void);

/*
 * Pins what reading staged values depends on.  Not DateStyle and TimeZone: staged
 * values do not depend on them, but defaults and triggers of customers may.
 */
extern void settings_scope_pin_values(void);

/* Pins all that the text of values depends on, with ISO dates in UTC. */
extern void settings_scope_pin_text(void);

/*
 * The search_path of our SQL, whatever the caller's is.  Only this file knows it;
 * statement.c sets it for each statement.
 *
 * Closed: pg_catalog, pg_temp.  Operators, functions and types need no schema; our
 * relations do.  For statements that run no code of an application.
 *
 * pg_catalog first: the caller's search_path, with nothing before pg_catalog.  For
 * statements that fire an application's triggers, which need it to find their
 * tables.  Only operators between values of one known built-in type need no schema:
 * of several exact matches, the first on the path is used.  Anything else must be
 * qualified: a function or operator that matches better is used wherever it is on
 * the path, and a type is looked up in the temporary schema first.
 */
extern void settings_scope_close_path(void);
extern void settings_scope_pg_catalog_first(void);

/* Is nothing on the search_path before pg_catalog? */
extern bool settings_scope_is_pg_catalog_first(void);

/* Makes look-ups by key use an index, whatever the statistics. */
extern void settings_scope_pin_probes(void);

#endif							/* CUSTOMERS_SETTINGS_SCOPE_H */
