/*
 * csv_recipients.h
 *
 * Lists of recipients, as mail programs copy them: no table, but a name and an
 * address each, one a line or many.
 *
 *		"Berg, Anna" <anna@example.com>
 *		Tor Vik <tor@example.com>, ola@example.com
 *
 * They are read as records of one cell, one a recipient.
 */
#ifndef CUSTOMERS_CSV_RECIPIENTS_H
#define CUSTOMERS_CSV_RECIPIENTS_H

#include "postgres.h"

/* Zero with listed: at the start of a text that is such a list. */
typedef struct CsvRecipients
{
	bool		listed;			/* the text is such a list */
	bool		quoted;			/* in quotes */
	bool		addressed;		/* an address has begun */
	bool		behind;			/* only spaces since a recipient's separator */
} CsvRecipients;

/*
 * Is the text, of which the rest is there if whole, such a list?  Below a line that
 * may be its header.
 */
extern bool csv_recipients_find(const char *text, size_t len, bool whole);

/*
 * Gives each recipient of the text from from to len a line of its own, in place, as a
 * continuation of what stands before; may change the character before from.
 */
extern void csv_recipients_split(CsvRecipients *recipients, char *text, size_t from, size_t len);

/* Does a cell end in an address in brackets? */
extern bool csv_recipients_is_one(const char *data, size_t len);

#endif							/* CUSTOMERS_CSV_RECIPIENTS_H */
