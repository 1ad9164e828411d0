/*
 * sample.c
 *
 *		first batch -> records that fit the table
 *		place in the source -> a reader of the bytes there -> its records but the
 *			first and the last one, which may be pieces -> copies
 *
 * A place may be within quotes: what is read there as records rarely fits the
 * table, so that few such records get into the sample.
 */
#include "postgres.h"

#include "import/known_keys.h"
#include "import/record.h"
#include "import/sample.h"

/* Bytes that are read at a place. */
#define PLACE_BYTES 16384

/* Places start at a multiple of this, so that no character of UTF-16 or UTF-32 is cut. */
#define PLACE_ALIGNMENT 4

/* The bytes at a place, as CsvInput reads them. */
typedef struct Place
{
	CsvSource  *source;
	int64		position;
	int64		end;
} Place;

static size_t
read_place(void *state, char *buffer, size_t len)
{
	Place	   *place = state;
	size_t		nread = csv_source_peek(place->source, place->position, buffer,
										Min((int64) len, place->end - place->position));

	place->position += nread;
	return nread;
}

/* Totals, rules and notes say nothing of the columns. */
static bool
is_of_table(const CsvRecord *record, int ncolumns)
{
	return record->aside == CSV_ASIDE_NONE && record_fits(record, ncolumns);
}

static void
add_record(RecordSample *sample, const CsvRecord *record)
{
	if (sample->nrecords == sample->maxrecords)
	{
		sample->maxrecords *= 2;
		sample->records = repalloc(sample->records, sample->maxrecords * sizeof(CsvRecord *));
	}
	sample->records[sample->nrecords++] = record;
}

static CsvRecord *
copy_record(const CsvRecord *record)
{
	CsvRecord  *copy = palloc(sizeof(CsvRecord));

	*copy = *record;
	copy->cells = palloc(Max(record->ncells, 1) * sizeof(CsvCell));
	for (int i = 0; i < record->ncells; i++)
	{
		copy->cells[i] = record->cells[i];
		copy->cells[i].data = pnstrdup(record->cells[i].data, record->cells[i].len);
	}
	return copy;
}

/* A reader of what is at a place, in the dialect that was found. */
static CsvReader *
open_place(Place *place, const CsvDialect *dialect)
{
	CsvInput	input = {.read = read_place, .state = place};
	CsvRequest	request = {
		.delimiter = dialect->delimiter,
		.quote = psprintf("%.1s", &dialect->quote),
		.escape = dialect->escape == '\0' ? NULL : psprintf("%.1s", &dialect->escape),
		.encoding = dialect->encoding,
		.skip = 0,
		.header = CSV_HEADER_ABSENT,
		.max_field_size = PLACE_BYTES
	};

	return csv_reader_open(input, &request);
}

static void
add_place(RecordSample *sample, CsvSource *source, const CsvDialect *dialect, int ncolumns,
		  int64 position)
{
	Place		place = {source, position, Min(position + PLACE_BYTES, csv_source_size(source))};
	CsvReader  *reader = open_place(&place, dialect);
	const CsvBatch *batch = csv_reader_next(reader);

	for (int i = 1; batch != NULL && i < batch->nrecords - 1; i++)
		if (is_of_table(&batch->records[i], ncolumns))
			add_record(sample, copy_record(&batch->records[i]));
	csv_reader_close(reader);
}

/* Approximate size of the records in the file, in bytes. */
static int64
bytes_of(const CsvBatch *batch)
{
	int64		bytes = 0;

	for (int i = 0; i < batch->nrecords; i++)
		for (int j = 0; j < batch->records[i].ncells; j++)
			bytes += batch->records[i].cells[j].len + (batch->records[i].cells[j].quoted ? 3 : 1);
	return bytes;
}

/* Adds records from behind the first batch. */
static void
add_places(RecordSample *sample, CsvSource *source, const CsvDialect *dialect, int ncolumns,
		   int64 start)
{
	int64		rest = csv_source_size(source) - start;
	int			nplaces = Min(SAMPLE_PLACES, rest / PLACE_BYTES + 1);

	for (int i = 0; i < nplaces; i++)
		add_place(sample, source, dialect, ncolumns,
				  (start + rest / nplaces * i) / PLACE_ALIGNMENT * PLACE_ALIGNMENT);
}

RecordSample *
sample_records(CsvSource *source, const CsvDialect *dialect, const CsvBatch *first, int ncolumns)
{
	RecordSample *sample = palloc0(sizeof(RecordSample));
	int64		start = bytes_of(first);

	sample->count_known = known_keys_count;
	sample->maxrecords = CSV_BATCH_RECORDS;
	sample->records = palloc(sample->maxrecords * sizeof(CsvRecord *));
	for (int i = dialect->has_header ? 1 : 0; i < first->nrecords; i++)
		if (is_of_table(&first->records[i], ncolumns))
			add_record(sample, &first->records[i]);
	sample->nfirst = sample->nrecords;
	if (start < csv_source_size(source) - csv_source_size(source) / 10)
		add_places(sample, source, dialect, ncolumns, start);
	return sample;
}
