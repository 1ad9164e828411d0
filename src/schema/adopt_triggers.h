/*
 * adopt_triggers.h
 *
 * Our triggers on an adopted table.
 */
#ifndef CUSTOMERS_ADOPT_TRIGGERS_H
#define CUSTOMERS_ADOPT_TRIGGERS_H

#include "postgres.h"

#include "nodes/pg_list.h"

/*
 * Creates those that are missing on the table that is adopted by the schema of the
 * relations; returns their names.  SPI must be connected.
 */
extern List *adopt_triggers_create(void);

/* Drops those of the list of a schema, by its name, from a table. */
extern void adopt_triggers_drop(Oid table, const char *schema);

#endif							/* CUSTOMERS_ADOPT_TRIGGERS_H */
