/*
 * compat.h
 *
 * Differences between the PostgreSQL releases that customers supports (15 to 18).
 * Only this file reads PG_VERSION_NUM.
 */
#ifndef CUSTOMERS_COMPAT_H
#define CUSTOMERS_COMPAT_H

#include "postgres.h"

#include "fmgr.h"

#if PG_VERSION_NUM < 150000
#error "customers needs PostgreSQL 15 or later"
#endif

/* 16: varlena macros have a header of their own. */
#if PG_VERSION_NUM >= 160000
#include "varatt.h"
#endif

/* 18: pg_noreturn, which stands before the function, replaces pg_attribute_noreturn(). */
#if PG_VERSION_NUM < 180000
#define pg_noreturn pg_attribute_noreturn()
#endif

/* 16: _PG_init is declared in fmgr.h. */
#if PG_VERSION_NUM < 160000
extern PGDLLEXPORT void _PG_init(void);
#endif

/* 18: a library says its name and version, seen by pg_get_loaded_modules(). */
#ifdef PG_MODULE_MAGIC_EXT
#define COMPAT_MODULE_MAGIC(called, release) PG_MODULE_MAGIC_EXT(.name = called, .version = release)
#else
#define COMPAT_MODULE_MAGIC(called, release) PG_MODULE_MAGIC
#endif

/* 18: constraints can be NOT ENFORCED. */
#if PG_VERSION_NUM >= 180000
#define COMPAT_AND_CONSTRAINT_ENFORCED " AND conenforced"
#else
#define COMPAT_AND_CONSTRAINT_ENFORCED ""
#endif

/*
 * 16: input functions can report a bad value without raising an error: returns
 * false and sets *error.  Other errors are raised; before 16, all are.
 */
#if PG_VERSION_NUM >= 160000
#include "nodes/miscnodes.h"
#endif

static inline bool
compat_input_function_call(FmgrInfo *function, char *text, Oid param, int32 typmod,
						   Datum *result, ErrorData **error)
{
#if PG_VERSION_NUM >= 160000
	ErrorSaveContext soft = {.type = T_ErrorSaveContext, .details_wanted = true};

	if (InputFunctionCallSafe(function, text, param, typmod, (Node *) &soft, result))
		return true;
	*error = soft.error_data;
	return false;
#else
	*result = InputFunctionCall(function, text, param, typmod);
	return true;
#endif
}

/* 16: one function checks the ownership of objects of every class. */
#include "catalog/pg_class.h"
#include "catalog/pg_namespace.h"
#include "miscadmin.h"
#include "utils/acl.h"

static inline bool
compat_owns_relation(Oid relation)
{
#if PG_VERSION_NUM >= 160000
	return object_ownercheck(RelationRelationId, relation, GetUserId());
#else
	return pg_class_ownercheck(relation, GetUserId());
#endif
}

static inline bool
compat_may_create_in(Oid schema, Oid role)
{
#if PG_VERSION_NUM >= 160000
	return object_aclcheck(NamespaceRelationId, schema, role, ACL_CREATE) == ACLCHECK_OK;
#else
	return pg_namespace_aclcheck(schema, role, ACL_CREATE) == ACLCHECK_OK;
#endif
}

/* 17: reindex_index() takes the statement. */
#include "catalog/index.h"
#include "utils/lsyscache.h"

static inline void
compat_reindex_index(Oid index)
{
	ReindexParams params = {0};

#if PG_VERSION_NUM >= 170000
	reindex_index(NULL, index, false, get_rel_persistence(index), &params);
#else
	reindex_index(index, false, get_rel_persistence(index), &params);
#endif
}

/* 18: ExecutorRun() has no argument execute_once. */
#include "executor/executor.h"

static inline void
compat_executor_run(QueryDesc *query)
{
#if PG_VERSION_NUM >= 180000
	ExecutorRun(query, ForwardScanDirection, 0);
#else
	ExecutorRun(query, ForwardScanDirection, 0, false);
#endif
}

/* 16: ExecInsertIndexTuples() has an argument onlySummarizing. */
#include "executor/executor.h"

static inline void
compat_insert_index_tuples(ResultRelInfo *relation, TupleTableSlot *slot, EState *estate)
{
#if PG_VERSION_NUM >= 160000
	list_free(ExecInsertIndexTuples(relation, slot, estate, false, false, NULL, NIL, false));
#else
	list_free(ExecInsertIndexTuples(relation, slot, estate, false, false, NULL, NIL));
#endif
}

#endif							/* CUSTOMERS_COMPAT_H */
