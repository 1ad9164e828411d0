/*
 * trigger_list.h
 *
 * Which list of customers a trigger of ours is for, and as whom it writes there.
 *
 * The list is in the schema of the trigger's own table; of an adopted table, in the
 * schema that the trigger's argument names.
 */
#ifndef CUSTOMERS_TRIGGER_LIST_H
#define CUSTOMERS_TRIGGER_LIST_H

#include "postgres.h"

#include "commands/trigger.h"

typedef struct TriggerList
{
	Oid			schema;
	Oid			customers;		/* what SQL names: the table, not the partition that
								 * the trigger fires for, or the view of it */
	Oid			owner;			/* of our tables, to run as; InvalidOid = the caller */
} TriggerList;

/*
 * Does the trigger fire for rows that an UPDATE makes customers, or no customers any
 * more?  So a second argument says.
 */
static inline bool
trigger_list_is_moving(const TriggerData *trigger)
{
	return trigger->tg_trigger->tgnargs > 1;
}

/*
 * false, with a warning: the argument names a schema whose customers are not in this
 * table, as after DROP SCHEMA ... CASCADE.  Nothing is to be done then, and the
 * application's statement must not fail.
 */
extern bool trigger_list(const TriggerData *trigger, TriggerList *list);

/* The owner to run as for the customers of a schema. */
extern Oid	trigger_list_owner(Oid customers, Oid schema);

/* The caller, while a trigger runs as the owner. */
typedef struct Caller
{
	Oid			user;
	int			context;
} Caller;

/* Like foreign key triggers.  After an error, the transaction restores the user. */
extern Caller trigger_list_become_owner(Oid owner);
extern void trigger_list_become_caller(const Caller *caller);

#endif							/* CUSTOMERS_TRIGGER_LIST_H */
