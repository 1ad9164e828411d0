/*
 * adopt_ddl.h
 *
 * The application alters its own tables, as if they were not adopted.
 *
 * PostgreSQL refuses to drop a column that a view shows or a trigger's WHEN names, to
 * give it another type, or to drop the table; and what we make of an adopted table is a
 * view and such triggers.  So event triggers take them away before such a statement and
 * make them again after it.  What of the mapping is gone then, a NOTICE says; the
 * application's statement never fails for us.
 */
#ifndef CUSTOMERS_ADOPT_DDL_H
#define CUSTOMERS_ADOPT_DDL_H

#include "postgres.h"

#include "nodes/nodes.h"

/* Before and after ALTER TABLE; before DROP TABLE and DROP SCHEMA. */
extern void adopt_ddl_before(const Node *command);
extern void adopt_ddl_after(const Node *command);

#endif							/* CUSTOMERS_ADOPT_DDL_H */
