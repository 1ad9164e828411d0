/*
 * normal_form.h
 *
 * Texts that look the same and are written with other code points: Unicode's normal
 * form C, in which each letter is put together with its accents, and characters that
 * cannot be seen.
 */
#ifndef CUSTOMERS_NORMAL_FORM_H
#define CUSTOMERS_NORMAL_FORM_H

#include "postgres.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* Has the text no byte beyond ASCII?  Most have none. */
static inline bool
normal_form_is_ascii(const char *data, uint32 len)
{
	uint64		bits = 0;
	uint64		word;

	if (len >= sizeof(word))
	{
		const char *last = data + len - sizeof(word);

		for (; data < last; data += sizeof(word))
		{
			memcpy(&word, data, sizeof(word));
			bits |= word;
		}
		memcpy(&word, last, sizeof(word));
		bits |= word;
	}
	else
		while (len > 0)
			bits |= (unsigned char) data[--len];
	return (bits & UINT64CONST(0x8080808080808080)) == 0;
}

/* A byte, eight times. */
#define NORMAL_FORM_EIGHT(c) (UINT64CONST(0x0101010101010101) * (uint8) (c))

/*
 * The first byte of U+0300 in UTF-8, the first combining accent.  No character before
 * it is changed by the normal form.
 */
#define NORMAL_FORM_ACCENT 0xCC

/* The high bit of each of eight bytes that is NORMAL_FORM_ACCENT or above; no sum carries. */
static inline uint64
normal_form_accents(const char *data)
{
	uint64		word;

	memcpy(&word, data, sizeof(word));
	return ((word & NORMAL_FORM_EIGHT(0x7F)) + NORMAL_FORM_EIGHT(0x100 - NORMAL_FORM_ACCENT)) &
		word & NORMAL_FORM_EIGHT(0x80);
}

/* Is a byte of at least eight NORMAL_FORM_ACCENT or above? */
static inline bool
normal_form_has_accent(const char *data, size_t len)
{
	const char *last = data + len - sizeof(uint64);
	uint64		bits = 0;

#ifdef __SSE2__
	__m128i		largest = _mm_setzero_si128();
	const __m128i accent = _mm_set1_epi8((char) NORMAL_FORM_ACCENT);

	for (; data + sizeof(__m128i) <= last; data += sizeof(__m128i))
		largest = _mm_max_epu8(largest, _mm_loadu_si128((const __m128i *) data));
	bits = _mm_movemask_epi8(_mm_cmpeq_epi8(_mm_max_epu8(largest, accent), largest));
#endif
	for (; data < last; data += sizeof(uint64))
		bits |= normal_form_accents(data);
	return (bits | normal_form_accents(last)) != 0;
}

/*
 * Is UTF-8 surely in normal form C, because it holds no character from U+0300 on?  So
 * are nearly all texts of Europe.
 */
static inline bool
normal_form_is_composed(const char *data, size_t len)
{
	if (len >= sizeof(uint64))
		return !normal_form_has_accent(data, len);
	while (len > 0)
		if ((unsigned char) data[--len] >= NORMAL_FORM_ACCENT)
			return false;
	return true;
}

/*
 * A text of the database in normal form C: itself, or in the current memory context.
 * Only a database in UTF-8 knows other forms.
 */
extern void normal_form_compose(const char **data, uint32 *len);

/*
 * The one spelling of UTF-8 that looks the same: in normal form C, without characters
 * that cannot be seen, each space a blank.  Itself, or in the current memory context.
 */
extern void normal_form_spell(const char **data, uint32 *len);

/* May that be another one?  False for most texts, and all letters of Europe. */
extern bool normal_form_may_spell(const char *data, uint32 len);

#endif							/* CUSTOMERS_NORMAL_FORM_H */
