/*
 * consent_default.h
 *
 * The consent of a new customer of whom nothing is said.
 */
#ifndef CUSTOMERS_CONSENT_DEFAULT_H
#define CUSTOMERS_CONSENT_DEFAULT_H

#include "postgres.h"

/* What the column subscribed comes to by its default, under the present settings. */
extern bool consent_default(void);

#endif							/* CUSTOMERS_CONSENT_DEFAULT_H */
