/*
 * gate.c
 *
 *		customer_imports.held, over_limits, approvals -> open, or a WARNING
 */
#include "postgres.h"

#include "import/held.h"
#include "import/import_row.h"
#include "import/limits.h"
#include "merge/approval.h"
#include "merge/event.h"
#include "merge/gate.h"
#include "support/catalog.h"
#include "support/spi_value.h"

static const char *const status_word[] = {
	[MERGE_DONE] = "merged",
	[MERGE_HELD] = "held",
	[MERGE_NEEDS_APPROVAL] = "needs_approval"
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

static void
warn_not_approved(int64 import_id)
{
	ereport(WARNING,
			(errmsg("import " INT64_FORMAT " needs an approval: nothing has been merged", import_id),
			 errdetail("The setting customers.approval asks for that of another session user than those who staged and corrected it; a correction withdraws one that was given."),
			 errhint("Somebody else looks at it, SELECT %s(" INT64_FORMAT "); and approves it, SELECT %s(" INT64_FORMAT ");",
					 catalog_shown_function("customers_import_report"), import_id,
					 catalog_shown_function("customers_import_approve"), import_id)));
}

/* Is an import held?  Says so. */
static bool
is_held(const ImportRow *row, bool over_limits)
{
	List	   *reasons = limits_settle(row->import_id);

	/* what is over the limits is counted all the same, for the next file */
	if (reasons == NIL || over_limits)
		return false;
	warn_held(row->import_id, reasons);
	event_notify(row->import_id, &row->counts, merge_status_word(MERGE_HELD), reasons);
	return true;
}

MergeStatus
gate_pass(int64 import_id, bool over_limits)
{
	ImportRow  *row = import_row_read(import_id, "status, " IMPORT_ROW_COUNTS);

	if (row->status == NULL)
		spi_refuse_null("customer_imports.status");
	/* whoever claims an import that is not staged is told so */
	/* whoever claims an import that is not staged is told so */
	if (strcmp(row->status, "staged") != 0)
		return MERGE_DONE;
	if (is_held(row, over_limits))
		return MERGE_HELD;
	if (!approval_is_missing(import_id))
		return MERGE_DONE;
	warn_not_approved(import_id);
	event_notify(import_id, &row->counts, merge_status_word(MERGE_NEEDS_APPROVAL), NIL);
	return MERGE_NEEDS_APPROVAL;
}
