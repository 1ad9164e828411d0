/*
 * export_file.h
 *
 * A server file that is there whole or not at all.
 */
#ifndef CUSTOMERS_EXPORT_FILE_H
#define CUSTOMERS_EXPORT_FILE_H

#include "postgres.h"

#include "query/export.h"

/*
 * Refuses a path that COPY TO would refuse: without pg_write_server_files,
 * relative, of a directory or of something that is no file.
 */
extern void export_check_path(const char *path);

/*
 * Writes customers to a new file beside path, and gives it that name once it
 * is on disk.  Returns their number; the file is gone after an error.
 */
extern int64 export_to_file(const char *path, const ExportOptions *options);

#endif							/* CUSTOMERS_EXPORT_FILE_H */
