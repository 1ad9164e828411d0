/*
 * password_text.h
 *
 * Whether a text can be a password at all, or only stands where one was: other
 * programs export stars, the word for nothing, or hashes of their own.
 */
#ifndef CUSTOMERS_PASSWORD_TEXT_H
#define CUSTOMERS_PASSWORD_TEXT_H

#include "postgres.h"

typedef enum PasswordText
{
	PASSWORD_EMPTY,
	PASSWORD_PLAIN,				/* a password */
	PASSWORD_VERIFIER,			/* ours: SCRAM-SHA-256 */
	PASSWORD_MASK,				/* stars or dots in place of its characters */
	PASSWORD_PLACEHOLDER,		/* a word for nothing: NULL, n/a, (hidden) */
	PASSWORD_HASH				/* of another system */
} PasswordText;

#define NUM_PASSWORD_TEXTS (PASSWORD_HASH + 1)

/* What is shown, and staged, in place of a password. */
#define PASSWORD_SHOWN "********"

/* Says what a text in the database encoding is; outer spaces do not count. */
extern PasswordText password_text(const char *data, uint32 len);

/* Is it a password, or a verifier of one? */
static inline bool
password_is_usable(PasswordText text)
{
	return text == PASSWORD_PLAIN || text == PASSWORD_VERIFIER;
}

/* Is it a password, or a hash that passwords can be tried out on? */
static inline bool
password_is_secret(PasswordText text)
{
	return password_is_usable(text) || text == PASSWORD_HASH;
}

#endif							/* CUSTOMERS_PASSWORD_TEXT_H */
