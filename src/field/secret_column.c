/*
 * secret_column.c
 *
 *		header word -> a word of secrets: sure, or so if the cells are
 *		cells -> hashes, tokens | codes of so many digits | of one form | others
 */
#include "postgres.h"

#include <ctype.h>

#include "field/field.h"
#include "field/password_text.h"
#include "field/secret_column.h"
#include "field/value_trim.h"
#include "field/word_list.h"

/* Shortest token; shortest one that is known under any word. */
#define TOKEN_BYTES 8
#define KEY_BYTES 20

/* Shortest password that is known for one. */
#define MIXED_BYTES 6

/* Records that are looked at. */
#define CELLS_MAX 64

/* Cells that tell of a form which others have too. */
#define TELLING_CELLS 3

/* ---- words ---- */

typedef enum SecretWord
{
	SECRET_NONE,
	SECRET_PIN,					/* a code that opens something, or a postal code */
	SECRET_OR_KEY,				/* a password, or a key of customers */
	SECRET_BY_CELLS,			/* also a course, a coin, a degree */
	SECRET_SURE
} SecretWord;

/* What is said of nothing else, in the folded whole. */
static const char *const sure_stems[] = {
	"apikey", "apitoken", "apisecret", "accesstoken", "refreshtoken", "remembertoken", "resettoken", "authtoken",
	"authkey", "sessiontoken", "sessionkey", "csrftoken", "bearertoken", "otpsecret", "totpsecret", "totpkey",
	"twofactorsecret", "2fasecret", "mfasecret", "recoverycode", "backupcode", "privatekey", "secretkey", "accesskey",
	"clientsecret", "consumersecret", "webhooksecret", "logintoken", "invitetoken", "invitationtoken",
	"confirmationtoken", "verificationtoken", "activationtoken", "activationkey", "magiclink", "securityanswer",
	"tokenhash", "encryptionkey", "signingkey", "clavesecreta", "claveprivada", "cleprivee", "clesecrete",
	"geheimschlussel", "hemlignyckel", "hemmelignokkel", "apinokkel", "apinyckel", "apischlussel", "cleapi", "claveapi"
};

/* The same as a word among others. */
static const char *const by_cells_words[] = {
	"token", "tokens", "jeton", "jetons", "secret", "secrets", "otp", "totp", "jwt", "csrf", "xsrf", "oauth", "bearer", "session",
	"sessionid", "credential", "credentials", "creds", "nonce", "signature", "hmac", "zugangsdaten", "geheimnis", "hemlighet", "hemmelighet",
	"hemmelighed", "salaisuus", "segredo", "segreto", "secreto", "sekret", "geheim"
};

/* The same where it is the whole. */
static const char *const key_words[] = {"clave", "claves", "llave", "clavepersonal"};

static const char *const pin_words[] = {"pin", "pincode", "pinno", "pinnumber", "pinnr"};

/* The words of a header, folded, between blanks; and all in one. */
typedef struct Words
{
	char	   *tokens;
	char	   *whole;
} Words;

static Words
words_of(const char *header)
{
	int			len = strlen(header);
	Words		words = {palloc0(4 * len + 4), field_fold_header(header, len)};
	char	   *out = words.tokens;
	const char *start = header;

	*out++ = ' ';
	for (const char *p = header; p <= header + len; p++)
	{
		bool		border = p > header && isupper((unsigned char) *p) && islower((unsigned char) p[-1]);
		char	   *word;

		if (isalnum((unsigned char) *p) && !border)
			continue;
		if (IS_HIGHBIT_SET(*p) && p < header + len)
			continue;
		word = field_fold_header(start, p - start);
		if (word[0] != '\0')
			out += sprintf(out, "%s ", word);
		pfree(word);
		start = border ? p : p + 1;
	}
	return words;
}

