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

/* Shortest one with a sign that nothing but passwords has; longest one. */
#define STRONG_BYTES 8
#define STRONG_MAX 40

/* Shortest word that may be a password. */
#define WORD_BYTES 4

/* ---- words ---- */

typedef enum SecretWord
{
	SECRET_NONE,
	SECRET_PIN,					/* a code that opens something, or a postal code */
	SECRET_OR_KEY,				/* a password, or a key of customers */
	SECRET_CODE,				/* a code that opens something, or a door */
	SECRET_BY_CELLS,			/* also a course, a coin, a degree */
	SECRET_LIKE_PASSWORD,		/* the same, and people choose it */
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
	"totpseed", "2faseed", "securitystamp", "pwsalt", "secretword", "secretphrase", "memorableword", "geheimwort",
	"palabrasecreta", "palavrasecreta", "motsecret", "parolasegreta", "hemligtord", "hemmeligord", "geheimwoord",
	"salainensana", "geheimschlussel", "hemlignyckel", "hemmelignokkel", "apinokkel", "apinyckel", "apischlussel", "cleapi", "claveapi"
};

/* The same as a word among others. */
static const char *const by_cells_words[] = {
	"api", "token", "tokens", "jeton", "jetons", "otp", "totp", "jwt", "csrf", "xsrf", "oauth", "bearer", "session",
	"sessionid", "nonce", "signature", "hmac", "hash", "2fa", "mfa", "stamp", "seed"
};

/* The same, of what people choose. */
static const char *const like_password_words[] = {
	"secret", "secrets", "credential", "credentials", "creds", "auth", "authentication", "passkey", "salt", "zugangsdaten",
	"geheimnis", "hemlighet", "hemmelighet", "hemmelighed", "salaisuus", "segredo", "segreto", "secreto", "secreta",
	"sekret", "geheim"
};

/* What a code may be for, and words for one: both stand in the folded whole. */
static const char *const code_of_stems[] = {
	"access", "login", "logon", "signin", "security", "secret", "verification", "activation", "confirmation", "persistence",
	"auth", "acceso", "acesso", "accesso", "acces", "dostep", "atkomst", "innlogging", "inloggning", "tilgang", "adgang",
	"zugang", "toegang", "paasy", "tunnus", "geheim", "segur", "sicurezza", "bezpiecz", "sicherheit", "verifi", "aktivier"
};
static const char *const code_stems[] = {
	"code", "kode", "kod", "koodi", "codigo", "codice", "zahl", "nummer", "number", "numero", "phrase"
};

/* Words of how many there are: digits are no codes then. */
static const char *const measure_words[] = {
	"balance", "count", "number", "total", "amount", "sum", "quantity", "qty", "price", "value", "level", "points", "saldo",
	"guthaben", "anzahl", "menge", "antall", "antal", "belop", "nombre", "solde", "cantidad", "numero", "aantal", "maara",
	"liczba", "quantidade", "quantita"
};

/* The same where it is the whole. */
static const char *const key_words[] = {"clave", "claves", "llave", "clavepersonal"};

static const char *const pin_words[] = {
	"pin", "pincode", "pinno", "pinnumber", "pinnr", "pinkod", "pinkode", "pinkoodi", "codepin", "codigopin", "kodpin",
	"kundenpin", "kundepin", "telefonpin", "userpin", "loginpin"
};

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
	if (HAS_TOKEN_OF(words->tokens, like_password_words))
		return SECRET_LIKE_PASSWORD;
	if (IS_ONE_OF(words->whole, key_words))
		return SECRET_OR_KEY;
	if (HAS_ONE_OF(words->whole, code_of_stems) && HAS_ONE_OF(words->whole, code_stems))
		return SECRET_CODE;
	return HAS_TOKEN_OF(words->tokens, pin_words) ? SECRET_PIN : SECRET_NONE;
}

