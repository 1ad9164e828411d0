/*
 * adopt_triggers.c
 *
 * Their names end in the schema of the relations, so that two schemas may each adopt
 * a part of one table.
 */
#include "postgres.h"

#include "commands/trigger.h"
#include "parser/scansup.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"

#include "field/consent_sql.h"
#include "schema/adopt_triggers.h"
#include "schema/adopt_triggers.sql.h"
#include "support/catalog.h"
#include "support/sql_text.h"
#include "support/statement.h"
#include "support/target.h"
#include "support/target_rows.h"

typedef struct AdoptTrigger
{
	const char *what;			/* section of adopt_triggers.sql */
	bool		consent;		/* only for a table that has consent */
	bool		email;			/* and an email */
	bool		part;			/* and of whose rows not all are customers */
} AdoptTrigger;

static const AdoptTrigger triggers[] = {
	{"log_consent", true, false, false},
	{"log_consent_insert", true, false, false},
	{"keep_opt_out", true, false, false},
	{"keep_opt_out_update", true, true, false},
	{"keep_opt_outs", true, false, false},
	{"enter", true, false, true},
	{"leave", true, false, true},
	{"drop_members", false, false, false},
	{"drop_all_members", false, false, false},
	{"leave_groups", false, false, true},
};

/* As the catalog has it, which may be shorter than a schema's name allows. */
static char *
trigger_name(const char *what, const char *schema)
{
	char	   *name = psprintf("customers_%s_%s", what, schema);

	truncate_identifier(name, strlen(name), false);
	return name;
}

static char *
table_name(Oid table)
{
	return quote_qualified_identifier(get_namespace_name(get_rel_namespace(table)), get_rel_name(table));
}

/* The table's own name of a column of ours, quoted; "" if there is none. */
static const char *
own_name(const Target *target, const char *name)
{
	char	   *own = target_own_name(target, name);

	return own == NULL ? "" : quote_identifier(own);
}

/* What a row of the trigger says of consent, as SQL. */
static char *
said(const Target *target, const char *row)
{
	return target->consent.name == NULL ? ""
		: consent_sql_said(&target->consent, psprintf("%s.%s", row, own_name(target, "subscribed")));
}

static char *
trigger_sql(const Target *target, const AdoptTrigger *trigger)
{
	const char *email = own_name(target, "email");
	char	   *was = said(target, "OLD"),
			   *is = said(target, "NEW");
	char	   *was_in = target_rows_condition(target, "old"),
			   *is_in = target_rows_condition(target, "new");
	char	   *or_email = email[0] == '\0' ? ""
		: sql_text(adopt_triggers_sql, "or email given", "is", is, "email", email, NULL);

	return sql_text(adopt_triggers_sql, trigger->what, "name", quote_identifier(trigger_name(trigger->what, catalog_schema_name())),
					"table", table_name(RelationGetRelid(target->relation)),
					"schema_name", quote_literal_cstr(catalog_schema_name()),
					"was", was, "is", is, "email", email, "or_email_given", or_email,
					"is_in", is_in == NULL ? "" : psprintf("%s AND ", is_in),
					"when_was_in", was_in == NULL ? "" : psprintf("\n\tWHEN (%s)", was_in),
					"stays", is_in == NULL ? "" : psprintf("%s AND %s AND ", was_in, is_in),
					"enters", is_in == NULL ? "" : psprintf("(%s) IS NOT TRUE AND %s", was_in, is_in),
					"leaves", is_in == NULL ? "" : psprintf("%s AND (%s) IS NOT TRUE", was_in, is_in), NULL);
}

List *
adopt_triggers_create(void)
{
	Target		target = target_open();
	Oid			table = RelationGetRelid(target.relation);
	bool		has_consent = target_column(&target, "subscribed") != InvalidAttrNumber,
				has_email = target_column(&target, "email") != InvalidAttrNumber,
				is_part = target_rows_condition(&target, "t") != NULL;
	List	   *statements = NIL,
			   *names = NIL;
	ListCell   *lc;

	for (size_t i = 0; i < lengthof(triggers); i++)
	{
		char	   *name = trigger_name(triggers[i].what, catalog_schema_name());

		if ((triggers[i].consent && !has_consent) || (triggers[i].email && !has_email) ||
			(triggers[i].part && !is_part) ||
			OidIsValid(get_trigger_oid(table, name, true)))
			continue;
		statements = lappend(statements, trigger_sql(&target, &triggers[i]));
		names = lappend(names, name);
	}
	target_close(&target);
	foreach(lc, statements)
		statement_utility(lfirst(lc));
	return names;
}

void
adopt_triggers_drop(Oid table, const char *schema)
{
	for (size_t i = 0; i < lengthof(triggers); i++)
	{
		char	   *name = trigger_name(triggers[i].what, schema);

		if (OidIsValid(get_trigger_oid(table, name, true)))
			statement_utility(psprintf("DROP TRIGGER %s ON %s", quote_identifier(name), table_name(table)));
	}
}
