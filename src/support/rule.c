/*
 * rule.c
 *
 *		what SPI returned for a statement -> ERROR, if a rule took its place
 */
#include "postgres.h"

#include "executor/spi.h"

#include "support/rule.h"

void
rule_refuse(int spi_result)
{
	if (spi_result == SPI_OK_REWRITTEN)
		ereport(ERROR,
				(errcode(ERRCODE_TRIGGERED_ACTION_EXCEPTION),
				 errmsg("a rule does something else in place of a change of customers"),
				 errhint("Make the DO INSTEAD rule a trigger, or drop it.")));
}
