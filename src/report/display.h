/*
 * display.h
 *
 * Text for terminals: width and clipping.  Characters that would move or hide
 * others (controls, marks of direction) are written as escapes.
 */
#ifndef CUSTOMERS_DISPLAY_H
#define CUSTOMERS_DISPLAY_H

#include "postgres.h"

#include "lib/stringinfo.h"

/* Width of a text in columns. */
extern int	display_width(const char *text);

/* Adds a text; clips it to so many columns, with an ellipsis. */
extern void display_append(StringInfo out, const char *text, int max_width);

/* The mark for text left out, and an arrow from old to new value. */
extern const char *display_ellipsis(void);
extern const char *display_arrow(void);

#endif							/* CUSTOMERS_DISPLAY_H */
