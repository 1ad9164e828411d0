/*
 * consent_read.h
 *
 * What the columns of consent say of one record together.
 */
#ifndef CUSTOMERS_CONSENT_READ_H
#define CUSTOMERS_CONSENT_READ_H

#include "postgres.h"

#include "field/cell_value.h"
#include "field/field.h"

/*
 * What all columns of the field say together: the strictest; a no before a cell
 * that cannot be read, that before a yes.
 */
extern void consent_read(const Field *field, const CsvRecord *source, CellValue *value);

/* The cell that says it, for messages. */
extern const CsvCell *consent_deciding_cell(const Field *field, const CsvRecord *source);

#endif							/* CUSTOMERS_CONSENT_READ_H */
