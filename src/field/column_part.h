/*
 * column_part.h
 *
 * Columns that are no field, but a part of one, or that have parts of several: their
 * names, which mapping takes like those of fields, and their words.
 */
#ifndef CUSTOMERS_COLUMN_PART_H
#define CUSTOMERS_COLUMN_PART_H

#include "postgres.h"

/* What a column is a part of, or has parts of. */
typedef enum ColumnPart
{
	PART_NONE,					/* it is the field, or none */
	PART_HOUSE_NUMBER,			/* of the address */
	PART_HOUSE_ADDITION,		/* of the house number: A, bis */
	PART_NAME_PREFIX,			/* of the last name: van der */
	PART_SECOND_LAST_NAME,		/* likewise, in Spain */
	PART_BIRTH_DAY,
	PART_BIRTH_MONTH,
	PART_BIRTH_YEAR,
	PART_RECIPIENT,				/* a name and an address: also the email */
	PART_PLACE,					/* postal code and town */
	PART_REGION_PLACE,			/* town, region and postal code */
	PART_OTHER_EMAIL,			/* a category, and the email where that is empty */
	PART_OTHER_FIRST_NAME,		/* likewise of the names */
	PART_OTHER_LAST_NAME,
	PART_TWO_PHONES,			/* phone and mobile in one cell */

	/* fields that a table lacks, which go into others */
	PART_LACKS_FIRST_NAME,		/* of the name */
	PART_LACKS_LAST_NAME,
	PART_LACKS_NAME,			/* first and last name */
	PART_LACKS_MOBILE,			/* a phone where there is no other */
	PART_LACKS_ADDRESS_2		/* of the address */
} ColumnPart;

#define HOUSE_NUMBER "house_number"
#define HOUSE_ADDITION "house_number_addition"
#define NAME_PREFIX "name_prefix"
#define SECOND_LAST_NAME "second_last_name"
#define BIRTH_DAY "birth_day"
#define BIRTH_MONTH "birth_month"
#define BIRTH_YEAR "birth_year"
#define RECIPIENT "recipient"
#define POSTAL_PLACE "postal_code_and_city"
#define REGION_PLACE "city_region_and_postal_code"
#define OTHER_EMAIL "other_email"
#define OTHER_FIRST_NAME "other_first_name"
#define OTHER_LAST_NAME "other_last_name"
#define TWO_PHONES "phone_and_mobile"

/* PART_NONE if it is no name of a part. */
extern ColumnPart column_part_by_name(const char *name);
extern const char *column_part_name(ColumnPart part);

/* The field that a column is besides being a part; NULL = none. */
extern const char *column_part_field(ColumnPart part);

/* Is the column a category as well, for the field is another column where that says something? */
extern bool column_part_is_other(ColumnPart part);

/* The name of the part that a folded header word stands for; NULL = none. */
extern const char *column_part_of_word(const char *word);

/* Is a folded header word one of initials, which are a first name where there is no other? */
extern bool column_part_is_initials(const char *word);

#endif							/* CUSTOMERS_COLUMN_PART_H */
