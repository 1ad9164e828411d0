/*
 * consent_time.c
 *
 *		cells of consent, as in the file -> a date, or a date and a time in the form of
 *			ISO 8601 -> consent_at
 *
 * A time of day in any other form is left out: the date is certain, the rest is not.
 */
#include "postgres.h"

#include <ctype.h>

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/datetime.h"

#include "field/consent_sql.h"
#include "field/value.h"
#include "merge/consent_time.h"
#include "merge/consent_time.sql.h"
#include "support/spi_value.h"
#include "support/sql_text.h"
#include "support/statement.h"

/* Rows read at a time. */
#define FETCH_ROWS 1000

typedef struct Times
{
	int64		import_id;
	const TargetConsent *consent;
	Field		date;			/* how a date is read */
} Times;

/* Past two digits below a limit; NULL = they are not. */
static const char *
past_two(const char *p, int limit)
{
	if (p == NULL || !isdigit((unsigned char) p[0]) || !isdigit((unsigned char) p[1]) ||
		(p[0] - '0') * 10 + p[1] - '0' >= limit)
		return NULL;
	return p + 2;
}

/* The length of a time of day at the beginning of a text: 10:30, 10:30:15.5; 0 = none. */
static int
time_length(const char *text)
{
	const char *p = past_two(text, 24);

	p = p == NULL || *p != ':' ? NULL : past_two(p + 1, 60);
	if (p != NULL && *p == ':')
		p = past_two(p + 1, 60);
	if (p != NULL && *p == '.' && isdigit((unsigned char) p[1]))
		for (p++; isdigit((unsigned char) *p);)
			p++;
	return p == NULL ? 0 : p - text;
}

/* Is the rest of a time a zone, or nothing? */
static bool
is_zone(const char *text)
{
	const char *p = text;

	if (strcmp(text, "") == 0 || strcmp(text, "Z") == 0)
		return true;
	p = *p == '+' || *p == '-' ? past_two(p + 1, 15) : NULL;
	if (p != NULL && *p != '\0')
		p = past_two(p + (*p == ':'), 60);
	return p != NULL && *p == '\0';
}

/* The time of a cell as text that every such type takes; NULL = it is none. */
static char *
read_time(const Times *times, const char *cell)
{
	CellValue	value = {0};
	CsvCell		whole = {.data = cell, .len = strlen(cell)};
	struct pg_tm tm = {0};
	char		date[MAXDATELEN + 1];
	int			length;

	value_parse(&times->date, &whole, &value);
	if (value.state != VALUE_SET || value.note != NULL || DATE_NOT_FINITE((DateADT) value.number))
		return NULL;
	j2date((int) value.number + POSTGRES_EPOCH_JDATE, &tm.tm_year, &tm.tm_mon, &tm.tm_mday);
	EncodeDateOnly(&tm, USE_ISO_DATES, date);
	if (tm.tm_year < 1 || strlen(date) != 10 || strncmp(cell, date, 10) != 0 || (cell[10] != ' ' && cell[10] != 'T'))
		return pstrdup(date);
	length = time_length(cell + 11);
	return length > 0 && is_zone(cell + 11 + length) ? pstrdup(cell) : pstrdup(date);
}

/* Work for statement_each(): line, cell. */
static bool
take_fetched(void *state, uint64 nrows)
{
	const Times *times = state;
	ArrayBuildState *lines = initArrayResult(INT8OID, CurrentMemoryContext, false),
			   *texts = initArrayResult(TEXTOID, CurrentMemoryContext, false);
	Statement	write = statement(sql_text(consent_time_sql, "write times", "time",
										   consent_sql_time(times->consent, times->consent->type == TIMESTAMPOID
															? "v.text::pg_catalog.timestamp" : "v.text::pg_catalog.timestamptz"),
										   NULL));

	for (uint64 i = 0; i < nrows; i++)
	{
		char	   *text = read_time(times, spi_text_not_null(i, 2, "customer_import_rows.raw"));

		CHECK_FOR_INTERRUPTS();
		if (text == NULL)
			continue;
		accumArrayResult(lines, Int64GetDatum(spi_int64(i, 1, "customer_import_rows.line")), false, INT8OID,
						 CurrentMemoryContext);
		accumArrayResult(texts, CStringGetTextDatum(text), false, TEXTOID, CurrentMemoryContext);
	}
	statement_int8(&write, times->import_id);
	statement_datum(&write, INT8ARRAYOID, makeArrayResult(lines, CurrentMemoryContext), false);
	statement_datum(&write, TEXTARRAYOID, makeArrayResult(texts, CurrentMemoryContext), false);
	statement_write(&write);
	return true;
}

void
consent_time_take(const MergeRows *rows)
{
	TargetConsent consent = target_consent();
	Times		times = {.import_id = DatumGetInt64(rows->params[0]), .consent = &consent};
	Statement	find;

	if (rows->fields.subscribed < 0 || !target_consent_is_time(&consent))
		return;
	field_init_of_type(&times.date, "customer_since", DATEOID);	/* which takes a time of day, too */
	times.date.date_order = DATE_ORDER_UNKNOWN;
	find = statement(sql_text(consent_time_sql, "find cells", "consent", sql_number(rows->fields.subscribed + 1),
							  "name", consent.refuses ? CONSENT_UNSUBSCRIBED : CONSENT_SUBSCRIBED,
							  "value", consent.refuses ? "false" : "true", NULL));
	statement_int8(&find, times.import_id);
	statement_each(&find, FETCH_ROWS, take_fetched, &times);
}
