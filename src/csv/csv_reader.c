/*
 * csv_reader.c
 *
 * Text to records.
 *
 *		input -> [raw, decoder] -> text -> marks of its special characters
 *			-> read_plain(): cells that point into text
 *			-> read_quoted(): from the first quoted cell on, libcsv
 *			-> repair(): what libcsv finds malformed
 *			-> finish_record(): size, encoding, NUL
 *			-> CsvBatch
 *
 * text is a window on the file: at least CSV_TEXT_SIZE, more only while one
 * record needs it, and never more than a record of max_record bytes does.
 */
#include "postgres.h"

#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "port/pg_bitutils.h"

#include "csv/csv_arena.h"
#include "csv/csv_aside.h"
#include "csv/csv_convert.h"
#include "csv/csv_cursor.h"
#include "csv/csv_decode.h"
#include "csv/csv_encoding.h"
#include "csv/csv_evidence.h"
#include "csv/csv_format.h"
#include "csv/csv_quoted.h"
#include "csv/csv_reader.h"
#include "csv/csv_recipients.h"
#include "csv/csv_reference.h"
#include "csv/csv_repair.h"
#include "csv/csv_scan.h"
#include "csv/csv_sniff.h"
#include "csv/csv_twice.h"
#include "csv/csv_wrap.h"
#include "support/normal_form.h"

/* the fuzz targets make these small */
#ifndef CSV_TEXT_SIZE
#define CSV_TEXT_SIZE (256 * 1024)	/* bytes of text to work on */
#define CSV_BLOCK 65536			/* bytes asked of the input at a time */
#define CSV_BATCH_CELLS 65536	/* a batch with as many is full */
#endif
#define CSV_FAR_FROM_END (4 * CSV_TEXT_SIZE)	/* bytes that hold more than a batch */
#define CSV_SLACK 128			/* bytes behind text: marks read past its end */
#define READER_DECISIONS 8		/* looks at what is not UTF-8, at most */
#define CSV_DEFAULT_FIELD_SIZE (16 * 1024 * 1024)

struct CsvReader
{
	MemoryContext context;
	CsvInput	input;
	bool		input_end;
	CsvDialect	dialect;
	size_t		max_field;		/* bytes of a cell */
	size_t		max_record;		/* bytes in which a record must end */

	/* the encoding may still be open, though it is taken for UTF-8 */
	bool		seen_utf8;		/* more than ASCII was seen */
	int			ndecisions;		/* how often it may still be looked for, where
								 * the text turns out not to be UTF-8 */
	const char *mixed_with;		/* encoding of lines that are not UTF-8 */

	/* text behind the sample that was encoded twice; NULL = it is not looked for */
	CsvTwiceWatch *twice;
	size_t		watched;

	/* cells that were written for a web page */
	int64		nreferences;
	int64		reference_line;

	/* bytes not yet decoded, if the file is not UTF-8 */
	CsvDecoder *decoder;
	char	   *raw;
	size_t		raw_len;

	/* what stands around lines, and is taken off as they are read */
	CsvWrap		wrap;
	CsvRecipients recipients;

	/* the window */
	char	   *text;
	size_t		text_size;
	size_t		text_len;
	bool		text_final;		/* nothing follows; text ends in a line break */
	size_t		pos;			/* next byte to read */
	int64		line;			/* the file's line that pos is on */

	/* how far text has been looked at, and where it is in doubt */
	size_t		verified;
	size_t		suspect_from;	/* undecodable bytes or NULs may be */
	size_t		suspect_to;		/* between these two */
	char		special[4];
	uint64	   *marks;
	size_t		marked;
	bool		has_references; /* may unread text have some?  If not, no record is
								 * searched for them */

	/* the batch */
	CsvQuoted  *quoted;
	bool		force_libcsv;
	CsvArena	arena;
	CsvCellSink sink;
	CsvCell    *cells;
	int			ncells;
	CsvBatch	batch;
	size_t		batch_bytes;	/* of the last batch */
	bool		width_known;	/* the header has been read */
	CsvAside	aside;			/* what is no record of the table */
	bool		discarding;		/* the rest of an oversized line is dropped */

	/* records are converted if the database is not in UTF-8 */
	int			database_encoding;
	Oid			conversion;
};

typedef enum ReadResult
{
	READ_RECORD,
	READ_BLANK,					/* a line that is no record */
	READ_MORE					/* the text ends inside the record */
} ReadResult;

static void read_sample(CsvReader *reader, const CsvRequest *request);
static void take_encoding(CsvReader *reader, const CsvEncoding *encoding);
static void count_encodings(CsvReader *reader);
static void skip_lines(CsvReader *reader, int64 count);
static void find_table(CsvReader *reader, const CsvRequest *request);
static void prepare_splitting(CsvReader *reader);
static void fill(CsvReader *reader, size_t want);
static void compact(CsvReader *reader);
static void reserve_text(CsvReader *reader, size_t room);
static void append_block(CsvReader *reader);
static void unwrap_text(CsvReader *reader, size_t from);
static void split_recipients(CsvReader *reader, size_t from);
static void decode_raw(CsvReader *reader, bool last);
static void finish_text(CsvReader *reader);
static void count_references(CsvReader *reader);
static void verify_text(CsvReader *reader);
static bool decide_encoding(CsvReader *reader);
static void watch_text(CsvReader *reader);
static void mark_text(CsvReader *reader);
static void read_batch(CsvReader *reader);
static void name_columns(CsvReader *reader, CsvRecord *record);
static bool discard_line(CsvReader *reader);
static bool is_ascii(const char *data, size_t len);
static ReadResult read_record(CsvReader *reader, CsvRecord *record);
static ReadResult read_quoted(CsvReader *reader, CsvRecord *record, int ncells, size_t start);
static ReadResult repair(CsvReader *reader, CsvRecord *record);
static ReadResult cut_record(CsvReader *reader, CsvRecord *record, int ncells, size_t start);
static int	complete_record(CsvReader *reader, CsvRecord *record, int ncells);
static ReadResult finish_record(CsvReader *reader, CsvRecord *record, int ncells,
								size_t end, int64 breaks);
