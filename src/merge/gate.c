/*
 * gate.c
 *
 *		customer_imports.held, over_limits -> open, or a WARNING
 */
#include "postgres.h"

#include "import/held.h"
#include "import/import_row.h"
#include "import/limits.h"
#include "merge/event.h"
#include "merge/gate.h"
#include "support/catalog.h"
#include "support/spi_value.h"

static const char *const status_word[] = {
	[MERGE_DONE] = "merged",
	[MERGE_HELD] = "held"
};

const char *
merge_status_word(MergeStatus status)
{
	return status_word[status];
}

static void
warn_held(int64 import_id, const List *reasons)
{
	ereport(WARNING,
			(errmsg("import " INT64_FORMAT " is held: nothing has been merged", import_id),
			 errdetail_internal("%s", held_text(reasons)),
			 errhint("To see each change: SELECT * FROM %s(" INT64_FORMAT ");\n"
					 "To merge it all the same: SELECT * FROM %s(" INT64_FORMAT ", over_limits => true);\n"
					 "To drop it: SELECT %s(" INT64_FORMAT ");",
					 catalog_shown_function("customers_import_preview"), import_id,
					 catalog_shown_function("customers_merge"), import_id,
					 catalog_shown_function("customers_cancel"), import_id)));
}

MergeStatus
gate_pass(int64 import_id, bool over_limits)
{
	ImportRow  *row = import_row_read(import_id, "status, " IMPORT_ROW_COUNTS);
	List	   *reasons;

	if (row->status == NULL)
		spi_refuse_null("customer_imports.status");
	/* whoever claims an import that is not staged is told so */
	/* also what is over the limits is counted, for the next file under the preset */
	if (strcmp(row->status, "staged") != 0)
		return MERGE_DONE;
	reasons = limits_settle(import_id);
	if (reasons == NIL || over_limits)
		return MERGE_DONE;
	warn_held(import_id, reasons);
	event_notify(import_id, &row->counts, merge_status_word(MERGE_HELD), reasons);
	return MERGE_HELD;
}
