/*
 * column_headless.h
 *
 * A file without a header.  Its candidates: column_candidate.h.
 */
#ifndef CUSTOMERS_COLUMN_HEADLESS_H
#define CUSTOMERS_COLUMN_HEADLESS_H

#include "field/field_mapper.h"

/* Warns that cells alone tell the columns, with the mapping that would say it. */
extern void headless_warn(Mapper *mapper);

#endif							/* CUSTOMERS_COLUMN_HEADLESS_H */
