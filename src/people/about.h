/*
 * about.h
 *
 * All that is held of a person, for who asks what is known of them.
 */
#ifndef CUSTOMERS_ABOUT_H
#define CUSTOMERS_ABOUT_H

#include "postgres.h"

#include "utils/jsonb.h"

/*
 * The customer, their groups, orders, consent and history, and the records of files that
 * are theirs: by their id, or by their email or identifier in a rejected one.  Errors if
 * nothing is held.  SPI must be connected.
 */
extern Jsonb *about_customer(int64 customer_id);

#endif							/* CUSTOMERS_ABOUT_H */
