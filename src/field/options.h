/*
 * options.h
 *
 * The named options of one import: how to read the file, which column is
 * which field, and what may change.  They are the SQL arguments of
 * customers_import, a saved preset, or the stored options of an earlier
 * import (customer_imports.options), all in one struct.
 *
 * An option that was not given is NULL or its *_DEFAULT value.
 */
#ifndef CUSTOMERS_OPTIONS_H
#define CUSTOMERS_OPTIONS_H

#include "postgres.h"

#include "nodes/pg_list.h"
#include "utils/jsonb.h"

/* The keys that can say who a record is, usable as bits. */
typedef enum KeyKind
{
	KEY_CUSTOMER_ID,
	KEY_IDENTIFIER,
	KEY_EMAIL
} KeyKind;

#define NUM_KEYS 3

/* None of them: a name with something else of the person (import/weak_key.h). */
#define KEY_WEAK ((KeyKind) NUM_KEYS)

typedef enum ImportMode
{
	MODE_UPSERT,				/* update known customers, create unknown ones */
	MODE_CREATE,				/* leave known customers out */
	MODE_UPDATE					/* leave unknown customers out */
} ImportMode;

typedef enum BlankPolicy
{
	BLANKS_KEEP,				/* an empty cell keeps the live value */
	BLANKS_CLEAR				/* an empty cell clears it */
} BlankPolicy;

typedef enum InvalidPolicy
{
	INVALID_REJECT,				/* a bad cell rejects its record */
	INVALID_SKIP				/* the record is taken without it */
} InvalidPolicy;

typedef enum DuplicatePolicy
{
	DUPLICATES_REJECT,
	DUPLICATES_FIRST,
	DUPLICATES_LAST
} DuplicatePolicy;

typedef enum UnknownColumnPolicy
{
	UNKNOWN_COLUMNS_ATTRIBUTE,	/* becomes a segment category */
	UNKNOWN_COLUMNS_IGNORE,
	UNKNOWN_COLUMNS_REJECT		/* the import is refused */
} UnknownColumnPolicy;

typedef enum UnknownPolicy
{
	UNKNOWN_REJECT,
	UNKNOWN_CREATE
} UnknownPolicy;

typedef enum GroupMode
{
	GROUPS_ADD,
	GROUPS_REPLACE
} GroupMode;

typedef enum DateFieldOrder
{
	DATE_ORDER_UNKNOWN,			/* the column's cells decide */
	DATE_ORDER_YMD,
	DATE_ORDER_DMY,
	DATE_ORDER_MDY
} DateFieldOrder;

typedef enum HeaderOption
{
	HEADER_FIND_OUT,
	HEADER_PRESENT,
	HEADER_ABSENT
} HeaderOption;

typedef struct ImportOptions
{
	/* how to read the file; NULL or -1 = find out */
	char	   *delimiter;
	char	   *quote;			/* "" = no quoting */
	char	   *escape;
	char	   *encoding;
	int64		skip;			/* physical lines before the header */
	HeaderOption header;		/* are there names of the columns? */

	/* which column is which field */
	Jsonb	   *mapping;		/* object: header word (or 1-based position as
								 * text) -> field name or null */
	char	   *preset;			/* its name; none of the options */
	Jsonb	   *preset_mapping; /* its mapping; none of the options */
	UnknownColumnPolicy unknown_columns;
	Jsonb	   *set;			/* object: field -> the text that every record
								 * has as its cell */

	/* who is this row, and what may change */
	ImportMode	mode;
	int			nmatch_by;
	KeyKind		match_by[NUM_KEYS];
	BlankPolicy blanks;
	Jsonb	   *null_words;		/* array: what stands for nothing; NULL = the
								 * words of customer_value_words */
	InvalidPolicy invalid;
	Jsonb	   *rules;			/* object: field -> overwrite | fill | keep */
	DuplicatePolicy duplicates;
	UnknownPolicy unknown_ids;
	UnknownPolicy keyless;		/* records that say nobody */
	GroupMode	group_mode;
	UnknownPolicy unknown_groups;
	bool		resubscribe;
	Jsonb	   *limits;			/* how much may change (limit.h); NULL = as the
								 * setting says */
	DateFieldOrder	date_order;
	bool		again;
	bool		restore_erased;	/* take in who was erased */
} ImportOptions;

/* All options as if none had been given. */
extern void options_default(ImportOptions *options);

/* Is there an option of this name? */
extern bool options_have(const char *name);

/*
 * Sets one option from the text of its SQL argument, palloc'd in the current
 * memory context.  match_by and null_words are text[] literals or words with
 * commas between them, mapping, rules and limits are JSON, booleans any word that boolean accepts.
 * Errors: an option or a word that does not exist (the message names those
 * that do), a value out of bounds.
 */
extern void options_set(ImportOptions *options, const char *name, const char *text);

/*
 * Sets every option that the object names (null: its default), and leaves the
 * others as they are: a preset, or customer_imports.options.  Same errors.
 */
extern void options_from_json(Jsonb *json, ImportOptions *options);

/*
 * The object that options_from_json() turns back into these options.  What
 * was left to be found out in the file (delimiter, ...) is not in it.
 */
extern Jsonb *options_to_json(const ImportOptions *options);

/* Does mapping name columns, and all of them by their position? */
extern bool options_map_by_position(const ImportOptions *options);

/* The words of the option null_words, as a List of char *. */
extern List *options_null_words(const ImportOptions *options);

/* SQL words of keys: customer_id, identifier, email; of a weak one, name. */
extern const char *options_key_name(KeyKind key);

#endif							/* CUSTOMERS_OPTIONS_H */
