/*
 * adopt_index.h
 *
 * Which look-ups of an adopted table have no index.
 */
#ifndef CUSTOMERS_ADOPT_INDEX_H
#define CUSTOMERS_ADOPT_INDEX_H

#include "postgres.h"

#include "utils/rel.h"

#include "field/options.h"

/*
 * What a person should know of a key's column, with the CREATE INDEX; NULL = look-ups
 * of it have an index.
 */
extern char *adopt_index_note(Relation table, AttrNumber number, KeyKind key);

#endif							/* CUSTOMERS_ADOPT_INDEX_H */
