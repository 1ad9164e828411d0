/*
 * rule.h
 *
 * Rules (CREATE RULE) that an application has put on customers.  DO ALSO is its
 * own affair; DO INSTEAD may leave nothing of what was to be written.
 */
#ifndef CUSTOMERS_RULE_H
#define CUSTOMERS_RULE_H

/* Errors if, by what SPI returned, a rule has taken a statement's place. */
extern void rule_refuse(int spi_result);

#endif							/* CUSTOMERS_RULE_H */