static void check_sizes(CsvReader *reader, CsvRecord *record);
static void check_texts(CsvReader *reader, CsvRecord *record);
static void decode_cell(CsvReader *reader, CsvCell *cell);
static void convert_record(CsvReader *reader, CsvRecord *record);
static void set_defect(CsvRecord *record, CsvDefect defect, int cell);

CsvReader *
csv_reader_open(CsvInput input, const CsvRequest *request)
{
	CsvReader  *reader = palloc0(sizeof(CsvReader));

	reader->context = CurrentMemoryContext;
	reader->input = input;
	reader->max_field = request->max_field_size ?
		request->max_field_size : CSV_DEFAULT_FIELD_SIZE;
	reader->max_record = 2 * reader->max_field + CSV_TEXT_SIZE;
	reader->force_libcsv = request->force_libcsv;
	reader->line = 1;

	read_sample(reader, request);
	if (request->skip > 0)
		skip_lines(reader, request->skip);
	find_table(reader, request);
	prepare_splitting(reader);
	return reader;
}

const CsvDialect *
csv_reader_dialect(const CsvReader *reader)
{
	return &reader->dialect;
}

/* May the next batch be the last one? */
static bool
may_end_next(const CsvReader *reader)
{
	int64		left = reader->input.left == NULL ? -1 : reader->input.left(reader->input.state);

	return left < 0 || left < CSV_FAR_FROM_END;
}

const CsvBatch *
csv_reader_next(CsvReader *reader)
{
	MemoryContext caller = MemoryContextSwitchTo(reader->context);
	size_t		start;

	csv_arena_reset(&reader->arena);
	reader->batch.nrecords = 0;
	reader->ncells = 0;
	/* a batch that ends early, as the text does, costs as much as a full one */
	if (!reader->text_final && reader->text_len - reader->pos < reader->batch_bytes)
		fill(reader, CSV_TEXT_SIZE);
	start = reader->pos;
	for (;;)
	{
		CHECK_FOR_INTERRUPTS();
		read_batch(reader);
		if (reader->batch.nrecords > 0 ||
			(reader->text_final && reader->pos >= reader->text_len))
			break;

		/* a record longer than the window: double it */
		fill(reader, Max(CSV_TEXT_SIZE, 2 * (reader->text_len - reader->pos)));
		start = reader->pos;
	}
	reader->batch_bytes = reader->pos - start;
	if (reader->text_final && reader->pos >= reader->text_len)
	{
		csv_aside_mark_foot(&reader->aside, reader->batch.records, reader->batch.nrecords);
		count_references(reader);
	}
	else if (may_end_next(reader))
		csv_aside_look(&reader->aside, reader->batch.records, reader->batch.nrecords);
	if (OidIsValid(reader->conversion))
	{
		for (int i = 0; i < reader->batch.nrecords; i++)
			convert_record(reader, &reader->batch.records[i]);
	}
	MemoryContextSwitchTo(caller);
	return reader->batch.nrecords > 0 ? &reader->batch : NULL;
}

void
csv_reader_close(CsvReader *reader)
{
	csv_quoted_free(reader->quoted);
	csv_arena_free(&reader->arena);
	pfree(reader->batch.records);
	pfree(reader->cells);
	pfree(reader->marks);
	pfree(reader->text);
	if (reader->raw)
		pfree(reader->raw);
	if (reader->decoder)
		csv_decoder_free(reader->decoder);
	pfree(reader);
}

static const struct
{
	const char *code;
	const char *message;
	const char *hint;
}			defects[] = {
	[CSV_SOUND] = {"sound", "the record is sound", NULL},
	[CSV_NUL_BYTE] = {"nul_byte", "the cell holds a NUL byte",
	"Remove it, or export the file again."},
	[CSV_BAD_ENCODING] = {"bad_encoding", "the cell holds bytes that are no text in the file's encoding",
	"Correct the cell, or name the right encoding."},
	[CSV_FIELD_TOO_LARGE] = {"field_too_large", "the cell is longer than customers.max_field_size",
	"Shorten it, or raise the setting."},
	[CSV_TOO_MANY_CELLS] = {"too_many_cells", "the record has more cells than can be read", NULL},
	[CSV_UNCLOSED_QUOTE] = {"unclosed_quote", "a quote is opened and never closed",
	"Close it, or remove it."},
	[CSV_STRAY_QUOTE] = {"stray_quote", "a quote stands where it leaves the cells in doubt",
	"Double each quote that belongs to the text."}
};

const char *
csv_defect_code(CsvDefect defect)
{
	return defects[defect].code;
}

const char *
csv_defect_message(CsvDefect defect)
{
	return defects[defect].message;
}

const char *
csv_defect_hint(CsvDefect defect)
{
	return defects[defect].hint;
}

