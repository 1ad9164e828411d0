/*
 * segment.c
 *
 *		condition -> condition_check() -> customer_segments
 *		customer_segments -> condition_check() -> profile_query()
 *
 * A stored condition is checked again at each use: the table can be edited, and
 * another role may use it.
 */
#include "postgres.h"

#include <ctype.h>

#include "catalog/pg_type.h"
#include "utils/builtins.h"

#include "query/condition.h"
#include "query/profile_form.h"
#include "query/segment.h"
#include "support/subxact.h"
#include "support/catalog.h"
#include "support/settings_scope.h"
#include "support/spi_value.h"
#include "support/sql_text.h"
#include "support/statement.h"

/* Segments counted by one query. */
#define BATCH_SEGMENTS 200

typedef struct Segment
{
	char	   *name;
	char	   *stored;
	char	   *condition;		/* checked */
	int64		customers;
	bool		counted;
} Segment;

/* Segments that one query counts. */
typedef struct Count
{
	Segment   **segments;
	int			nsegments;
} Count;

/* ---- one segment ---- */

static void
check_name(const char *name)
{
	if (name[0] == '\0' || isspace((unsigned char) name[0]) ||
		isspace((unsigned char) name[strlen(name) - 1]))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("\"%s\" cannot be the name of a segment", name),
				 errhint("A name is not empty, and has no spaces at its ends.")));
}

static void
refuse_missing(const char *name)
{
	ereport(ERROR,
			(errcode(ERRCODE_UNDEFINED_OBJECT),
			 errmsg("segment \"%s\" does not exist", name),
			 errhint("SELECT name, condition FROM %s; lists those that do.",
					 catalog_name(REL_SEGMENTS))));
}

static char *
describe(const char *name)
{
	return psprintf("condition of segment \"%s\"", name);
}

void
segment_define(const char *name, const char *condition, const char *description)
{
	Statement	insert = statement(psprintf("INSERT INTO %s AS s (name, condition, description) VALUES ($1, $2, $3)"
											" ON CONFLICT (name) DO UPDATE SET condition = excluded.condition,"
											" description = COALESCE(excluded.description, s.description),"
											" defined_by = CURRENT_USER, defined_at = pg_catalog.now()",
											catalog_name(REL_SEGMENTS)));

	check_name(name);
	statement_text(&insert, name);
	statement_text(&insert, condition_check(condition, CONDITION_GIVEN, describe(name)));
	statement_text(&insert, description);
	statement_write(&insert);
}

void
segment_drop(const char *name)
{
	Statement	delete = statement(psprintf("DELETE FROM %s WHERE name OPERATOR(pg_catalog.=) $1",
											catalog_name(REL_SEGMENTS)));

	statement_text(&delete, name);
	if (statement_write(&delete) == 0)
		refuse_missing(name);
}

char *
segment_condition(const char *name)
{
	Statement	find = statement(psprintf("SELECT condition FROM %s WHERE name OPERATOR(pg_catalog.=) $1",
										  catalog_name(REL_SEGMENTS)));
	char	   *stored;

	find.limit = 1;
	statement_text(&find, name);
	if (statement_select(&find) == 0)
		refuse_missing(name);
	stored = spi_text_not_null(0, 1, "customer_segments.condition");
	statement_done();
	return condition_check(stored, CONDITION_STORED, describe(name));
}

/* ---- all segments ---- */

/* All segments, by name, in the current memory context. */
static Segment *
read_segments(int *nsegments)
{
	Statement	find = statement(psprintf("SELECT name, condition FROM %s ORDER BY name COLLATE pg_catalog.\"C\"",
										  catalog_name(REL_SEGMENTS)));
	Segment    *segments;

	*nsegments = statement_select(&find);
	segments = palloc0(Max(*nsegments, 1) * sizeof(Segment));
	for (int i = 0; i < *nsegments; i++)
	{
		segments[i].name = spi_text_not_null(i, 1, "customer_segments.name");
		segments[i].stored = spi_text_not_null(i, 2, "customer_segments.condition");
	}
	statement_done();
	return segments;
}

