/*
 * text_hash.c
 *
 * See text_hash.h.
 */
#include "postgres.h"

#include "common/hashfn.h"

#include "support/text_hash.h"

static uint32
text_hash(const void *key, Size keysize)
{
	const char *text = *(const char *const *) key;

	return hash_bytes((const unsigned char *) text, strlen(text));
}

static int
text_match(const void *a, const void *b, Size keysize)
{
	return strcmp(*(const char *const *) a, *(const char *const *) b);
}

HTAB *
text_hash_make(const char *name, Size entry_size, long entries)
{
	HASHCTL		control = {
		.keysize = sizeof(char *), .entrysize = entry_size,
		.hash = text_hash, .match = text_match, .hcxt = CurrentMemoryContext
	};

	return hash_create(name, entries, &control, HASH_ELEM | HASH_FUNCTION | HASH_COMPARE | HASH_CONTEXT);
}
