/*
 * password_word.h
 *
 * Whether a header word says that its column holds passwords.  No column of
 * passwords, by whatever name, may become a category that everybody reads.
 */
#ifndef CUSTOMERS_PASSWORD_WORD_H
#define CUSTOMERS_PASSWORD_WORD_H

#include "postgres.h"

typedef enum PasswordWord
{
	PASSWORD_WORD_NONE,			/* not of passwords */
	PASSWORD_WORD_STATE,		/* of when they changed, how strong they are, whether
								 * there is one */
	PASSWORD_WORD_ABOUT,		/* of other secrets that belong to them: hints, tokens,
								 * hashes, former ones */
	PASSWORD_WORD_ITSELF		/* of passwords */
} PasswordWord;

/* Says it of a word in the database encoding, as the file has it. */
extern PasswordWord password_word(const char *word);

/* May the same word mean something else: a season pass, the slogan of a campaign? */
extern bool password_word_is_doubtful(const char *word);

/* Of such a word: may it as well say that the column holds keys (clave)? */
extern bool password_word_is_key(const char *word);

#endif							/* CUSTOMERS_PASSWORD_WORD_H */
