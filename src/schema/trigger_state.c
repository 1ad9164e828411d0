/*
 * trigger_state.c
 *
 * A trigger that is dropped and created again is enabled, in the table and in
 * each partition, even if it was disabled before.
 */
#include "postgres.h"

#include "access/table.h"
#include "catalog/pg_inherits.h"
#include "commands/trigger.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/reltrigger.h"

#include "schema/trigger_state.h"
#include "support/statement.h"

typedef struct TriggerState
{
	Oid			table;
	char	   *name;
	char		enabled;		/* as in pg_trigger.tgenabled */
} TriggerState;

/* Adds the states of one table. */
static List *
add_states(List *states, Oid oid)
{
	Relation	table = table_open(oid, AccessShareLock);

	for (int i = 0; table->trigdesc != NULL && i < table->trigdesc->numtriggers; i++)
	{
		const Trigger *trigger = &table->trigdesc->triggers[i];
		TriggerState *state;

		if (trigger->tgenabled == TRIGGER_FIRES_ON_ORIGIN || OidIsValid(trigger->tgconstraint))
			continue;
		state = palloc(sizeof(TriggerState));
		*state = (TriggerState) {oid, pstrdup(trigger->tgname), trigger->tgenabled};
		states = lappend(states, state);
	}
	table_close(table, NoLock);
	return states;
}

List *
trigger_states_read(Oid table)
{
	List	   *states = NIL;
	ListCell   *lc;

	foreach(lc, find_all_inheritors(table, AccessShareLock, NULL))
		states = add_states(states, lfirst_oid(lc));
	return states;
}

void
trigger_states_restore(const List *states)
{
	ListCell   *lc;

	foreach(lc, states)
	{
		const TriggerState *state = lfirst(lc);
		const char *verb = state->enabled == TRIGGER_DISABLED ? "DISABLE"
			: state->enabled == TRIGGER_FIRES_ON_REPLICA ? "ENABLE REPLICA" : "ENABLE ALWAYS";

		if (!OidIsValid(get_trigger_oid(state->table, state->name, true)))
			continue;
		statement_utility(psprintf("ALTER TABLE ONLY %s %s TRIGGER %s",
								   quote_qualified_identifier(get_namespace_name(get_rel_namespace(state->table)),
															  get_rel_name(state->table)),
								   verb, quote_identifier(state->name)));
	}
}
