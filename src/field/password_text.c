/*
 * password_text.c
 *
 *		text -> a verifier of ours?
 *			-> the form of a hash: $id$..., {SCHEME}..., name$..., hex, base64
 *			-> stars, dots or one other sign, over and over
 *			-> a word for nothing, or a remark in brackets
 *			-> else a password
 *
 * Forms decide, not lists of programs: a hash is long, and says how it was made
 * or is written in digits that nobody types.
 */
#include "postgres.h"

#include <ctype.h>

#include "libpq/crypt.h"
#include "mb/pg_wchar.h"

#include "field/field.h"
#include "field/field_fold.h"
#include "field/password_text.h"

/* Shortest text that a hash is, with the name of its scheme before it. */
#define NAMED_HASH_BYTES 30

/* Shortest one where the name of its scheme is a well-known one. */
#define KNOWN_HASH_BYTES 12

/* Hexadecimal digits that nobody types in a row. */
#define HEX_RUN 32

/* ---- hashes ---- */

static bool
begins(const char *text, const char *prefix)
{
	return pg_strncasecmp(text, prefix, strlen(prefix)) == 0;
}

/* Names of schemes, as they stand before the first $ or : of a hash. */
static const char *const scheme_names[] = {
	"pbkdf2", "scrypt", "bcrypt", "argon2", "sha1", "sha2", "sha3", "sha5", "sha-", "sha$", "md5", "ssha", "smd5", "crypt",
	"unsalted_md5", "unsalted_sha", "blowfish", "phpass", "hmac", "ripemd", "whirlpool", "keccak", "vault:", "noop"
};

static bool
begins_with_scheme(const char *text)
{
	for (size_t i = 0; i < lengthof(scheme_names); i++)
		if (begins(text, scheme_names[i]))
			return true;
	return false;
}

/* The ids of crypt(3) and its kin, between two $. */
static bool
is_known_id(const char *id, size_t len)
{
	static const char *const ids[] = {
		"1", "2", "2a", "2b", "2x", "2y", "3", "5", "6", "7", "y", "gy", "P", "H", "S", "U", "wp", "apr1",
		"md5", "sha1", "sha256", "sha512", "scrypt", "bcrypt", "pbkdf2", "argon2i", "argon2d", "argon2id"
	};

	for (size_t i = 0; i < lengthof(ids); i++)
		if (strlen(ids[i]) == len && memcmp(ids[i], id, len) == 0)
			return true;
	return false;
}

/* $2y$10$..., $P$B..., $argon2id$v=19$... */
static bool
is_crypt(const char *text, size_t len)
{
	const char *end = text[0] == '$' ? strchr(text + 1, '$') : NULL;

	if (end == NULL || end == text + 1 || end - text > 24)
		return false;
	return len >= (is_known_id(text + 1, end - text - 1) ? KNOWN_HASH_BYTES : NAMED_HASH_BYTES);
}

/* {SSHA}..., {CRYPT}..., {bcrypt}... */
static bool
is_ldap(const char *text, size_t len)
{
	const char *end = text[0] == '{' ? strchr(text, '}') : NULL;

	if (end == NULL || end == text + 1 || end - text > 24 || len < KNOWN_HASH_BYTES)
		return false;
	for (const char *p = text + 1; p < end; p++)
		if (!isalnum((unsigned char) *p) && strchr("-_.", *p) == NULL)
			return false;
	return begins_with_scheme(text + 1) || len >= NAMED_HASH_BYTES;
}

/* pbkdf2_sha256$260000$..., scrypt:32768:8:1$..., sha1$... */
static bool
is_named(const char *text, size_t len)
{
	if (begins(text, "scram-sha-"))
		return true;
	return len >= NAMED_HASH_BYTES && begins_with_scheme(text) && strpbrk(text, "$:") != NULL &&
		strchr(text, ' ') == NULL;
}

/* Lengths of digests in hexadecimal digits: MD5, SHA-1, the SHA-2s. */
static bool
is_digest_length(size_t digits)
{
	return digits == 32 || digits == 40 || digits == 48 || digits == 56 || digits == 64 ||
		digits == 80 || digits == 96 || digits == 128;
}

