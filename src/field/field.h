/*
 * field.h
 *
 * The importable columns of customers, and the header words that name them.
 *
 *		header cells + mapping + customer_header_synonyms + columns of customers
 *			-> FieldMap: which column of the file is which field
 */
#ifndef CUSTOMERS_FIELD_H
#define CUSTOMERS_FIELD_H

#include "postgres.h"

#include "access/tupdesc.h"
#include "fmgr.h"
#include "nodes/pg_list.h"

#include "csv/csv_reader.h"
#include "field/cell_gate.h"
#include "field/column_part.h"
#include "field/consent_sense.h"
#include "field/options.h"
#include "field/record_sample.h"

/* A field of this beginning is a segment category. */
#define ATTRIBUTE_PREFIX "attributes."

typedef enum FieldKind
{
	FIELD_CUSTOMER_ID,			/* our key: bigint > 0 */
	FIELD_IDENTIFIER,			/* text key of another system: trimmed, case
								 * kept */
	FIELD_EMAIL,				/* trimmed, ASCII lower case, checked */
	FIELD_TEXT,					/* text, or varchar: too_long past its limit */
	FIELD_BOOLEAN,				/* boolean words of all supported languages */
	FIELD_INTEGER,				/* smallint, integer, bigint: thousands
								 * separators */
	FIELD_NUMBER,				/* numeric, real, double precision, money:
								 * decimal comma or point */
	FIELD_DATE,					/* date, by date_order */
	FIELD_PASSWORD,				/* plain text in, SCRAM verifier out */
	FIELD_GROUPS,				/* names of groups; no column of customers */
	FIELD_ATTRIBUTE,			/* a segment category: a key of attributes */
	FIELD_OTHER					/* any other type: its own input function */
} FieldKind;

typedef enum FieldRule
{
	RULE_OVERWRITE,				/* the file's value replaces the live one */
	RULE_FILL,					/* only where the live one is empty */
	RULE_KEEP					/* never for an existing customer */
} FieldRule;

typedef struct Field
{
	char	   *name;			/* customer_imports.fields: email,
								 * attributes.Shoe size, groups */
	char	   *column;			/* column of customers it is kept in; NULL for
								 * groups */
	char	   *category;		/* FIELD_ATTRIBUTE: key in attributes */
	char	   *header;			/* the file's own header word */
	FieldKind	kind;
	FieldRule	rule;
	bool		rule_given;		/* the option rules names the field */
	int			file_column;	/* 0-based; -1 if not from a file */
	bool		constant;		/* the option set says it, and no column of the
								 * file */
	bool		by_name;		/* an application gives its values, not a file */
	const CsvCell *also;		/* groups that set adds to those of the file */
	const struct ValueWords *words;	/* FIELD_BOOLEAN: what cells mean; NULL = words
								 * mean nothing */
	const struct MadeCell *made;	/* of parts of the file's columns; NULL = the
									 * cell is that of file_column */
	bool		parted;			/* it is made, or its column has a part of another
								 * field */
	int		   *more;			/* groups: further columns that name some */
	int			nmore;
	const struct NullWords *nothing;	/* stand for nothing in its cells; NULL =
										 * no words do: see null_names_set() */
	const CellGate *gate;		/* of its cells; never NULL where they are parsed */
	const char *no_addresses;	/* email: those of them that are addresses by their
								 * form; NULL = none */
	const struct NullWords *guardable;	/* could, and do not behind a ' */
	const ConsentColumn *consent;	/* subscribed: the columns of the file that
									 * say it */
	int			nconsent;

	/* the live column */
	Oid			type;
	int32		typmod;
	Oid			collation;
	bool		not_null;		/* differ_create() asks domains, too */
	bool		zero_by_default;	/* under the rule fill: its default is 0 or
									 * false */

	/* FIELD_OTHER, FIELD_NUMBER: the type's input and output functions */
	FmgrInfo	input;
	Oid			input_param;
	FmgrInfo	output;

	/* how this column's values are written */
	BlankPolicy blanks;
	DateFieldOrder	date_order;
	bool		six_digits;		/* dates are written as 130218, and none as a
								 * spreadsheet's number */
	bool		whole_ids;		/* FIELD_IDENTIFIER: written as numbers with
								 * decimals: see whole_ids.h */
	bool		dressed;		/* FIELD_TEXT: something stands around its codes: see
								 * column_dress.h */
	char		decimal;		/* of numbers: '.' or ','; '\0' = by cell */
	bool		unsure;			/* by cell, and the column's cells contradict each
								 * other: what reads in two ways is an error */
} Field;

