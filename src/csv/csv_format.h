/*
 * csv_format.h
 *
 * Files that people take for a CSV file: a workbook, a web page, JSON.  Each is
 * refused with what it is, and what to do about it.
 */
#ifndef CUSTOMERS_CSV_FORMAT_H
#define CUSTOMERS_CSV_FORMAT_H

#include "postgres.h"

/* As many bytes of a file's start tell which of the formats that are no text it has. */
#define CSV_FORMAT_BYTES 8

/* Errors if a file that begins with these bytes is no text. */
extern void csv_format_check_bytes(const char *name, const char *start, size_t len);

/* Errors if a file whose text, in UTF-8, begins so is text of another format. */
extern void csv_format_check_text(const char *text, size_t len);

#endif							/* CUSTOMERS_CSV_FORMAT_H */