static SecretWord
secret_word(const char *header, bool *measures)
{
	Words		words = words_of(header);
	SecretWord	word = weigh_word(&words);

	*measures = HAS_TOKEN_OF(words.tokens, measure_words);
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
	int			strong;			/* the same, with a digit and a sign that no names,
								 * keys or addresses have */
	int			possible;		/* a word that may be a password, though not a likely
								 * one: not Gold, and not Day pass */
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

static bool
is_strong(const char *data, uint32 len)
{
	bool		digit = false,
				sign = false;

	if (len < STRONG_BYTES || len > STRONG_MAX || !is_mixed(data, len))
		return false;
	for (uint32 i = 0; i < len; i++)
	{
		digit |= isdigit((unsigned char) data[i]) != 0;
		sign |= strchr("!$%&*?^#+=~<>", data[i]) != NULL;
		if (strchr("/@:;,\"{}[]()|", data[i]) != NULL)
			return false;
	}
	return digit && sign;
}

/* May a word be a password?  One of letters with a capital before them is a name of something. */
static bool
is_possible(const char *data, uint32 len)
{
	uint32		small = 0;

	for (uint32 i = 0; i < len; i++)
	{
		if (data[i] == ' ')
			return false;
		small += i > 0 && (islower((unsigned char) data[i]) || IS_HIGHBIT_SET(data[i]));
	}
	return len >= WORD_BYTES && !(isupper((unsigned char) data[0]) && small == len - 1);
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
	if (is_strong(data, len))
		cells->strong++;
	if (is_possible(data, len))
		cells->possible++;
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

/* Codes of digits, and no amounts of something. */
static bool
are_codes(const SecretCells *cells, bool measures)
{
	return !measures && most(cells, cells->codes + cells->postal) && cells->filled >= TELLING_CELLS;
}

/* Of no such word, but as nothing else is written. */
static bool
are_strong(const SecretCells *cells, const RecordSample *sample, int column)
{
	return most(cells, cells->strong) && cells->filled >= TELLING_CELLS && !secret_cells_are_keys(sample, column);
}

bool
secret_cells_are_no_passwords(const RecordSample *sample, int column)
{
	SecretCells cells = count_cells(sample, column);

	return cells.filled >= TELLING_CELLS && cells.possible == 0;
}

bool
secret_cells_are_passwords(const RecordSample *sample, int column)
{
	SecretCells cells = count_cells(sample, column);

	return are_passwords(&cells, sample, column);
}

bool
secret_cells_are_plain(const RecordSample *sample, int column)
{
	SecretCells cells = count_cells(sample, column);

	return cells.filled >= TELLING_CELLS && cells.mixed == 0;
}

bool
secret_cells_are_harmless(const RecordSample *sample, int column)
{
	SecretCells cells = count_cells(sample, column);

	return cells.filled > 0 && cells.known == 0 && !most(&cells, cells.random) && !most(&cells, cells.mixed);
}

bool
secret_is_known_word(const char *header)
{
	bool		measures;

	return secret_word(header, &measures) != SECRET_NONE;
}

bool
secret_is_column(const char *header, const RecordSample *sample, int column)
{
	bool		measures;
	SecretWord	word = secret_word(header, &measures);
	SecretCells cells = count_cells(sample, column);

	if (most(&cells, cells.known))
		return true;
	switch (word)
	{
		case SECRET_SURE:
			return true;
		case SECRET_BY_CELLS:
			return most(&cells, cells.random) || are_codes(&cells, measures);
		case SECRET_LIKE_PASSWORD:
		case SECRET_CODE:
			return most(&cells, cells.random) || are_codes(&cells, measures) || are_passwords(&cells, sample, column);
		case SECRET_OR_KEY:
			return most(&cells, cells.random) || are_passwords(&cells, sample, column);
		case SECRET_PIN:
			return (!measures && most(&cells, cells.codes)) || most(&cells, cells.random) || are_passwords(&cells, sample, column);
		case SECRET_NONE:
			break;
	}
	return are_strong(&cells, sample, column);
}

bool
secret_is_postal_pin(const char *header, const RecordSample *sample, int column)
{
	SecretCells cells = count_cells(sample, column);
	bool		measures;

	return secret_word(header, &measures) == SECRET_PIN && cells.postal * 10 >= cells.filled * 9 && cells.postal > 0;
}
