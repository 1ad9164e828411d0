/*
 * stage.c
 *
 *		Record -> a row of customer_import_rows in a slot -> table_multi_insert
 *			-> its indexes
 *
 * Only our own staging table is written this way; live tables and passwords
 * (secret.c) are written by SQL.  Each array of a row is built in one allocation.
 * Ranges of a BRIN index are summarised when they are begun: autosummarize would
 * fill the server's log once its queue of requests is full.
 */
#include "postgres.h"

#include "access/brin.h"
#include "access/heapam.h"
#include "access/hio.h"
#include "access/table.h"
#include "access/tableam.h"
#include "access/xact.h"
#include "catalog/pg_am.h"
#include "catalog/pg_type.h"
#include "executor/executor.h"
#include "executor/nodeModifyTable.h"
#include "miscadmin.h"
#include "optimizer/optimizer.h"
#include "rewrite/rewriteHandler.h"
#include "storage/bufmgr.h"
#include "storage/lmgr.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/rls.h"

#include "import/kept.h"
#include "import/secret.h"
#include "import/stage.h"
#include "import/stage_cells.h"
#include "support/catalog.h"
#include "support/compat.h"

/* Columns of customer_import_rows that staging fills, by name. */
typedef enum StageColumn
{
	COLUMN_IMPORT_ID,
	COLUMN_LINE,
	COLUMN_CUSTOMER,
	COLUMN_ACTION,
	COLUMN_CELLS,
	COLUMN_OLD_CELLS,
	COLUMN_RAW,
	COLUMN_MARKS,
	COLUMN_ERRORS,
	COLUMN_REASON,
	NUM_STAGE_COLUMNS
} StageColumn;

static const char *const column_name[] = {
	"import_id", "line", "customer_id", "action", "cells", "old_cells", "raw", "marks", "errors", "reason"
};

/* Rows that are inserted at once where ranges of an index are to be begun. */
#define PIECE_ROWS 64

/*
 * Rows of a file up to this part of shared_buffers stay there, about twice its size: the
 * merge reads them next.  Those of larger ones go through a ring of a few buffers, as in COPY.
 */
#define CACHED_SHARE 4

struct Stage
{
	int64		import_id;
	const FieldMap *map;
	Relation	rel;
	EState	   *estate;
	ResultRelInfo *result;
	BulkInsertState bulk;
	CommandId	command;
	int			attribute[NUM_STAGE_COLUMNS];	/* 0-based */
	ExprState **defaults;		/* of columns that an application added */
	Datum		action[RECORD_EXCLUDE + 1];
	bool		action_decides; /* see action_decides() */
	bool		keeps[RECORD_EXCLUDE + 1];	/* rows of this action keep the
											 * constraints: one has been checked */
	TupleDesc	desc;			/* of the slots: a copy, which nobody counts */
	TupleTableSlot *slots[CSV_BATCH_RECORDS];
	int			nslots;			/* that were made so far */
	BlockNumber brin_range;		/* see brin_range_pages(); 0 = insert each row */
	int64		last_range;		/* the last one that was begun; -1 = none */
};

/* Like COPY FROM: errors if the staging table cannot be written in bulk. */
static void
check_relation(Relation rel)
{
	AclResult	acl = pg_class_aclcheck(RelationGetRelid(rel), GetUserId(), ACL_INSERT);

	if (acl != ACLCHECK_OK)
		aclcheck_error(acl, OBJECT_TABLE, RelationGetRelationName(rel));
	if (rel->rd_rel->relkind != RELKIND_RELATION || rel->rd_rel->relam != HEAP_TABLE_AM_OID)
		ereport(ERROR,
				(errcode(ERRCODE_WRONG_OBJECT_TYPE),
				 errmsg("\"%s\" must be an ordinary table", RelationGetRelationName(rel)),
				 errdetail("Imports are staged in bulk, in a heap of this server.")));
	if (check_enable_rls(RelationGetRelid(rel), InvalidOid, false) == RLS_ENABLED)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("imports are not supported with row-level security on \"%s\"",
						RelationGetRelationName(rel)),
				 errhint("Use row-level security on customers instead: staged rows show only what the importing role saw.")));
	if (rel->trigdesc != NULL && (rel->trigdesc->trig_insert_before_row ||
								  rel->trigdesc->trig_insert_after_row ||
								  rel->trigdesc->trig_insert_before_statement ||
								  rel->trigdesc->trig_insert_after_statement))
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("imports are not supported with triggers for INSERT on \"%s\"",
						RelationGetRelationName(rel)),
				 errhint("Put the trigger on customers, or on customer_imports.")));
}

