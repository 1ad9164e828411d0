/*
 * csv_reference.h
 *
 * Cells that were written for a web page: a character stands there by its name
 * or number ("O&#39;Brien", "M&uuml;ller", "Smith &amp; Sons").
 */
#ifndef CUSTOMERS_CSV_REFERENCE_H
#define CUSTOMERS_CSV_REFERENCE_H

#include "postgres.h"

#include "csv/csv_arena.h"
#include "csv/csv_record.h"

/* Is there a reference to a character in the text, which no markup is around? */
extern bool csv_reference_is_in(const char *data, size_t len);

/*
 * Writes the characters themselves into the cell, in the arena's memory, those of
 * text that was written so twice ("&amp;eacute;") too.  Returns whether there were
 * any.  Not in a cell that is guarded by a ', or that holds markup: its text is
 * what somebody wanted.
 */
extern bool csv_reference_undo(CsvCell *cell, CsvArena *arena);

#endif							/* CUSTOMERS_CSV_REFERENCE_H */