/*
 * Opening.
 */

/* Reads the start of the file, finds its encoding, and decodes that start. */
static void
read_sample(CsvReader *reader, const CsvRequest *request)
{
	static const char bom[] = "\xef\xbb\xbf";
	CsvEncoding encoding;
	size_t		nread;

	reader->raw = palloc(CSV_TEXT_SIZE + CSV_BLOCK);
	while (reader->raw_len < CSV_TEXT_SIZE)
	{
		nread = reader->input.read(reader->input.state, reader->raw + reader->raw_len,
								   Min(CSV_BLOCK, CSV_TEXT_SIZE - reader->raw_len));
		reader->raw_len += nread;
		if (nread == 0)
		{
			reader->input_end = true;
			break;
		}
	}

	csv_encoding_detect(reader->raw, reader->raw_len, reader->input_end,
						request->encoding, &encoding);
	reader->dialect.encoding = encoding.name;
	reader->dialect.bom = encoding.bom_len > 0;
	reader->dialect.notes = encoding.doubt;
	reader->dialect.encoding_found = encoding.found;
	take_encoding(reader, &encoding);
	reader->ndecisions = request->encoding ? 0 : READER_DECISIONS;

	reader->raw_len -= encoding.bom_len;
	memmove(reader->raw, reader->raw + encoding.bom_len, reader->raw_len);
	reserve_text(reader, CSV_TEXT_SIZE);
	decode_raw(reader, reader->input_end);
	if (reader->decoder == NULL && request->encoding == NULL)
	{
		reader->twice = csv_twice_watch_create();
		reader->watched = csv_twice_sample(reader->text, reader->text_len);
	}
	fill(reader, 0);

	/* programs that join files leave more byte order marks */
	while (reader->text_len - reader->pos >= sizeof(bom) - 1 &&
		   memcmp(reader->text + reader->pos, bom, sizeof(bom) - 1) == 0)
		reader->pos += sizeof(bom) - 1;
	if (request->delimiter == NULL)
		csv_format_check_text(reader->text + reader->pos, reader->text_len - reader->pos);
}

/* Makes the decoder for an encoding that was found; NULL if none is needed. */
static void
take_encoding(CsvReader *reader, const CsvEncoding *encoding)
{
	reader->dialect.encoding = encoding->name;
	reader->mixed_with = encoding->mixed_with;
	if (encoding->twice)
		reader->decoder = csv_decoder_create_twice(encoding->twice);
	else if (encoding->mixed_with)
		reader->decoder = csv_decoder_create_mixed(encoding->mixed_with);
	else
		reader->decoder = csv_decoder_create(encoding->name);
}

/* All of the file is decoded: tells how many of its lines were in which encoding. */
static void
count_encodings(CsvReader *reader)
{
	int64		utf8,
				others;

	csv_decoder_lines(reader->decoder, &utf8, &others);
	if (others > 0 && reader->seen_utf8 && reader->dialect.decided_late)
		csv_dialect_note(&reader->dialect,
						 psprintf("lines in %s: " INT64_FORMAT ", the others are in UTF8, and each is read so; if that is wrong, name the right encoding with encoding => '...'",
								  reader->mixed_with, others));
	else if (others > 0 && utf8 > 0)
		csv_dialect_note(&reader->dialect,
						 psprintf("lines in %s: " INT64_FORMAT ", lines in UTF8: " INT64_FORMAT ", and each is read so; if that is wrong, name the right encoding with encoding => '...'",
								  reader->mixed_with, others, utf8));
}

/* Drops lines above the table, as the caller said; and refills the sample. */
static void
skip_lines(CsvReader *reader, int64 count)
{
	int64		last = reader->line + count;

	while (reader->line < last)
	{
		if (discard_line(reader))
			continue;
		if (reader->text_final)
			break;
		fill(reader, CSV_TEXT_SIZE);
	}
	reader->line = last;		/* even if the file has fewer */
	fill(reader, CSV_TEXT_SIZE);
}

/* Is the text a list of recipients, and nothing said of how it is written? */
static bool
is_recipients(CsvReader *reader, const CsvRequest *request)
{
	if (request->delimiter != NULL || request->quote != NULL || request->escape != NULL ||
		csv_wrap_is_needed(&reader->wrap))
		return false;
	reader->recipients.listed = csv_recipients_find(reader->text + reader->pos,
													Min(reader->text_len - reader->pos, CSV_EVIDENCE_BYTES),
													reader->text_final && reader->text_len - reader->pos <= CSV_EVIDENCE_BYTES);
	return reader->recipients.listed;
}

/* Finds the dialect and the table's first line by the text at hand. */
static void
find_table(CsvReader *reader, const CsvRequest *request)
{
	CsvRequest	one_cell = *request;
	const char *notes;
	size_t		offset;

	if (csv_sniff_wrap(request, reader->text + reader->pos, reader->text_len - reader->pos,
					   reader->text_final, &reader->wrap))
	{
		unwrap_text(reader, reader->pos);
		verify_text(reader);
	}
	notes = reader->dialect.notes;
	if (is_recipients(reader, request))
	{
		split_recipients(reader, reader->pos);
		one_cell.delimiter = "\t";
		one_cell.quote = "";
	}
	csv_sniff_dialect(&one_cell, reader->text + reader->pos,
					  reader->text_len - reader->pos, reader->text_final,
					  &reader->dialect, &offset);
	if (reader->recipients.listed)
	{
		reader->dialect.dialect_found = (CsvFinding) {
			CSV_LIKELY, "each record is a recipient of mail: Ann <ann@example.com>"
		};
		reader->dialect.notes = notes;	/* another delimiter is none */
	}
	if (csv_wrap_is_needed(&reader->wrap))
		csv_dialect_note(&reader->dialect, csv_wrap_describe(&reader->wrap));
	reader->dialect.header_line += reader->line - 1;
	reader->pos += offset;
	reader->line = reader->dialect.header_line;
}