/*
 * Finds the columns by name, as an application may have added others.  No executor
 * checks what is written here: so their types are checked, under a lock.
 */
static void
find_columns(Stage *stage)
{
	catalog_check_columns(REL_IMPORT_ROWS, RelationGetRelid(stage->rel));
	for (int i = 0; i < NUM_STAGE_COLUMNS; i++)
		stage->attribute[i] = get_attnum(RelationGetRelid(stage->rel), column_name[i]) - 1;
}

/* Is the column (0-based) one that staging fills? */
static bool
is_ours(const Stage *stage, int attribute)
{
	for (int i = 0; i < NUM_STAGE_COLUMNS; i++)
		if (stage->attribute[i] == attribute)
			return true;
	return false;
}

/* Prepares the defaults of columns that an application added. */
static void
prepare_defaults(Stage *stage)
{
	TupleDesc	desc = RelationGetDescr(stage->rel);

	stage->defaults = palloc0(desc->natts * sizeof(ExprState *));
	for (int i = 0; i < desc->natts; i++)
	{
		Form_pg_attribute column = TupleDescAttr(desc, i);
		Expr	   *expr;

		if (column->attisdropped || column->attgenerated || is_ours(stage, i))
			continue;
		expr = (Expr *) build_column_default(stage->rel, i + 1);
		if (expr != NULL)
			stage->defaults[i] = ExecPrepareExpr(expr, stage->estate);
	}
}

/* Is the column (0-based) NOT NULL, and maybe left empty by staging? */
static bool
may_miss(const Stage *stage, int attribute)
{
	return TupleDescAttr(RelationGetDescr(stage->rel), attribute)->attnotnull &&
		attribute != stage->attribute[COLUMN_IMPORT_ID] &&
		attribute != stage->attribute[COLUMN_LINE] &&
		attribute != stage->attribute[COLUMN_ACTION];
}

/*
 * Do all rows of one action keep the constraints, if one does?  So it is as we make
 * the table: only the action has a CHECK.  An application may have added others.
 */
static bool
action_decides(const Stage *stage)
{
	TupleDesc	desc = RelationGetDescr(stage->rel);
	Bitmapset  *columns = NULL;
	Bitmapset  *action = bms_make_singleton(stage->attribute[COLUMN_ACTION] + 1 -
											FirstLowInvalidHeapAttributeNumber);

	for (int i = 0; i < desc->natts; i++)
		if (may_miss(stage, i))
			return false;
	for (int i = 0; desc->constr != NULL && i < desc->constr->num_check; i++)
	{
		Node	   *check = stringToNode(desc->constr->check[i].ccbin);

		pull_varattnos(check, 1, &columns);
		if (contain_mutable_functions(check))
			return false;
	}
	return bms_is_subset(columns, action);
}

/* Is it an index on (import_id, line), or with customer_id behind them, and nothing more? */
static bool
is_line_index(const Stage *stage, const IndexInfo *index)
{
	static const StageColumn columns[] = {COLUMN_IMPORT_ID, COLUMN_LINE, COLUMN_CUSTOMER};

	if (index->ii_NumIndexAttrs < 2 || index->ii_NumIndexAttrs > (int) lengthof(columns) ||
		index->ii_Expressions != NIL || index->ii_Predicate != NIL)
		return false;
	for (int i = 0; i < index->ii_NumIndexAttrs; i++)
		if (index->ii_IndexAttrNumbers[i] != stage->attribute[columns[i]] + 1)
			return false;
	return true;
}

/*
 * Pages of a range, if it is enough to insert the rows that bound it into the
 * indexes: a BRIN index keeps the minimum and maximum of each column, and whether one
 * is NULL.  1 without any index; 0 if all rows must be inserted.
 */
