/*
 * profile_view.h
 *
 * The view customer_profiles, when columns of customers have new names.
 */
#ifndef CUSTOMERS_PROFILE_VIEW_H
#define CUSTOMERS_PROFILE_VIEW_H

/*
 * Gives the columns of the view the names that those of customers have by now:
 * CREATE OR REPLACE VIEW cannot.  Does nothing where there is no view.  SPI
 * must be connected.
 */
extern void profile_view_rename(void);

#endif							/* CUSTOMERS_PROFILE_VIEW_H */
