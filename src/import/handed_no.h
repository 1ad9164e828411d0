/*
 * handed_no.h
 *
 * Consent where an address is handed from one customer to another within a file
 * (handover.h).  A no belongs to the mailbox and to the person who says it:
 *
 *	- A record's no reaches everybody whom a key of it names, before the file or after
 *	  it: who gets the address, and who had it (opt_out.h).  So nothing depends on
 *	  whether the address goes over in the end: the row may be excluded, rejected, a
 *	  conflict, or undone.
 *	- What a mailbox has said goes with it.  Who gets the address of somebody who says
 *	  no comes unsubscribed: whether that one is unsubscribed already, or by their own
 *	  row, by another record, or as they get such an address themselves.  So it goes on
 *	  through chains, and all around a circle.
 *	- No yes in the file overrules that, not even with resubscribe: it was not this
 *	  person who had said no there, or the file says both.  Once it is merged, the
 *	  address is theirs, and a yes is their own word.
 *	- It does not go back: who gives an address up is not concerned by what the one who
 *	  takes it has said before, at another address.
 *
 * So a merge leaves nobody subscribed with an address whose hash the triggers keep at
 * that moment (schema/consent.c).  An undo gives the addresses back and loosens no
 * consent unasked, as ever.
 */
#ifndef CUSTOMERS_HANDED_NO_H
#define CUSTOMERS_HANDED_NO_H

#include "postgres.h"

#include "field/field.h"
#include "import/record.h"

/*
 * Unsubscribes those who get an address that says no, once all is staged: of the lines
 * (int8[]) of an import, and with a note on their rows.  Adds the field subscribed if
 * the import has none, and that is needed.  Returns whether any row was changed.
 */
extern bool handed_no_impose(int64 import_id, FieldMap *map, Datum lines);

/*
 * For corrections, before that: those of the lines that were unsubscribed so, and are
 * not any more, as int8[]; (Datum) 0 = none.
 */
extern Datum handed_no_stale(int64 import_id, const FieldMap *map, Datum lines);

/*
 * The same of records in memory, all assessed and none decided, that are written as a
 * whole or not at all.  Those that get an address have given_by; the map has the field
 * subscribed.
 */
extern void handed_no_impose_records(const FieldMap *map, Record **records, int nrecords);

#endif							/* CUSTOMERS_HANDED_NO_H */
