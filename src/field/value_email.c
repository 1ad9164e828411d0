/*
 * value_email.c
 *
 * Addresses, and cells that hold one among other things.
 *
 *		cell -> an address -> in lower case
 *			 -> Ann <ann@x.example>, mailto:..., several addresses -> the first
 *
 * An address is what mail systems take: any local part without quotes whose dots
 * stand between other characters, and a domain of letters, digits and hyphens of
 * any script.  A domain without a dot is one.
 */
#include "postgres.h"

#include "mb/pg_wchar.h"

#include "field/key_fold.h"
#include "field/value_parse.h"
#include "field/value_trim.h"
#include "support/characters.h"
#include "support/normal_form.h"

/* RFC 5321: a path of 256 octets, less its angle brackets. */
#define EMAIL_MAX_BYTES 254

/* What a byte of an email address is. */
#define EMAIL_BAD	1			/* in no address that a list should hold */
#define EMAIL_UPPER 2
#define EMAIL_AT	4
#define EMAIL_DOT	8
#define EMAIL_HIGH	16			/* beyond ASCII */
#define EMAIL_WORD	32			/* a letter or digit */
#define EMAIL_LOCAL 64			/* only before the @ */
#define EMAIL_HYPHEN 128

/*
 * Of a domain: no dot may stand beside a dot or a hyphen, but hyphens may stand side
 * by side.  What a byte is to the next one, and to the one before it, has a bit in
 * common where the two may not meet.
 */
#define EMAIL_EDGE_DOT (3 << 8 | 3 << 10)
#define EMAIL_EDGE_HYPHEN (1 << 8 | 2 << 10)
#define EMAIL_MEET(before, byte) (((before) << 2) & (byte))
#define EMAIL_EDGE (3 << 10)

#define A EMAIL_AT
#define B EMAIL_BAD
#define D (EMAIL_DOT | EMAIL_EDGE_DOT)
#define H (EMAIL_HIGH | EMAIL_WORD)
#define L EMAIL_LOCAL
#define N EMAIL_WORD
#define U (EMAIL_UPPER | EMAIL_WORD)
#define Y (EMAIL_HYPHEN | EMAIL_EDGE_HYPHEN)

static const uint16 email_bytes[256] = {
	/* 00 */ B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B,
	/* 10 */ B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B,
	/* 20 */ B, L, B, L, L, L, L, L, B, B, L, L, B, Y, D, L,
	/* 30 */ N, N, N, N, N, N, N, N, N, N, B, B, B, L, B, L,
	/* 40 */ A, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U,
	/* 50 */ U, U, U, U, U, U, U, U, U, U, U, B, B, B, L, 0,
	/* 60 */ L, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N,
	/* 70 */ N, N, N, N, N, N, N, N, N, N, N, L, L, L, L, B,
	/* 80 */ H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
	/* 90 */ H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
	/* A0 */ H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
	/* B0 */ H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
	/* C0 */ H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
	/* D0 */ H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
	/* E0 */ H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
	/* F0 */ H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H
};

#undef A
#undef B
#undef D
#undef H
#undef L
#undef N
#undef U
#undef Y

/*
 * Nearly all addresses are known in one pass, by what one byte makes of the bytes
 * before it: small letters, digits and signs, and after the @ small letters and digits
 * with dots and hyphens between.  What is after each state stands in six bits, whose
 * place is the state.
 */
#define AT_START	(0 * 6)		/* of the local part, or behind a dot in it */
#define IN_LOCAL	(1 * 6)
#define AT_DOMAIN	(2 * 6)		/* at its start, or behind a dot in it */
#define IN_DOMAIN	(3 * 6)
#define IN_HYPHENS	(4 * 6)
#define NO_ADDRESS	(5 * 6)		/* or one that takes a closer look */

#define STEP(start, local, domain, inside, hyphens) \
	((uint64) (start) << AT_START | (uint64) (local) << IN_LOCAL | (uint64) (domain) << AT_DOMAIN | \
	 (uint64) (inside) << IN_DOMAIN | (uint64) (hyphens) << IN_HYPHENS | (uint64) NO_ADDRESS << NO_ADDRESS)

#define A STEP(NO_ADDRESS, AT_DOMAIN, NO_ADDRESS, NO_ADDRESS, NO_ADDRESS)
#define D STEP(NO_ADDRESS, AT_START, NO_ADDRESS, AT_DOMAIN, NO_ADDRESS)
#define L STEP(IN_LOCAL, IN_LOCAL, NO_ADDRESS, NO_ADDRESS, NO_ADDRESS)
#define N STEP(NO_ADDRESS, NO_ADDRESS, NO_ADDRESS, NO_ADDRESS, NO_ADDRESS)
#define W STEP(IN_LOCAL, IN_LOCAL, IN_DOMAIN, IN_DOMAIN, IN_DOMAIN)
#define Y STEP(IN_LOCAL, IN_LOCAL, NO_ADDRESS, IN_HYPHENS, IN_HYPHENS)

