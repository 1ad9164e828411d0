/*
 * csv_test.c
 *
 * Prints what the reader makes of a file, without a server:
 *
 *		csv_test [-d delimiter] [-q quote] [-e escape] [-c encoding] [-s skip]
 *				 [-m max_field_size] [-b block] [-l] [-n] file
 *
 * -l reads every record by libcsv, -n counts only.
 */
#include "postgres.h"

#include <fcntl.h>
#include <time.h>
#include <unistd.h>

#include "csv/csv_reader.h"

typedef struct File
{
	int			fd;
	size_t		block;
} File;

static size_t
read_file(void *state, char *buffer, size_t len)
{
	File	   *file = state;
	ssize_t		nread = read(file->fd, buffer, Min(len, file->block));

	return nread > 0 ? (size_t) nread : 0;
}

static void
print_text(const char *data, size_t len)
{
	for (size_t i = 0; i < len; i++)
	{
		if (data[i] == '\n')
			fputs("\\n", stdout);
		else if (data[i] == '\r')
			fputs("\\r", stdout);
		else if (data[i] == '\t')
			fputs("\\t", stdout);
		else
			putchar(data[i]);
	}
}

static void
print_dialect(const CsvDialect *dialect)
{
	printf("# %s%s delimiter=[", dialect->encoding, dialect->bom ? "+BOM" : "");
	print_text(dialect->delimiter, strlen(dialect->delimiter));
	printf("] quote=[%.1s] escape=[%.1s] %s header=%d line=%lld columns=%d%s%s\n",
		   &dialect->quote, &dialect->escape, dialect->newline, dialect->has_header,
		   (long long) dialect->header_line, dialect->ncolumns,
		   dialect->notes ? " notes: " : "", dialect->notes ? dialect->notes : "");
}

static void
print_record(const CsvRecord *record)
{
	printf("%lld:", (long long) record->line);
	for (int i = 0; i < record->ncells; i++)
	{
		const CsvCell *cell = &record->cells[i];

		printf(cell->quoted ? " \"" : " [");
		print_text(cell->data, cell->len);
		printf(cell->quoted ? "\"" : "]");
	}
	if (record->aside)
		printf("  (no record)");
	if (record->defect != CSV_SOUND)
		printf("  !%s@%d", csv_defect_code(record->defect), record->defect_cell);
	putchar('\n');
}

int
main(int argc, char **argv)
{
	CsvRequest	request = {.skip = -1};
	File		file = {.block = 65536};
	bool		count_only = false;
	CsvReader  *reader;
	const CsvBatch *batch;
	long long	nrecords = 0,
				ncells = 0;
	clock_t		start = clock();
	int			option;

	while ((option = getopt(argc, argv, "d:q:e:c:s:m:b:ln")) != -1)
	{
		switch (option)
		{
			case 'd': request.delimiter = optarg; break;
			case 'q': request.quote = optarg; break;
			case 'e': request.escape = optarg; break;
			case 'c': request.encoding = optarg; break;
			case 's': request.skip = atoll(optarg); break;
			case 'm': request.max_field_size = atoll(optarg); break;
			case 'b': file.block = atoll(optarg); break;
			case 'l': request.force_libcsv = true; break;
			case 'n': count_only = true; break;
			default: return 2;
		}
	}
	file.fd = optind < argc ? open(argv[optind], O_RDONLY) : 0;
	if (file.fd < 0)
	{
		perror(argv[optind]);
		return 1;
	}

	reader = csv_reader_open((CsvInput) {.read = read_file, .state = &file}, &request);
	print_dialect(csv_reader_dialect(reader));
	while ((batch = csv_reader_next(reader)) != NULL)
	{
		nrecords += batch->nrecords;
		for (int i = 0; i < batch->nrecords; i++)
		{
			ncells += batch->records[i].ncells;
			if (!count_only)
				print_record(&batch->records[i]);
		}
	}
	csv_reader_close(reader);
	if (count_only)
		printf("%lld records, %lld cells, %.3f s\n", nrecords, ncells,
			   (double) (clock() - start) / CLOCKS_PER_SEC);
	return 0;
}
