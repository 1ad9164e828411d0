/*
 * null_names.h
 *
 * Words that stand for nothing as names.  There are people called Null: as a name
 * a word is one only where it stands in more than one record.
 */
#ifndef CUSTOMERS_NULL_NAMES_H
#define CUSTOMERS_NULL_NAMES_H

#include "postgres.h"

#include "field/field.h"
#include "field/null_words.h"

/*
 * The words that stand for nothing in a field of a file, names apart: blank, or
 * as a key no_key.
 */
extern const NullWords *null_names_words(const Field *field, const NullWords *blank,
										 const NullWords *no_key);

/* Lets words stand for nothing in the cells of a field; NULL = none do. */
extern void null_names_set(Field *field, const NullWords *words);

/* Is the field a person's name, or part of it? */
extern bool null_names_concern(const Field *field);

/*
 * Sets Field.nothing of the names, in the current memory context, to the words
 * of map->blank that stand as names in several records of the sample.
 */
extern void null_names_find(FieldMap *map, const RecordSample *sample);

#endif							/* CUSTOMERS_NULL_NAMES_H */
