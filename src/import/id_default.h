/*
 * id_default.h
 *
 * Ids of new customers where the live table numbers them by an expression of its own,
 * rather than by a sequence alone.
 */
#ifndef CUSTOMERS_ID_DEFAULT_H
#define CUSTOMERS_ID_DEFAULT_H

#include "postgres.h"

typedef struct IdDefault IdDefault;

/* The default of customer_id; NULL if it has none.  In the current memory context. */
extern IdDefault *id_default_create(void);

/*
 * Evaluates it until there are so many ids, of 1 to largest, that no customer has, and
 * that it has not given before.  Returns how many there are, and if they are fewer, why.
 */
extern int	id_default_take(IdDefault *from, int64 *ids, int wanted, int64 largest, const char **why);

/* The expression, as SQL that yields an int8. */
extern const char *id_default_sql(const IdDefault *from);

#endif							/* CUSTOMERS_ID_DEFAULT_H */
