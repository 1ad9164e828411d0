/*
 * csv_source.h
 *
 * Where a file's bytes come from: a path on the server, a bytea, a text, a large
 * object.  Streams in blocks of 64 kB; keeps count, and the SHA-256 of all
 * bytes read.  Opening checks privileges, with COPY's wording and hints.
 *
 * A source lives in the memory context that was current at opening, and its
 * file descriptor is closed by an error or the end of the transaction
 * (OpenTransientFile).
 */
#ifndef CUSTOMERS_CSV_SOURCE_H
#define CUSTOMERS_CSV_SOURCE_H

#include "postgres.h"

#include "common/sha2.h"

#include "support/compat.h"

#define CSV_SOURCE_BLOCK 65536

typedef struct CsvSource CsvSource;

extern CsvSource *csv_source_open_path(const char *path);
extern CsvSource *csv_source_open_bytes(struct varlena *content);
extern CsvSource *csv_source_open_large_object(Oid lo);

/* Text that a client has sent: its encoding is known, that of the database. */
extern CsvSource *csv_source_open_text(text *content);

/* As CsvInput.read wants it: at most len bytes into buffer, 0 at the end. */
extern size_t csv_source_read(void *source, char *buffer, size_t len);

/*
 * At most len bytes from a position on; nothing else is as if they had been
 * read.
 */
extern size_t csv_source_peek(CsvSource *source, int64 position, char *buffer, size_t len);

/* Back to the first byte, for a second pass; the hash starts again. */
extern void csv_source_rewind(CsvSource *source);

/* The encoding of the bytes, if it is known beforehand; else NULL. */
extern const char *csv_source_encoding(const CsvSource *source);

/* File name, "bytea content", "text content" or "large object 12345": for messages. */
extern const char *csv_source_name(const CsvSource *source);

/* Total size in bytes, and how many of them have been read. */
extern int64 csv_source_size(const CsvSource *source);
extern int64 csv_source_position(const CsvSource *source);

/* As CsvInput.left wants it: bytes that have not been read, -1 = unknown. */
extern int64 csv_source_left(void *source);

/*
 * SHA-256 of everything from first to last byte; reads on to the end.  Errors
 * if the source is not what it was when it was opened.
 */
extern void csv_source_sha256(CsvSource *source, uint8 digest[PG_SHA256_DIGEST_LENGTH]);

/* The error for a source that is not what it was. */
pg_noreturn extern void csv_source_changed(const CsvSource *source);

extern void csv_source_close(CsvSource *source);

#endif							/* CUSTOMERS_CSV_SOURCE_H */
