/*
 * adopt_setting.h
 *
 * What customer_settings says of an adopted table.
 */
#ifndef CUSTOMERS_ADOPT_SETTING_H
#define CUSTOMERS_ADOPT_SETTING_H

#include "postgres.h"

#include "support/catalog.h"

/* Keys of the rows. */
#define ADOPT_SETTING_CUSTOMERS "adopted"
#define ADOPT_SETTING_ORDERS "adopted_orders"

/*
 * It was given back, and no table customers of ours made since.  Without consent: there
 * was no column for it, and no's of then are kept.
 */
#define ADOPT_SETTING_RELEASED "released"
#define ADOPT_SETTING_RELEASED_NO_CONSENT ADOPT_SETTING_RELEASED " without consent"

/* Is it what adopt_setting_read() gives of a table that was given back? */
static inline bool
adopt_setting_is_released(const char *value)
{
	return strncmp(value, ADOPT_SETTING_RELEASED, strlen(ADOPT_SETTING_RELEASED)) == 0;
}

/*
 * What is adopted as customers or orders (adopt_mapping.h), or that it was given back;
 * NULL = the table is ours.  customer_settings must exist, and SPI be connected.
 */
extern char *adopt_setting_read(CatalogRelation relation);
extern void adopt_setting_write(CatalogRelation relation, const char *value);

/* Forgets it: the table is ours again. */
extern void adopt_setting_forget(CatalogRelation relation);

#endif							/* CUSTOMERS_ADOPT_SETTING_H */
