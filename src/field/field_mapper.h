/*
 * field_mapper.h
 *
 * Makes columns of the file fields, by what the options mapping, rules and
 * unknown_columns say, and by the columns' words.
 */
#ifndef CUSTOMERS_FIELD_MAPPER_H
#define CUSTOMERS_FIELD_MAPPER_H

#include "postgres.h"

#include "lib/stringinfo.h"

#include "field/category.h"
#include "field/column_word.h"
#include "field/field.h"
#include "field/value_words.h"

/* What the file's header is matched with. */
typedef struct Mapper
{
	const ImportOptions *options;
	FieldMap   *map;
	TupleDesc	customers;
	List	   *names;			/* fields that have a name of their own */
	List	   *folded_names;
	char	  **folded;			/* header words, folded */
	bool		has_header;
	Synonyms	synonyms;
	const ValueWords *words;
	const Categories *categories;	/* NULL = not read yet */
	const RecordSample *sample; /* NULL = none: the words decide */
	int			nignored;		/* unknown columns that are left out */
	StringInfoData ignored;		/* their words */
	StringInfoData warnings;
} Mapper;

/* Adds a remark on the mapping. */
extern void mapper_warn(Mapper *mapper, const char *format,...) pg_attribute_printf(2, 3);

/* All fields that there are, for a hint. */
extern char *mapper_list_fields(const Mapper *mapper);

/* The column is this field; false if there is no such field. */
extern bool mapper_assign(Mapper *mapper, int column, const char *name, ColumnReason reason);

/* The same of a column of consent, whatever the name of its sense stands for. */
extern bool mapper_assign_consent(Mapper *mapper, int column, bool refuses, ColumnReason reason);

/*
 * Assigns the one column of passwords, of those that no mapping names: by the
 * surest word, the first of several.  What else is of passwords stays out, with
 * a warning.  mapped tells what is settled.
 */
extern void mapper_assign_password(Mapper *mapper, bool *mapped);

/*
 * Where there is no header, and no column is the email yet: the first one that
 * holds addresses is, with a warning.
 */
extern void mapper_assign_addresses(Mapper *mapper, bool *mapped);

/* Assigns a column that no mapping names: by its word, then by its cells. */
extern void mapper_assign_by_header(Mapper *mapper, int column);

/*
 * Does the column hold what an export computes, and no import takes?  Not if an
 * application added a column of that name: then it is a field.
 */
extern bool mapper_is_exported_only(const Mapper *mapper, int column);

/* Does the header word say that the column holds passwords, or what belongs to them? */
extern bool mapper_is_password(const Mapper *mapper, int column);

/* Applies mapping; mapped tells which columns it spoke of. */
extern void mapper_apply_mapping(Mapper *mapper, bool *mapped);

/* Applies rules to the fields that were assigned. */
extern void mapper_apply_rules(Mapper *mapper);

/* Has the table a column of consent? */
extern bool mapper_has_consent(const Mapper *mapper);

#endif							/* CUSTOMERS_FIELD_MAPPER_H */
