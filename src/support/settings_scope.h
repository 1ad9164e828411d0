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

/* Keys are looked up by index, whatever the statistics say. */
extern void settings_scope_pin_probes(void);

#endif							/* CUSTOMERS_SETTINGS_SCOPE_H */
