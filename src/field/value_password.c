/*
 * value_password.c
 *
 * Passwords of customers: PostgreSQL's own SCRAM-SHA-256 verifiers.
 *
 * Plain text comes in and a verifier goes out; a cell that is a verifier
 * already (a corrected rejects file) stays one.  Each hash costs milliseconds by
 * intent, so callers make one only when it is to be stored.
 */
#include "postgres.h"

#include "libpq/crypt.h"

#include "field/password_text.h"
#include "field/value.h"
#include "field/value_parse.h"

static bool
is_verifier(const char *text)
{
	return get_password_type(text) == PASSWORD_TYPE_SCRAM_SHA_256;
}

/* What only stands where a password was says nothing, whatever blanks say. */
void
value_parse_password(const char *data, uint32 len, CellValue *value)
{
	if (password_is_usable(password_text(data, len)))
		value_set(value, data, len);
	else
		value->state = VALUE_BLANK;
}

void
value_hash_password(CellValue *value)
{
	char	   *plain;
	char	   *verifier;

	if (value->state != VALUE_SET)
		return;
	plain = pnstrdup(value->data, value->len);
	verifier = is_verifier(plain) ? plain :
		encrypt_password(PASSWORD_TYPE_SCRAM_SHA_256, "", plain);
	if (verifier != plain)
	{
		explicit_bzero(plain, value->len);
		pfree(plain);
	}
	value_set(value, verifier, strlen(verifier));
}

bool
value_verify_password(const CellValue *value, const char *verifier)
{
	char	   *plain;
	void	   *detail = NULL;	/* why not, for the server's log: not wanted */
	bool		same;

	if (value->state != VALUE_SET || !is_verifier(verifier))
		return false;
	plain = pnstrdup(value->data, value->len);
	same = is_verifier(plain) ? strcmp(plain, verifier) == 0 :
		plain_crypt_verify("", verifier, plain, (void *) &detail) == STATUS_OK;
	explicit_bzero(plain, value->len);
	pfree(plain);
	return same;
}