/* What can be set up only once the dialect is known. */
static void
prepare_splitting(CsvReader *reader)
{
	const CsvDialect *dialect = &reader->dialect;

	reader->special[0] = '\n';
	reader->special[1] = '\r';
	reader->special[2] = dialect->delimiter[0];
	reader->special[3] = dialect->quote ? dialect->quote : '\n';
	mark_text(reader);

	reader->quoted = csv_quoted_create(dialect);
	reader->cells = palloc(sizeof(CsvCell) * (CSV_BATCH_CELLS + CSV_MAX_CELLS));
	reader->sink.arena = &reader->arena;
	reader->sink.max_cells = CSV_MAX_CELLS;
	reader->batch.records = palloc(sizeof(CsvRecord) * CSV_BATCH_RECORDS);

	reader->database_encoding = csv_convert_database_encoding();
	if (reader->database_encoding != PG_UTF8 &&
		reader->database_encoding != PG_SQL_ASCII)
		reader->conversion = csv_convert_find(PG_UTF8, reader->database_encoding);
}

/*
 * The window.
 */

/* Brings at least want unread bytes into the window, if the file has them. */
static void
fill(CsvReader *reader, size_t want)
{
	compact(reader);
	while (!reader->input_end && reader->text_len < want)
		append_block(reader);
	if (reader->input_end && !reader->text_final)
		finish_text(reader);
	verify_text(reader);
	if (reader->twice)
		watch_text(reader);
	if (reader->special[0])
		mark_text(reader);
	reader->has_references = memchr(reader->text + reader->pos, '&', reader->text_len - reader->pos) != NULL;
}

/*
 * Counts the lines behind the sample that look encoded twice, and tells of them
 * once the file is read: to undo it is too late.
 */
static void
watch_text(CsvReader *reader)
{
	size_t		end = reader->text_len;
	CsvTwice	twice;

	reader->watched = Min(reader->watched, end);
	while (end > reader->watched && reader->text[end - 1] != '\n' && reader->text[end - 1] != '\r')
		end--;
	csv_twice_watch(reader->twice, reader->text + reader->watched, end - reader->watched);
	reader->watched = end;
	if (!reader->text_final && reader->decoder == NULL)
		return;
	csv_twice_result(reader->twice, &twice);
	if (twice.nlines > 0)
		csv_dialect_note(&reader->dialect,
						 psprintf("lines further on that look converted to UTF-8 twice (as in \"Jos\xc3\x83\xc2\xa9\"): %d; they are kept as they are",
								  twice.nlines));
	csv_twice_watch_free(reader->twice);
	reader->twice = NULL;
}

/* Drops the text that has been read. */
static void
compact(CsvReader *reader)
{
	size_t		gone = reader->pos;

	if (gone == 0)
		return;
	memmove(reader->text, reader->text + gone, reader->text_len - gone);
	reader->text_len -= gone;
	reader->pos = 0;
	reader->verified -= Min(gone, reader->verified);
	reader->watched -= Min(gone, reader->watched);
	reader->suspect_from -= Min(gone, reader->suspect_from);
	reader->suspect_to -= Min(gone, reader->suspect_to);
	reader->marked = 0;
}

/* Makes room for more text, by doubling. */
static void
reserve_text(CsvReader *reader, size_t room)
{
	size_t		need = reader->text_len + room + CSV_SLACK;
	size_t		size = Max(reader->text_size, CSV_TEXT_SIZE + CSV_BLOCK + CSV_SLACK);
	char	   *text;

	if (need <= reader->text_size)
		return;
	while (size < need)
		size *= 2;
	text = palloc_extended(size, MCXT_ALLOC_HUGE);
	if (reader->text)
	{
		memcpy(text, reader->text, reader->text_len);
		pfree(reader->text);
		pfree(reader->marks);
	}
	reader->text = text;
	reader->text_size = size;
	reader->marks = palloc_extended(CSV_SCAN_WORDS(size) * sizeof(uint64), MCXT_ALLOC_HUGE);
	reader->marked = 0;
}

/* Reads one block of the file into the window. */
static void
append_block(CsvReader *reader)
{
	size_t		nread;
	size_t		start = reader->text_len;

	if (reader->decoder == NULL)
	{
		reserve_text(reader, CSV_BLOCK);
		nread = reader->input.read(reader->input.state,
								   reader->text + reader->text_len, CSV_BLOCK);
		reader->text_len += nread;
	}
	else
	{
		nread = reader->input.read(reader->input.state,
								   reader->raw + reader->raw_len, CSV_BLOCK);
		reader->raw_len += nread;
		decode_raw(reader, nread == 0);
	}
	reader->input_end = nread == 0;
	if (csv_wrap_is_needed(&reader->wrap))
		unwrap_text(reader, start);
	if (reader->recipients.listed)
		split_recipients(reader, start);
}

/*
 * Takes off what stands around the lines of the text from from on, which may
 * reach back to the end of the line before.
 */
