/*
 * adopt_setting.h
 *
 * What customer_settings says of an adopted table.
 */
#ifndef CUSTOMERS_ADOPT_SETTING_H
#define CUSTOMERS_ADOPT_SETTING_H

#include "postgres.h"

/* It was given back, and no table customers of ours made since. */
#define ADOPT_SETTING_RELEASED "released"

/*
 * What is adopted, for people, or ADOPT_SETTING_RELEASED; NULL = customers is a table of
 * ours.  customer_settings must exist, and SPI be connected.
 */
extern char *adopt_setting_read(void);
extern void adopt_setting_write(const char *value);

/* Forgets it: customers is a table of ours again. */
extern void adopt_setting_forget(void);

#endif							/* CUSTOMERS_ADOPT_SETTING_H */
