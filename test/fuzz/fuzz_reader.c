/*
 * fuzz_reader.c
 *
 * Any bytes through encoding, dialect and reader.  What must hold:
 *
 * - a record starts below the one before it, and inside the file;
 * - cells are valid UTF-8 without a NUL, and within max_field_size;
 * - the blocks in which the bytes come make no difference;
 * - libcsv alone reads what the fast path reads.
 *
 * The first two bytes of the input choose the request.
 */
#include "postgres.h"

#include "csv/csv_decode.h"
#include "csv/csv_reader.h"
#include "shim.h"

typedef struct Bytes
{
	const char *data;
	size_t		left;
	size_t		block;
} Bytes;

/* Everything read, to compare two readings. */
typedef struct Transcript
{
	char	   *data;
	size_t		len;
	size_t		size;
	bool		decided_late;
} Transcript;

static size_t
read_bytes(void *state, char *buffer, size_t len)
{
	Bytes	   *bytes = state;

	len = Min(len, Min(bytes->left, bytes->block));
	memcpy(buffer, bytes->data, len);
	bytes->data += len;
	bytes->left -= len;
	return len;
}

static void
write_down(Transcript *transcript, const void *data, size_t len)
{
	if (transcript->size - transcript->len < len)
	{
		transcript->size = 2 * (transcript->len + len);
		transcript->data = transcript->data ?
			repalloc(transcript->data, transcript->size) : palloc(transcript->size);
	}
	if (len > 0)
		memcpy(transcript->data + transcript->len, data, len);
	transcript->len += len;
}

static void
write_record(Transcript *transcript, const CsvRecord *record, size_t max_field)
{
	int64		head[4] = {record->line, record->ncells, record->defect, record->defect_cell};

	write_down(transcript, head, sizeof(head));
	for (int i = 0; i < record->ncells; i++)
	{
		const CsvCell *cell = &record->cells[i];
		int64		shape[2] = {cell->len, cell->quoted};

		if (csv_valid_utf8(cell->data, cell->len) != cell->len)
			abort();

		/* a replacement character is longer than what it stands for */
		if (cell->len > max_field * 3)
			abort();
		write_down(transcript, shape, sizeof(shape));
		write_down(transcript, cell->data, cell->len);
	}
}

static void
read_all(const char *data, size_t len, size_t block, const CsvRequest *request,
		 Transcript *transcript)
{
	Bytes		bytes = {data, len, block};
	CsvReader  *reader = csv_reader_open((CsvInput) {.read = read_bytes, .state = &bytes}, request);
	const CsvDialect *dialect = csv_reader_dialect(reader);
	const CsvBatch *batch;
	int64		line = dialect->header_line - 1;

	write_down(transcript, dialect->delimiter, sizeof(dialect->delimiter));
	write_down(transcript, &dialect->header_line, sizeof(dialect->header_line));
	while ((batch = csv_reader_next(reader)) != NULL)
	{
		for (int i = 0; i < batch->nrecords; i++)
		{
			const CsvRecord *record = &batch->records[i];

			if (record->line <= line || record->line > (int64) len + 1)
				abort();
			line = record->line;
			write_record(transcript, record, request->max_field_size);
		}
	}
	if (bytes.left > 0)
		abort();
	transcript->decided_late = dialect->decided_late;
	csv_reader_close(reader);
}

/*
 * An encoding that is decided only in the middle of the file depends on how
 * much text is at hand there; else two readings are the same.
 */
static void
check_same(const Transcript *a, const Transcript *b)
{
	if (!a->decided_late && !b->decided_late &&
		(a->len != b->len || memcmp(a->data, b->data, a->len) != 0))
		abort();
}

/* Header words of few letters, so that they come up. */
static bool
knows_word(void *state, const char *cell, size_t len)
{
	return len == 2 ? memcmp(cell, "id", 2) == 0 : len == 1 && *cell == 'x';
}

static void
choose_request(CsvRequest *request, unsigned char a, unsigned char b)
{
	static const char *const delimiters[] = {
		NULL, NULL, NULL, ",", ";", "\t", "||", ", "
	};
	static const char *const encodings[] = {
		NULL, NULL, NULL, NULL, "UTF8", "UTF16LE", "CP850", "SJIS"
	};
	static const char *const quotes[] = {NULL, "\"", "'", ""};

	memset(request, 0, sizeof(CsvRequest));
	request->delimiter = delimiters[a & 7];
	request->encoding = encodings[(a >> 3) & 7];
	request->quote = quotes[(a >> 6) & 3];
	request->escape = (b & 3) == 3 ? "\\" : NULL;
	request->skip = (b & 12) == 12 ? (b >> 6) : -1;
	request->words.knows = (b & 64) ? knows_word : NULL;
	request->max_field_size = (b & 48) == 48 ? 40 : 65536;
}

int			LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	Transcript	whole = {0};
	Transcript	pieces = {0};
	Transcript	libcsv = {0};
	CsvRequest	request;
	jmp_buf		jump;

	if (size < 2)
		return 0;
	choose_request(&request, data[0], data[1]);
	data += 2;
	size -= 2;

	shim_error_jump = &jump;
	if (setjmp(jump) != 0)
		abort();				/* every request above makes sense */

	read_all((const char *) data, size, 65536, &request, &whole);
	read_all((const char *) data, size, 7, &request, &pieces);
	check_same(&whole, &pieces);

	request.force_libcsv = true;
	read_all((const char *) data, size, 65536, &request, &libcsv);
	check_same(&whole, &libcsv);

	pfree(whole.data);
	pfree(pieces.data);
	pfree(libcsv.data);
	return 0;
}
