/*
 * text_hash.h
 *
 * A hash table by text, for hash_search(): an entry begins with a char *, which
 * must live as long as the table, and a key is a pointer to a char *.
 */
#ifndef CUSTOMERS_TEXT_HASH_H
#define CUSTOMERS_TEXT_HASH_H

#include "postgres.h"

#include "utils/hsearch.h"

/* A table for about so many entries, in the current memory context. */
extern HTAB *text_hash_make(const char *name, Size entry_size, long entries);

#endif							/* CUSTOMERS_TEXT_HASH_H */