/* Why a column is what it is. */
typedef enum ColumnReason
{
	COLUMN_BY_NOTHING,			/* nothing says so: a category, or ignored */
	COLUMN_BY_MAPPING,			/* the option mapping */
	COLUMN_BY_PRESET,			/* likewise, of a preset */
	COLUMN_BY_NAME,				/* its header is the name of the field */
	COLUMN_BY_WORD,				/* its header is a known word, or has a stem */
	COLUMN_BY_CELLS,
	COLUMN_BY_WORD_ALONE		/* its word speaks of consent, and no cell was
								 * there to bear it out */
} ColumnReason;

/*
 * The names of a person, as indexes into the fields.  If the file has a first or last
 * name, all three are fields, in the file or not.  Else the name is one, if the file has
 * it.  -1: it is none.
 */
typedef struct NameFields
{
	int			name;
	int			first;
	int			last;
} NameFields;

typedef struct FieldMap
{
	int			ncolumns;		/* columns of the file */
	bool		has_header;
	bool		by_names;		/* an application gave its names: what it leaves
								 * out says nothing */
	char	  **header;			/* their header words, cleaned for messages;
								 * empty without a header */
	int		   *column_field;	/* per column: index into fields,
								 * COLUMN_CUSTOMER_ID or COLUMN_IGNORED */
	ColumnReason *reason;		/* per column */
	char	  **against;		/* per column: which field it is not, though its word
								 * says so, and why; or NULL */
	ColumnPart *part;			/* per column */
	int			nmade;			/* fields that are made */
	struct MadeCell *made;
	bool		day_first;		/* most header words that are known are of languages
								 * in which no date begins with the month */
	bool		has_opposite;	/* see field_has_opposite() */
	int			nconsent;		/* columns of consent, in the order of the file */
	ConsentColumn *consent;
	bool	   *unclear;		/* per column: some cells speak of consent, and
								 * others do not: it is a category */
	bool		consent_unclear;	/* there are such columns */
	bool	   *pairs;			/* per column that is watched: some of its cells
								 * speak of consent as one pair of several */
	bool	   *watched;		/* per column: no field, and a cell may say no
								 * there all the same; NULL = none is */
	const struct ValueWords *words;	/* what cells mean; NULL = none are known */
	const struct NullWords *blank;	/* stand for nothing, in names where they are
									 * several; NULL = none */
	int			nset;			/* columns that the option set adds */
	CsvCell    *set;			/* their cells, of every record */
	bool	   *secret;			/* per column: ignored, and holds passwords by
								 * its header */
	Field	   *customer_id;	/* the customer_id column, or NULL */
	bool		foreign_ids;	/* its ids are none of ours, and name nobody */
	Field	   *heard;			/* consent that the live table has no column for: its
								 * no's are kept all the same; or NULL */
	int			nfields;
	Field	   *fields;			/* all others, in the order of the file */
	int			identifier;		/* index into fields, or -1 */
	int			email;
	int			groups;
	int			password;
	int			subscribed;
	NameFields	names;
	int			words_off;		/* by so many columns the header's words are to move to
								 * the right; 0 = they stand above their cells */
	bool		words_wrap;		/* and the last of them to the other end */
	char	   *warnings;		/* remarks on the mapping, or NULL */
} FieldMap;

/* Is the type a text, with the representation of one, whatever its name? */
extern bool field_is_text_type(Oid type);

/* Is it one that an identifier can have beside text: uuid, or an integer type? */
extern bool field_is_key_type(Oid type);

/*
 * Do values of the field pass the type's own functions?  Those of kinds that have no
 * parser of ours, and keys of a domain, which may refuse them.
 */
static inline bool
field_has_type_functions(const Field *field)
{
	return OidIsValid(field->input.fn_oid);
}

/* Is it a name of a person: name, first_name or last_name? */
static inline bool
field_is_name(const Field *field)
{
	return field->kind == FIELD_TEXT &&
		(strcmp(field->name, "name") == 0 || strcmp(field->name, "first_name") == 0 ||
		 strcmp(field->name, "last_name") == 0);
}

/*
 * Has the field a column in the file?  Else it is the consent (erasure_check.h) or a
 * name (name_follow.h), which other fields and records change.
 */
