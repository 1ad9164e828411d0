/*
 * column_candidate.h
 *
 * The field that a column wants to be, why, and how sure that is.
 */
#ifndef CUSTOMERS_COLUMN_CANDIDATE_H
#define CUSTOMERS_COLUMN_CANDIDATE_H

#include "postgres.h"

#include "field/column_form.h"
#include "field/field_mapper.h"

/* Whether a column is of a field: the surest stands first. */
typedef enum Certainty
{
	SURE_NAME,					/* its header is the field's name, letter for letter */
	SURE_OWN,					/* or in another spelling; or a user's own word for it */
	SURE_WORD,					/* a known word */
	SURE_FORM,					/* one in a longer word: "Email [Required]", billing_city */
	SURE_CELLS,					/* its cells alone say so */
	SURE_SPARE,					/* a word that may name something else: Contact, user_id */
	SURE_LAST					/* only where the file has no key otherwise: owner_id */
} Certainty;

typedef struct Candidate
{
	const char *field;			/* NULL = none: the column is no field */
	ColumnReason reason;
	Certainty certainty;
	ColumnGroup group;
	int			rank;			/* between words of one certainty; the lowest first */
	bool		computed;		/* an export computes it: else it is ignored, and no category */
} Candidate;

/* Asks for all words that candidate_by_header() may need, in two statements at most. */
extern void candidates_look_up(Mapper *mapper);

/*
 * The candidate of a column of a file with a header.  A column of consent is
 * assigned and settled at once: several of these are no contenders.  What spoke
 * against a field goes to FieldMap.against.
 */
extern Candidate candidate_by_header(Mapper *mapper, int column);

/* The same of a column of a file without one: by its cells. */
extern Candidate candidate_by_cells(Mapper *mapper, int column);

/* Does a column want to be the field? */
extern bool candidate_wants(const Candidate *candidate, const char *field);

/* The first column that does; -1 = none.  Does one, or is one that field already? */
extern int	candidates_column_for(const Mapper *mapper, const Candidate *candidates, const char *field);
extern bool candidates_want(const Mapper *mapper, const Candidate *candidates, const char *field);

/* Does a folded word name who has or answers for what a list is of: Pet owner, Payer? */
extern bool candidate_names_owner(const char *word);

#endif							/* CUSTOMERS_COLUMN_CANDIDATE_H */
