/*
 * trigger_state.h
 *
 * Which triggers of a table are not simply enabled, kept while they are made
 * anew.
 */
#ifndef CUSTOMERS_TRIGGER_STATE_H
#define CUSTOMERS_TRIGGER_STATE_H

#include "postgres.h"

#include "nodes/pg_list.h"

/* Those of a table and its partitions, in the current memory context. */
extern List *trigger_states_read(Oid table);

/* Has the triggers that are there be disabled, or enabled, as they were. */
extern void trigger_states_restore(const List *states);

#endif							/* CUSTOMERS_TRIGGER_STATE_H */
