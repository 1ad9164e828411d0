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

/* 15: settings under our prefix that we do not define are refused. */
#if PG_VERSION_NUM < 150000
#define MarkGUCPrefixReserved(prefix) EmitWarningsOnPlaceholders(prefix)
#endif

/* 16: _PG_init is declared in fmgr.h. */
#if PG_VERSION_NUM < 160000
extern PGDLLEXPORT void _PG_init(void);
#endif

/* 15: a view can read its tables with the rights of whoever reads it. */
#if PG_VERSION_NUM >= 150000
#define COMPAT_SECURITY_INVOKER "WITH (security_invoker = true)"
#else
#define COMPAT_SECURITY_INVOKER ""
#endif

#endif							/* CUSTOMERS_COMPAT_H */
