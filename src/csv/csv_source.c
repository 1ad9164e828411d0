/*
 * csv_source.c
 *
 * Where a file's bytes come from.
 *
 *		path on the server | bytea | text | large object
 *			-> csv_source_read(): blocks of at most 64 kB
 *				-> byte count, SHA-256
 *
 * Opening checks what COPY checks (pg_read_server_files; the ACL of the large
 * object) and refuses what is no file: a directory, a pipe, a device, nothing
 * at all.  It never waits: a pipe without a writer is opened non-blocking and
 * turned away.
 */
#include "postgres.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "catalog/pg_authid.h"
#include "common/cryptohash.h"
#include "fmgr.h"
#include "libpq/be-fsstubs.h"
#include "libpq/libpq-fs.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "pgstat.h"
#include "storage/fd.h"
#include "utils/acl.h"
#include "utils/fmgrprotos.h"
#include "utils/wait_event.h"

#include "csv/csv_format.h"
#include "csv/csv_source.h"
#include "support/compat.h"

typedef enum SourceKind
{
	SOURCE_PATH,
	SOURCE_BYTES,
	SOURCE_LARGE_OBJECT
} SourceKind;

struct CsvSource
{
	SourceKind	kind;
	char	   *name;
	int64		size;
	int64		position;
	pg_cryptohash_ctx *hash;

	int			fd;				/* SOURCE_PATH; SOURCE_LARGE_OBJECT: its
								 * descriptor, as lo_open() returns it */
	struct timespec modified;	/* SOURCE_PATH: when, at opening */
	const char *bytes;			/* SOURCE_BYTES */
	const char *encoding;		/* of the bytes; NULL = not known */
};

static CsvSource *source_create(SourceKind kind, char *name);
static int64 seek_large_object(const CsvSource *source, int64 offset, int whence);
pg_noreturn static void source_report_unopened(const char *path);
static void source_check_content(CsvSource *source);
static void source_check_file(const char *path, int fd, struct stat *st);
static void source_check_unchanged(CsvSource *source);
static void source_start_hash(CsvSource *source);
static size_t source_read_block(CsvSource *source, char *buffer, size_t len);
static size_t source_read_path(CsvSource *source, char *buffer, size_t len);

/*
 * A file on the server, by the rules of COPY FROM: a relative path starts at
 * the data directory.
 */
CsvSource *
csv_source_open_path(const char *path)
{
	CsvSource  *source;
	struct stat st;
	int			fd;

	if (!has_privs_of_role(GetUserId(), ROLE_PG_READ_SERVER_FILES))
		ereport(ERROR,
				(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				 errmsg("must be superuser or have privileges of the pg_read_server_files role to import from a file"),
				 errhint("Anyone can pass the file's content as bytea, or as a large object: "
						 "psql's \\lo_import returns the oid to pass.")));

	fd = OpenTransientFile(path, O_RDONLY | O_NONBLOCK | PG_BINARY);
	if (fd < 0)
		source_report_unopened(path);
	source_check_file(path, fd, &st);

	source = source_create(SOURCE_PATH, pstrdup(path));
	source->fd = fd;
	source->size = st.st_size;
	source->modified = st.st_mtim;
	source_check_content(source);
	return source;
}

/* Raises the error of a path that could not be opened: errno says why. */
static void
source_report_unopened(const char *path)
{
	const char *where = NULL;

	if (errno == EACCES)
		where = ", and the user that it runs as may not read it";
	else if (errno == ENOENT)
		where = is_absolute_path(path) ? "" :
			"; a path that does not begin at the root begins at the data directory";

	ereport(ERROR,
			(errcode_for_file_access(),
			 errmsg("could not open file \"%s\" for reading: %m", path),
			 strpbrk(path, "\r\n") != NULL ?
			 errhint("This looks like the content of a file, not like a path. Pass content to customers_import_text(), or as bytea.") :
			 where != NULL ?
			 errhint("The file is read by the PostgreSQL server process, on its own machine%s. "
					 "Pass a file of the client as bytea, or as a large object: "
					 "psql's \\lo_import returns the oid to pass.", where) : 0));
}

static CsvSource *
source_open_varlena(struct varlena *content, const char *name)
{
	CsvSource  *source = source_create(SOURCE_BYTES, pstrdup(name));
	struct varlena *plain = pg_detoast_datum_packed(content);

	source->bytes = VARDATA_ANY(plain);
	source->size = VARSIZE_ANY_EXHDR(plain);
	source_check_content(source);
	return source;
}

