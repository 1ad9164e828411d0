/*
 * note.c
 *
 * The kinds of notes.  The comment above each is for users: doc/reference.md is
 * made of them (test/scripts/reference).
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"

#include "field/note.h"

#define ERROR_OF(sqlstate) true, false, sqlstate, false
#define ERROR_OF_CELL(sqlstate) true, false, sqlstate, true
#define WARNING_ONLY false, false, 0, false
#define WARNING_OF_CELL false, false, 0, true
#define STANDING_WARNING false, true, 0, false

static const NoteKind kinds[] = {
	/* who it is */

	/*
	 * Fill in customer_id, identifier or email, or a name with a phone, birth date or
	 * address; or write 0 as the id, or use keyless => 'create', to create a customer
	 * without any.
	 */
	{"no_key", ERROR_OF(ERRCODE_NOT_NULL_VIOLATION),
		"no customer_id, identifier or email says who it is",
	"Give one of them; \"customer_id\": 0 creates a customer without any."},
	/*
	 * Correct the customer_id, leave it empty for a new customer, or use unknown_ids =>
	 * 'create'.
	 */
	{"unknown_customer", ERROR_OF(ERRCODE_NO_DATA_FOUND), NULL,
	"Correct the id, leave it out for a new customer, or save with unknown_ids => 'create' to keep it."},
	/* Its keys name two customers: correct one, or leave it empty. */
	{"ambiguous_match", ERROR_OF(ERRCODE_UNIQUE_VIOLATION), NULL, "Correct one of them, or leave it out."},
	/* Leave one of the two lines out, or use duplicates (then a warning). */
	{"duplicate_in_file", ERROR_OF(ERRCODE_CARDINALITY_VIOLATION), NULL, NULL},
	/*
	 * A customer has this email, but another identifier and not this name. Two people with
	 * one address: correct the email, or leave it empty. One person: leave the identifier
	 * empty, or use rules => '{"identifier": "overwrite"}'.
	 */
	{"identifier_differs", ERROR_OF(ERRCODE_UNIQUE_VIOLATION), NULL,
	"If these are two people, correct the email or leave it out. If it is one, name them by customer_id, or save with rules => '{\"identifier\": \"overwrite\"}'."},
	/*
	 * A new customer for whom the table has no id: its key has neither a default nor a
	 * sequence, or they have come to their end; the rest of the file goes on.
	 */
	{"no_id_source", ERROR_OF(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE), NULL,
	"Give customer_id a default, or save with an id and unknown_ids => 'create'."},
	/*
	 * Another customer has this key, which is not in match_by: add it there, or correct
	 * the cell.
	 */
	{"key_taken", ERROR_OF(ERRCODE_UNIQUE_VIOLATION), NULL, "Add this key to match_by, or correct it."},
	/* The person was erased: leave the record out, or use restore_erased => true. */
	{"erased", ERROR_OF(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE), "this person was erased",
	"Save with restore_erased => true if the person asks to be a customer again."},

	/* cells */

	/* The table demands a value here, and has no default: fill it in. */
	{"required", ERROR_OF(ERRCODE_NOT_NULL_VIOLATION),
	"every customer must have a value here", "Give one."},
	/* This field cannot be emptied: give a value, or leave the cell blank. */
	{"not_clearable", ERROR_OF(ERRCODE_NOT_NULL_VIOLATION), NULL,
	"Give a value, or leave the key out to keep the present one."},
	/*
	 * A formula that failed (#REF!, #NAVN?, ########): correct it in the spreadsheet, or
	 * write the value; what was there stays.
	 */
	{"spreadsheet_error", ERROR_OF_CELL(ERRCODE_INVALID_TEXT_REPRESENTATION), NULL, NULL},
	/*
	 * A spreadsheet shows a long number as 6.72457E+12, and has lost its last digits:
	 * format the column as text, and give all of them.
	 */
	{"rounded_number", ERROR_OF_CELL(ERRCODE_INVALID_TEXT_REPRESENTATION), NULL, NULL},
	/* Write one address, such as name@example.com. */
	{"invalid_email", ERROR_OF_CELL(ERRCODE_INVALID_TEXT_REPRESENTATION), NULL, NULL},
	/*
	 * Write a word such as yes, no, true, false, 1, 0, or of consent such as unsubscribed;
	 * or add the word to customer_value_words.
	 */
	{"invalid_boolean", ERROR_OF_CELL(ERRCODE_INVALID_TEXT_REPRESENTATION), NULL, NULL},
	/* Write digits, such as 1000 or 1234.50. */
	{"invalid_integer", ERROR_OF_CELL(ERRCODE_INVALID_TEXT_REPRESENTATION), NULL, NULL},
	/* Write digits, such as 1000 or 1234.50. */
	{"invalid_number", ERROR_OF_CELL(ERRCODE_INVALID_TEXT_REPRESENTATION), NULL, NULL},
	/* 1,234 could be thousands or decimals: write it without a thousands separator. */
	{"ambiguous_number", ERROR_OF_CELL(ERRCODE_INVALID_TEXT_REPRESENTATION), NULL, NULL},
	/* More decimals than the column holds: round it, or alter the column. */
	{"too_precise", ERROR_OF_CELL(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE), NULL, NULL},
	/* Write YYYY-MM-DD, or set date_order. */
	{"invalid_date", ERROR_OF_CELL(ERRCODE_INVALID_TEXT_REPRESENTATION), NULL, NULL},
	/*
	 * Day or month first? No cell of the column says it, or they contradict each other:
	 * set date_order.
	 */
	{"ambiguous_date", ERROR_OF_CELL(ERRCODE_INVALID_TEXT_REPRESENTATION), NULL, NULL},
	/*
	 * Of customers_save: what was given is a mask, a word for nothing or another system's
	 * hash, and is not taken.
	 */
	{"no_password", WARNING_ONLY, NULL, NULL},
	/* The type of your own column does not take it; the message says why. */
	{"invalid_value", ERROR_OF_CELL(ERRCODE_INVALID_TEXT_REPRESENTATION), NULL, NULL},
	/* Greater or smaller than the column holds. */
	{"out_of_range", ERROR_OF_CELL(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE), NULL, NULL},
	/*
	 * Longer than the column, an email (254 bytes), an identifier or a group name (1000
	 * bytes) can be.
	 */
	{"too_long", ERROR_OF_CELL(ERRCODE_STRING_DATA_RIGHT_TRUNCATION), NULL, NULL},
	/* Create the group, correct the cell, or use unknown_groups => 'create'. */
	{"unknown_group", ERROR_OF_CELL(ERRCODE_UNDEFINED_OBJECT), NULL,
	"Create it, correct its name, or save with unknown_groups => 'create'."},
	/* A constraint of yours on customers does not allow it; the message names it. */
	{"check_violation", ERROR_OF_CELL(ERRCODE_CHECK_VIOLATION), NULL, NULL},
	/*
	 * A UNIQUE of yours allows the value once, and another customer has it, or an earlier
	 * record of the file; the message names who and which.
	 */
	{"value_taken", ERROR_OF_CELL(ERRCODE_UNIQUE_VIOLATION), NULL, NULL},
	/* A constraint of yours on customers does not allow it; the message names it. */
	{"foreign_key_violation", ERROR_OF_CELL(ERRCODE_FOREIGN_KEY_VIOLATION), NULL, NULL},

	/* how the file is written: customers_save() reads none */

	/* Look for a missing or stray delimiter or quote. */
	{"too_few_cells", ERROR_OF(ERRCODE_BAD_COPY_FILE_FORMAT), NULL, NULL},
	/* Look for a missing or stray delimiter or quote. */
	{"too_many_cells", ERROR_OF(ERRCODE_BAD_COPY_FILE_FORMAT), NULL, NULL},
	/*
	 * Cells are like those of the columns beside theirs: look for a missing or an extra
	 * delimiter in the line, or for swapped cells.
	 */
	{"cells_moved", ERROR_OF(ERRCODE_BAD_COPY_FILE_FORMAT), NULL, NULL},
	/* Double each quote that belongs to the text. */
	{"stray_quote", ERROR_OF(ERRCODE_BAD_COPY_FILE_FORMAT), NULL, NULL},
	/* Close the quote, or remove it. */
	{"unclosed_quote", ERROR_OF(ERRCODE_BAD_COPY_FILE_FORMAT), NULL, NULL},
	/* Correct the cell, or name the right encoding. */
	{"bad_encoding", ERROR_OF(ERRCODE_CHARACTER_NOT_IN_REPERTOIRE), NULL, NULL},
	/* Remove the NUL byte. */
	{"nul_byte", ERROR_OF(ERRCODE_CHARACTER_NOT_IN_REPERTOIRE), NULL, NULL},
	/* Shorten the cell, or raise customers.max_field_size. */
	{"field_too_large", ERROR_OF(ERRCODE_PROGRAM_LIMIT_EXCEEDED), NULL, NULL},

	/* what is told of a record that is taken */

	/*
	 * The customer is unsubscribed and stays so, or gets an address that opted out, and is
	 * unsubscribed with it; resubscribe => true if the person asked for it.
	 */
	{"consent_kept", STANDING_WARNING, NULL, "Save with resubscribe => true if the person asked for it."},
	/*
	 * The record says no, and is left out by hand: the no is not heard as long as it is.
	 */
	{"consent_excluded", WARNING_ONLY, NULL, NULL},
	/*
	 * Another customer gives the address up in this file, and has said no: it comes with
	 * the address.
	 */
	{"consent_handed_over", WARNING_ONLY, NULL, "Save once more with resubscribe => true if the person asked for it."},
	/*
	 * A cell in a column that only its header word makes one of consent says neither yes
	 * nor no: a new customer comes unsubscribed, others stay as they are.
	 */
	{"consent_unclear", WARNING_OF_CELL, NULL, NULL},
	/* A person took the customer out of this group; the file does not undo that. */
	{"group_rejected", STANDING_WARNING,
		"the customer was taken out of this group by hand, and stays out",
	"customers_group_assign() puts the customer into it again."},
	/*
	 * A year alone (1987), or with its month (05.1987), is no date: the record is taken
	 * without it; write the day, or map the column to a category; a column of such cells is
	 * one by itself.
	 */
	{"no_day", WARNING_ONLY, NULL, NULL},
	/*
	 * A day without a year (17.05., --05-17) is no date: the record is taken without it;
	 * write the year, or map the column to a category.
	 */
	{"no_year", WARNING_ONLY, NULL, NULL},
	/* The cell holds several email addresses: the first is taken. */
	{"several_addresses", WARNING_ONLY, NULL, NULL},
	/*
	 * A new customer without identifier and email: no later file will find this customer
	 * except by customer_id.
	 */
	{"new_without_key", WARNING_ONLY, NULL, "Only the customer_id finds this customer."},
	/*
	 * A new customer without identifier and email, known by name with phone, birth date or
	 * address alone: see doc/matching.md.
	 */
	{"weak_key", WARNING_ONLY, NULL, NULL},
	/*
	 * With unknown_ids => 'create': nobody has this customer_id, but another key found its
	 * customer, and that one is updated.
	 */
	{"id_not_kept", WARNING_ONLY, NULL, NULL},
	/* An earlier line says the same, and this one is left out. */
	{"repeated", WARNING_ONLY, NULL, NULL},
	/*
	 * The customer has this email, and another identifier, which stays; rules =>
	 * '{"identifier": "overwrite"}' takes that of the file.
	 */
	{"identifier_kept", STANDING_WARNING, NULL,
	"Save with rules => '{\"identifier\": \"overwrite\"}' to change it."},
	/*
	 * First or last name change, and name, which was not the two together, stays; or the
	 * name alone changes, and first and last name stay.
	 */
	{"name_differs", STANDING_WARNING, NULL, NULL},
	/*
	 * An adopted table has first and last name alone: the name of a customer who had none
	 * is split at its comma, or its last blank.
	 */
	{"name_split", WARNING_ONLY, NULL, NULL},

	/* what a merge adds */

	/* Left out at the merge with on_conflict => 'skip'. */
	{"conflict", WARNING_ONLY, NULL, NULL},
	/*
	 * The person had been erased, and came back with restore_erased => true; an undo of
	 * the import takes that back, too.
	 */
	{"restored", WARNING_ONLY, NULL, NULL},

	/* what a revert adds */

	/* Not undone: edited since the merge. */
	{"kept_edited", WARNING_ONLY, NULL, NULL},
	/* A customer that the import created stays: edited or referred to since. */
	{"kept_used", WARNING_ONLY, NULL, NULL},
	/* An undo does not subscribe anyone again, unless resubscribe => true. */
	{"kept_consent", WARNING_ONLY, NULL, NULL},
	/* Not undone: somebody else has the old email or identifier now. */
	{"kept_key_taken", WARNING_ONLY, NULL, NULL},
	/* Nothing to undo: the customer was deleted since. */
	{"kept_deleted", WARNING_ONLY, NULL, NULL},
	/* Nothing to undo: the person was erased since. */
	{"kept_erased", WARNING_ONLY, NULL, NULL},
	/* Not undone: a trigger of yours held the change back. */
	{"kept_held", WARNING_ONLY, NULL, NULL},
	/* Not undone: the column does not exist any more. */
	{"kept_field_gone", WARNING_ONLY, NULL, NULL},
	/*
	 * Not undone: the column does not take the value any more: it has another type since
	 * the merge, or a constraint refuses what was there before.
	 */
	{"kept_refused", WARNING_ONLY, NULL, NULL}
};

