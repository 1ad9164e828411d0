/*
 * export_file.h
 *
 * Exports to a file on the server, atomically.
 */
#ifndef CUSTOMERS_EXPORT_FILE_H
#define CUSTOMERS_EXPORT_FILE_H

#include "postgres.h"

#include "query/export.h"

/*
 * Errors if the role lacks pg_write_server_files, or the path is relative, a
 * directory or a special file.
 */
extern void export_check_path(const char *path);

/*
 * Writes customers to a temporary file beside path, and renames it once it is on
 * disk.  Returns their number.  After an error the temporary file is removed.
 */
extern int64 export_to_file(const char *path, const ExportOptions *options);

#endif							/* CUSTOMERS_EXPORT_FILE_H */
