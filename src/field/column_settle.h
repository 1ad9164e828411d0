/*
 * column_settle.h
 *
 * Which column gets which field, of those that want it.
 */
#ifndef CUSTOMERS_COLUMN_SETTLE_H
#define CUSTOMERS_COLUMN_SETTLE_H

#include "field/field_mapper.h"

/*
 * Finds the candidate of each column that is not settled, gives every field to
 * one of them, and makes the others what unknown_columns says.  Warns of columns
 * that are not what their words say.
 */
extern void columns_settle(Mapper *mapper);

#endif							/* CUSTOMERS_COLUMN_SETTLE_H */
