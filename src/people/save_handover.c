/*
 * save_handover.c
 *
 *		records -> assessed; takers are set aside
 *			-> who gives an address up?  (handover.h)
 *			-> takers, assessed -> what the mailboxes have said (handed_no.h)
 *
 * All records are written or none: so whoever gives an address up by their record does.
 */
#include "postgres.h"

#include "miscadmin.h"

#include "import/handed_no.h"
#include "import/handover.h"
#include "people/save_handover.h"

/* Assesses records, batch by batch; returns how many are set aside. */
static int
assess_batches(Assessor *assessor, Record **records, int nrecords)
{
	int			naside = 0;

	for (int i = 0; i < nrecords; i += CSV_BATCH_RECORDS)
	{
		CHECK_FOR_INTERRUPTS();
		assess_records(assessor, records + i, Min(CSV_BATCH_RECORDS, nrecords - i));
	}
	for (int i = 0; i < nrecords; i++)
		naside += records[i]->set_aside;
	return naside;
}

/* The first assessor sets takers aside. */
static Assessor *
create_assessor(FieldMap *map, const ImportOptions *options, int64 size)
{
	Assessor   *assessor = assessor_create(map, options, size);

	assessor->sets_takers_aside = assessor->hands_over;
	return assessor;
}

/* Makes records anew that are to be assessed again; given_by: by whom they get an address. */
static void
renew(Record *record, int64 given_by)
{
	*record = (Record) {.source = record->source, .is_taker = record->is_taker, .given_by = given_by};
}

/* Assesses the takers. */
static void
assess_takers(Assessor *assessor, Record **records, int nrecords)
{
	Handover   *handover = handover_create(0, assessor->map);
	Record	  **takers = palloc(nrecords * sizeof(Record *));
	int			ntakers = 0;

	for (int i = 0; i < nrecords; i++)
		if (records[i]->is_taker)
		{
			handover_add(handover, records[i], false);
			takers[ntakers++] = records[i];
		}
	handover_settle_records(handover, records, nrecords);
	for (int i = 0; i < ntakers; i++)
	{
		int64		bearer = takers[i]->bearers[KEY_EMAIL].first;

		renew(takers[i], handover_gives(handover, bearer) ? bearer : 0);
	}
	assessor->sets_takers_aside = false;
	assess_batches(assessor, takers, ntakers);
	handover_close(handover);
}

bool
save_assess(FieldMap *map, const ImportOptions *options, Record **records, int nrecords,
			int64 size, Assessor **assessor)
{
	*assessor = create_assessor(map, options, size);
	if (assess_batches(*assessor, records, nrecords) == 0)
		return false;
	if (map->subscribed < 0)
	{
		field_map_add_subscribed(map);
		for (int i = 0; i < nrecords; i++)
			*records[i] = (Record) {.source = records[i]->source};
		*assessor = create_assessor(map, options, size);
		assess_batches(*assessor, records, nrecords);
	}
	assess_takers(*assessor, records, nrecords);
	handed_no_impose_records(map, records, nrecords);
	return true;
}