static const uint64 email_steps[256] = {
	/* 00 */ N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N,
	/* 10 */ N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N,
	/* 20 */ N, L, N, L, L, L, L, L, N, N, L, L, N, Y, D, L,
	/* 30 */ W, W, W, W, W, W, W, W, W, W, N, N, N, L, N, L,
	/* 40 */ A, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N,
	/* 50 */ N, N, N, N, N, N, N, N, N, N, N, N, N, N, L, L,
	/* 60 */ L, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W,
	/* 70 */ W, W, W, W, W, W, W, W, W, W, W, L, L, L, L, N,
	/* 80 */ N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N,
	/* 90 */ N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N,
	/* A0 */ N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N,
	/* B0 */ N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N,
	/* C0 */ N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N,
	/* D0 */ N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N,
	/* E0 */ N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N,
	/* F0 */ N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N
};

#undef A
#undef D
#undef L
#undef N
#undef W
#undef Y

/* Is it such an address?  It is in lower case, then. */
static inline bool
is_plain_email(const char *data, uint32 len)
{
	uint64		state = AT_START;

	for (uint32 i = 0; i < len; i++)
		state = email_steps[(unsigned char) data[i]] >> (state & 63);
	return (state & 63) == IN_DOMAIN;
}

/* Dots at no end, nor beside each other; adds what the bytes are to *seen. */
static inline bool
is_local(const char *p, const char *end, int *seen)
{
	int			stray = 0;
	int			before = EMAIL_DOT; /* no dot may follow here */

	for (; p < end; p++)
	{
		int			byte = email_bytes[(unsigned char) *p];

		stray |= byte & before;
		*seen |= byte;
		before = byte;
	}
	return ((stray | before) & EMAIL_DOT) == 0;
}

/*
 * Letters or digits between dots, none of which stands at an end or beside
 * another one or a hyphen; adds what its bytes are to *seen.
 */
static inline bool
is_domain(const char *p, const char *end, int *seen)
{
	int			all = 0;
	int			stray = 0;
	int			before = EMAIL_EDGE_DOT;	/* none may follow here */

	for (; p < end; p++)
	{
		int			byte = email_bytes[(unsigned char) *p];

		stray |= EMAIL_MEET(before, byte);
		all |= byte;
		before = byte;
	}
	stray |= before;
	*seen |= all;
	return (all & EMAIL_WORD) != 0 && (all & (EMAIL_AT | EMAIL_LOCAL)) == 0 &&
		(stray & EMAIL_EDGE) == 0;
}

/* Is it a sign of ASCII in its wide form, or one of East Asia in its narrow form? */
static inline bool
is_wide_sign(uint32 c)
{
	return (c >= 0xFF01 && c <= 0xFF0F) || (c >= 0xFF1A && c <= 0xFF20) ||
		(c >= 0xFF3B && c <= 0xFF40) || (c >= 0xFF5B && c <= 0xFF65);
}

/* Is a character beyond ASCII one of punctuation: a wide dot, a curly quote? */
static bool
has_sign(const char *p, const char *end)
{
	uint32		c;

	while (p < end && GetDatabaseEncoding() == PG_UTF8)
	{
		int			len = character_at(p, end, &c);

		if (c >= 0x80 && len > 0 && (character_is(c, CHARACTER_SIGN) || is_wide_sign(c)))
			return true;
		p += Max(len, 1);
	}
	return false;
}

/* Is it an address?  *seen = what its bytes are, together. */
static bool
is_email(const char *data, const char *end, int *seen)
{
	const char *at = memchr(data, '@', end - data);

	*seen = 0;
	if (at == NULL || at == data)
		return false;
	return is_local(data, at, seen) && is_domain(at + 1, end, seen) && (*seen & EMAIL_BAD) == 0 &&
		((*seen & EMAIL_HIGH) == 0 || (!value_has_class(data, end, CHARACTER_BLANK | CHARACTER_HIDDEN | CHARACTER_LOST) &&
		  !has_sign(data, end)));
}

/* ---- cells that hold more than an address ---- */

/* The addresses of a cell. */
typedef struct Addresses
{
	const char *first;
	uint32		len;			/* of the first; 0 = none yet */
	bool		several;		/* there is another one */
} Addresses;

