/*
 * shim.h
 *
 * What stands in for a server in the fuzz targets.
 */
#ifndef CUSTOMERS_SHIM_H
#define CUSTOMERS_SHIM_H

#include <setjmp.h>

/* Where ereport(ERROR) goes; NULL: it ends the process. */
extern jmp_buf *shim_error_jump;
extern char shim_error_message[256];

/* What csv_convert_database_encoding() says. */
extern int	shim_database_encoding;

#endif							/* CUSTOMERS_SHIM_H */