/*
 * Hexadecimal digits, as many as a digest has: by themselves, behind a *, 0x or
 * md5, or before a salt (abc...:salt).
 */
static bool
is_hex(const char *text)
{
	size_t		digits;
	bool		long_form = begins(text, "0x");

	if (text[0] == '*')
		text++;
	else if (long_form)
		text += 2;
	else if (begins(text, "md5"))
		text += 3;
	digits = strspn(text, "0123456789abcdefABCDEF");
	if (text[digits] == ':')
		return is_digest_length(digits);
	return text[digits] == '\0' && (is_digest_length(digits) || (long_form && digits >= 32));
}

/*
 * As many of them within a text of one word, with letters and digits: S:8F2D...;H:0BC7...
 */
static bool
has_hex(const char *text)
{
	static const char digits[] = "0123456789abcdefABCDEF";

	if (strchr(text, ' ') != NULL)
		return false;
	for (const char *p = text; *p != '\0'; p++)
	{
		size_t		run = strspn(p, digits);

		if (run >= HEX_RUN && strspn(p, "0123456789") < run && strcspn(p, "0123456789") < run)
			return true;
		p += run;
		if (*p == '\0')
			break;
	}
	return false;
}

/* A digest in base64, which ends in =, or what ASP.NET writes. */
static bool
is_base64(const char *text, size_t len)
{
	size_t		digits = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
	size_t		padding = strspn(text + digits, "=");

	return len >= 24 && len % 4 == 0 && digits + padding == len &&
		((padding >= 1 && padding <= 2) || begins(text, "AQAAAA"));
}

static bool
is_hash(const char *text, size_t len)
{
	return is_crypt(text, len) || is_ldap(text, len) || is_named(text, len) || is_hex(text) || has_hex(text) ||
		is_base64(text, len);
}

/* ---- masks ---- */

/* Is it a sign that stands for a character that is not shown? */
static bool
is_mask_sign(pg_wchar c)
{
	return c == '*' || c == 0x00B7 || c == 0x2022 || c == 0x2217 || c == 0x2219 || c == 0x22C5 ||
		(c >= 0x2580 && c <= 0x25FF) || c == 0x26AA || c == 0x26AB || c == 0x2B24 || c == 0xFF0A;
}

/*
 * Nothing but such signs; or at least as many of them, three in a row, as other
 * characters (s******9).
 */
static bool
is_mask(const char *utf8, size_t len)
{
	int			signs = 0,
				others = 0,
				run = 0,
				longest = 0;

	for (const unsigned char *p = (const unsigned char *) utf8, *end = p + len; p < end;)
	{
		int			bytes = pg_utf_mblen(p);
		bool		legal = bytes <= end - p && pg_utf8_islegal(p, bytes);
		bool		is_sign = legal && is_mask_sign(utf8_to_unicode(p));

		p += legal ? bytes : 1;
		if (is_sign)
		{
			signs++;
			longest = Max(longest, ++run);
		}
		else
		{
			others++;
			run = 0;
		}
	}
	return signs > 0 && (others == 0 || (longest >= 3 && signs >= others));
}

/* One sign over and over (----, ????), or xxx. */
static bool
is_filler(const char *text, size_t len)
{
	for (size_t i = 1; i < len; i++)
		if (tolower((unsigned char) text[i]) != tolower((unsigned char) text[0]))
			return false;
	return (len >= 3 && tolower((unsigned char) text[0]) == 'x') ||
		(!IS_HIGHBIT_SET(text[0]) && ispunct((unsigned char) text[0]));
}

/* ---- words for nothing ---- */

