/*
 * search.c
 *
 *		name, first and last name, email -> folded -> one text of three lines
 *		search -> folded -> words -> LIKE patterns over that text
 *			("Hansen, Ann" -> hansen and ann)
 *
 * With pg_trgm, a GIN index on the text of each customer finds any part of it.
 */
#include "postgres.h"

#include "catalog/pg_class.h"
#include "fmgr.h"
#include "lib/stringinfo.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"

#include "field/field_fold.h"
#include "query/search.h"
#include "support/catalog.h"
#include "support/settings_scope.h"
#include "support/spi_value.h"
#include "support/statement.h"
#include "support/target.h"

/* Longest search in bytes. */
#define MAX_SEARCH 1000

#define SEARCH_INDEX "customers_search_idx"

/* ---- text ---- */

/* Appends the text, folded; white space becomes a blank. */
static void
append_folded(StringInfo out, const char *data, uint32 len)
{
	const char *utf8 = field_utf8(data, &len);
	char	   *folded = field_fold_text_utf8(utf8, &len);
	const char *text = field_from_utf8(folded, &len);

	appendBinaryStringInfo(out, text, len);
}

PG_FUNCTION_INFO_V1(customers_search_text);

/*
 * customers_search_text(name, first_name, last_name, email) returns text: the
 * text that a search looks in.  Not strict: any argument may be NULL.
 */
Datum
customers_search_text(PG_FUNCTION_ARGS)
{
	static const char separators[] = {'\n', ' ', '\n', '\0'};
	StringInfoData out;

	initStringInfo(&out);
	for (int i = 0; i < 4; i++)
	{
		if (!PG_ARGISNULL(i))
		{
			text	   *value = PG_GETARG_TEXT_PP(i);

			append_folded(&out, VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value));
		}
		if (separators[i] != '\0')
			appendStringInfoChar(&out, separators[i]);
	}
	PG_RETURN_TEXT_P(cstring_to_text_with_len(out.data, out.len));
}

/* ---- searching ---- */

/* 50% -> %50\%%: escapes characters that are special to LIKE. */
static char *
pattern(const char *word, int len)
{
	StringInfoData out;

	initStringInfo(&out);
	appendStringInfoChar(&out, '%');
	for (int i = 0; i < len; i++)
	{
		if (word[i] == '%' || word[i] == '_' || word[i] == '\\')
			appendStringInfoChar(&out, '\\');
		appendStringInfoChar(&out, word[i]);
	}
	appendStringInfoChar(&out, '%');
	return out.data;
}

/* Length of a word without a comma at its end. */
static int
word_length(const char *word, int len)
{
	return len > 1 && word[len - 1] == ',' ? len - 1 : len;
}

List *
search_patterns(const char *search)
{
	List	   *patterns = NIL;
	StringInfoData folded;
	char	   *word;
	int			len;

	if (strlen(search) > MAX_SEARCH)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("the search is too long"),
				 errdetail("It is %zu bytes long; %d are possible.", strlen(search), MAX_SEARCH),
				 errhint("Search for a part of a name or of an email.")));
	initStringInfo(&folded);
	append_folded(&folded, search, strlen(search));
	for (word = folded.data; *(word += strspn(word, " ")) != '\0'; word += len)
	{
		len = strcspn(word, " ");
		patterns = lappend(patterns, pattern(word, word_length(word, len)));
	}
	return patterns;
}

/*
 * The collation must be given: that of email differs from that of the names, so
 * LIKE would have none.
 */
char *
search_expression(void)
{
	return psprintf("%s(name, first_name, last_name, email) COLLATE pg_catalog.\"C\"",
					catalog_function_name("customers_search_text"));
}

/* ---- the index ---- */

