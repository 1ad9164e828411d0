/*
 * trigger_state.h
 *
 * Keeps which triggers of a table are disabled, or enabled in another way than by
 * default, while they are created again.
 */
#ifndef CUSTOMERS_TRIGGER_STATE_H
#define CUSTOMERS_TRIGGER_STATE_H

#include "postgres.h"

#include "nodes/pg_list.h"

/* The states of a table and its partitions, in the current memory context. */
extern List *trigger_states_read(Oid table);

/* Restores the states of the triggers that exist. */
extern void trigger_states_restore(const List *states);

#endif							/* CUSTOMERS_TRIGGER_STATE_H */
