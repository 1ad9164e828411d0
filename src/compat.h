/*
 * compat.h
 *
 * What differs between the PostgreSQL releases that customers compiles
 * against (14 to 18).  This is the only file that reads PG_VERSION_NUM.
 */
#ifndef CUSTOMERS_COMPAT_H
#define CUSTOMERS_COMPAT_H

#include "postgres.h"

#if PG_VERSION_NUM < 140000
#error "customers needs PostgreSQL 14 or later"
#endif

#endif							/* CUSTOMERS_COMPAT_H */
