/*
 * adopt.h
 *
 * An application's own table as the customers of the schema.
 *
 *		table -> which column is which field (adopt_columns.h)
 *			-> the view adopted_customers, through which our SQL sees it
 *			-> triggers of ours on it, for consent and memberships
 *			-> a row of customer_settings, which says what was adopted
 */
#ifndef CUSTOMERS_ADOPT_H
#define CUSTOMERS_ADOPT_H

#include "postgres.h"

#include "utils/jsonb.h"

#include "support/srf.h"

/*
 * Adopts a table; a row a column, and one for each thing that is added to the table:
 * column_name, type, field, note.  With dry_run all of it is undone, and only the rows
 * stay.  SPI must be connected.
 *
 * Errors: see adopt_columns(); the table cannot be adopted, by this role or at all;
 * the schema has customers; imports wait to be merged.
 */
extern void adopt_table(Oid table, Jsonb *columns, Jsonb *fixed, bool dry_run, SrfRows *rows);

/*
 * The table is about to be changed in a way that what is made of its columns forbids, or
 * (whole) to be dropped: takes that away, until adopt_again().  Whoever uses the list
 * meanwhile gets the error why, a whole sentence.  customers_settings keeps the mapping.
 * The no's in a column of consent that is dropped, and those in a table, are kept.
 */
extern void adopt_lose(Oid table, const char *why, const List *dropped);
extern void adopt_lose_whole(Oid table, const char *why);

/* The list is about to be dropped with its schema: no triggers of ours stay on the table. */
extern void adopt_leave(Oid table);

/* The schema of the list had another name: our triggers on the table name the present one. */
extern void adopt_move(Oid table, const char *schema);

/*
 * Makes it again, of the mapping that is kept and the table as it is now, with a NOTICE
 * for each field that is lost or found.  Errors if the list cannot be without what is
 * lost.
 */
extern void adopt_again(Oid table);

/* Gives the table back; returns its name.  An error if none was adopted. */
extern char *adopt_release(void);

#endif							/* CUSTOMERS_ADOPT_H */
