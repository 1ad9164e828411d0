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

/* Is it nothing by its default, neither a yes nor a no?  So it may be in an adopted table. */
extern bool consent_default_is_nothing(void);

#endif							/* CUSTOMERS_CONSENT_DEFAULT_H */
