/*
 * field_map_report.h
 *
 * Reads back what field_map_columns() wrote; see field.h for what is written.
 */
#ifndef CUSTOMERS_FIELD_MAP_REPORT_H
#define CUSTOMERS_FIELD_MAP_REPORT_H

#include "field/field.h"

/* What a column was found to be; texts are NULL where there is nothing. */
typedef struct ColumnFinding
{
	char	   *field;			/* NULL = ignored */
	char	   *consent;		/* its sense */
	char	   *manner;			/* in which its cells say that (consent_evidence.h) */
	char	   *against;
	ColumnReason reason;
	bool		unclear;		/* it speaks of consent, and cannot be read as such */
} ColumnFinding;

/* Of a column of the array that field_map_columns() made. */
extern ColumnFinding field_map_finding(const Jsonb *columns, int column);

#endif							/* CUSTOMERS_FIELD_MAP_REPORT_H */