static inline bool
field_in_file(const Field *field)
{
	return field->file_column >= 0;
}

/* What the file says of consent, though it may be kept nowhere; NULL = nothing. */
static inline const Field *
field_map_consent(const FieldMap *map)
{
	return map->subscribed >= 0 ? &map->fields[map->subscribed] : map->heard;
}

#define COLUMN_IGNORED (-1)
#define COLUMN_CUSTOMER_ID (-2)

/* The field of a column of the file; NULL if it is ignored, or none of the table's. */
static inline const Field *
field_map_field(const FieldMap *map, int column)
{
	if (column >= map->ncolumns || map->column_field[column] == COLUMN_IGNORED)
		return NULL;
	if (map->column_field[column] == COLUMN_CUSTOMER_ID)
		return map->customer_id;
	return &map->fields[map->column_field[column]];
}

/*
 * Maps a header.  All in the current memory context; SPI must be connected.
 * Errors: no key column, a mapping that names what does not exist, or two columns
 * for one field, an unknown column under unknown_columns => 'reject'.
 * With !has_header, cells are the first record and mapping goes by position.
 * sample: records that tell what columns hold; NULL = their words tell it alone.
 */
extern FieldMap *field_map_header(const CsvCell *cells, int ncells, bool has_header,
								  const ImportOptions *options, const RecordSample *sample);

/*
 * The same of a header that was mapped before: columns is what field_map_columns()
 * gave then (NULL: an older release mapped it, by the words alone).
 */
extern FieldMap *field_map_again(const CsvCell *cells, int ncells, bool has_header,
								 const ImportOptions *options, const Jsonb *columns);

/* What each column was taken for, and why: customer_imports.columns. */
extern Jsonb *field_map_columns(const FieldMap *map);

/* Why a column is what it is, in words: "word", "cells; not phone: column 2 is". */
extern char *field_map_evidence(const FieldMap *map, int column);

/* The field that a column is, by the name that mapping takes; NULL = ignored. */
extern const char *field_map_column_name(const FieldMap *map, int column);

/* The columns of consent in words, a line each; NULL = there are none. */
extern char *field_map_consent_text(const FieldMap *map);

/* Gives the map the field subscribed, if no column of the file has it. */
extern void field_map_add_subscribed(FieldMap *map);

/*
 * Maps the names that an application gives values by: field names as they are,
 * customer_id, attributes.<category>; what only an export holds is ignored.
 * The fields have no words for yes and no (value_words.h).
 *
 * Error: a name that is none of these.
 */
extern FieldMap *field_map_by_names(const CsvCell *names, int nnames,
									const ImportOptions *options);

/*
 * A single field by its name (email, attributes.Shoe size, an added column;
 * customer_id too), for fix, save and export; NULL if there is none.
 */
extern Field *field_by_name(const char *name);

/*
 * The same into a given Field, and the names of all fields but categories and
 * customer_id, from the tuple descriptor of customers.
 */
extern bool field_init_by_name(Field *field, const char *name, TupleDesc customers);
extern List *field_names(TupleDesc customers);

/* Is there a column of customers of this name, that a file can set? */
extern bool field_is_column(const char *name, TupleDesc customers);

/*
 * Is "unsubscribed" the opposite of the field subscribed?  Not where it is a
 * column that an application added.
 */
extern bool field_has_opposite(TupleDesc customers);

/*
 * A value that is in no column of customers: how export writes what its query
 * computes.  Not for import.
 */
extern void field_init_of_type(Field *field, const char *name, Oid type);

/* Is it a name by which no file sets a column of customers, but customer_id? */
extern bool field_is_reserved(const char *name);

/* A column of customers that is computed: exported, and never imported. */
extern bool field_is_generated(const char *column, TupleDesc customers);

/* Is any column of the file one of passwords, ignored or not? */
extern bool field_map_has_passwords(const FieldMap *map);

/* Lower case, accents, spaces and punctuation folded: "E-post " -> "epost". */
extern char *field_fold_header(const char *data, int len);

/* A header word as messages tell it: its start, if it is long. */
extern char *field_clip_word(const char *word);

/* customer_imports.fields as text[], and each column's field as jsonb. */
extern Datum field_map_names(const FieldMap *map);
extern Jsonb *field_map_json(const FieldMap *map);

#endif							/* CUSTOMERS_FIELD_H */