static SecretWord
weigh_word(const Words *words)
{
	if (HAS_ONE_OF(words->whole, sure_stems))
		return SECRET_SURE;
	if (HAS_TOKEN_OF(words->tokens, by_cells_words))
		return SECRET_BY_CELLS;
	if (IS_ONE_OF(words->whole, key_words))
		return SECRET_OR_KEY;
	return HAS_TOKEN_OF(words->tokens, pin_words) ? SECRET_PIN : SECRET_NONE;
}

static SecretWord
secret_word(const char *header)
{
	Words		words = words_of(header);
	SecretWord	word = weigh_word(&words);

	/* there may be very many columns */
	pfree(words.tokens);
	pfree(words.whole);
	return word;
}

/* ---- cells ---- */

/* How many cells are what. */
typedef struct SecretCells
{
	int			filled;
	int			known;			/* a hash with its scheme, a key or token by its
								 * prefix */
	int			random;			/* a token, or a digest: of no word, and no serial
								 * number */
	int			mixed;			/* of one word, and long enough for a password: with
								 * letters, and other characters */
	int			postal;			/* six digits, the first no 0 */
	int			codes;			/* four digits to eight, and no postal code */
} SecretCells;

/* Kinds of characters in a token. */
static int
kind_of(char c)
{
	return isdigit((unsigned char) c) ? 0 : islower((unsigned char) c) ? 1 : isupper((unsigned char) c) ? 2 : 3;
}

/*
 * Nothing but letters, digits and what base64 and tokens have between them, which
 * follow each other in no order: a word or a serial number changes between letters
 * and digits once or twice.
 */
static bool
is_random(const char *data, uint32 len)
{
	int			changes = 0;

	if (len < TOKEN_BYTES)
		return false;
	for (uint32 i = 0; i < len; i++)
	{
		if (!isalnum((unsigned char) data[i]) && strchr("-_.+/=:", data[i]) == NULL)
			return false;
		changes += i > 1 && kind_of(data[i]) != 3 && kind_of(data[i - 1]) != 3 && kind_of(data[i]) != kind_of(data[i - 1]);
	}
	return changes >= 3 && changes * 8 >= (int) len;
}

/* Prefixes by which services know their keys: no word begins so. */
static const char *const key_prefixes[] = {
	"eyj", "sk_live_", "sk_test_", "rk_live_", "pk_live_", "whsec_", "ghp_", "gho_", "ghs_", "github_pat_", "glpat-",
	"xoxb-", "xoxp-", "xoxa-", "xapp-", "akia", "asia", "aiza", "ya29.", "shpat_", "shpss_", "sg.", "key-", "npm_", "pypi-"
};

static bool
is_known_key(const char *data, uint32 len)
{
	if (len < KEY_BYTES || !is_random(data, len))
		return false;
	for (size_t i = 0; i < lengthof(key_prefixes); i++)
	{
		size_t		size = strlen(key_prefixes[i]);

		if (pg_strncasecmp(data, key_prefixes[i], size) == 0)
			return true;
	}
	return false;
}

/* A hash that says how it was made: $2y$..., {SSHA}..., pbkdf2_sha256$... */
static bool
is_known_hash(const char *data, uint32 len)
{
	PasswordText text;

	if (len < KEY_BYTES || (data[0] != '{' && memchr(data, '$', len) == NULL))
		return false;
	text = password_text(data, len);
	return text == PASSWORD_VERIFIER || (text == PASSWORD_HASH && (data[0] == '$' || data[0] == '{' || memchr(data, '$', len) != NULL));
}

static bool
is_mixed(const char *data, uint32 len)
{
	uint32		letters = 0;

	for (uint32 i = 0; i < len; i++)
	{
		if (data[i] == ' ')
			return false;
		letters += isalpha((unsigned char) data[i]) || IS_HIGHBIT_SET(data[i]);
	}
	return len >= MIXED_BYTES && letters > 0 && letters < len;
}

