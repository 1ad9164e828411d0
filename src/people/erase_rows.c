/*
 * erase_rows.c
 *
 *		customer_import_rows -> rows with the customer_id, with a key in cells or
 *			old_cells, or with raw cells that contain a key
 *			-> is a raw cell that key, read as import reads it?
 *			-> emptied, import by import; counts corrected
 *		customer_imports.header -> is it their record, taken for a header?
 *			-> emptied; the mapping is by position from then on
 *
 * The rows have no index that helps: they are read once, from first to last.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "field/key_fold.h"
#include "field/value.h"
#include "import/import_log.h"
#include "import/secret.h"
#include "people/erase_rows.h"
#include "people/erase_rows.sql.h"
#include "support/catalog.h"
#include "support/int8_array.h"
#include "support/spi_value.h"
#include "support/sql_text.h"
#include "support/statement.h"

/* Rows read at a time. */
#define FETCH_ROWS 1000

/* Columns of the query that finds rows, from 1. */
typedef enum FoundColumn
{
	FOUND_IMPORT = 1,
	FOUND_LINE,
	FOUND_REJECTED,
	FOUND_CERTAIN,				/* by customer, cells or old_cells */
	FOUND_RAW,
	FOUND_COLUMN,				/* of the identifier, from 1; 0 = none */
	FOUND_NCOLUMNS				/* of the file; NULL = unknown */
} FoundColumn;

typedef struct FoundRow
{
	int64		import_id;
	int64		line;
} FoundRow;

typedef struct Search
{
	const Person *person;
	Field	   *email;
	Field	   *identifier;
	FoundRow   *rows;
	int			nrows;
	int			maxrows;
	MemoryContext context;
} Search;

/* ---- cells as read ---- */

/* Does import read the cell as this key?  field: NULL if it cannot bring one. */
static bool
is_key(const Field *field, const CsvCell *cell, const char *key)
{
	CellValue	value = {0};

	if (field == NULL || key == NULL)
		return false;
	value_parse(field, cell, &value);
	return value.state == VALUE_SET && value.len == strlen(key) &&
		memcmp(value.data, key, value.len) == 0;
}

/* Would the character beside an email make it another email? */
static bool
is_email_character(char c)
{
	return isalnum((unsigned char) c) || IS_HIGHBIT_SET(c) || (c != '\0' && strchr("._%+-", c) != NULL);
}

/* A cell as an email is folded, NUL-terminated. */
static char *
folded_text(const CsvCell *cell)
{
	const char *data = cell->data;
	uint32		len = cell->len;

	key_fold(KEY_EMAIL, &data, &len);
	return pnstrdup(data, len);
}

/*
 * Does a cell contain the email as a word?  A cell of a rejected record may
 * contain more than the email.
 */
static bool
holds_email(const CsvCell *cell, const char *email)
{
	char	   *text;
	bool		held = false;

	if (email == NULL)
		return false;
	text = folded_text(cell);
	for (const char *at = strstr(text, email); at != NULL && !held; at = strstr(at + 1, email))
		held = (at == text || !is_email_character(at[-1])) && !is_email_character(at[strlen(email)]);
	pfree(text);
	return held;
}

/*
 * Is the record the person's?  column is that of the identifier, from 1.  If the
 * record has n cells too many or too few, it is looked for up to n columns away.
 */
static bool
record_is_theirs(const Search *search, ArrayType *raw, int column, int ncolumns, bool rejected)
{
	Datum	   *texts;
	bool	   *nulls;
	int			n,
				first,
				last;

	deconstruct_array(raw, TEXTOID, -1, false, TYPALIGN_INT, &texts, &nulls, &n);
	first = column + Min(n - ncolumns, 0);
	last = column + Max(n - ncolumns, 0);
	for (int i = 0; i < n; i++)
	{
		CsvCell		cell = {0};

		if (nulls[i])
			continue;
		cell.data = VARDATA_ANY(DatumGetTextPP(texts[i]));
		cell.len = VARSIZE_ANY_EXHDR(DatumGetTextPP(texts[i]));
		if (is_key(search->email, &cell, search->person->email) ||
			(rejected && holds_email(&cell, search->person->email)) ||
			(column > 0 && i + 1 >= first && i + 1 <= last &&
			 is_key(search->identifier, &cell, search->person->identifier)))
			return true;
	}
	return false;
}

/* ---- a record that was taken for a header ---- */

/* SQL: the file's column, from 1, that an import mapped to the field. */
static char *
column_of(const char *field)
{
	return sql_text(erase_rows_sql, "column", "field", field, NULL);
}

/* Empties the header of an import; its mapping and presets are by position then. */
static void
empty_header(int64 import_id)
{
	Statement	update = statement(sql_text(erase_rows_sql, "empty header", NULL));

	update.closed = true;
	statement_int8(&update, import_id);
	statement_write(&update);
}

