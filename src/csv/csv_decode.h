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

#include "csv/csv_utf8.h"

#define CSV_POISON '\xff'

/* Room that csv_decode needs for the text of len bytes. */
#define CSV_DECODED_SIZE(len) ((len) * 4 + 1)

typedef struct CsvDecoder CsvDecoder;

/* the fuzz targets make this small */
#ifndef CSV_MIXED_PIECE
#define CSV_MIXED_PIECE 65536	/* of a line longer than this each is judged by itself */
#endif

/* An encoding's name as CsvDialect.encoding has it; an error if it is none. */
extern const char *csv_encoding_name(const char *requested);

/* NULL for UTF8, whose bytes are taken as they are. */
extern CsvDecoder *csv_decoder_create(const char *name);

/* NULL where neither PostgreSQL nor the C library has the encoding. */
extern CsvDecoder *csv_decoder_create_if_known(const char *name);

extern void csv_decoder_free(CsvDecoder *decoder);

/*
 * The same for a file in which some lines are UTF-8: those are kept.  NULL if
 * the encoding is such that its own text may look like UTF-8.
 */
extern CsvDecoder *csv_decoder_create_mixed(const char *name);

/* For UTF-8 that was taken for an encoding, and converted to UTF-8 once more. */
extern CsvDecoder *csv_decoder_create_twice(const char *taken_for);

/* Lines above ASCII that a mixed decoder has seen in UTF-8, and others. */
extern void csv_decoder_lines(const CsvDecoder *decoder, int64 *utf8, int64 *others);

/*
 * Decodes as much of bytes as can be, which is all but an incomplete last
 * character, or everything when last is set.  Returns the bytes used.
 */
extern size_t csv_decode(CsvDecoder *decoder, const char *bytes, size_t len,
						 bool last, char *out, size_t *written);

#endif							/* CUSTOMERS_CSV_DECODE_H */