static void
unwrap_text(CsvReader *reader, size_t from)
{
	reader->text_len = csv_wrap_strip(&reader->wrap, reader->text, from, reader->text_len);
	reader->verified = Min(reader->verified, Min(from, reader->text_len));
	reader->suspect_to = Min(reader->suspect_to, reader->text_len);
	reader->marked = Min(reader->marked, reader->text_len);
}

/* Gives each recipient of the text from from on a line. */
static void
split_recipients(CsvReader *reader, size_t from)
{
	csv_recipients_split(&reader->recipients, reader->text, from, reader->text_len);
	reader->marked = Min(reader->marked, from > 0 ? from - 1 : 0);
}

/* Moves what can be decoded from raw to text. */
static void
decode_raw(CsvReader *reader, bool last)
{
	size_t		used = reader->raw_len;
	size_t		written = reader->raw_len;

	if (reader->decoder == NULL)
	{
		reserve_text(reader, reader->raw_len);
		memcpy(reader->text + reader->text_len, reader->raw, reader->raw_len);
	}
	else
	{
		reserve_text(reader, CSV_DECODED_SIZE(reader->raw_len));
		used = csv_decode(reader->decoder, reader->raw, reader->raw_len, last,
						  reader->text + reader->text_len, &written);
	}
	reader->text_len += written;
	reader->raw_len -= used;
	memmove(reader->raw, reader->raw + used, reader->raw_len);
}

/* Gives a last line without a line break one, so that every line has it. */
static void
finish_text(CsvReader *reader)
{
	reader->text_final = true;
	if (reader->mixed_with)
		count_encodings(reader);
	if (reader->text_len == 0)
		return;
	if (reader->text[reader->text_len - 1] == '\n' ||
		reader->text[reader->text_len - 1] == '\r')
		return;
	reserve_text(reader, 1);
	reader->text[reader->text_len++] = '\n';
	if (csv_wrap_is_needed(&reader->wrap))
		unwrap_text(reader, reader->text_len - 1);
}

/*
 * Looks through new text for bytes that are no text.  The span from the first
 * to the last of them is looked at again, record by record, in check_texts().
 */
static void
verify_text(CsvReader *reader)
{
	while (reader->verified < reader->text_len)
	{
		const char *start = reader->text + reader->verified;
		size_t		len = reader->text_len - reader->verified;
		size_t		valid = csv_valid_utf8(start, len);

		if (!reader->seen_utf8 && !is_ascii(start, valid))
			reader->seen_utf8 = true;
		reader->verified += valid;
		if (valid == len ||
			(!reader->text_final && csv_is_cut_utf8(start + valid, len - valid)))
			return;
		if (reader->decoder == NULL && IS_HIGHBIT_SET(start[valid]) && reader->ndecisions > 0)
		{
			reader->ndecisions--;
			if (decide_encoding(reader))
				continue;
		}
		if (reader->suspect_to == 0)
			reader->suspect_from = reader->verified;
		reader->suspect_to = ++reader->verified;
	}
}

/*
 * The byte above ASCII at verified is not UTF-8: finds the encoding of its line
 * by the text around it, and decodes anew from there.  False if it is UTF-8 all
 * the same, and the line is broken.
 */
static bool
decide_encoding(CsvReader *reader)
{
	size_t		line = reader->verified;
	size_t		tail;
	CsvEncoding encoding;

	while (line > reader->pos && reader->text[line - 1] != '\n' && reader->text[line - 1] != '\r')
		line--;
	tail = reader->text_len - line;
	csv_encoding_detect(reader->text + line, tail, reader->text_final, NULL, &encoding);
	if (strcmp(encoding.name, "UTF8") == 0 && encoding.mixed_with == NULL)
		return false;
	if (reader->seen_utf8)
	{
		if (encoding.mixed_with == NULL)
			return false;
		encoding.name = "UTF8";
	}
	take_encoding(reader, &encoding);
	reader->dialect.encoding_found = encoding.found;
	reader->dialect.decided_late = true;
	if (encoding.doubt && !reader->seen_utf8)	/* else count_encodings() names the option */
		csv_dialect_note(&reader->dialect, encoding.doubt);
	if (reader->raw)
		pfree(reader->raw);
	reader->raw = palloc_extended(Max(tail, CSV_TEXT_SIZE) + CSV_BLOCK, MCXT_ALLOC_HUGE);
	reader->raw_len = tail;
	memcpy(reader->raw, reader->text + line, tail);
	reader->text_len = line;
	reader->verified = Min(reader->verified, line);
	reader->marked = Min(reader->marked, line);
	decode_raw(reader, reader->text_final);
	if (reader->text_final && reader->mixed_with)
		count_encodings(reader);
	return true;
}

static void
mark_text(CsvReader *reader)
{
	size_t		from = reader->marked - reader->marked % CSV_SCAN_WORD;

	csv_scan_mark(reader->text + from, reader->text_len - from, reader->special,
				  reader->marks + from / CSV_SCAN_WORD);
	reader->marked = reader->text_len;
}

/*
 * Splitting.
 */

