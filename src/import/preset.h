/*
 * preset.h
 *
 * Options and mapping saved under a name, for a file that comes every week.
 */
#ifndef CUSTOMERS_PRESET_H
#define CUSTOMERS_PRESET_H

#include "postgres.h"

#include "field/options.h"

/*
 * Sets what the preset says in options, and leaves the rest as it is.  An
 * error if there is no such preset.  SPI must be connected.
 */
extern void preset_load(const char *name, ImportOptions *options);

/*
 * Saves the options that an import was given and the mapping it used, in place
 * of an earlier preset of that name.  SPI must be connected.
 */
extern void preset_save(const char *name, int64 import_id);

#endif							/* CUSTOMERS_PRESET_H */
