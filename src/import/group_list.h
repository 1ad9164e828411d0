/*
 * group_list.h
 *
 * The names in a cell of groups, as an export of ours or other programs write a
 * list:
 *
 *		VIP|Wholesale			VIP; Wholesale			VIP, Wholesale
 *		"VIP","Wholesale, B2B"	["VIP", "Wholesale"]	{VIP,"Modern Art"}
 *		['VIP', "Kids' club"]	VIP ::: Wholesale		one name a line
 */
#ifndef CUSTOMERS_GROUP_LIST_H
#define CUSTOMERS_GROUP_LIST_H

#include "postgres.h"

/* Private but for its place on the caller's stack. */
typedef struct GroupList
{
	const char *data;			/* what is left */
	const char *end;
	const char *separator;		/* NULL = the rest is one name */
	bool		plain;			/* quotes mean nothing */
	bool		in_brackets;	/* ['a', "b"] */
	bool		is_array;		/* {a,NULL}, [null]: no name is NULL */
	bool		is_json;		/* ["caf\u00e9"] */
	bool		done;
} GroupList;

extern GroupList group_list(const char *data, uint32 len);

/*
 * The next name, trimmed and without its quotes, in place or in the current memory
 * context; it may be empty.  False after the last.
 */
extern bool group_list_next(GroupList *list, const char **name, uint32 *len);

#endif							/* CUSTOMERS_GROUP_LIST_H */
