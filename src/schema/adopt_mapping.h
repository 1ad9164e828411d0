/*
 * adopt_mapping.h
 *
 * Which column of an adopted table is which field, as customer_settings keeps it: by
 * names, so that it outlives what the application does to the table, a dump, and the
 * view by which our SQL sees the table.
 *
 *		{"relation": "app.users", "field email": "mail", "fixed tenant_id": "7",
 *		 "stamp created_at": "made", "lost phone": "phone", "counted paid": "true"}
 *
 * A field is lost when its column is dropped, or gets a type that the field cannot
 * have; it is found again once a column of this name is what it needs.  Not so
 * customer_id and consent: another column of the same name may number other people, or
 * say yes for those who have said no.  Their "place" is the column's number.
 */
#ifndef CUSTOMERS_ADOPT_MAPPING_H
#define CUSTOMERS_ADOPT_MAPPING_H

#include "postgres.h"

#include "utils/jsonb.h"

#include "schema/adopt_columns.h"
#include "support/catalog.h"

typedef struct AdoptLost
{
	char	   *field;
	char	   *column;
	char	   *place;			/* where it matters; or NULL */
} AdoptLost;

/* Can a column of this type be the field? */
typedef bool (*AdoptFits) (const char *field, Oid type);

/* Keeps the mapping of columns, and the fields lost (AdoptLost *). */
extern void adopt_mapping_write(CatalogRelation relation, const AdoptColumns *all, const List *lost);

/* The mapping kept; NULL = none is, or what is there is no mapping. */
extern Jsonb *adopt_mapping_read(CatalogRelation relation);

/*
 * Makes columns the fields that the mapping says, and lets nothing else be guessed of
 * them.  Returns the fields lost; a NOTICE says what is lost, or found again, with this.
 */
extern List *adopt_mapping_take(AdoptColumns *all, Jsonb *mapping, AdoptFits fits);

/* The fixed values of a mapping, as the option fixed; NULL = none. */
extern Jsonb *adopt_mapping_fixed(Jsonb *mapping);

/*
 * The field of each column of the table, by its place, as the mapping has it; NULL if
 * it is a mapping of another table.
 */
extern char **adopt_mapping_fields(Jsonb *mapping, Relation table, AdoptFits fits);

/* Which orders count, as the option counted; NULL = all. */
extern Jsonb *adopt_mapping_counted(Jsonb *mapping);

/* The table of this name now, InvalidOid if there is none. */
extern Oid	adopt_mapping_table(Jsonb *mapping);

/* Is the mapping, which may be NULL, one of this table, by its name? */
extern bool adopt_mapping_is_of(Jsonb *mapping, Oid table);

/* Is there a column now for a field that was lost? */
extern bool adopt_mapping_can_find(Jsonb *mapping, Oid table);

/* The name of a column has changed; the mapping is kept so.  Says so, if it is a field. */
extern void adopt_mapping_rename(CatalogRelation relation, const char *table, const char *from, const char *to);

/* Keeps the present name of the table, and names and places of columns. */
extern void adopt_mapping_refresh(CatalogRelation relation, Oid view);

#endif							/* CUSTOMERS_ADOPT_MAPPING_H */
