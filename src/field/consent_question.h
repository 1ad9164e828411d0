/*
 * consent_question.h
 *
 * What a column of consent asks, other than whether: how often somebody wants mail,
 * on which legal basis it is sent.
 */
#ifndef CUSTOMERS_CONSENT_QUESTION_H
#define CUSTOMERS_CONSENT_QUESTION_H

#include "postgres.h"

/* Of a folded header: is it about a legal basis; of how often? */
extern bool consent_asks_basis(const char *folded);
extern bool consent_asks_how_often(const char *folded);

/* Does a trimmed cell, in the database's encoding, say how often: weekly? */
extern bool consent_says_how_often(const char *data, uint32 len);

/* Does it name the consent of the person; another basis? */
extern bool consent_is_own_basis(const char *data, uint32 len);
extern bool consent_is_other_basis(const char *data, uint32 len);

/*
 * Is a cell an answer that only somebody gives who is asked whether they want something:
 * Vil ikke ha, No thanks?  refuses: it is a no (may be NULL).
 */
extern bool consent_is_wish(const char *data, uint32 len, bool *refuses);

#endif							/* CUSTOMERS_CONSENT_QUESTION_H */
