/*
 * csv_decode.h
 *
 * Bytes of a known encoding to UTF-8 text, chunk by chunk.
 *
 * Bytes that are no text in the file's encoding come out as CSV_POISON, which
 * is never part of UTF-8: the record they stand in shows as undecodable, and
 * no other does.
 */
#ifndef CUSTOMERS_CSV_DECODE_H
#define CUSTOMERS_CSV_DECODE_H

#include "postgres.h"

#define CSV_POISON '\xff'

/* Room that csv_decode needs for the text of len bytes. */
#define CSV_DECODED_SIZE(len) ((len) * 4 + 1)

typedef struct CsvDecoder CsvDecoder;

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

#endif							/* CUSTOMERS_CSV_DECODE_H */