/* Reports the error of a segment as a warning. */
static void
warn(const Segment *segment, ErrorData *error)
{
	ereport(WARNING,
			(errcode(error->sqlerrcode),
			 errmsg("segment \"%s\" cannot be counted: %s", segment->name, error->message),
			 error->detail == NULL ? 0 : errdetail("%s", error->detail),
			 errhint("Define it anew with %s(), or drop it.",
					 catalog_function_name("customers_segment_define"))));
	FreeErrorData(error);
}

static bool
check_segment(void *state)
{
	Segment    *segment = state;

	segment->condition = condition_check_of_all(segment->stored, describe(segment->name));
	return true;
}

/* Collects the segments whose condition is still valid; returns how many. */
static int
keep_sound(Segment **sound, Segment *segments, int nsegments)
{
	int			n = 0;

	for (int i = 0; i < nsegments; i++)
	{
		ErrorData  *error;

		if (subxact_run(check_segment, &segments[i], &error))
			sound[n++] = &segments[i];
		else
			warn(&segments[i], error);
	}
	return n;
}

/*
 * ProfileSql: counts the segments of a Count.  OFFSET 0 keeps the conditions below the
 * aggregate, where the planner knows how often they are evaluated.
 */
static char *
count_sql(const char *profiles, void *state)
{
	const Count *count = state;
	StringInfoData counts,
				conditions;

	initStringInfo(&counts);
	initStringInfo(&conditions);
	for (int i = 0; i < count->nsegments; i++)
	{
		sql_add(&counts, ", ", "count(*) FILTER (WHERE c_%d)", i + 1);
		sql_add(&conditions, ", ", "%s AS c_%d", count->segments[i]->condition, i + 1);
	}
	return psprintf("SELECT %s FROM (SELECT %s FROM (%s) AS %s OFFSET 0) AS c", counts.data, conditions.data, profiles,
					catalog_bare_name(REL_PROFILES));
}

static bool
count_segments(void *state)
{
	Count	   *count = state;
	int			scope = settings_scope_enter();
	Statement	find = {0};
	int			form;

	profile_pin_settings(0);
	find.sql = profile_cheapest(count_sql, count, "", 0, NULL, &form);
	find.limit = 1;
	profile_pin_settings(form);
	statement_select(&find);
	for (int i = 0; i < count->nsegments; i++)
	{
		count->segments[i]->customers = spi_int64(0, i + 1, "the count of a segment");
		count->segments[i]->counted = true;
	}
	statement_done();
	settings_scope_leave(scope);
	return true;
}

/* Counts in one pass; if that fails, halves the segments to find the culprit. */
static void
count_all(Segment **segments, int nsegments)
{
	Count		count = {segments, nsegments};
	ErrorData  *error;

	if (nsegments == 0 || subxact_run(count_segments, &count, &error))
		return;
	if (nsegments == 1)
		warn(segments[0], error);
	else
	{
		count_all(segments, nsegments / 2);
		count_all(segments + nsegments / 2, nsegments - nsegments / 2);
	}
}

void
segment_counts(SrfRows *rows)
{
	int			nsegments;
	Segment    *segments = read_segments(&nsegments);
	Segment   **sound = palloc(Max(nsegments, 1) * sizeof(Segment *));
	int			nsound = keep_sound(sound, segments, nsegments);

	for (int i = 0; i < nsound; i += BATCH_SEGMENTS)
		count_all(sound + i, Min(BATCH_SEGMENTS, nsound - i));
	for (int i = 0; i < nsegments; i++)
	{
		Datum		values[] = {CStringGetTextDatum(segments[i].name), Int64GetDatum(segments[i].customers)};
		bool		nulls[] = {false, !segments[i].counted};

		srf_put(rows, values, nulls);
	}
}
