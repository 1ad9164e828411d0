/*
 * field_mapper.h
 *
 * A header that is being mapped: what is known of it, and how a column is made a
 * field.  Which one is decided by the files column_*.
 */
#ifndef CUSTOMERS_FIELD_MAPPER_H
#define CUSTOMERS_FIELD_MAPPER_H

#include "postgres.h"

#include "lib/stringinfo.h"

#include "field/category.h"
#include "field/column_cells.h"
#include "field/column_word.h"
#include "field/consent_word.h"
#include "field/field.h"
#include "field/null_words.h"
#include "field/synonyms.h"
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
	char	  **kept_as;		/* by column: its category, folded; NULL = none */
	char	   *shared;			/* what nearly all of them begin with, or NULL */
	bool		has_header;
	bool		is_adopted;		/* the live table is an application's own */
	bool		lacks_consent;	/* an adopted table without such a column: a file's is
								 * heard all the same */
	Synonyms   *synonyms;		/* NULL = none, as of names of fields */
	const ValueWords *words;
	const Categories *categories;	/* NULL = not read yet */
	const NullWords *blank;		/* stand for nothing; NULL = none */
	const NullWords *no_key;	/* the same as keys */
	const RecordSample *sample; /* NULL = none: the words decide */
	ColumnCells **cells;		/* by column; NULL = not counted yet */
	const char **contradicted;	/* by column: the field of its word that its cells
								 * cannot be, or NULL */
	bool	   *quiet;			/* by column: that its word is not believed is no news */
	bool	   *settled;		/* by column: nothing else decides about it */
	int			nignored;		/* unknown columns that are left out */
	StringInfoData ignored;		/* their words */
	int			nnumbered;		/* categories that share their word */
	StringInfoData numbered;	/* what they are called */
	int			nabsent;		/* columns of the preset that the file lacks */
	StringInfoData absent;		/* their words */
	const char *absent_key;		/* one of them that was a key, or NULL */
	StringInfoData warnings;
} Mapper;

/* Loads the words of cells. */
extern void mapper_load_words(Mapper *mapper);

/* Adds a remark on the mapping. */
extern void mapper_warn(Mapper *mapper, const char *format,...) pg_attribute_printf(2, 3);

/* All fields that there are, for a hint. */
extern char *mapper_list_fields(const Mapper *mapper);

/* The cells of a column, counted once. */
extern const ColumnCells *mapper_cells(Mapper *mapper, int column);

/* The column is this field; false if there is no such field. */
extern bool mapper_assign(Mapper *mapper, int column, const char *name, ColumnReason reason);

/* The same of a column of consent, whatever the name of its sense stands for. */
extern bool mapper_assign_consent(Mapper *mapper, int column, bool refuses, ColumnReason reason);

/* The same without a sample; manner: what that told (consent_evidence_manner()). */
extern void mapper_recall_consent(Mapper *mapper, int column, bool refuses, const char *manner, ColumnReason reason);

/*
 * A column that is no field: a category, ignored, or an error, as the option
 * unknown_columns says.
 */
extern void mapper_assign_unknown(Mapper *mapper, int column);

/* Is it the name of a part, or of a field that the table lacks and that goes into another? */
extern bool mapper_is_part(const Mapper *mapper, const char *name);

/*
 * Adds the fields that are made of parts of columns (made_cell.h), and of none of their
 * own.
 */
extern void mapper_add_made(Mapper *mapper);

/* Is a field of this name assigned? */
extern bool mapper_has(const Mapper *mapper, const char *name);

/* Name of the field whose name the header word is, spelt in any way; or NULL. */
extern const char *mapper_field_of_word(const Mapper *mapper, int column);

/* Is a text the name of a field, letter for letter? */
extern bool mapper_is_name(const Mapper *mapper, const char *word);

/* Is it one of the two names of the field subscribed, which customers has? */
extern bool mapper_is_consent_name(const Mapper *mapper, const char *name);

/*
 * Assigns the column customer_id where its ids are another system's, with a
 * warning.
 */
extern void mapper_assign_foreign_ids(Mapper *mapper);

/*
 * Does the column hold what an export computes, and no import takes?  Not if an
 * application added a column of that name: then it is a field.
 */
extern bool mapper_is_exported_only(const Mapper *mapper, int column);

/* Is it so, or the last column of a rejects file? */
extern bool mapper_is_computed(const Mapper *mapper, int column);

/* Is a column of consent in the file read as such? */
extern bool mapper_has_consent(const Mapper *mapper);

/* What its header and cells say of consent, and how its cells are read (consent_evidence.h). */
extern ConsentWord mapper_consent_word(const Mapper *mapper, int column);
extern ConsentColumn mapper_consent_column(const Mapper *mapper, int column, const ConsentWord *word, bool refuses);

#endif							/* CUSTOMERS_FIELD_MAPPER_H */
