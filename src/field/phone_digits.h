/*
 * phone_digits.h
 *
 * What of a phone is compared: its last digits, whatever stands before and between them
 * ("+47 22 12 34 56" and "22123456" are one number).
 */
#ifndef CUSTOMERS_PHONE_DIGITS_H
#define CUSTOMERS_PHONE_DIGITS_H

#include "postgres.h"

/* Digits that are compared; with fewer than the least, it is no phone. */
#define PHONE_DIGITS 8
#define LEAST_PHONE_DIGITS 6

/* Reads them, the last first; returns their number, 0 if it is no phone. */
static inline int
phone_digits(const char *data, uint32 len, char *digits)
{
	int			n = 0;

	for (uint32 i = len; i > 0 && n < PHONE_DIGITS; i--)
		if (data[i - 1] >= '0' && data[i - 1] <= '9')
			digits[n++] = data[i - 1];
	return n < LEAST_PHONE_DIGITS ? 0 : n;
}

#endif							/* CUSTOMERS_PHONE_DIGITS_H */