static BlockNumber
brin_range_pages(const Stage *stage)
{
	BlockNumber pages = MaxBlockNumber;

	for (int i = 0; i < stage->result->ri_NumIndices; i++)
	{
		Relation	index = stage->result->ri_IndexRelationDescs[i];

		if (index->rd_rel->relam != BRIN_AM_OID ||
			!is_line_index(stage, stage->result->ri_IndexRelationInfo[i]))
			return 0;
		pages = Min(pages, BrinGetPagesPerRange(index));
	}
	return pages;
}

static BulkInsertState
bulk_state(int64 file_bytes)
{
	BulkInsertState bulk = GetBulkInsertState();

	if (file_bytes <= (int64) NBuffers * BLCKSZ / CACHED_SHARE)
	{
		FreeAccessStrategy(bulk->strategy);
		bulk->strategy = NULL;
	}
	return bulk;
}

Stage *
stage_open(int64 import_id, const FieldMap *map, int64 file_bytes)
{
	static const char *const action[] = {
		NULL, "create", "update", "unchanged", "reject", "exclude"
	};
	Stage	   *stage = palloc0(sizeof(Stage));

	stage->import_id = import_id;
	stage->map = map;
	stage->rel = table_open(catalog_oid(REL_IMPORT_ROWS, false), RowExclusiveLock);
	check_relation(stage->rel);
	find_columns(stage);
	stage->estate = CreateExecutorState();
	prepare_defaults(stage);
	stage->result = makeNode(ResultRelInfo);
	/* 0: it is in no range table, where an error would look for its columns */
	InitResultRelInfo(stage->result, stage->rel, 0, NULL, 0);
	ExecOpenIndices(stage->result, false);
	stage->brin_range = brin_range_pages(stage);
	stage->last_range = -1;
	stage->bulk = bulk_state(file_bytes);
	stage->command = GetCurrentCommandId(true);
	stage->action_decides = action_decides(stage);
	stage->desc = CreateTupleDescCopy(RelationGetDescr(stage->rel));
	for (int i = RECORD_CREATE; i <= RECORD_EXCLUDE; i++)
		stage->action[i] = CStringGetTextDatum(action[i]);
	return stage;
}

/* ---- rows ---- */

static void
put(Stage *stage, TupleTableSlot *slot, StageColumn column, Datum value)
{
	slot->tts_values[stage->attribute[column]] = value;
	slot->tts_isnull[stage->attribute[column]] = false;
}

/* Sets the columns that an application added to their defaults. */
static void
fill_added(Stage *stage, TupleTableSlot *slot)
{
	TupleDesc	desc = slot->tts_tupleDescriptor;

	for (int i = 0; i < desc->natts; i++)
		if (stage->defaults[i] != NULL)
			slot->tts_values[i] = ExecEvalExpr(stage->defaults[i],
											   GetPerTupleExprContext(stage->estate),
											   &slot->tts_isnull[i]);
}

/* One record, as a virtual tuple in the slot. */
static void
fill_slot(Stage *stage, TupleTableSlot *slot, Record *record)
{
	KeptCells	kept;

	ExecClearTuple(slot);
	memset(slot->tts_isnull, true, slot->tts_tupleDescriptor->natts);
	put(stage, slot, COLUMN_IMPORT_ID, Int64GetDatum(stage->import_id));
	put(stage, slot, COLUMN_LINE, Int64GetDatum(record->source->line));
	put(stage, slot, COLUMN_ACTION, stage->action[record->action]);
	if (stage_customer_id(record) != 0)
		put(stage, slot, COLUMN_CUSTOMER, Int64GetDatum(record->customer_id));
	kept = kept_of_record(stage->map, record, false);
	if (kept.raw != (Datum) 0)
		put(stage, slot, COLUMN_RAW, kept.raw);
	if (kept.marks != (Datum) 0)
		put(stage, slot, COLUMN_MARKS, kept.marks);
	if (record->action != RECORD_REJECT && record->ntouched > 0)
	{
		put(stage, slot, COLUMN_CELLS, stage_new_cells(stage->map, record));
		if (record->matched)
			put(stage, slot, COLUMN_OLD_CELLS, stage_old_cells(stage->map, record));
	}
	if (record->notes != NULL)
		put(stage, slot, COLUMN_ERRORS, record_notes_jsonb(record));
	if (record->reason != NULL)
		put(stage, slot, COLUMN_REASON, CStringGetTextDatum(record->reason));
	fill_added(stage, slot);
	ExecStoreVirtualTuple(slot);
	slot->tts_tableOid = RelationGetRelid(stage->rel);
}

