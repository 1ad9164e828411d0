/*
 * secret_pairs.h
 *
 * Columns whose cells are several values with their names, as other programs export what
 * they have no column for: {"password": "..."}, color: red; password: ...
 */
#ifndef CUSTOMERS_SECRET_PAIRS_H
#define CUSTOMERS_SECRET_PAIRS_H

#include "postgres.h"

#include "field/record_sample.h"

/*
 * Does a cell of the sample have a password or key by its name among others?  A remark in
 * which somebody has written one is no such cell.
 */
extern bool secret_pairs_in_column(const RecordSample *sample, int column);

#endif							/* CUSTOMERS_SECRET_PAIRS_H */