/* The digits of a cell, blanks between them left out; -1 = it has other characters. */
static int
digits_of(const char *data, uint32 len, char *first)
{
	int			digits = 0;

	for (uint32 i = 0; i < len; i++)
	{
		if (isdigit((unsigned char) data[i]) && digits++ == 0)
			*first = data[i];
		else if (!isdigit((unsigned char) data[i]) && data[i] != ' ')
			return -1;
	}
	return digits;
}

static void
count_cell(SecretCells *cells, const char *data, uint32 len)
{
	char		first = '0';
	int			digits = digits_of(data, len, &first);

	cells->filled++;
	if (is_known_hash(data, len) || is_known_key(data, len))
		cells->known++;
	if (is_random(data, len))
		cells->random++;
	if (is_mixed(data, len))
		cells->mixed++;
	if (digits == 6 && first != '0')
		cells->postal++;
	else if (digits >= 4 && digits <= 8)
		cells->codes++;
}

static SecretCells
count_cells(const RecordSample *sample, int column)
{
	SecretCells cells = {0};

	for (int i = 0; sample != NULL && i < Min(sample->nrecords, CELLS_MAX); i++)
	{
		const char *data = sample->records[i]->cells[column].data;
		uint32		len = sample->records[i]->cells[column].len;

		value_trim(&data, &len);
		if (len > 0)
			count_cell(&cells, data, len);
	}
	return cells;
}

static bool
most(const SecretCells *cells, int n)
{
	return n > 0 && n * 2 > cells->filled;
}

/* ---- keys ---- */

/* The form of a text: A for each letter, 0 for each digit, others as they are. */
static char *
form_of(const char *data, uint32 len)
{
	char	   *form = pnstrdup(data, len);

	for (char *p = form; *p != '\0'; p++)
		*p = isdigit((unsigned char) *p) ? '0' : isalpha((unsigned char) *p) || IS_HIGHBIT_SET(*p) ? 'A' : *p;
	return form;
}

bool
secret_cells_are_keys(const RecordSample *sample, int column)
{
	char	   *form = NULL;
	int			filled = 0,
				alike = 0;

	for (int i = 0; sample != NULL && i < Min(sample->nrecords, CELLS_MAX); i++)
	{
		const char *data = sample->records[i]->cells[column].data;
		uint32		len = sample->records[i]->cells[column].len;
		char		first;

		value_trim(&data, &len);
		if (len == 0)
			continue;
		if (form == NULL)
			form = form_of(data, len);
		filled++;
		alike += digits_of(data, len, &first) > 0 || strcmp(form_of(data, len), form) == 0;
	}
	return alike > 0 && alike * 10 >= filled * 9;
}

/* ---- a column ---- */

/* Words with signs or digits in them, each of another form. */
static bool
are_passwords(const SecretCells *cells, const RecordSample *sample, int column)
{
	return most(cells, cells->mixed) && cells->filled >= TELLING_CELLS && !secret_cells_are_keys(sample, column);
}

bool
secret_is_column(const char *header, const RecordSample *sample, int column)
{
	SecretWord	word = secret_word(header);
	SecretCells cells = count_cells(sample, column);

	if (most(&cells, cells.known))
		return true;
	switch (word)
	{
		case SECRET_SURE:
			return true;
		case SECRET_BY_CELLS:
			return most(&cells, cells.random) || (most(&cells, cells.codes + cells.postal) && cells.filled >= TELLING_CELLS);
		case SECRET_OR_KEY:
			return most(&cells, cells.random) || are_passwords(&cells, sample, column);
		case SECRET_PIN:
			return most(&cells, cells.codes) || most(&cells, cells.random) || are_passwords(&cells, sample, column);
		case SECRET_NONE:
			break;
	}
	return false;
}

bool
secret_is_postal_pin(const char *header, const RecordSample *sample, int column)
{
	SecretCells cells = count_cells(sample, column);

	return secret_word(header) == SECRET_PIN && cells.postal * 10 >= cells.filled * 9 && cells.postal > 0;
}
