/*
 * consent_header.h
 *
 * The words of a header that may speak of consent, each for itself; what they
 * say together is in consent_word.c.
 */
#ifndef CUSTOMERS_CONSENT_HEADER_H
#define CUSTOMERS_CONSENT_HEADER_H

#include "postgres.h"

typedef enum ConsentPartKind
{
	PART_UNKNOWN,
	PART_HARMLESS,				/* leaves what is said of consent as it is */
	PART_NO,					/* turns it round */
	PART_ENDING,				/* cancelled, refused, former */
	PART_REFUSAL,				/* says by itself that somebody refuses */
	PART_DELIVERY,				/* of mail that does not arrive */
	PART_SUBSCRIBING,
	PART_MAILING,				/* of email, or of mail that advertises */
	PART_CONTACT,
	PART_LIST,
	PART_PAPER					/* of members: Klubbavis */
} ConsentPartKind;

typedef struct ConsentPart
{
	ConsentPartKind kind;
	const char *word;			/* folded */
	bool		begins;			/* a word of the header does; else it is in one
								 * with the part before */
} ConsentPart;

typedef struct ConsentHeader
{
	char	   *folded;			/* the whole, as one word */
	char	   *tokens;			/* its words between blanks, brackets too */
	char	   *bare;			/* the folded whole, additions in brackets dropped */
	bool		explained;		/* brackets say which value refuses */
	int			nparts;
	ConsentPart *parts;
} ConsentHeader;

/* Of a header word as in the file, in the database's encoding. */
extern ConsentHeader consent_header(const char *header);

/* Does it name email, whatever else? */
extern bool consent_header_names_email(const ConsentHeader *header);

/* Is it a no? */
extern bool consent_header_negates(const char *word);

/* Is a word of ending one that is said of a list: left, removed? */
extern bool consent_header_leaves(const char *word);

/* Does a word say that an address was taken off a list; that it was as one that did not work? */
extern bool consent_header_removes(const char *word);
extern bool consent_header_cleans(const char *word);

/* Is it about somebody's death? */
extern bool consent_header_is_of_dead(const ConsentHeader *header);

/* The words of a text, folded, each between blanks. */
extern char *consent_tokens(const char *text);

/* The folded word without additions in brackets. */
extern char *consent_bare_word(const char *header);

/* Is it about mail that advertises? */
extern bool consent_header_advertises(const ConsentHeader *header);

/* Is it a word of hiding?  An email may be hidden from others. */
extern bool consent_header_hides(const char *word);

#endif							/* CUSTOMERS_CONSENT_HEADER_H */
