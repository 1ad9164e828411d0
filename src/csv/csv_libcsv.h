/*
 * csv_libcsv.h
 *
 * libcsv, which a build may not find.
 */
#ifndef CUSTOMERS_CSV_LIBCSV_H
#define CUSTOMERS_CSV_LIBCSV_H

#if !__has_include(<csv.h>)
#error "libcsv is not installed here: root can install libcsv-dev (as Debian names it)"
#endif

#include <csv.h>

#endif							/* CUSTOMERS_CSV_LIBCSV_H */
