/*
 * csv_codepage.h
 *
 * Encodings of one byte a character that PostgreSQL has no conversion of, such
 * as those of MacOS and DOS: what their upper 128 bytes stand for, as the C
 * library has it.
 */
#ifndef CUSTOMERS_CSV_CODEPAGE_H
#define CUSTOMERS_CSV_CODEPAGE_H

#include "postgres.h"

#include "mb/pg_wchar.h"

#define CODEPAGE_REACH 0x2600	/* characters below are found by their code */

typedef struct CsvCodepage
{
	pg_wchar	codes[128];		/* of 0x80 and up; 0 = none */
	uint8		bytes[CODEPAGE_REACH];	/* the other way round */
} CsvCodepage;

/*
 * The name of a code page, however it is spelt (MacRoman, cp850, IBM 850), in
 * the current memory context; NULL if the C library has none of that name, or
 * one in which ASCII is something else.
 */
extern const char *csv_codepage_name(const char *requested);

/* NULL if there is none of that name; in the current memory context. */
extern CsvCodepage *csv_codepage_load(const char *name);

/* The byte of a character above ASCII, or 0. */
extern uint8 csv_codepage_byte(const CsvCodepage *page, pg_wchar code);

#endif							/* CUSTOMERS_CSV_CODEPAGE_H */
