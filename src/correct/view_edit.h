/*
 * view_edit.h
 *
 * Corrections by plain SQL, as a GUI sends them when a cell of a view is edited:
 *
 *		UPDATE customer_import_errors SET value = ...		corrects the cell
 *		DELETE FROM customer_import_errors ...				excludes the record
 *		UPDATE customer_import_diff SET new_value = ...		corrects the cell
 *		DELETE FROM customer_import_diff ...				drops that one change
 *
 * The trigger customers_edit_review() of both views collects the rows of a statement,
 * and judges them together when it ends.  It acts as the caller.
 */
#ifndef CUSTOMERS_VIEW_EDIT_H
#define CUSTOMERS_VIEW_EDIT_H

#include "postgres.h"

#include "fmgr.h"

extern Datum customers_edit_review(PG_FUNCTION_ARGS);

#endif							/* CUSTOMERS_VIEW_EDIT_H */
