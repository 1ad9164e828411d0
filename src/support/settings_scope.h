/*
 * settings_scope.h
 *
 * Settings pinned for the length of one call: values are text written and
 * read with ISO dates, UTC and full float digits, and key look-ups never fall
 * back to a scan of the whole table.
 */
#ifndef CUSTOMERS_SETTINGS_SCOPE_H
#define CUSTOMERS_SETTINGS_SCOPE_H

/* Begins a scope; an error undoes it by itself. */
extern int	settings_scope_enter(void);
extern void settings_scope_set(const char *name, const char *value);
extern void settings_scope_leave(int scope);

/*
 * To the end of the scope, changes of customers are this import's: the log of
 * consent says so.  In customers.current_import, for any trigger to read.
 */
extern void settings_scope_set_import(int64 import_id);

/*
 * Staged values are read as they were written.  They read the same under any
 * DateStyle and TimeZone: those stay as they are, for the defaults and triggers
 * of customers.
 */
extern void settings_scope_pin_values(void);

/* The settings every reading or writing of value text needs. */
extern void settings_scope_pin_text(void);

/*
 * What names in our SQL mean, whatever the caller's search_path is.  This is the
 * one place that says so; statement.c asks it for each statement.
 *
 * Closed: pg_catalog alone, and relations of ours by their schema.  Operators,
 * functions and types are written plainly.  For statements that nothing of an
 * application's runs along with.
 *
 * pg_catalog first: the caller's search_path, but nothing stands before
 * pg_catalog.  For statements that fire an application's triggers, which find
 * their tables by it.  What is written plainly here is operators between values
 * of one and the same type of PostgreSQL's, known for sure: of operators that fit
 * exactly, the first on the path is taken.  All else is qualified: a function
 * or operator that fits better is taken from anywhere on the path, a type from
 * the temporary schema.
 */
extern void settings_scope_close_path(void);
extern void settings_scope_pg_catalog_first(void);

/* Does the search_path need the second? */
extern bool settings_scope_is_pg_catalog_first(void);

/* Keys are looked up by index, whatever the statistics say. */
extern void settings_scope_pin_probes(void);

#endif							/* CUSTOMERS_SETTINGS_SCOPE_H */