/* The content of a file, as any driver can send it. */
CsvSource *
csv_source_open_bytes(struct varlena *content)
{
	return source_open_varlena(content, "bytea content");
}

/* A database in SQL_ASCII knows no encoding: it is found out, as that of a file is. */
CsvSource *
csv_source_open_text(text *content)
{
	CsvSource  *source = source_open_varlena(content, "text content");

	if (GetDatabaseEncoding() != PG_SQL_ASCII)
		source->encoding = GetDatabaseEncodingName();
	return source;
}

const char *
csv_source_encoding(const CsvSource *source)
{
	return source->encoding;
}

/*
 * A large object; opening checks that it exists and may be read.  By way of
 * the functions of SQL, which know to clean up after an error.
 */
CsvSource *
csv_source_open_large_object(Oid lo)
{
	CsvSource  *source = source_create(SOURCE_LARGE_OBJECT, psprintf("large object %u", lo));

	source->fd = DatumGetInt32(DirectFunctionCall2(be_lo_open,
												   ObjectIdGetDatum(lo),
												   Int32GetDatum(INV_READ)));
	source->size = seek_large_object(source, 0, SEEK_END);
	seek_large_object(source, 0, SEEK_SET);
	source_check_content(source);
	return source;
}

size_t
csv_source_read(void *state, char *buffer, size_t len)
{
	CsvSource  *source = state;
	size_t		nread;

	CHECK_FOR_INTERRUPTS();
	nread = source_read_block(source, buffer, Min(len, CSV_SOURCE_BLOCK));
	if (nread > 0 &&
		pg_cryptohash_update(source->hash, (const uint8 *) buffer, nread) < 0)
		elog(ERROR, "could not update SHA-256 of \"%s\"", source->name);
	source->position += nread;
	return nread;
}

/* The next byte to be read is the one at a position. */
static void
source_seek(CsvSource *source, int64 position)
{
	switch (source->kind)
	{
		case SOURCE_PATH:
			if (lseek(source->fd, position, SEEK_SET) < 0)
				ereport(ERROR,
						(errcode_for_file_access(),
						 errmsg("could not seek in file \"%s\": %m", source->name)));
			break;
		case SOURCE_LARGE_OBJECT:
			seek_large_object(source, position, SEEK_SET);
			break;
		case SOURCE_BYTES:
			break;
	}
	source->position = position;
}

size_t
csv_source_peek(CsvSource *source, int64 position, char *buffer, size_t len)
{
	int64		before = source->position;
	size_t		nread = 0;

	CHECK_FOR_INTERRUPTS();
	source_seek(source, position);
	if (len > 0 && position < source->size)
		nread = source_read_block(source, buffer, Min(len, CSV_SOURCE_BLOCK));
	source_seek(source, before);
	return nread;
}

void
csv_source_rewind(CsvSource *source)
{
	source_seek(source, 0);
	source_start_hash(source);
}

const char *
csv_source_name(const CsvSource *source)
{
	return source->name;
}

int64
csv_source_size(const CsvSource *source)
{
	return source->size;
}

int64
csv_source_position(const CsvSource *source)
{
	return source->position;
}

int64
csv_source_left(void *state)
{
	const CsvSource *source = state;

	return source->size < 0 ? -1 : Max(source->size - source->position, 0);
}

void
csv_source_sha256(CsvSource *source, uint8 digest[PG_SHA256_DIGEST_LENGTH])
{
	char	   *buffer = palloc(CSV_SOURCE_BLOCK);

	while (csv_source_read(source, buffer, CSV_SOURCE_BLOCK) > 0)
		;
	pfree(buffer);
	if (pg_cryptohash_final(source->hash, digest, PG_SHA256_DIGEST_LENGTH) < 0)
		elog(ERROR, "could not finish SHA-256 of \"%s\"", source->name);
	source_check_unchanged(source);
}

void
csv_source_changed(const CsvSource *source)
{
	ereport(ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg("\"%s\" changed while it was being imported", source->name),
			 errhint("Import it again when whoever writes it is done.")));
}