/* Adds records to the batch until it is full or the text ends. */
static void
read_batch(CsvReader *reader)
{
	CsvBatch   *batch = &reader->batch;

	if (reader->discarding)
	{
		if (!discard_line(reader))
			return;
		reader->discarding = false;
	}
	while (batch->nrecords < CSV_BATCH_RECORDS && reader->ncells < CSV_BATCH_CELLS &&
		   reader->pos < reader->text_len && !reader->discarding)
	{
		CsvRecord  *record = &batch->records[batch->nrecords];
		ReadResult	result = read_record(reader, record);

		if (result == READ_MORE)
			break;
		if (result != READ_RECORD)
			continue;
		batch->nrecords++;

		/* the sample may have held only a part of a very wide header */
		if (!reader->width_known)
		{
			reader->width_known = true;
			if (reader->dialect.header)
				name_columns(reader, record);
			if (reader->dialect.has_header || reader->dialect.ncolumns == 0)
				reader->dialect.ncolumns = record->ncells;
			csv_aside_init(&reader->aside, reader->dialect.has_header ? record : NULL,
						   reader->dialect.ncolumns);
		}
		else if ((record->cells[0].len == 0 || csv_aside_may_begin(&reader->aside, &record->cells[0])) &&
				 record->defect == CSV_SOUND)
			record->aside = csv_aside_kind(&reader->aside, record);
	}
}

/* The header's record gets the names that its columns have. */
static void
name_columns(CsvReader *reader, CsvRecord *record)
{
	reader->ncells += reader->dialect.nheader - record->ncells;
	record->cells = reader->cells + reader->ncells - reader->dialect.nheader;
	record->ncells = reader->dialect.nheader;
	memcpy(record->cells, reader->dialect.header, record->ncells * sizeof(CsvCell));
	check_sizes(reader, record);
	check_texts(reader, record);
}

/*
 * Passes the rest of the line that pos is on.  False if the text ends before
 * the line does.
 */
static bool
discard_line(CsvReader *reader)
{
	const char *p = reader->text + reader->pos;
	const char *end = reader->text + reader->text_len;

	while (p < end && *p != '\n' && *p != '\r')
		p++;
	if (p == end || (*p == '\r' && p + 1 == end && !reader->text_final))
	{
		reader->pos = p - reader->text;
		return false;
	}
	reader->pos = p + csv_break_len(p, end) - reader->text;
	reader->line++;
	return true;
}

static inline void
keep_plain(CsvCell *cells, int n, const char *data, size_t len)
{
	if (n < CSV_MAX_CELLS)
	{
		cells[n].data = data;
		cells[n].len = (uint32) len;
		cells[n].quoted = false;
		cells[n].canonical = false;
	}
}

/* Is the line that starts at p blank? */
static bool
line_is_blank(const char *p, const char *end)
{
	const char *start = p;

	while (p < end && *p != '\n' && *p != '\r')
		p++;
	return csv_is_blank(start, p - start);
}

/* Where the record at pos must have ended. */
static size_t
record_limit(const CsvReader *reader)
{
	return Min(reader->text_len, reader->pos + reader->max_record);
}

/* Does the line that starts at p end before the text does? */
static bool
line_is_complete(const char *p, const char *end)
{
	return memchr(p, '\n', end - p) != NULL || memchr(p, '\r', end - p) != NULL;
}

/* Does the text end, for now, in the CR of what may be a CRLF? */
static bool
ends_in_half_break(const CsvReader *reader, size_t end)
{
	return end == reader->text_len && !reader->text_final &&
		reader->text[end - 1] == '\r';
}

/* May the record at pos be judged by the text at hand, though it goes on? */
static bool
text_suffices(const CsvReader *reader, size_t need)
{
	return reader->text_final || reader->text_len - reader->pos >= need;
}

/*
 * Reads the record at pos.  Its plain cells are found by the marks alone; a
 * quote that opens a cell hands the rest of the record to read_quoted(), one
 * further inside a cell is ordinary text.
 */
static ReadResult
read_record(CsvReader *reader, CsvRecord *record)
{
	const char *text = reader->text;
	const char *end = text + reader->text_len;
	size_t		limit = record_limit(reader);
	const uint64 *marks = reader->marks;
	size_t		nwords = CSV_SCAN_WORDS(limit);
	size_t		word = reader->pos / CSV_SCAN_WORD;
	uint64		bits = marks[word] & (~UINT64CONST(0) << (reader->pos % CSV_SCAN_WORD));
	char		delimiter = reader->dialect.delimiter[0];
	size_t		delimiter_len = strlen(reader->dialect.delimiter);
	CsvCell    *cells = reader->cells + reader->ncells;
	int			ncells = 0;
	size_t		start = reader->pos;

	record->cells = cells;
	record->line = reader->line;
	record->defect = CSV_SOUND;
	record->defect_cell = -1;
	record->aside = CSV_ASIDE_NONE;
	if (reader->force_libcsv && line_is_complete(text + start, text + limit) &&
		!line_is_blank(text + start, end))
		return read_quoted(reader, record, 0, start);

	for (;;)
	{
		size_t		at;
		char		c;

		while (bits == 0)
		{
			if (++word >= nwords)
				return cut_record(reader, record, ncells, start);
			bits = marks[word];
		}
		at = word * CSV_SCAN_WORD + pg_rightmost_one_pos64(bits);
		bits &= bits - 1;
		if (at < start)
			continue;			/* inside a delimiter of several bytes */
		if (at >= limit)
			return cut_record(reader, record, ncells, start);
		c = text[at];

		if (c == delimiter)
		{
			if (delimiter_len > 1 &&
				(end - text - at < delimiter_len ||
				 memcmp(text + at, reader->dialect.delimiter, delimiter_len) != 0))
				continue;
			keep_plain(cells, ncells++, text + start, at - start);
			start = at + delimiter_len;
			continue;
		}
		if (c == '\n' || c == '\r')
		{
			size_t		len = csv_break_len(text + at, end);

			if (ends_in_half_break(reader, at + len))
				return READ_MORE;
			keep_plain(cells, ncells++, text + start, at - start);
			return finish_record(reader, record, ncells, at + len, 1);
		}
		if (csv_is_blank(text + start, at - start))
			return read_quoted(reader, record, ncells, start);
	}
}

