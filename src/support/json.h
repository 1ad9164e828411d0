/*
 * json.h
 *
 * JSON objects built in C, and what is in one.
 *
 *		JsonbParseState *state = NULL;
 *
 *		json_begin(&state);
 *		json_put_text(&state, "field", name);
 *		return json_end(&state);
 *
 * Texts are taken as they are, not copied, until json_end().
 */
#ifndef CUSTOMERS_JSON_H
#define CUSTOMERS_JSON_H

#include "postgres.h"

#include "utils/jsonb.h"

/* A string; of NULL, JSON's null. */
extern JsonbValue json_string(const char *text);

/* Begins an object: one of its own, or inside of what has been begun. */
extern void json_begin(JsonbParseState **state);

/* Adds a pair to the object. */
extern void json_put(JsonbParseState **state, const char *key, JsonbValue *value);
extern void json_put_text(JsonbParseState **state, const char *key, const char *text);
extern void json_put_int8(JsonbParseState **state, const char *key, int64 number);

/* Ends the outermost object, and gives it. */
extern Jsonb *json_end(JsonbParseState **state);

/* The value of a key; NULL = there is none, or it is no object. */
extern JsonbValue *json_get(JsonbContainer *object, const char *key);

/* A value as a text, as ->> gives it; NULL for JSON's null. */
extern char *json_value_text(JsonbValue *value);

/* The pairs of an object, one by one; false after the last.  Keys are copies. */
extern JsonbIterator *json_pairs(Jsonb *object);
extern bool json_next_pair(JsonbIterator **pairs, char **key, JsonbValue *value);

/* The value of a key, if it is a string, as a copy; else NULL. */
extern char *json_get_text(JsonbContainer *object, const char *key);

#endif							/* CUSTOMERS_JSON_H */
