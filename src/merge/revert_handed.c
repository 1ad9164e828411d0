/*
 * revert_handed.c
 *
 *		lines whose old email another customer has now, and who gave it to them
 *			-> lines that stay, as that customer keeps it
 *			-> lines that get it back
 *
 * At first all that this import gave away comes back.  A line stays if its holder's
 * line does; so two customers who have swapped their emails swap them again.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/hsearch.h"

#include "merge/revert_handed.h"
#include "support/int8_array.h"

static int
compare_by_holder(const void *a, const void *b)
{
	return int8_compare(&((const HandedLine *) a)->holder, &((const HandedLine *) b)->holder);
}

/* Adds a line to a set and to the list of those whose dependents must be looked at. */
static void
add_staying(HTAB *staying, int64 *list, int *n, int64 line)
{
	bool		found;

	hash_search(staying, &line, HASH_ENTER, &found);
	if (!found)
		list[(*n)++] = line;
}

/* The first of the lines (sorted) with this holder, or nlines. */
static int
first_of_holder(const HandedLine *lines, int nlines, int64 holder)
{
	int			low = 0,
				high = nlines;

	while (low < high)
	{
		int			middle = low + (high - low) / 2;

		if (lines[middle].holder < holder)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The lines that get their email back, and have another one of this import. */
static Datum
going_back(const HandedLine *lines, int nlines, HTAB *staying)
{
	Datum	   *back = palloc(nlines * sizeof(Datum));
	int			n = 0;

	for (int i = 0; i < nlines; i++)
		if (lines[i].is_own && hash_search(staying, &lines[i].line, HASH_FIND, NULL) == NULL)
			back[n++] = Int64GetDatum(lines[i].line);
	return n == 0 ? (Datum) 0 : int8_array(back, n);
}

Datum
revert_handed_settle(HandedLine *lines, int nlines, Datum *handed)
{
	HASHCTL		control = {.keysize = sizeof(int64), .entrysize = sizeof(int64), .hcxt = CurrentMemoryContext};
	HTAB	   *staying = hash_create("customers lines", Max(nlines, 64), &control, HASH_ELEM | HASH_BLOBS | HASH_CONTEXT);
	int64	   *list = palloc(Max(nlines, 1) * sizeof(int64));
	Datum	   *result = palloc(Max(nlines, 1) * sizeof(Datum));
	int			n = 0;

	qsort(lines, nlines, sizeof(HandedLine), compare_by_holder);
	for (int i = 0; i < nlines && lines[i].holder == 0; i++)
		add_staying(staying, list, &n, lines[i].line);
	for (int done = 0; done < n; done++)
	{
		CHECK_FOR_INTERRUPTS();
		for (int i = first_of_holder(lines, nlines, list[done]); i < nlines && lines[i].holder == list[done]; i++)
			add_staying(staying, list, &n, lines[i].line);
	}
	for (int i = 0; i < n; i++)
		result[i] = Int64GetDatum(list[i]);
	*handed = going_back(lines, nlines, staying);
	hash_destroy(staying);
	return int8_array(result, n);
}
