/*
 * note.c
 *
 * The kinds of notes.  README.md explains each code; a test holds its two tables
 * to the one here (test/t/009_documents.pl).
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
	{"no_key", ERROR_OF(ERRCODE_NOT_NULL_VIOLATION),
		"no customer_id, identifier or email says who it is",
	"Give one of them; \"customer_id\": 0 creates a customer without any."},
	{"unknown_customer", ERROR_OF(ERRCODE_NO_DATA_FOUND), NULL,
	"Correct the id, leave it out for a new customer, or save with unknown_ids => 'create' to keep it."},
	{"ambiguous_match", ERROR_OF(ERRCODE_UNIQUE_VIOLATION), NULL, "Correct one of them, or leave it out."},
	{"duplicate_in_file", ERROR_OF(ERRCODE_CARDINALITY_VIOLATION), NULL, NULL},
	{"identifier_differs", ERROR_OF(ERRCODE_UNIQUE_VIOLATION), NULL,
	"If these are two people, correct the email or leave it out. If it is one, name them by customer_id, or save with rules => '{\"identifier\": \"overwrite\"}'."},
	{"no_id_source", ERROR_OF(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE), NULL,
	"Give customer_id a default, or save with an id and unknown_ids => 'create'."},
	{"key_taken", ERROR_OF(ERRCODE_UNIQUE_VIOLATION), NULL, "Add this key to match_by, or correct it."},
	{"erased", ERROR_OF(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE), "this person was erased",
	"Save with restore_erased => true if the person asks to be a customer again."},

	/* cells */
	{"required", ERROR_OF(ERRCODE_NOT_NULL_VIOLATION),
	"every customer must have a value here", "Give one."},
	{"not_clearable", ERROR_OF(ERRCODE_NOT_NULL_VIOLATION), NULL,
	"Give a value, or leave the key out to keep the present one."},
	{"spreadsheet_error", ERROR_OF_CELL(ERRCODE_INVALID_TEXT_REPRESENTATION), NULL, NULL},
	{"rounded_number", ERROR_OF_CELL(ERRCODE_INVALID_TEXT_REPRESENTATION), NULL, NULL},
	{"invalid_email", ERROR_OF_CELL(ERRCODE_INVALID_TEXT_REPRESENTATION), NULL, NULL},
	{"invalid_boolean", ERROR_OF_CELL(ERRCODE_INVALID_TEXT_REPRESENTATION), NULL, NULL},
	{"invalid_integer", ERROR_OF_CELL(ERRCODE_INVALID_TEXT_REPRESENTATION), NULL, NULL},
	{"invalid_number", ERROR_OF_CELL(ERRCODE_INVALID_TEXT_REPRESENTATION), NULL, NULL},
	{"ambiguous_number", ERROR_OF_CELL(ERRCODE_INVALID_TEXT_REPRESENTATION), NULL, NULL},
	{"too_precise", ERROR_OF_CELL(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE), NULL, NULL},
	{"invalid_date", ERROR_OF_CELL(ERRCODE_INVALID_TEXT_REPRESENTATION), NULL, NULL},
	{"ambiguous_date", ERROR_OF_CELL(ERRCODE_INVALID_TEXT_REPRESENTATION), NULL, NULL},
	{"no_password", WARNING_ONLY, NULL, NULL},
	{"invalid_value", ERROR_OF_CELL(ERRCODE_INVALID_TEXT_REPRESENTATION), NULL, NULL},
	{"out_of_range", ERROR_OF_CELL(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE), NULL, NULL},
	{"too_long", ERROR_OF_CELL(ERRCODE_STRING_DATA_RIGHT_TRUNCATION), NULL, NULL},
	{"unknown_group", ERROR_OF_CELL(ERRCODE_UNDEFINED_OBJECT), NULL,
	"Create it, correct its name, or save with unknown_groups => 'create'."},
	{"check_violation", ERROR_OF_CELL(ERRCODE_CHECK_VIOLATION), NULL, NULL},
	{"value_taken", ERROR_OF_CELL(ERRCODE_UNIQUE_VIOLATION), NULL, NULL},
	{"foreign_key_violation", ERROR_OF_CELL(ERRCODE_FOREIGN_KEY_VIOLATION), NULL, NULL},

	/* how the file is written: customers_save() reads none */
	{"too_few_cells", ERROR_OF(ERRCODE_BAD_COPY_FILE_FORMAT), NULL, NULL},
	{"too_many_cells", ERROR_OF(ERRCODE_BAD_COPY_FILE_FORMAT), NULL, NULL},
	{"cells_moved", ERROR_OF(ERRCODE_BAD_COPY_FILE_FORMAT), NULL, NULL},
	{"stray_quote", ERROR_OF(ERRCODE_BAD_COPY_FILE_FORMAT), NULL, NULL},
	{"unclosed_quote", ERROR_OF(ERRCODE_BAD_COPY_FILE_FORMAT), NULL, NULL},
	{"bad_encoding", ERROR_OF(ERRCODE_CHARACTER_NOT_IN_REPERTOIRE), NULL, NULL},
	{"nul_byte", ERROR_OF(ERRCODE_CHARACTER_NOT_IN_REPERTOIRE), NULL, NULL},
	{"field_too_large", ERROR_OF(ERRCODE_PROGRAM_LIMIT_EXCEEDED), NULL, NULL},

	/* what is told of a record that is taken */
	{"consent_kept", STANDING_WARNING, NULL, "Save with resubscribe => true if the person asked for it."},
	{"consent_excluded", WARNING_ONLY, NULL, NULL},
	{"consent_handed_over", WARNING_ONLY, NULL, "Save once more with resubscribe => true if the person asked for it."},
	{"consent_unclear", WARNING_OF_CELL, NULL, NULL},
	{"group_rejected", STANDING_WARNING,
		"the customer was taken out of this group by hand, and stays out",
	"customers_group_assign() puts the customer into it again."},
	{"no_day", WARNING_ONLY, NULL, NULL},
	{"no_year", WARNING_ONLY, NULL, NULL},
	{"several_addresses", WARNING_ONLY, NULL, NULL},
	{"new_without_key", WARNING_ONLY, NULL, "Only the customer_id finds this customer."},
	{"weak_key", WARNING_ONLY, NULL, NULL},
	{"id_not_kept", WARNING_ONLY, NULL, NULL},
	{"repeated", WARNING_ONLY, NULL, NULL},
	{"identifier_kept", STANDING_WARNING, NULL,
	"Save with rules => '{\"identifier\": \"overwrite\"}' to change it."},
	{"name_differs", STANDING_WARNING, NULL, NULL},
	{"name_split", WARNING_ONLY, NULL, NULL},

	/* what a merge adds */
	{"conflict", WARNING_ONLY, NULL, NULL},
	{"restored", WARNING_ONLY, NULL, NULL},

	/* what a revert adds */
	{"kept_edited", WARNING_ONLY, NULL, NULL},
	{"kept_used", WARNING_ONLY, NULL, NULL},
	{"kept_consent", WARNING_ONLY, NULL, NULL},
	{"kept_key_taken", WARNING_ONLY, NULL, NULL},
	{"kept_deleted", WARNING_ONLY, NULL, NULL},
	{"kept_erased", WARNING_ONLY, NULL, NULL},
	{"kept_held", WARNING_ONLY, NULL, NULL},
	{"kept_field_gone", WARNING_ONLY, NULL, NULL},
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
