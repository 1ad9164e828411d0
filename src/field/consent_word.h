/*
 * consent_word.h
 *
 * What words say of consent: a header, or a cell of several words.
 */
#ifndef CUSTOMERS_CONSENT_WORD_H
#define CUSTOMERS_CONSENT_WORD_H

#include "postgres.h"

#include "field/consent_sense.h"

/* What a header word says of consent. */
typedef struct ConsentWord
{
	bool		elsewhere;		/* of another channel or purpose than email */
	bool		refuses;		/* of refusing */
	bool		subscribes;		/* of subscribing */
	bool		given;			/* of having done so, which has a date */
	bool		delivery;		/* of mail that does not arrive */
	bool		counts;			/* of how many, or how much */
	bool		about;			/* of something about it: a reason, a title */
	bool		advertises;		/* of mail that does, in no sense */
	bool		asks;			/* a question about email, in words that nobody
								 * knows */
	bool		reason;			/* of why: a filled cell is a no */
	bool		left;			/* of how somebody left */
	bool		lists;			/* of what somebody left: opted out of */
	bool		leaves;			/* of leaving a list, and nothing else */
	bool		cleaning;		/* of an address taken off: of its dates alone */
	bool		mute;			/* of mail or of contact, in no sense */
	bool		mails;			/* of mail, and not of contact alone */
	bool		writes;			/* of both: contact by email */
	bool		mailed;			/* of mails of some kind, or of what is sent by
								 * mail */
	bool		paper;			/* of a paper of members: Klubbavis */
	bool		permits;		/* of leave, or of consent */
	bool		channels;		/* may ask by which channels */
	bool		excludes;		/* of those that are not allowed */
	bool		titles;			/* of all that somebody subscribes to */
	bool		source;			/* of where consent was given */
	bool		near;			/* of one of them, among words that nobody knows,
								 * or of stopping what is not told */
	bool		stops;			/* the latter */
	ConsentQuestion question;
} ConsentWord;

/* Of a header word as in the file, in the database's encoding. */
extern ConsentWord consent_word(const char *header);

/* Longest text that is read for what it says, in bytes. */
#define CONSENT_MAX_TEXT 256

/* The same in UTF-8: a byte of another encoding may become three. */
#define CONSENT_MAX_UTF8 (3 * CONSENT_MAX_TEXT)

/*
 * Does a text of several words, in the database's encoding, refuse mail, wherever it
 * stands: "wants no mail", "hard bounce"?  Nothing else may be said in it.
 */
extern bool consent_text_refuses(const char *data, uint32 len);

/* The same of a sentence of a remark, in which more may be said: "asked in May to be taken off our list". */
extern bool consent_text_refuses_amid(const char *data, uint32 len);

/* The same in a column of consent, where what is refused need not be told: "remove". */
extern bool consent_text_denies(const char *data, uint32 len);

/* The same of a cell that says other things as well, and answers: "gone away". */
extern bool consent_text_leaves(const char *data, uint32 len);

/* Does it say that somebody has died, and nothing else? */
extern bool consent_text_tells_death(const char *data, uint32 len);

#endif							/* CUSTOMERS_CONSENT_WORD_H */
