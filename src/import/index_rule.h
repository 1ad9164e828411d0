/*
 * index_rule.h
 *
 * What a UNIQUE or EXCLUDE of the application forbids, as SQL over two rows.
 *
 * An index of the keys that customers are matched by is none of them: that two records
 * have one email, or a record that of another customer, is seen by matching.
 */
#ifndef CUSTOMERS_INDEX_RULE_H
#define CUSTOMERS_INDEX_RULE_H

#include "postgres.h"

#include "import/foreseen.h"

typedef struct IndexKey
{
	Node	   *live;			/* a column or expression; varno 1 */
	Node	   *foreseen;		/* the same; generated columns are their expressions */
	Oid			type;
	Oid			operator;		/* that two rows must not answer all keys by */
	Oid			collation;
} IndexKey;

typedef struct IndexRule
{
	char	   *name;
	Oid			table;
	bool		is_exclusion;
	bool		nulls_equal;
	bool		other_spellings;	/* of the email, beyond ASCII: all else is seen by
									 * matching */
	int			nkeys;
	IndexKey   *keys;
	Node	   *live_predicate; /* NULL = all rows */
	Node	   *foreseen_predicate;
	int			nfields;		/* of the file, that it looks at */
	int		   *fields;			/* indexes into the map's */
} IndexRule;

/*
 * The rules that the file's fields can break, in the current memory context, and of
 * whose columns a merge's values can be foreseen.  These are then in use
 * (foreseen_use).  Exclusions only if asked for.
 */
extern List *index_rules(ForeseenRows *rows, bool exclusions);

/* SQL: the id of another customer, as customers.xmin is, who forbids the row customers; or NULL. */
extern char *index_rule_bearer(const IndexRule *rule, const ForeseenRows *rows);

/* SQL: may the foreseen rows not both be? */
extern char *index_rule_forbids(const IndexRule *rule, const char *a, const char *b);

/* SQL: may the foreseen row not be beside the live one? */
extern char *index_rule_forbids_live(const IndexRule *rule, const char *row, const char *live);

/*
 * SQL: a hash of the keys of the foreseen row, with a seed; NULL of a row that the rule
 * is not about.  NULL if a type has no hash function.
 */
extern char *index_rule_hash(const IndexRule *rule, const char *row, int seed);

#endif							/* CUSTOMERS_INDEX_RULE_H */
