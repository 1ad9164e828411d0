/*
 * slipped.h
 *
 * Passwords that stand in another column than theirs: a delimiter too many or too few,
 * or a header that is wrong.  A rejected record shows its cells to everybody who may
 * read, as does any that has a cell which is refused; so those that may be the password
 * are masked.
 */
#ifndef CUSTOMERS_SLIPPED_H
#define CUSTOMERS_SLIPPED_H

#include "postgres.h"

#include "import/record.h"

/*
 * May the password be any cell?  So where the cells cannot be told apart, or that of the
 * password is surely another column's.
 */
extern bool slipped_wholly(const FieldMap *map, const CsvRecord *source);

/* May the cell of a column, not that of the password, be the password?  So is each then. */
extern bool slipped_into(const FieldMap *map, const CsvRecord *source, int column);

/* Masks the cells that the notes of a record quote. */
extern void slipped_mask_notes(const FieldMap *map, Record *record);

/* Is a cell of another column masked, so that what it was cannot be told any more? */
extern bool slipped_is_masked(const FieldMap *map, const CsvRecord *source, int except);

#endif							/* CUSTOMERS_SLIPPED_H */
