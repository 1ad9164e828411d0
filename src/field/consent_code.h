/*
 * consent_code.h
 *
 * A header that says what its codes mean: Newsletter (1=ja 2=nei).
 */
#ifndef CUSTOMERS_CONSENT_CODE_H
#define CUSTOMERS_CONSENT_CODE_H

#include "postgres.h"

#define CONSENT_MAX_CODES 8

typedef struct ConsentCode
{
	const char *code;			/* 1, J */
	const char *meaning;		/* ja, as in the header */
} ConsentCode;

typedef struct ConsentCodes
{
	int			n;
	ConsentCode codes[CONSENT_MAX_CODES];
	const char *word;			/* the header without them */
} ConsentCodes;

/*
 * The codes of a header word, in its own encoding and in the current memory context;
 * NULL = it has none.
 */
extern const ConsentCodes *consent_codes(const char *header);

/* What a trimmed cell stands for; NULL = it is none of the codes. */
extern const char *consent_code_meaning(const ConsentCodes *codes, const char *data, uint32 len);

#endif							/* CUSTOMERS_CONSENT_CODE_H */