/* pg_trgm's operator class, qualified; errors if there is none. */
static char *
trigram_operator_class(void)
{
	Statement	find = statement("SELECT n.nspname FROM pg_opclass AS o"
								 " JOIN pg_am AS a ON a.oid = o.opcmethod AND a.amname = 'gin'"
								 " JOIN pg_namespace AS n ON n.oid = o.opcnamespace"
								 " JOIN pg_depend AS d ON d.classid = 'pg_opclass'::regclass AND d.objid = o.oid AND d.deptype = 'e'"
								 " JOIN pg_extension AS e ON d.refclassid = 'pg_extension'::regclass AND d.refobjid = e.oid"
								 " WHERE o.opcname = 'gin_trgm_ops' AND e.extname = 'pg_trgm'");

	find.read_only = true;
	find.limit = 1;
	if (statement_select(&find) == 0)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("fast search needs the extension pg_trgm, which this database does not have"),
				 errdetail("Without it searches work as well, and read all customers."),
				 errhint("Run CREATE EXTENSION pg_trgm; it is part of PostgreSQL's contrib modules.")));
	return quote_qualified_identifier(spi_text_not_null(0, 1, "the schema of pg_trgm"), "gin_trgm_ops");
}

/* Of the table's schema, in which an index is made. */
static char *
index_name(Oid table)
{
	return quote_qualified_identifier(get_namespace_name(get_rel_namespace(table)), SEARCH_INDEX);
}

/* The text that searches look in, by the table's own columns, as SQL. */
static char *
indexed_text(void)
{
	static const char *const columns[] = {"name", "first_name", "last_name", "email"};
	Target		target = target_open();
	StringInfoData sql;

	initStringInfo(&sql);
	for (int i = 0; i < (int) lengthof(columns); i++)
	{
		char	   *own = target_own_name(&target, columns[i]);

		/* a column that is not there is the constant that adopted_customers has for it */
		appendStringInfo(&sql, "%s%s", i > 0 ? ", " : "",
						 own != NULL ? quote_identifier(own)
						 : strcmp(columns[i], "email") == 0 ? "NULL::pg_catalog.text COLLATE pg_catalog.\"C\""
						 : "NULL::pg_catalog.text");
	}
	target_close(&target);
	return psprintf("%s(%s)", catalog_function_name("customers_search_text"), sql.data);
}

/* Does the index exist?  Errors if it is invalid, or another has its name. */
static bool
has_index(Oid table)
{
	Oid			index = get_relname_relid(SEARCH_INDEX, get_rel_namespace(table));
	const char *name = index_name(table);
	Statement	find;

	if (!OidIsValid(index))
		return false;
	find = statement(psprintf("SELECT FROM pg_index WHERE indexrelid = %u AND indrelid = %u AND indisvalid"
							  " AND strpos(pg_get_indexdef(indexrelid), 'customers_search_text') > 0",
							  index, table));
	find.read_only = true;
	find.limit = 1;
	if (statement_select(&find) == 0)
		ereport(ERROR,
				(errcode(ERRCODE_DUPLICATE_OBJECT),
				 errmsg("relation %s exists, and is not a valid index for searches", name),
				 errhint("Drop or rename it, and call %s() again.",
						 catalog_function_name("customers_enable_fast_search"))));
	return true;
}

/* ANALYZE gathers the statistics of the indexed expression. */
char *
search_build_index(void)
{
	Oid			table = target_table();
	const char *customers = quote_qualified_identifier(get_namespace_name(get_rel_namespace(table)),
													   get_rel_name(table));
	int			scope = settings_scope_enter();
	char	   *done = psprintf("searches of %s are fast already", customers);
	char	   *create;

	settings_scope_close_path();
	create = psprintf("CREATE INDEX " SEARCH_INDEX " ON %s USING gin (%s"
					  " COLLATE pg_catalog.\"C\" %s)",
					  customers, indexed_text(), trigram_operator_class());
	if (!has_index(table))
	{
		statement_utility(create);
		statement_utility(psprintf("ANALYZE %s", customers));
		done = psprintf("created index %s on %s: searches are fast now",
						index_name(table), customers);
	}
	settings_scope_leave(scope);
	return done;
}
