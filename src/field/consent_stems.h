/*
 * consent_stems.h
 *
 * The words and stems by which consent is told: of headers, and of what cells say in
 * several words.  Single words of cells are in customer_value_words, where users add
 * theirs.
 */
#ifndef CUSTOMERS_CONSENT_STEMS_H
#define CUSTOMERS_CONSENT_STEMS_H

#include "postgres.h"

/* What they are said of is told above each, in consent_stems.c. */
typedef enum ConsentStems
{
	STEMS_REFUSING,
	STEMS_DECEASED,
	STEMS_REFUSING_WORD,
	STEMS_LAW,
	STEMS_REMOVING,
	STEMS_CLEANING,
	STEMS_DELIVERY,
	STEMS_SUBSCRIBING,
	STEMS_EMAIL,
	STEMS_NEGATING,
	STEMS_ENDING,
	STEMS_MAILING,
	STEMS_CONTACT,
	STEMS_PERMITTING,
	STEMS_CONTACTABLE,
	STEMS_ADVERTISING,
	STEMS_LEFT_LIST,
	STEMS_LIST,
	STEMS_HARMLESS,
	STEMS_WORD_END,
	STEMS_CHOICE,
	STEMS_ANYTIME,
	STEMS_GIVEN,
	STEMS_ELSEWHERE,
	STEMS_ELSEWHERE_WORD,
	STEMS_COUNTING,
	STEMS_ABOUT,
	STEMS_PASSING,
	STEMS_OTHER_REFUSAL,
	STEMS_REASON,
	STEMS_FAILURE_KIND,
	STEMS_FAILURE,
	STEMS_LEAVING,
	STEMS_LEFT_OF,
	STEMS_LEFT_BY,
	STEMS_CAMPAIGN,
	STEMS_SOURCE,
	STEMS_HAVING,
	STEMS_STOPPING,
	STEMS_OTHER_MAIL,
	STEMS_MAIL,
	STEMS_FAILED_HOW,
	STEMS_WANTING,
	STEMS_GOING_ON,
	STEMS_TAKING,
	STEMS_TAKEN_FROM,
	STEMS_STOP,
	STEMS_OTHER_MAIL_TEXT,
	STEMS_MISSING,
	STEMS_LEAVING_TEXT,
	STEMS_LIST_TEXT,
	STEMS_CLUE,
	STEMS_ERASING,
	STEMS_MANNER,
	STEMS_BEFORE_LEAVING,
	STEMS_COMPLAINING,
	STEMS_ASKS_BASIS,
	STEMS_ASKS_HOW_OFTEN,
	STEMS_HOW_OFTEN,
	STEMS_OWN_BASIS,
	STEMS_OTHER_BASIS,
	STEMS_UNWILLING,
	STEMS_WILLING,
	STEMS_ASKS_CHANNEL,
	STEMS_CHANNEL_EMAIL,
	STEMS_CHANNEL_OTHER,
	STEMS_ONLY,
	STEMS_EVERYTHING,
	STEMS_NOTHING,
	STEMS_BETWEEN,
	STEMS_RECEIVING,
	STEMS_NEWS,
	STEMS_WISH,
	STEMS_SENT,
	STEMS_DONE,
	STEMS_RECEIVED,
	STEMS_SENDING,
	STEMS_NEWSLETTER,
	STEMS_BY,
	STEMS_BY_MAIL,
	STEMS_MAILS,
	STEMS_MAILED,
	STEMS_OF_ADDRESS,
	STEMS_CHANNEL_WORD,
	STEMS_TITLES,
	STEMS_TITLES_OF,
	STEMS_PAPER,
	STEMS_AUDIENCE,
	STEMS_PAPER_KIND,
	STEMS_UNWANTED,
	STEMS_NAMING_KEY,
	STEMS_ANSWERING_KEY
} ConsentStems;

/* The set; *n: of how many. */
extern const char *const *consent_stems(ConsentStems set, int *n);

/* Is one of them in a folded text; one of the tokens, between blanks? */
extern bool consent_has_stem(const char *folded, ConsentStems set);
extern bool consent_has_token(const char *tokens, ConsentStems set);

/* Is a word one of them; or does it begin with one that is long? */
extern bool consent_has_word(const char *word, ConsentStems set);
extern bool consent_begins_with(const char *word, ConsentStems set);

#endif							/* CUSTOMERS_CONSENT_STEMS_H */
