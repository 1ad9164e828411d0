/*
 * export_file.c
 *
 *		blocks of lines -> <path>.<pid>.tmp -> durable_rename()
 *
 * A reader of path sees the old file or the new one, whole.  After an error, a
 * cancel or a terminated session the temporary file is removed; a crash of the
 * server can leave it behind.  A replaced file keeps its permissions; a new one
 * gets those that COPY TO sets.
 */
#include "postgres.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "catalog/pg_authid.h"
#include "commands/progress.h"
#include "miscadmin.h"
#include "pgstat.h"
#include "storage/fd.h"
#include "storage/ipc.h"
#include "utils/acl.h"
#include "utils/backend_progress.h"
#include "utils/wait_event.h"

#include "query/export_file.h"
#include "schema/setup.h"
#include "support/target.h"

/* Like COPY TO: only the owner may write it. */
#define NEW_FILE_MODE (S_IRUSR | S_IWUSR | S_IRGRP | S_IROTH)

typedef struct ExportFile
{
	const char *path;			/* final path, symbolic links resolved */
	char	   *temporary;
	int			fd;
	int64		bytes;
} ExportFile;

/* The error of a system call on a file; errno is set. */
static void
refuse_file(const char *what, const char *path)
{
	int			save_errno = errno;

	ereport(ERROR,
			(errcode_for_file_access(),
			 errmsg("could not %s file \"%s\": %m", what, path),
			 (save_errno == ENOENT || save_errno == EACCES || save_errno == EROFS) ?
			 errhint("The file is written by the PostgreSQL server process, on its own machine. "
					 "To write one on the client, let psql do it: \\o file, and SELECT customers_export_csv().") : 0));
}

static void
check_is_file(const char *path, const struct stat *st)
{
	if (S_ISREG(st->st_mode))
		return;
	ereport(ERROR,
			(errcode(ERRCODE_WRONG_OBJECT_TYPE),
			 errmsg("\"%s\" is a %s", path,
					S_ISDIR(st->st_mode) ? "directory" :
					S_ISFIFO(st->st_mode) ? "pipe" : "special file"),
			 errhint("Name a file: it is replaced if it exists.")));
}

/* Does the path name what the server process has open, such as its log? */
static bool
is_open_file(const char *path)
{
	return strncmp(path, "/dev/std", 8) == 0 || strncmp(path, "/dev/fd/", 8) == 0 ||
		strncmp(path, "/proc/", 6) == 0;
}

void
export_check_path(const char *path)
{
	struct stat st;

	if (!has_privs_of_role(GetUserId(), ROLE_PG_WRITE_SERVER_FILES))
		ereport(ERROR,
				(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				 errmsg("must be superuser or have privileges of the pg_write_server_files role to export to a file"),
				 errhint("Anyone can have the lines sent to the client: SELECT customers_export_csv(), in psql with \\o file.")));
	if (!is_absolute_path(path))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_NAME),
				 errmsg("relative path not allowed for an export to a file")));
	if (path[strlen(path) - 1] == '/')
		ereport(ERROR,
				(errcode(ERRCODE_WRONG_OBJECT_TYPE),
				 errmsg("\"%s\" is a directory", path),
				 errhint("Name a file in it.")));
	if (is_open_file(path))
		ereport(ERROR,
				(errcode(ERRCODE_WRONG_OBJECT_TYPE),
				 errmsg("\"%s\" is no file of its own", path),
				 errdetail("It is what the PostgreSQL server process has open, and not the client."),
				 errhint("To have the lines sent to the client: SELECT customers_export_csv().")));
	if (stat(path, &st) == 0)
		check_is_file(path, &st);
	else if (errno != ENOENT)
		refuse_file("write", path);
}

/* ---- the file while it is written ---- */

/* The target of a symbolic link: it is replaced, not the link. */
static const char *
resolve_link(const char *path)
{
	struct stat st;
	char	   *target;
	char	   *result;

	if (lstat(path, &st) != 0 || !S_ISLNK(st.st_mode))
		return path;
	target = realpath(path, NULL);
	if (target == NULL)
		refuse_file("write", path);
	result = pstrdup(target);
	free(target);
	return result;
}

/* Permissions of the file to be replaced, or of a new one. */
static mode_t
mode_of_replaced(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 ? st.st_mode & (S_IRWXU | S_IRWXG | S_IRWXO) : NEW_FILE_MODE;
}

/* A file of this name and pid is left over from a crash: remove it. */
static void
file_open(ExportFile *file, const char *path)
{
	file->path = resolve_link(path);
	file->temporary = psprintf("%s.%d.tmp", file->path, MyProcPid);
	file->bytes = 0;
	(void) unlink(file->temporary);
	file->fd = OpenTransientFile(file->temporary, O_WRONLY | O_CREAT | O_EXCL | PG_BINARY);
	if (file->fd < 0)
		refuse_file("write", path);
}

static void
file_write(ExportFile *file, const char *data, size_t len)
{
	while (len > 0)
	{
		ssize_t		written;

		CHECK_FOR_INTERRUPTS();
		errno = 0;
		written = write(file->fd, data, len);
		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0)
		{
			if (errno == 0)		/* assume that no space is left */
				errno = ENOSPC;
			refuse_file("write", file->path);
		}
		data += written;
		len -= written;
		file->bytes += written;
	}
}

/* Gives the file its permissions and its name, durably. */
static void
file_publish(ExportFile *file)
{
	if (fchmod(file->fd, mode_of_replaced(file->path)) != 0)
		refuse_file("set permissions of", file->temporary);
	if (CloseTransientFile(file->fd) != 0)
		refuse_file("close", file->temporary);
	durable_rename(file->temporary, file->path, ERROR);
}

/* Removes the temporary file after an error or at the end of the session. */
static void
file_abandon(int code, Datum arg)
{
	ExportFile *file = (ExportFile *) DatumGetPointer(arg);

	(void) unlink(file->temporary);
}

/* ---- the export ---- */

static void
show_progress(const Export *export, const ExportFile *file)
{
	const int	params[] = {PROGRESS_COPY_BYTES_PROCESSED, PROGRESS_COPY_TUPLES_PROCESSED};
	const int64 values[] = {file->bytes, export_rows(export)};

	pgstat_progress_update_multi_param(2, params, values);
}

/* Writes all lines; returns the number of customers. */
static int64
write_lines(ExportFile *file, const ExportOptions *options)
{
	Export	   *export = export_open(options);
	const char *data;
	size_t		len;

	while (export_next_block(export, &data, &len))
	{
		file_write(file, data, len);
		show_progress(export, file);
	}
	export_close(export);
	return export_rows(export);
}

int64
export_to_file(const char *path, const ExportOptions *options)
{
	ExportFile	file;
	int64		rows;

	setup_ensure();
	pgstat_progress_start_command(PROGRESS_COMMAND_COPY, target_table());
	pgstat_progress_update_param(PROGRESS_COPY_COMMAND, PROGRESS_COPY_COMMAND_TO);
	pgstat_progress_update_param(PROGRESS_COPY_TYPE, PROGRESS_COPY_TYPE_FILE);
	file_open(&file, path);
	PG_ENSURE_ERROR_CLEANUP(file_abandon, PointerGetDatum(&file));
	{
		rows = write_lines(&file, options);
		file_publish(&file);
	}
	PG_END_ENSURE_ERROR_CLEANUP(file_abandon, PointerGetDatum(&file));
	pgstat_progress_end_command();
	return rows;
}