/* A slot for the n-th row of the batch. */
static TupleTableSlot *
slot_number(Stage *stage, int n)
{
	if (n == stage->nslots)
	{
		MemoryContext old = MemoryContextSwitchTo(stage->estate->es_query_cxt);

		stage->slots[stage->nslots++] = MakeSingleTupleTableSlot(stage->desc, table_slot_callbacks(stage->rel));
		MemoryContextSwitchTo(old);
	}
	return stage->slots[n];
}

/* The range of pages that a row was written to. */
static int64
range_of(const Stage *stage, const TupleTableSlot *slot)
{
	return ItemPointerGetBlockNumber(&slot->tts_tid) / stage->brin_range;
}

/* Summarises a range as the owner of the table, who alone may do it. */
static void
summarise(Relation index, BlockNumber block)
{
	Oid			user;
	int			context;

	GetUserIdAndSecContext(&user, &context);
	SetUserIdAndSecContext(index->rd_rel->relowner, context | SECURITY_RESTRICTED_OPERATION);
	DirectFunctionCall2(brin_summarize_range, ObjectIdGetDatum(RelationGetRelid(index)),
						Int64GetDatum(block));
	SetUserIdAndSecContext(user, context);
}

/*
 * Summarises a range once its first rows are written.  From then on the rows that bound
 * those of each batch are inserted into the indexes; a range without a summary
 * would be read by every search until a vacuum.  Does not wait if a vacuum or
 * another import has the lock: a vacuum summarises the range later.
 */
static void
begin_range(Stage *stage, const TupleTableSlot *slot)
{
	MemoryContext caller;

	if (range_of(stage, slot) <= stage->last_range)
		return;
	stage->last_range = range_of(stage, slot);
	if (!ConditionalLockRelation(stage->rel, ShareUpdateExclusiveLock))
		return;
	caller = MemoryContextSwitchTo(GetPerTupleMemoryContext(stage->estate));
	for (int i = 0; i < stage->result->ri_NumIndices; i++)
		summarise(stage->result->ri_IndexRelationDescs[i],
				  ItemPointerGetBlockNumber(&slot->tts_tid));
	MemoryContextSwitchTo(caller);
	UnlockRelation(stage->rel, ShareUpdateExclusiveLock);
}

/* Does the table have indexes, all of them such that ranges can be summarised? */
static inline bool
has_ranges(const Stage *stage)
{
	return stage->result->ri_NumIndices > 0 && stage->brin_range > 0;
}

/*
 * Writes slots to the table.  Summarising a range reads its rows: so the range is
 * begun while it has few.
 */
static void
insert_rows(Stage *stage, int nslots)
{
	int			piece = has_ranges(stage) ? PIECE_ROWS : CSV_BATCH_RECORDS;

	for (int first = 0, end; first < nslots; first = end)
	{
		end = Min(first + piece, nslots);
		table_multi_insert(stage->rel, stage->slots + first, end - first, stage->command, 0,
						   stage->bulk);
		for (int i = first; i < end && has_ranges(stage); i++)
			begin_range(stage, stage->slots[i]);
	}
}

/*
 * Rows of a range, among those of a batch, that bound it: the first and last by line,
 * those with the smallest and largest customer_id, and one with none; -1 = there is
 * none.
 */
typedef struct Bounds
{
	int			end;			/* first row behind the range */
	int			smallest;
	int			largest;
	int			without;
} Bounds;

/* The customer_id of a filled slot. */
static int64
slot_customer(const Stage *stage, const TupleTableSlot *slot, bool *isnull)
{
	int			column = stage->attribute[COLUMN_CUSTOMER];

	*isnull = slot->tts_isnull[column];
	return *isnull ? 0 : DatumGetInt64(slot->tts_values[column]);
}

