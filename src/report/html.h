/*
 * html.h
 *
 * Writes text as HTML and CSS.  Any text is shown as text: markup is escaped, and
 * characters that are invisible or change the order of others (controls,
 * bidirectional overrides) are shown by their code points.  The output is ASCII,
 * so that a page is the same in every encoding.
 *
 * Text is in the database's encoding.
 */
#ifndef CUSTOMERS_HTML_H
#define CUSTOMERS_HTML_H

#include "postgres.h"

#include "lib/stringinfo.h"

/*
 * Adds the first max_chars characters of a text, or fewer if they take more than
 * eight bytes of HTML each; then how many characters were left out, if any.
 */
extern void html_clipped(StringInfo out, const char *text, int max_chars);

/* Adds a number with spaces between thousands. */
extern void html_number(StringInfo out, int64 number);

/* Adds a text, clipped, as a quoted CSS string. */
extern void html_css_string(StringInfo out, const char *text, int max_chars);

/*
 * Adds a part of a template: the text after the line <!--@ name -->, up to the next
 * such line, with each @key@ replaced.  The arguments after name are pairs of a key
 * and its HTML, then NULL.  All keys of the part must be given.
 */
extern void html_part(StringInfo out, const char *template, const char *name,...);

/*
 * The offset in bytes from which to show two texts so that a reader sees where they
 * differ; 0 if they are short, or differ near the start.
 */
extern int	text_difference(const char *a, const char *b, int max_chars);

#endif							/* CUSTOMERS_HTML_H */
