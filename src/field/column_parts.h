/*
 * column_parts.h
 *
 * Columns that are parts of a field, or have parts of several (made_cell.h): by their
 * words, and by what their cells and the columns beside them are.
 */
#ifndef CUSTOMERS_COLUMN_PARTS_H
#define CUSTOMERS_COLUMN_PARTS_H

#include "field/column_candidate.h"

/* The name of the part that a folded header word stands for; NULL = none. */
extern const char *part_of_word(const char *word);

/* Is a folded header word one of initials, which are a first name where there is no other? */
extern bool part_is_initials(const char *word);

/*
 * Makes candidates of parts of columns whose words do not say it, or say only the whole.
 * Three columns of one date are assigned and settled.
 */
extern void parts_settle(Mapper *mapper, Candidate *candidates);

/* Once fields are assigned: does the column of addresses have the names, too? */
extern void parts_settle_recipient(Mapper *mapper);

#endif							/* CUSTOMERS_COLUMN_PARTS_H */