/* Folded: "N/A" and "n.a." are "na". */
static const char *const nothing_words[] = {
	"null", "nil", "none", "na", "nan", "notavailable", "notapplicable", "undefined", "unknown", "notset",
	"unset", "nopassword", "empty", "blank", "hidden", "redacted", "masked", "removed", "encrypted", "protected",
	"ingen", "ikkesatt", "ukjent", "saknas", "inget", "okand", "ikkeangivet", "ukendt", "keine", "keins",
	"leer", "unbekannt", "nichtgesetzt", "aucun", "vide", "inconnu", "ninguno", "ninguna", "vacio",
	"desconocido", "geen", "leeg", "onbekend", "eiole", "tyhja", "tuntematon", "nenhum", "nenhuma", "vazio",
	"desconhecido", "nessuno", "nessuna", "vuoto", "sconosciuto", "brak", "puste", "nieznane"
};

static bool
is_nothing_word(const char *text, size_t len)
{
	char	   *folded;
	bool		found = false;

	/* Null! is a password, n/a is none */
	for (size_t i = 0; i < len; i++)
		if (!isalpha((unsigned char) text[i]) && !IS_HIGHBIT_SET(text[i]) &&
			strchr(" ./-_", text[i]) == NULL)
			return false;
	folded = field_fold_header(text, len);
	for (size_t i = 0; i < lengthof(nothing_words); i++)
		found |= strcmp(folded, nothing_words[i]) == 0;
	explicit_bzero(folded, strlen(folded));
	pfree(folded);
	return found;
}

/* The same between signs: **hidden**, --none-- */
static bool
is_nothing_between_signs(const char *text, size_t len)
{
	const char *start = text;
	const char *end = text + len;

	while (start < end && strchr("*-_.#", *start) != NULL)
		start++;
	while (end > start && strchr("*-_.#", end[-1]) != NULL)
		end--;
	return start > text && end < text + len && start < end && is_nothing_word(start, end - start);
}

/* (hidden), [redacted], <not exported>: letters and spaces in brackets. */
static bool
is_bracketed(const char *text, size_t len)
{
	static const char opening[] = "([<{",
				closing[] = ")]>}";
	const char *bracket = strchr(opening, text[0]);

	if (len < 3 || bracket == NULL || text[len - 1] != closing[bracket - opening])
		return false;
	for (size_t i = 1; i < len - 1; i++)
		if (!isalpha((unsigned char) text[i]) && !IS_HIGHBIT_SET(text[i]) && text[i] != ' ')
			return false;
	return true;
}

/* \N, #N/A, #NAME?, #REF!: what databases and spreadsheets write for no value. */
static bool
is_no_value(const char *text, size_t len)
{
	if (len == 2 && text[0] == '\\' && toupper((unsigned char) text[1]) == 'N')
		return true;
	return len > 2 && text[0] == '#' &&
		strspn(text + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0/") >= len - 2 &&
		(text[len - 1] == '!' || text[len - 1] == '?' || strcmp(text, "#N/A") == 0);
}

/* ---- all together ---- */

/* The text has no outer spaces, and is not empty. */
static PasswordText
weigh(const char *text, size_t len)
{
	uint32		utf8_len = len;
	const char *utf8;

	if (get_password_type(text) == PASSWORD_TYPE_SCRAM_SHA_256)
		return PASSWORD_VERIFIER;
	if (is_hash(text, len))
		return PASSWORD_HASH;
	utf8 = field_utf8(text, &utf8_len);
	if (is_mask(utf8, utf8_len))
		return PASSWORD_MASK;
	if (is_filler(text, len) || is_no_value(text, len) || is_bracketed(text, len) ||
		is_nothing_word(text, len) || is_nothing_between_signs(text, len))
		return PASSWORD_PLACEHOLDER;
	return PASSWORD_PLAIN;
}

PasswordText
password_text(const char *data, uint32 len)
{
	PasswordText result;
	char	   *text;

	while (len > 0 && isspace((unsigned char) data[0]))
		data++, len--;
	while (len > 0 && isspace((unsigned char) data[len - 1]))
		len--;
	if (len == 0)
		return PASSWORD_EMPTY;
	text = pnstrdup(data, len);
	result = weigh(text, len);
	explicit_bzero(text, len);
	pfree(text);
	return result;
}