/* Empties the headers that are the person's record; returns their number. */
static int
empty_headers(const Search *search)
{
	Statement	find = statement(sql_text(erase_rows_sql, "find headers", "column", column_of("identifier"), NULL));
	uint64		nheaders;
	int64	   *ids;
	int			n = 0;

	find.closed = true;
	nheaders = statement_select(&find);
	ids = palloc(Max(nheaders, 1) * sizeof(int64));
	for (uint64 i = 0; i < nheaders; i++)
	{
		ArrayType  *header = spi_array(i, 2, TEXTARRAYOID, "customer_imports.header");
		int			column = spi_int32(i, 3, "the column of the identifier");

		CHECK_FOR_INTERRUPTS();
		if (record_is_theirs(search, header, column, ARR_DIMS(header)[0], true))
			ids[n++] = spi_int64(i, 1, "customer_imports.import_id");
	}
	statement_done();
	for (int i = 0; i < n; i++)
		empty_header(ids[i]);
	return n;
}

/* ---- finding rows ---- */

static void
add_row(Search *search, int64 import_id, int64 line)
{
	if (search->nrows == search->maxrows)
	{
		MemoryContext old = MemoryContextSwitchTo(search->context);

		search->maxrows = Max(2 * search->maxrows, 64);
		search->rows = search->rows == NULL ? palloc(search->maxrows * sizeof(FoundRow))
			: repalloc_huge(search->rows, search->maxrows * sizeof(FoundRow));
		MemoryContextSwitchTo(old);
	}
	search->rows[search->nrows++] = (FoundRow) {import_id, line};
}

/* Adds a row if it is the person's. */
static void
look_at(Search *search, int row)
{
	ArrayType  *raw = spi_array(row, FOUND_RAW, TEXTARRAYOID, "customer_import_rows.raw");
	int			column = spi_int32(row, FOUND_COLUMN, "the column of the identifier");
	bool		unknown;
	int			ncolumns = DatumGetInt32(spi_datum(row, FOUND_NCOLUMNS, INT4OID, &unknown, "the number of columns"));
	bool		rejected = spi_bool(row, FOUND_REJECTED, "customer_import_rows.action");

	/* if the columns are unknown, the identifier may be any cell */
	if (unknown)
		column = 1;
	if (spi_bool(row, FOUND_CERTAIN, "whether the row is the person's") ||
		(raw != NULL && record_is_theirs(search, raw, column, ncolumns, rejected)))
		add_row(search, spi_int64(row, FOUND_IMPORT, "customer_import_rows.import_id"),
				spi_int64(row, FOUND_LINE, "customer_import_rows.line"));
}

/* Work for statement_each(). */
static bool
look_at_all(void *state, uint64 nrows)
{
	for (uint64 i = 0; i < nrows; i++)
		look_at(state, i);
	return true;
}

static Search
search_for(const Person *person)
{
	return (Search) {
		.person = person, .context = CurrentMemoryContext,
		.email = field_by_name("email"), .identifier = field_by_name("identifier")
	};
}

/* Finds all rows of the person, by import and line. */
static void
find_rows(Search *search)
{
	const Person *person = search->person;
	Statement	find = statement(sql_text(erase_rows_sql, "find rows", "id_column", column_of("customer_id"),
										  "identifier_column", column_of("identifier"), NULL));

	find.closed = true;
	statement_datum(&find, INT8ARRAYOID, person->ids, false);
	statement_text(&find, person->email);
	statement_text(&find, person->identifier);
	statement_each(&find, FETCH_ROWS, look_at_all, search);
}

/* ---- emptying them ---- */

/* Empties lines of one import. */
static void
empty_lines(int64 import_id, Datum *lines, int nlines)
{
	Datum		array = int8_array(lines, nlines);
	Statement	count = statement(sql_text(erase_rows_sql, "correct counts", NULL));
	Statement	empty = statement(sql_text(erase_rows_sql, "empty rows", NULL));

	statement_int8(&count, import_id);
	statement_datum(&count, INT8ARRAYOID, array, false);
	statement_int8(&empty, import_id);
	statement_datum(&empty, INT8ARRAYOID, array, false);
	statement_datum(&empty, BOOLOID, BoolGetDatum(statement_write(&count) > 0), false);
	import_log_require_rows(import_id, nlines, statement_write(&empty));
	secrets_forget(import_id, array);
}

int64
erase_rows(const Person *person)
{
	Search		search = search_for(person);
	Datum	   *lines;
	int			nheaders;
	int			n = 0;

	nheaders = empty_headers(&search);
	find_rows(&search);
	lines = palloc(Max(search.nrows, 1) * sizeof(Datum));
	for (int i = 0; i < search.nrows; i++)
	{
		lines[n++] = Int64GetDatum(search.rows[i].line);
		if (i + 1 < search.nrows && search.rows[i + 1].import_id == search.rows[i].import_id)
			continue;
		empty_lines(search.rows[i].import_id, lines, n);
		n = 0;
	}
	return nheaders + search.nrows;
}

void
erase_rows_find(const Person *person, Datum *imports, Datum *lines)
{
	Search		search = search_for(person);
	Datum	   *elements;

	find_rows(&search);
	elements = palloc(Max(search.nrows, 1) * sizeof(Datum));
	for (int i = 0; i < search.nrows; i++)
		elements[i] = Int64GetDatum(search.rows[i].import_id);
	*imports = int8_array(elements, search.nrows);
	for (int i = 0; i < search.nrows; i++)
		elements[i] = Int64GetDatum(search.rows[i].line);
	*lines = int8_array(elements, search.nrows);
}
