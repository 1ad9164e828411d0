/*
 * html.h
 *
 * Text into HTML and CSS.  Whatever it holds, it shows as text: markup is
 * escaped, and characters that are invisible or turn the order of others
 * around (controls, bidirectional overrides) are shown by their numbers.  All
 * that is written is ASCII, so that a page is the same in every encoding.
 *
 * Text comes in the database's encoding.
 */
#ifndef CUSTOMERS_HTML_H
#define CUSTOMERS_HTML_H

#include "postgres.h"

#include "lib/stringinfo.h"

/*
 * Adds the first characters of a text, no more than so many (and than eight
 * times as many bytes of HTML); if there are others, a mark that says how many.
 */
extern void html_clipped(StringInfo out, const char *text, int max_chars);

/* Adds a number with its thousands set apart. */
extern void html_number(StringInfo out, int64 number);

/* Adds a text, clipped, as a string of CSS, with its quotes. */
extern void html_css_string(StringInfo out, const char *text, int max_chars);

/*
 * Adds a part of a template: what follows the line <!--@ name --> in it, up to
 * the next such line, with each @key@ replaced.  Behind the name come keys and
 * their HTML, and a NULL.  All keys of the part must be given.
 */
extern void html_part(StringInfo out, const char *template, const char *name,...);

/*
 * Where two long texts should be shown from so that their difference is seen:
 * 0, or a number of bytes into both.
 */
extern int	text_difference(const char *a, const char *b, int max_chars);

#endif							/* CUSTOMERS_HTML_H */
