/*
 * consent_column.h
 *
 * Columns that speak of consent, and what their cells say.
 *
 *		cell -> consent_cell(): a yes, a word of consent, a date ...
 *			-> by the sense of its column: subscribed, unsubscribed, nothing
 *			-> the strictest of a record's columns (consent_read.h)
 *
 * In a column of the sense "subscribed" a yes says subscribed, and a no
 * unsubscribed.  In one that refuses (the field "unsubscribed"), a yes, a date
 * or a time says unsubscribed, and a no says nothing.  A word of consent says
 * what is so in both.
 */
#ifndef CUSTOMERS_CONSENT_COLUMN_H
#define CUSTOMERS_CONSENT_COLUMN_H

#include "postgres.h"

#include "field/cell_value.h"
#include "field/consent_cell.h"
#include "field/field.h"
#include "field/value_words.h"

/*
 * What a trimmed cell is in a column that is known to speak of consent: a word may have a
 * remark, stand for a code, or be one of several pairs.  telling: as of consent_cell(), never
 * NULL.
 */
extern ConsentCell consent_column_cell(const ConsentColumn *column, const ValueWords *words,
									   const char *data, uint32 len, bool *telling);

/* Does a trimmed cell say that there is nothing in a list: [], {}, "-"? */
extern bool consent_is_empty_list(const char *data, uint32 len);

/* The same, read as the one column of the field that it is of. */
extern void consent_parse(const Field *field, const char *data, uint32 len,
						  CellValue *value);

/* The column of the file among those of the field; NULL = none of them. */
extern const ConsentColumn *consent_column_of(const Field *field, int column);

/* Is it one column, whose true and false are those of the live value? */
extern bool consent_is_plain(const Field *field);

/* Can any of the columns say yes, so that their silence says no of somebody new? */
extern bool consent_may_say_yes(const Field *field);

#endif							/* CUSTOMERS_CONSENT_COLUMN_H */
