/*
 * taker.c
 *
 * The keys of a record name one customer, or none, and its email another one.
 */
#include "postgres.h"

#include "access/relation.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"

#include "import/taker.h"
#include "support/target.h"

/* May the column email of the live table be NULL? */
static bool
email_is_optional(void)
{
	Target		customers = target_open();
	AttrNumber	email = target_column(&customers, "email");
	bool		optional = email != InvalidAttrNumber &&
		!TupleDescAttr(customers.columns, email - 1)->attnotnull;

	target_close(&customers);
	return optional;
}

bool
taker_is_possible(const FieldMap *map, const ImportOptions *options)
{
	return map->email >= 0 && (map->identifier >= 0 || map->customer_id != NULL) &&
		options->mode != MODE_CREATE && email_is_optional();
}

/* Is the customer among those who bear the key? */
static inline bool
bears(const KeyBearers *bearers, int64 customer_id)
{
	return bearers->first == customer_id || bearers->second == customer_id;
}

/*
 * The one customer whom the keys but the email name: 0 if they name nobody.  False if
 * they contradict each other, or name the bearer of the email.
 */
static bool
find_other(const Record *record, int64 bearer, int64 *other)
{
	*other = 0;
	for (int key = 0; key < KEY_EMAIL; key++)
	{
		const KeyBearers *bearers = &record->bearers[key];

		if (bearers->first == 0)
			continue;
		if (bears(bearers, bearer) || bearers->second != 0 || (*other != 0 && bearers->first != *other))
			return false;
		*other = bearers->first;
	}
	return true;
}

/* Has a new customer a key that says that they are not the bearer? */
static bool
is_somebody_else(const FieldMap *map, const Record *record)
{
	const CellChange *change;

	if (map->identifier < 0 || record->keys[KEY_CUSTOMER_ID].state == KEY_PRESENT ||
		 record->keys[KEY_IDENTIFIER].state != KEY_PRESENT)
		return false;
	if (!record->matched)
		return true;			/* match_by leaves the email out */
	change = record->changes == NULL ? NULL : &record->changes[map->identifier];
	return change != NULL && change->touched && !change->respelled &&
		change->value.state == VALUE_SET && change->old != NULL;
}

/* Does the record write its email into the row of a customer whom it matches by another key? */
static bool
writes_email(const FieldMap *map, const Record *record)
{
	return record->matched_by == KEY_EMAIL || record->changes == NULL ||
		record->changes[map->email].touched;
}

int64
taker_bearer(const FieldMap *map, const Record *record)
{
	const KeyBearers *bearers = &record->bearers[KEY_EMAIL];
	int64		other;

	if (bearers->first == 0 || bearers->second != 0 || !find_other(record, bearers->first, &other))
		return 0;
	if (other == 0 ? !is_somebody_else(map, record) : !writes_email(map, record))
		return 0;
	return bearers->first;
}

int64
taker_customer(const Record *record)
{
	int64		other;

	find_other(record, record->bearers[KEY_EMAIL].first, &other);
	return other;
}