static inline bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Drops spaces and quotes in pairs around a text. */
static void
strip(const char **p, const char **end)
{
	bool		quoted = true;

	while (quoted)
	{
		while (*p < *end && is_space(**p))
			(*p)++;
		while (*p < *end && is_space((*end)[-1]))
			(*end)--;
		quoted = *end - *p >= 2 && (**p == '\'' || **p == '"') && (*end)[-1] == **p;
		if (quoted)
			(*p)++, (*end)--;
	}
}

/* Takes a text that must be one address, or mailto: and one. */
static bool
take_address(Addresses *found, const char *p, const char *end)
{
	static const char mailto[] = "mailto:";
	int			seen;

	strip(&p, &end);
	if (end - p > (int) strlen(mailto) && pg_strncasecmp(p, mailto, strlen(mailto)) == 0)
	{
		const char *query = memchr(p, '?', end - p);

		p += strlen(mailto);
		end = query != NULL ? query : end;
	}
	if (!is_email(p, end, &seen))
		return false;
	if (found->len == 0)
	{
		found->first = p;
		found->len = end - p;
	}
	else
		found->several |= found->len != end - p || pg_strncasecmp(found->first, p, found->len) != 0;
	return true;
}

/* Takes the parts of a text between characters; parts that are blank are none. */
static bool
take_parts(Addresses *found, const char *p, const char *end, const char *between,
		   bool (*take) (Addresses *found, const char *p, const char *end))
{
	while (p < end)
	{
		const char *stop = p;
		const char *from = p;
		const char *to;

		while (stop < end && strchr(between, *stop) == NULL)
			stop++;
		to = stop;
		strip(&from, &to);
		if (from < to && !take(found, p, stop))
			return false;
		p = stop + 1;
	}
	return true;
}

/* One address, or addresses with slashes between. */
static bool
take_word(Addresses *found, const char *p, const char *end)
{
	return take_address(found, p, end) || take_parts(found, p, end, "/", take_address);
}

/* A name, or an address in its place. */
static bool
take_name(Addresses *found, const char *p, const char *end)
{
	return memchr(p, '@', end - p) == NULL || take_address(found, p, end);
}

/* What stands before a <, or behind the last >. */
static bool
take_names(Addresses *found, const char *p, const char *end)
{
	return take_parts(found, p, end, ",;", take_name);
}

/* Ann <ann@x.example>, Bo <bo@x.example> */
static bool
take_bracketed(Addresses *found, const char *p, const char *end)
{
	const char *open;

	while ((open = memchr(p, '<', end - p)) != NULL)
	{
		const char *close = memchr(open, '>', end - open);

		if (close == NULL || !take_names(found, p, open) || !take_address(found, open + 1, close))
			return false;
		p = close + 1;
	}
	return take_names(found, p, end);
}

/*
 * The addresses of a cell that is none itself; false if there is something else
 * in it, too, that could be meant for one.
 */
static bool
find_addresses(const char *data, const char *end, Addresses *found)
{
	bool		all = memchr(data, '<', end - data) != NULL ? take_bracketed(found, data, end)
		: take_parts(found, data, end, ";,| \t\r\n", take_word);

	return all && found->len > 0;
}

/* Sets the value to an address, whose bytes are seen. */
static void
set_email(const char *data, uint32 len, int seen, CellValue *value)
{
	if (len > EMAIL_MAX_BYTES)
		value_fail(value, "too_long",
				   "longer than an email address can be (254 bytes)", "Shorten it.");
	else
		value_set(value, (seen & EMAIL_UPPER) ? key_lower(data, len) : data, len);
}

void
value_parse_email(const char *data, uint32 len, CellValue *value)
{
	Addresses	found = {0};
	int			seen;
	bool		valid;

	if (len <= EMAIL_MAX_BYTES && is_plain_email(data, len))
	{
		value_set(value, data, len);
		return;
	}
	valid = is_email(data, data + len, &seen);
	if ((!valid || (seen & EMAIL_HIGH) != 0) && !normal_form_is_ascii(data, len))
	{
		key_fold(KEY_EMAIL, &data, &len);
		valid = is_email(data, data + len, &seen);
	}
	if (valid)
	{
		set_email(data, len, seen, value);
		return;
	}
	if (!find_addresses(data, data + len, &found))
	{
		value_fail(value, "invalid_email",
				   "not an email address", "Write one address, such as name@example.com.");
		return;
	}
	set_email(found.first, found.len, EMAIL_UPPER, value);
	if (found.several && value->state == VALUE_SET)
		value_remark(value, "several_addresses", "several addresses, of which the first is taken",
					 "Write the one that is to be used.");
}
