/*
 * no_consent.h
 *
 * A file that says who consents to mail, for an adopted table that cannot keep it.
 */
#ifndef CUSTOMERS_NO_CONSENT_H
#define CUSTOMERS_NO_CONSENT_H

#include "postgres.h"

#include "nodes/pg_list.h"

#include "field/field.h"

/* Why such an import is held: a list of HeldReason, in the current memory context; or NIL. */
extern List *no_consent_reasons(const FieldMap *map);

#endif							/* CUSTOMERS_NO_CONSENT_H */