/* The bounds of the range that row first is in. */
static Bounds
find_bounds(const Stage *stage, int first, int nslots)
{
	Bounds		bounds = {first, -1, -1, -1};
	int64		range = range_of(stage, stage->slots[first]),
				smallest = 0,
				largest = 0;

	for (; bounds.end < nslots && range_of(stage, stage->slots[bounds.end]) == range; bounds.end++)
	{
		bool		isnull;
		int64		customer = slot_customer(stage, stage->slots[bounds.end], &isnull);

		if (isnull)
			bounds.without = bounds.end;
		else if (bounds.smallest < 0 || customer < smallest)
		{
			smallest = customer;
			bounds.smallest = bounds.end;
		}
		if (!isnull && (bounds.largest < 0 || customer > largest))
		{
			largest = customer;
			bounds.largest = bounds.end;
		}
	}
	return bounds;
}

static void
index_row(Stage *stage, int i)
{
	compat_insert_index_tuples(stage->result, stage->slots[i], stage->estate);
}

/* The same of a row that is neither the first nor the last of its range. */
static void
index_inner_row(Stage *stage, const Bounds *bounds, int first, int i)
{
	if (i > first && i < bounds->end - 1)
		index_row(stage, i);
}

/* Tells the indexes of rows that have been inserted: of each range, those that bound it. */
static void
index_rows(Stage *stage, int nslots)
{
	for (int i = 0; i < nslots && stage->brin_range == 0; i++)
		index_row(stage, i);
	for (int first = 0; first < nslots && stage->brin_range > 0;)
	{
		Bounds		bounds = find_bounds(stage, first, nslots);

		index_row(stage, first);
		if (bounds.end - 1 > first)
			index_row(stage, bounds.end - 1);
		index_inner_row(stage, &bounds, first, bounds.smallest);
		index_inner_row(stage, &bounds, first, bounds.largest);
		index_inner_row(stage, &bounds, first, bounds.without);
		first = bounds.end;
	}
}

/* Writes the filled slots to the table and its indexes. */
static void
flush(Stage *stage, int nslots)
{
	insert_rows(stage, nslots);
	if (stage->result->ri_NumIndices > 0)
		index_rows(stage, nslots);
	for (int i = 0; i < nslots; i++)
		ExecClearTuple(stage->slots[i]);
	ResetPerTupleExprContext(stage->estate);
}

/* Computes generated columns, and errors if the row breaks a constraint. */
static void
check_row(Stage *stage, TupleTableSlot *slot, RecordAction action)
{
	const TupleConstr *constraints = RelationGetDescr(stage->rel)->constr;

	if (constraints == NULL)
		return;
	if (constraints->has_generated_stored)
		ExecComputeStoredGenerated(stage->result, stage->estate, slot, CMD_INSERT);
	if (stage->keeps[action])
		return;
	ExecConstraints(stage->result, slot, stage->estate);
	stage->keeps[action] = stage->action_decides;
}

void
stage_records(Stage *stage, Record **records, int nrecords)
{
	int			nslots = 0;

	Assert(nrecords <= CSV_BATCH_RECORDS);
	for (int i = 0; i < nrecords; i++)
	{
		TupleTableSlot *slot;

		if (records[i]->action == RECORD_UNCHANGED &&
			(records[i]->notes == NULL || record_is_standing(records[i])))
			continue;
		slot = slot_number(stage, nslots++);
		fill_slot(stage, slot, records[i]);
		check_row(stage, slot, records[i]->action);
	}
	if (nslots > 0)
		flush(stage, nslots);
	if (stage->map->password >= 0)
		secrets_write(stage->import_id, records, nrecords);
}

void
stage_close(Stage *stage)
{
	for (int i = 0; i < stage->nslots; i++)
		ExecDropSingleTupleTableSlot(stage->slots[i]);
	FreeBulkInsertState(stage->bulk);
	table_finish_bulk_insert(stage->rel, 0);
	ExecCloseIndices(stage->result);
	FreeExecutorState(stage->estate);
	table_close(stage->rel, NoLock);
}