const NoteKind *
note_kind(const char *code)
{
	for (int i = 0; i < (int) lengthof(kinds); i++)
		if (strcmp(kinds[i].code, code) == 0)
			return &kinds[i];
	elog(ERROR, "there is no kind of note \"%s\"", code);
}

Datum
note_cell_codes(void)
{
	Datum		codes[lengthof(kinds)];
	int			n = 0;

	for (int i = 0; i < (int) lengthof(kinds); i++)
		if (kinds[i].of_cell)
			codes[n++] = CStringGetTextDatum(kinds[i].code);
	return PointerGetDatum(construct_array(codes, n, TEXTOID, -1, false, TYPALIGN_INT));
}

const char *
note_severity(bool is_error)
{
	return is_error ? "error" : "warning";
}

static const char *
or_null(const char *sql)
{
	return sql == NULL ? "NULL::pg_catalog.text" : sql;
}

char *
note_sql(const char *code, const char *field, const char *value, const char *message,
		 const char *hint)
{
	return psprintf("pg_catalog.jsonb_build_object('field', %s, 'value', %s, 'code', '%s',"
					" 'message', %s, 'hint', %s, 'severity', '%s')",
					or_null(field), or_null(value), code, message, or_null(hint),
					note_severity(note_kind(code)->is_error));
}
