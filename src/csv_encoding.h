/*
 * csv_encoding.h
 *
 * Bytes to UTF-8 text.
 *
 *		first bytes of the file -> csv_encoding_detect() -> its encoding
 *		all bytes -> csv_decode(), chunk by chunk -> UTF-8
 *
 * Bytes that are no text in the file's encoding come out as CSV_POISON, which
 * is never part of UTF-8: the record they stand in shows as undecodable, and
 * no other does.
 */
#ifndef CUSTOMERS_CSV_ENCODING_H
#define CUSTOMERS_CSV_ENCODING_H

#include "postgres.h"

#define CSV_POISON '\xff'

/* Room that csv_decode needs for the text of len bytes. */
#define CSV_DECODED_SIZE(len) ((len) * 4 + 1)

typedef struct CsvEncoding
{
	const char *name;			/* as CsvDialect.encoding */
	size_t		bom_len;		/* bytes of the byte order mark, 0 = none */
	bool		pure_ascii;		/* nothing but ASCII seen: UTF8 for lack of
								 * evidence */
	const char *doubt;			/* what else it could be, in words, or NULL */
} CsvEncoding;

typedef struct CsvDecoder CsvDecoder;

/*
 * Finds the encoding of a file by its first bytes; whole says that they are
 * all of it.  requested is what the caller says it is, or NULL; an unknown
 * name is an error.
 */
extern void csv_encoding_detect(const char *bytes, size_t len, bool whole,
								const char *requested, CsvEncoding *encoding);

/* An encoding's name as CsvDialect.encoding has it; an error if it is none. */
extern const char *csv_encoding_name(const char *requested);

/* NULL for UTF8, whose bytes are taken as they are. */
extern CsvDecoder *csv_decoder_create(const char *name);

/*
 * Decodes as much of bytes as can be, which is all but an incomplete last
 * character, or everything when last is set.  Returns the bytes used.
 */
extern size_t csv_decode(const CsvDecoder *decoder, const char *bytes, size_t len,
						 bool last, char *out, size_t *written);

/* Length of the valid UTF-8 without a NUL at the start of text. */
extern size_t csv_valid_utf8(const char *text, size_t len);

/* Is text, which csv_valid_utf8 stopped at, the start of a character? */
extern bool csv_is_cut_utf8(const char *text, size_t len);

#endif							/* CUSTOMERS_CSV_ENCODING_H */
