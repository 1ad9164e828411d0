/*
 * column_consent.h
 *
 * Columns of consent, which are one field together: by their words and cells.
 * Each function returns whether the column has become one.
 */
#ifndef CUSTOMERS_COLUMN_CONSENT_H
#define CUSTOMERS_COLUMN_CONSENT_H

#include "field/field_mapper.h"

/* A word that stands for consent, if the cells bear it out. */
extern bool consent_assign_known(Mapper *mapper, int column, bool refuses);

/* A word of another field, over cells that are consent words. */
extern bool consent_assign_by_cells(Mapper *mapper, int column);

/*
 * A column of active and inactive, in a file that tells when addresses were activated
 * and deactivated, as a newsletter tool does; if no other column is one of consent.
 */
extern bool consent_assign_state(Mapper *mapper);

/* A word that nobody knows: by its stems and its cells. */
extern bool consent_assign_by_evidence(Mapper *mapper, int column);

/*
 * Addresses below a word of refusing, with no column of consent beside them, may be
 * of those who left: "Unsubscribed emails".  Unclear, unless set tells of consent.
 */
extern void consent_note_refused_addresses(Mapper *mapper);

/*
 * Without a header, and with no column of consent: a category of yes and no may be
 * one, and stays unclear.
 */
extern void consent_note_answers(Mapper *mapper);

#endif							/* CUSTOMERS_COLUMN_CONSENT_H */