void
csv_source_close(CsvSource *source)
{
	if (source->kind == SOURCE_PATH)
		CloseTransientFile(source->fd);
	if (source->kind == SOURCE_LARGE_OBJECT)
		DirectFunctionCall1(be_lo_close, Int32GetDatum(source->fd));
	pg_cryptohash_free(source->hash);
	pfree(source->name);
	pfree(source);
}

static CsvSource *
source_create(SourceKind kind, char *name)
{
	CsvSource  *source = palloc0(sizeof(CsvSource));

	source->kind = kind;
	source->name = name;
	source->hash = pg_cryptohash_create(PG_SHA256);
	if (source->hash == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_OUT_OF_MEMORY),
				 errmsg("out of memory")));
	source_start_hash(source);
	return source;
}

static void
source_start_hash(CsvSource *source)
{
	if (pg_cryptohash_init(source->hash) < 0)
		elog(ERROR, "could not start SHA-256 of \"%s\"", source->name);
}

/* Returns the position. */
static int64
seek_large_object(const CsvSource *source, int64 offset, int whence)
{
	return DatumGetInt64(DirectFunctionCall3(be_lo_lseek64,
											 Int32GetDatum(source->fd),
											 Int64GetDatum(offset),
											 Int32GetDatum(whence)));
}

static void
source_refuse_empty(const CsvSource *source)
{
	if (source->size == 0)
		ereport(ERROR,
				(errcode(ERRCODE_NO_DATA),
				 source->kind == SOURCE_PATH ?
				 errmsg("file \"%s\" is empty", source->name) :
				 errmsg("%s is empty", source->name),
				 errhint("A customer file has a line of column names and a line for each customer.")));
}

/* Says what an empty file or one of another format is, before it is read as text. */
static void
source_check_content(CsvSource *source)
{
	char		start[CSV_FORMAT_BYTES];
	size_t		len;

	source_refuse_empty(source);
	len = csv_source_read(source, start, sizeof(start));
	csv_source_rewind(source);
	csv_format_check_bytes(source->name, start, len);
}

/* Refuses what is open but is no ordinary file. */
static void
source_check_file(const char *path, int fd, struct stat *st)
{
	if (fstat(fd, st) != 0)
		ereport(ERROR,
				(errcode_for_file_access(),
				 errmsg("could not stat file \"%s\": %m", path)));
	if (S_ISDIR(st->st_mode))
		ereport(ERROR,
				(errcode(ERRCODE_WRONG_OBJECT_TYPE),
				 errmsg("\"%s\" is a directory", path)));
	if (!S_ISREG(st->st_mode))
		ereport(ERROR,
				(errcode(ERRCODE_WRONG_OBJECT_TYPE),
				 errmsg("\"%s\" is not a regular file", path),
				 errdetail("Pipes, sockets and devices cannot be imported."),
				 errhint("Save the content to a file first.")));
}

/*
 * Now that all of it has been read: errors if that was not what was there at
 * opening, as when the file is still being uploaded.
 */
static void
source_check_unchanged(CsvSource *source)
{
	struct stat st;

	if (source->position != source->size)
		csv_source_changed(source);
	if (source->kind != SOURCE_PATH)
		return;
	source_check_file(source->name, source->fd, &st);
	if (st.st_mtim.tv_sec != source->modified.tv_sec ||
		st.st_mtim.tv_nsec != source->modified.tv_nsec)
		csv_source_changed(source);
}

static size_t
source_read_block(CsvSource *source, char *buffer, size_t len)
{
	switch (source->kind)
	{
		case SOURCE_PATH:
			return source_read_path(source, buffer, len);
		case SOURCE_BYTES:
			len = Min(len, (size_t) (source->size - source->position));
			memcpy(buffer, source->bytes + source->position, len);
			return len;
		case SOURCE_LARGE_OBJECT:
			return lo_read(source->fd, buffer, (int) len);
	}
	pg_unreachable();
}

static size_t
source_read_path(CsvSource *source, char *buffer, size_t len)
{
	ssize_t		nread;

	pgstat_report_wait_start(WAIT_EVENT_COPY_FILE_READ);
	do
	{
		nread = read(source->fd, buffer, len);
	} while (nread < 0 && errno == EINTR);
	pgstat_report_wait_end();
	if (nread < 0)
		ereport(ERROR,
				(errcode_for_file_access(),
				 errmsg("could not read file \"%s\": %m", source->name)));
	return (size_t) nread;
}