/* Has a record the table's width?  Empty cells behind the last column are none. */
static bool
fits_table(const CsvReader *reader, const CsvRecord *record, int ncells)
{
	int			ncolumns = reader->dialect.ncolumns;

	if (ncells < ncolumns || ncells > CSV_MAX_CELLS)
		return false;
	for (int i = ncolumns; i < ncells; i++)
		if (record->cells[i].quoted || !csv_is_blank(record->cells[i].data, record->cells[i].len))
			return false;
	return true;
}

/*
 * Reads the rest of a record from the cell that starts at start, by libcsv.
 * What it finds malformed, or so long that its quote is taken for a stray one,
 * is repaired.
 */
static ReadResult
read_quoted(CsvReader *reader, CsvRecord *record, int ncells, size_t start)
{
	int			ncolumns = reader->dialect.ncolumns;
	size_t		len = record_limit(reader) - start;
	size_t		taken;
	int64		breaks;

	reader->sink.cells = record->cells;
	reader->sink.ncells = ncells;
	switch (csv_quoted_parse(reader->quoted, reader->text + start, len,
							 &reader->sink, &taken, &breaks))
	{
		case CSV_PARSE_MALFORMED:
			return repair(reader, record);
		case CSV_PARSE_UNCLOSED:
			if (!text_suffices(reader, reader->max_record))
				return READ_MORE;
			return repair(reader, record);
		case CSV_PARSE_RECORD:
			break;
	}

	if (ends_in_half_break(reader, start + taken))
		return READ_MORE;
	if (breaks > 1 && ncolumns > 0 &&
		csv_repair_swallowed(reader->text + reader->pos, start + taken - reader->pos,
							 &reader->dialect, fits_table(reader, record, reader->sink.ncells),
							 ncolumns))
		return repair(reader, record);
	return finish_record(reader, record, reader->sink.ncells, start + taken, breaks);
}

/* Reads a broken record anew, from its start. */
static ReadResult
repair(CsvReader *reader, CsvRecord *record)
{
	const char *text = reader->text + reader->pos;
	size_t		len = reader->text_len - reader->pos;
	CsvRepair	repaired;

	if (!line_is_complete(text, reader->text + record_limit(reader)))
		return cut_record(reader, record, 0, reader->pos);
	if (!text_suffices(reader, CSV_REPAIR_REACH))
		return READ_MORE;

	reader->sink.cells = record->cells;
	reader->sink.ncells = 0;
	csv_repair_record(text, len, &reader->dialect, reader->dialect.ncolumns,
					  &reader->sink, &repaired);
	if (ends_in_half_break(reader, reader->pos + repaired.taken))
		return READ_MORE;
	set_defect(record, repaired.defect, repaired.defect_cell);
	return finish_record(reader, record, reader->sink.ncells,
						 reader->pos + repaired.taken, repaired.breaks);
}

/*
 * The text ends before the record's line does.  Asks for more, up to
 * max_record; a longer one is handed out clipped, and its rest dropped.
 */
static ReadResult
cut_record(CsvReader *reader, CsvRecord *record, int ncells, size_t start)
{
	size_t		limit = record_limit(reader);
	size_t		len;

	if (!text_suffices(reader, reader->max_record))
		return READ_MORE;
	len = limit - Min(start, limit);
	for (size_t tail = 1; tail < 4 && tail <= len; tail++)
	{
		if (csv_is_cut_utf8(reader->text + start + len - tail, tail))
		{
			len -= tail;
			break;
		}
	}
	keep_plain(record->cells, ncells, reader->text + start, len);
	set_defect(record, CSV_FIELD_TOO_LARGE, Min(ncells, CSV_MAX_CELLS - 1));
	reader->discarding = true;
	return finish_record(reader, record, ncells + 1, limit, 0);
}

/*
 * Adds the empty cells that a record lacks at its end, if those that it has are
 * of the kinds of their columns; returns how many cells it has then.
 */
static int
complete_record(CsvReader *reader, CsvRecord *record, int ncells)
{
	const CsvDialect *dialect = &reader->dialect;

	if (record->defect != CSV_SOUND || ncells < 2)
		return ncells;
	for (int i = 0; i < Min(ncells, CSV_KNOWN_COLUMNS); i++)
	{
		const CsvCell *cell = &record->cells[i];
		CsvCellKind kind = csv_evidence_kind(cell->data, cell->len, cell->quoted);

		if (kind != CSV_KIND_EMPTY && (dialect->kinds[i] & (1 << kind)) == 0)
			return ncells;
	}
	for (; ncells < dialect->ncolumns; ncells++)
		record->cells[ncells] = (CsvCell) {.data = ""};
	return ncells;
}

/* Characters that cells only refer to are written into them. */
static void
undo_references(CsvReader *reader, CsvRecord *record)
{
	int64		before = reader->nreferences;

	for (int i = 0; i < record->ncells; i++)
		reader->nreferences += csv_reference_undo(&record->cells[i], &reader->arena);
	if (reader->nreferences == before)
		return;
	record->composed = false;
	if (before == 0)
		reader->reference_line = record->line;
}

