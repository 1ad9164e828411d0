/*
 * hash128.h
 *
 * A seeded 128-bit hash of a sequence of cells, for telling whether a row is
 * the same without keeping it.  Folded 64x64->128 bit multiplication, after
 * Wang Yi's wyhash (public domain), in two lanes that feed each other.  Not
 * cryptographic; the seed (the first value of a Hash128) is random per import
 * and stands in both factors of each product, so that nobody can prepare two
 * rows that collide.
 *
 * A cell of up to 16 bytes, or a number, costs two multiplications.  Hashes may
 * differ between machines and releases: one that is stored (diff_live_hash())
 * must be allowed to differ for no reason.
 */
#ifndef CUSTOMERS_HASH128_H
#define CUSTOMERS_HASH128_H

#include "postgres.h"

typedef struct Hash128
{
	uint64		lo;
	uint64		hi;
} Hash128;

#define HASH128_SECRET_LO	UINT64CONST(0xe7037ed1a0b428db)
#define HASH128_SECRET_HI	UINT64CONST(0xa0761d6478bd642f)
#define HASH128_SECRET_LEN	UINT64CONST(0x589965cc75374cc3)
#define HASH128_SECRET_PAIR UINT64CONST(0x8ebc6af09c88c6e3)

/* Both halves of a 128-bit product, folded into one. */
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

/*
 * Mixes one block of 16 bytes into both lanes.  The kind of block (how many
 * of its bytes count, or that it is a number) goes into different factors of
 * the two lanes: blocks that differ only in kind differ in both.
 */
static inline void
hash128_block(Hash128 *hash, uint64 a, uint64 b, uint64 kind)
{
	uint64		lo = hash->lo;
	uint64		hi = hash->hi;

	hash->lo = hash128_fold(a ^ lo, b ^ hi ^ kind);
	hash->hi = hash128_fold(a ^ hi ^ HASH128_SECRET_LO ^ kind, b ^ lo ^ HASH128_SECRET_HI);
}

/* Mixes a pair of numbers. */
static inline void
hash128_mix(Hash128 *hash, uint64 a, uint64 b)
{
	hash128_block(hash, a, b, HASH128_SECRET_PAIR);
}

static inline uint64
hash128_load64(const char *p)
{
	uint64		word;

	memcpy(&word, p, sizeof(word));
	return word;
}

static inline uint32
hash128_load32(const char *p)
{
	uint32		word;

	memcpy(&word, p, sizeof(word));
	return word;
}

/*
 * Mixes the last 0 to 16 bytes of a cell, loaded as words that may overlap:
 * together with their number they tell all such cells apart.  Lengths vary
 * from cell to cell, so one test decides for nearly all of them.
 */
static inline void
hash128_tail(Hash128 *hash, const char *data, size_t len)
{
	uint64		a = 0;
	uint64		b = 0;

	if (len >= 4)
	{
		const char *last = data + len - 4;
		size_t		step = (len >> 3) << 2;

		a = (uint64) hash128_load32(data) << 32 | hash128_load32(data + step);
		b = (uint64) hash128_load32(last) << 32 | hash128_load32(last - step);
	}
	else if (len > 0)
		a = (uint64) (uint8) data[0] << 16 | (uint64) (uint8) data[len >> 1] << 8 |
			(uint64) (uint8) data[len - 1];
	hash128_block(hash, a, b, (len + 1) * HASH128_SECRET_LEN);
}

/* Mixes a cell of len bytes; its length is part of it. */
static inline void
hash128_bytes(Hash128 *hash, const char *data, size_t len)
{
	while (len > 16)
	{
		hash128_block(hash, hash128_load64(data), hash128_load64(data + 8), 0);
		data += 16;
		len -= 16;
	}
	hash128_tail(hash, data, len);
}

#endif							/* CUSTOMERS_HASH128_H */
