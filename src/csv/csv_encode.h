/*
 * csv_encode.h
 *
 * Text to bytes: the way out that csv_encoding.h is the way in.
 *
 *		text in the database's encoding -> csv_encode() -> bytes of the file
 */
#ifndef CUSTOMERS_CSV_ENCODE_H
#define CUSTOMERS_CSV_ENCODE_H

#include "postgres.h"

#include "lib/stringinfo.h"

typedef struct CsvEncoder CsvEncoder;

/*
 * An encoder to the encoding of this name, as import reads it (UTF8, UTF16,
 * WIN1252, cp1252 ...); UTF16 and UTF32 are little-endian.  An error if
 * there is none.  In the current memory context.
 */
extern CsvEncoder *csv_encoder_create(const char *name);

/* Its name as import shows it. */
extern const char *csv_encoder_name(const CsvEncoder *encoder);

/* Is its text what the database holds, byte for byte? */
extern bool csv_encoder_is_plain(const CsvEncoder *encoder);

/* Its byte order mark; NULL where there is no such thing. */
extern const char *csv_encoder_bom(const CsvEncoder *encoder, size_t *len);

/*
 * Appends the bytes of text, up to the first character that the encoding does
 * not have; false if there was one.
 */
extern bool csv_encode(const CsvEncoder *encoder, const char *text, size_t len, StringInfo out);

#endif							/* CUSTOMERS_CSV_ENCODE_H */