/* The file has been read: says how many cells that was. */
static void
count_references(CsvReader *reader)
{
	if (reader->nreferences > 0)
		csv_dialect_note(&reader->dialect,
						 psprintf("cells that were written for a web page (as in \"O&#39;Brien\"), which is undone: " INT64_FORMAT ", the first on line " INT64_FORMAT,
								  reader->nreferences, reader->reference_line));
	reader->nreferences = 0;
}

/* The record's cells are known: checks them, and goes on to the next one. */
static ReadResult
finish_record(CsvReader *reader, CsvRecord *record, int ncells, size_t end, int64 breaks)
{
	size_t		start = reader->pos;

	reader->pos = end;
	reader->line += breaks;
	if (ncells == 1 && record->defect == CSV_SOUND && !record->cells[0].quoted &&
		csv_is_blank(record->cells[0].data, record->cells[0].len))
		return READ_BLANK;

	if (ncells > CSV_MAX_CELLS)
	{
		ncells = CSV_MAX_CELLS;
		set_defect(record, CSV_TOO_MANY_CELLS, -1);
	}
	if (ncells < reader->dialect.ncolumns && reader->dialect.ends_early && reader->width_known)
		ncells = complete_record(reader, record, ncells);
	record->ncells = ncells;
	record->composed = normal_form_is_composed(reader->text + start, end - start);
	if (reader->has_references && memchr(reader->text + start, '&', end - start) != NULL)
		undo_references(reader, record);
	reader->ncells += ncells;
	if (end - start > reader->max_field)
		check_sizes(reader, record);
	if (start < reader->suspect_to && end > reader->suspect_from)
		check_texts(reader, record);
	return READ_RECORD;
}

/*
 * Checking.
 */

/* The first defect is the one that is told. */
static void
set_defect(CsvRecord *record, CsvDefect defect, int cell)
{
	if (record->defect != CSV_SOUND)
		return;
	record->defect = defect;
	record->defect_cell = cell;
}

/* Clips cells that are too large, at the end of a character. */
static void
check_sizes(CsvReader *reader, CsvRecord *record)
{
	for (int i = 0; i < record->ncells; i++)
	{
		CsvCell    *cell = &record->cells[i];
		size_t		len = reader->max_field;

		if (cell->len <= len)
			continue;
		while (len > 0 && ((uint8) cell->data[len] & 0xc0) == 0x80)
			len--;
		cell->len = (uint32) len;
		set_defect(record, CSV_FIELD_TOO_LARGE, i);
	}
}

/* Finds cells with a NUL or undecodable bytes, and replaces those. */
static void
check_texts(CsvReader *reader, CsvRecord *record)
{
	for (int i = 0; i < record->ncells; i++)
	{
		CsvCell    *cell = &record->cells[i];
		size_t		valid = csv_valid_utf8(cell->data, cell->len);

		if (valid == cell->len)
			continue;
		set_defect(record,
				   cell->data[valid] == '\0' ? CSV_NUL_BYTE : CSV_BAD_ENCODING, i);
		decode_cell(reader, cell);
	}
}

/* Puts a replacement character for each byte that is no text. */
static void
decode_cell(CsvReader *reader, CsvCell *cell)
{
	static const char replacement[] = "\xef\xbf\xbd";
	const char *p = cell->data;
	size_t		left = cell->len;
	char	   *text = csv_arena_alloc(&reader->arena, left * (sizeof(replacement) - 1));
	char	   *out = text;

	while (left > 0)
	{
		size_t		valid = csv_valid_utf8(p, left);

		memcpy(out, p, valid);
		out += valid;
		p += valid;
		left -= valid;
		if (left > 0)
		{
			memcpy(out, replacement, sizeof(replacement) - 1);
			out += sizeof(replacement) - 1;
			p++;
			left--;
		}
	}
	cell->data = text;
	cell->len = (uint32) (out - text);
}

static bool
is_ascii(const char *data, size_t len)
{
	uint64		bits = 0;
	size_t		i = 0;

	for (; i + sizeof(uint64) <= len; i += sizeof(uint64))
	{
		uint64		word;

		memcpy(&word, data + i, sizeof(word));
		bits |= word;
	}
	for (; i < len; i++)
		bits |= (uint8) data[i];
	return (bits & UINT64CONST(0x8080808080808080)) == 0;
}

/*
 * Converts a record's cells to the database's encoding.  A character that it
 * does not have makes the record a defective one.
 */
static void
convert_record(CsvReader *reader, CsvRecord *record)
{
	for (int i = 0; i < record->ncells; i++)
	{
		CsvCell    *cell = &record->cells[i];
		size_t		done = 0;
		size_t		len = 0;
		char	   *text;

		if (is_ascii(cell->data, cell->len))
			continue;
		text = csv_arena_alloc(&reader->arena, cell->len * CSV_CONVERT_GROWTH + 1);
		while (done < cell->len)
		{
			size_t		written;

			done += csv_convert(reader->conversion, PG_UTF8, reader->database_encoding,
								cell->data + done, cell->len - done,
								text + len, &written);
			len += written;
			if (done == cell->len)
				break;
			set_defect(record, CSV_BAD_ENCODING, i);
			text[len++] = '?';
			done += Min(cell->len - done,
						(size_t) pg_utf_mblen((const unsigned char *) cell->data + done));
		}
		cell->data = text;
		cell->len = (uint32) len;
	}
}
