/*
 * json.h
 *
 * Builds and reads JSON objects.
 *
 *		JsonbParseState *state = NULL;
 *
 *		json_begin(&state);
 *		json_put_text(&state, "field", name);
 *		return json_end(&state);
 *
 * Texts are not copied before json_end().
 */
#ifndef CUSTOMERS_JSON_H
#define CUSTOMERS_JSON_H

#include "postgres.h"

#include "utils/jsonb.h"

/* A JSON string; null for NULL. */
extern JsonbValue json_string(const char *text);

/* A JSON number. */
extern JsonbValue json_int8(int64 number);

/* Begins an object, or an object inside of what has been begun. */
extern void json_begin(JsonbParseState **state);

/* Adds a pair to the object. */
extern void json_put(JsonbParseState **state, const char *key, JsonbValue *value);
extern void json_put_text(JsonbParseState **state, const char *key, const char *text);
extern void json_put_int8(JsonbParseState **state, const char *key, int64 number);

/* Ends the outermost object, and returns it. */
extern Jsonb *json_end(JsonbParseState **state);

/* The value of a key; NULL = no such key, or not an object. */
extern JsonbValue *json_get(JsonbContainer *object, const char *key);

/* A value as text, like ->>; NULL for null. */
extern char *json_value_text(JsonbValue *value);

/* A value as a whole number; false if it is none (NULL: there is no value). */
extern bool json_value_int8(JsonbValue *value, int64 *number);

/* Iterates over the pairs of an object; false after the last.  Keys are copied. */
extern JsonbIterator *json_pairs(Jsonb *object);
extern bool json_next_pair(JsonbIterator **pairs, char **key, JsonbValue *value);

/* A copy of the value of a key, if it is a string; else NULL. */
extern char *json_get_text(JsonbContainer *object, const char *key);

#endif							/* CUSTOMERS_JSON_H */
