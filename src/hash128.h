/*
 * hash128.h
 *
 * A seeded 128-bit hash of a sequence of cells, for telling whether a row is
 * the same without keeping it.  Folded 64x64->128 bit multiplication, after
 * Wang Yi's wyhash (public domain), in two lanes with different secrets.  Not
 * cryptographic; the seed is random per import, so that nobody can prepare
 * two rows that collide.
 */
#ifndef CUSTOMERS_HASH128_H
#define CUSTOMERS_HASH128_H

#include "postgres.h"

typedef struct Hash128
{
	uint64		lo;
	uint64		hi;
} Hash128;

static inline uint64
hash128_fold(uint64 a, uint64 b)
{
#ifdef HAVE_INT128
	uint128		product = (uint128) a * b;

	return (uint64) product ^ (uint64) (product >> 64);
#else
	uint64		ah = a >> 32,
				al = (uint32) a,
				bh = b >> 32,
				bl = (uint32) b;
	uint64		mid = ah * bl + ((al * bl) >> 32);
	uint64		mid2 = al * bh + (uint32) mid;

	return (a * b) ^ (ah * bh + (mid >> 32) + (mid2 >> 32));
#endif
}

static inline uint64
hash128_word(const char *p, size_t len)
{
	uint64		word = 0;

	memcpy(&word, p, len);
	return word;
}

/* Mixes one 128-bit block into both lanes. */
static inline void
hash128_mix(Hash128 *hash, uint64 a, uint64 b)
{
	hash->lo = hash128_fold(a ^ hash->lo, b ^ UINT64CONST(0xa0761d6478bd642f));
	hash->hi = hash128_fold(a ^ UINT64CONST(0xe7037ed1a0b428db), b ^ hash->hi);
}

/* Mixes a cell of len bytes; its length is part of it. */
static inline void
hash128_bytes(Hash128 *hash, const char *data, size_t len)
{
	size_t		left = len;

	while (left > 16)
	{
		hash128_mix(hash, hash128_word(data, 8), hash128_word(data + 8, 8));
		data += 16;
		left -= 16;
	}
	if (left > 8)
		hash128_mix(hash, hash128_word(data, 8), hash128_word(data + 8, left - 8));
	else
		hash128_mix(hash, hash128_word(data, left), UINT64CONST(0x8ebc6af09c88c6e3));
	hash128_mix(hash, len, UINT64CONST(0x589965cc75374cc3));
}

#endif							/* CUSTOMERS_HASH128_H */
