/*
 * csv_scan.h
 *
 * Finds the few characters that shape a CSV text, 64 bytes at a time.
 */
#ifndef CUSTOMERS_CSV_SCAN_H
#define CUSTOMERS_CSV_SCAN_H

#include "postgres.h"

#define CSV_SCAN_WORD 64		/* characters a word of marks stands for */

/* Words of marks for len characters. */
#define CSV_SCAN_WORDS(len) (((len) + CSV_SCAN_WORD - 1) / CSV_SCAN_WORD)

/*
 * Sets bit i % 64 of marks[i / 64] where text[i] is one of the four special
 * characters, for i below len, and clears all others of the last word.
 * Reads up to CSV_SCAN_WORD - 1 bytes past text + len: they must be there.
 */
extern void csv_scan_mark(const char *text, size_t len, const char special[4],
						  uint64 *marks);

#endif							/* CUSTOMERS_CSV_SCAN_H */
