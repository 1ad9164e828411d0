/*
 * unclear_names.c
 *
 *		CsvDialect, as the reader found it -> HeldReason
 */
#include "postgres.h"

#include "import/held.h"
#include "import/unclear_names.h"

List *
unclear_names_reasons(const CsvDialect *dialect)
{
	HeldReason *reason;

	if (!dialect->names_unclear)
		return NIL;
	reason = palloc0(sizeof(HeldReason));
	reason->code = "unclear_names";
	reason->message = "most records have more cells than the header has names, so that values may stand under the name of another column";
	reason->hint = "Is there a delimiter in a text that is not in quotes, or a name too few in the header?";
	return list_make1(reason);
}
