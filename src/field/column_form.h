/*
 * column_form.h
 *
 * Header words as systems write them: what is put around the word of a field.
 *
 *		"E-mail (required)", billing_phone, properties.email, Address 1 - City
 *			-> column_forms() -> column_strip() -> a word that is known
 */
#ifndef CUSTOMERS_COLUMN_FORM_H
#define CUSTOMERS_COLUMN_FORM_H

#include "postgres.h"

/*
 * Groups that columns of addresses, phones and emails come in.  Those that are
 * taken first, where nothing else decides, stand first.
 */
typedef enum ColumnGroup
{
	GROUP_NONE,
	GROUP_BILLING,
	GROUP_HOME,
	GROUP_MAILING,
	GROUP_BUSINESS,
	GROUP_SHIPPING,
	GROUP_OTHER
} ColumnGroup;

#define COLUMN_GROUPS (GROUP_OTHER + 1)

/* A word that is known, and what was taken off to find it. */
typedef struct ColumnForm
{
	const char *word;			/* folded */
	ColumnGroup group;
	bool		of_login;		/* of one who logs in, whose name is no person's */
} ColumnForm;

#define COLUMN_FORMS 6

/*
 * The folded forms of a header word as in the file, the most telling one first:
 * whole, "Phone (mobile)" as mobile phone, without brackets, without shared, what
 * nearly all columns begin with (NULL = nothing), and without the number of a
 * question ("Q2. Name").  In the current memory context.  Returns how many they are.
 */
extern int	column_forms(const char *header, const char *shared, const char *forms[COLUMN_FORMS]);

/* What nearly all headers begin with before a sign, folded; NULL = nothing. */
extern char *column_shared_prefix(char **headers, int n);

/*
 * Where the next word of a header begins behind from: after a sign, or at a capital in
 * MailAddressStreet.  0 = there is none, or the header is longer than a name.
 */
extern size_t column_next_word(const char *header, size_t from);

#define COLUMN_HALVES 4

/*
 * The folded words that a header joins by a sign or "and": Vorname / First name, PLZ/Ort.
 * Returns how many; 0 if it is one word, or more than there is room for.
 */
extern int	column_halves(const char *header, char *halves[COLUMN_HALVES]);

typedef bool (*ColumnKnown) (void *state, const char *word);

/*
 * Takes groups, persons and a first number off a folded word until the rest is
 * known; false if it never is.
 */
extern bool column_strip(const char *word, ColumnKnown known, void *state, ColumnForm *found);

/* The group that a folded word names, or GROUP_NONE. */
extern ColumnGroup column_group(const char *word);

#endif							/* CUSTOMERS_COLUMN_FORM_H */
