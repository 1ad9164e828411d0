/*
 * csv_scan.c
 *
 * Finds the few characters that shape a CSV text: by SSE2, which every x86-64
 * has, and by 64-bit arithmetic elsewhere.
 */
#include "postgres.h"

#if defined(__SSE2__) && !defined(CSV_SCAN_PORTABLE)
#define USE_SSE2_SCAN
#include <emmintrin.h>
#else
#include "port/pg_bswap.h"
#endif

#include "csv/csv_scan.h"

#ifdef USE_SSE2_SCAN

typedef struct ScanPattern
{
	__m128i		special[4];
} ScanPattern;

static inline void
scan_prepare(ScanPattern *pattern, const char special[4])
{
	for (int i = 0; i < 4; i++)
		pattern->special[i] = _mm_set1_epi8(special[i]);
}

/* Marks of 16 characters. */
static inline uint64
scan_part(const ScanPattern *pattern, const char *text)
{
	__m128i		v = _mm_loadu_si128((const __m128i *) text);
	__m128i		a = _mm_or_si128(_mm_cmpeq_epi8(v, pattern->special[0]),
								 _mm_cmpeq_epi8(v, pattern->special[1]));
	__m128i		b = _mm_or_si128(_mm_cmpeq_epi8(v, pattern->special[2]),
								 _mm_cmpeq_epi8(v, pattern->special[3]));

	return (uint64) (uint32) _mm_movemask_epi8(_mm_or_si128(a, b));
}

#define SCAN_PART 16

#else

typedef struct ScanPattern
{
	uint64		special[4];
} ScanPattern;

#define EVERY_BYTE(b) (UINT64CONST(0x0101010101010101) * (uint8) (b))

static inline void
scan_prepare(ScanPattern *pattern, const char special[4])
{
	for (int i = 0; i < 4; i++)
		pattern->special[i] = EVERY_BYTE(special[i]);
}

/* The high bit of each byte that is zero; exact, unlike the shorter formula. */
static inline uint64
zero_bytes(uint64 v)
{
	return ~(((v & EVERY_BYTE(0x7f)) + EVERY_BYTE(0x7f)) | v | EVERY_BYTE(0x7f));
}

/* Marks of 8 characters. */
static inline uint64
scan_part(const ScanPattern *pattern, const char *text)
{
	uint64		v;
	uint64		found = 0;

	memcpy(&v, text, sizeof(v));
#ifdef WORDS_BIGENDIAN
	v = pg_bswap64(v);
#endif
	for (int i = 0; i < 4; i++)
		found |= zero_bytes(v ^ pattern->special[i]);

	/* gathers the eight high bits in the top byte */
	return ((found >> 7) * UINT64CONST(0x0102040810204080)) >> 56;
}

#define SCAN_PART 8

#endif

void
csv_scan_mark(const char *text, size_t len, const char special[4], uint64 *marks)
{
	ScanPattern pattern;
	size_t		nwords = CSV_SCAN_WORDS(len);

	scan_prepare(&pattern, special);
	for (size_t word = 0; word < nwords; word++)
	{
		const char *at = text + word * CSV_SCAN_WORD;
		uint64		bits = 0;

		for (int part = 0; part < CSV_SCAN_WORD; part += SCAN_PART)
			bits |= scan_part(&pattern, at + part) << part;
		marks[word] = bits;
	}
	if (len % CSV_SCAN_WORD != 0)
		marks[nwords - 1] &= (UINT64CONST(1) << (len % CSV_SCAN_WORD)) - 1;
}
