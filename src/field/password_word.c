/*
 * password_word.c
 *
 *		header word -> its parts (at signs and at capitals), folded
 *			-> a stem of "password" in a part, or in parts that follow each other?
 *			-> what else is there: a stem of what passwords have beside them, or of when
 *				and how they are?
 *			-> PasswordWord
 *
 * Stems of twelve languages decide, not whole header words: user_pass, Neues
 * Passwort and kundelosenord are passwords, Passwort-Hinweis and Password changed
 * at belong to them, and a passport or a season pass is none.
 */
#include "postgres.h"

#include <ctype.h>

#include "lib/stringinfo.h"
#include "utils/varlena.h"

#include "field/field.h"
#include "field/password_word.h"
#include "field/word_list.h"

#define MAX_PARTS 16

/* A header word in parts: folded, and all of them in one text. */
typedef struct Parts
{
	int			n;
	char	   *parts[MAX_PARTS];
	char	   *joined;
} Parts;

/* Stems that are in no other word, wherever they stand. */
static const char *const stems[] = {
	"password", "passwd", "pswd", "pswrd", "psswd", "psword", "pwd", "pasvord", "paswort", "passowrd",
	"passphrase", "passcode", "passkod", "pinkode", "tilgangskode",
	"passord", "adgangskode", "adgangsord", "kodeord", "losenord", "losenkod",
	"passwort", "kennwort", "losungswort", "zugangswort", "zugangscode", "zugangsdat",
	"motdepasse", "motpasse", "codedacces", "codesecret", "contrasena", "contrasenia", "contrasenya", "palabradepaso", "clavedeacceso", "claveacceso",
	"wachtwoord", "paswoord", "passwoord", "toegangscode", "salasana", "tunnussana",
	"palavrapasse", "palavradepasse", "paroladordine", "parolaccesso", "paroladaccesso",
	/* Hungarian, Turkish, Croatian and their neighbours, Icelandic; Cyrillic, of databases in UTF-8 */
	"jelszo", "jelszav", "sifre", "lozink", "slaptazod", "salasona", "lykilord", "парол",
	"passw"						/* the last, or what follows the others is not seen */
};

/* Stems that are a part of their own, or they are something else. */
static const char *const part_stems[] = {
	"senha", "senhas", "haslo", "hasla", "haslem", "mdp", "losen", "heslo", "hesla", "heslem", "geslo", "parool"
};

/*
 * Short words that are something else as well (a season pass, a key): only
 * beside words of account_stems.
 */
static const char *const short_words[] = {"pass", "passe", "pword", "pw", "psw", "clave", "parola"};

static const char *const account_stems[] = {
	"user", "login", "logon", "signin", "account", "customer", "client", "member", "admin", "owner", "web",
	"site", "shop", "store", "portal", "app", "my", "new", "old", "current", "initial", "default", "temp",
	"plain", "clear", "text", "hash", "encrypt", "crypt", "digest", "salt", "md5", "sha", "wp", "db", "ftp",
	"bruker", "kunde", "medlem", "anvandar", "bruger", "benutzer", "konto", "usuario", "ingreso", "acceso",
	"secret", "cliente", "utente", "utilisateur", "compte", "gebruiker", "klant", "kayttaja", "asiakas",
	"uzytkownik", "klient", "nueva", "actual"
};

/*
 * What stands beside a password and makes it another secret: questions and hints,
 * tokens and salts, hashes, those of before.
 */
static const char *const about_stems[] = {
	"hint", "remind", "question", "answer", "token", "salt", "nonce", "link", "url", "otp", "recover", "reset",
	"restor", "key", "hashed", "hash", "digest", "encrypt", "crypt", "md5", "sha", "pbkdf", "argon", "scrypt",
	"cipher", "old", "previous", "former", "confirm", "repeat", "retype", "verif", "again", "history",
	/* no, sv, da */
	"sporsmal", "spoersmaal", "svar", "fraga", "sporgsmal", "ledtrad", "paminn", "pamind", "paminnelse",
	"huskeregel", "tips", "nokkel", "nyckel", "nogle", "tilbakestill", "aterstall", "nulstil", "gammel", "gammalt",
	"forrige", "gjenta", "gentag", "upprepa", "bekreft", "bekraft",
	/* de */
	"hinweis", "frage", "antwort", "erinner", "schlussel", "zurucksetz", "zuruckgesetz", "altes", "alte", "vorherig",
	"wiederhol", "bestatig", "bestaetig", "verschluss",
	/* fr */
	"indice", "rappel", "reponse", "jeton", "reinitial", "ancien", "precedent", "chiffr", "hache", "repet",
	/* es, pt, it */
	"pista", "pregunta", "respuesta", "recordator", "recuper", "restablec", "anterior", "antigua", "repetir", "cifrad",
	"encript", "dica", "lembrete", "pergunta", "resposta", "redefin", "antiga", "sugest", "suggeriment", "promemoria",
	"domanda", "risposta", "reimpost", "vecchi", "precedente", "conferm", "ripet", "criptat", "cifrat",
	/* nl, fi, pl */
	"vraag", "antwoord", "herinner", "geheugen", "vorig", "herhaal", "bevestig", "versleuteld", "vihje", "kysymys",
	"vastaus", "muistut", "nollaus", "avain", "vanha", "edellinen", "toista", "vahvista", "podpowied", "wskazowk",
	"pytan", "odpowied", "przypom", "klucz", "zresetow", "resetow", "stare", "poprzedni", "powtor", "potwierd",
	"szyfr", "skrot"
};

/* What makes it no secret, but a time, a number, a state or a kind. */
static const char *const state_stems[] = {
	"algo", "method", "encod", "format", "type", "version", "iteration", "rounds", "chang", "updat", "modif", "creat",
	"expir", "expiry", "valid", "date", "time", "days", "last", "strength", "score", "quality", "length", "polic",
	"rule", "requir", "enabl", "disabl", "status", "state", "count", "number", "attempt", "fail", "lock", "must",
	"force", "flag", "manager", "never", "protect", "less", "forgot", "change",
	/* no, sv, da */
	"endret", "endring", "andrad", "andring", "andret", "aendret", "byttet", "bytt", "skiftet", "dato", "datum",
	"utlop", "utgar", "udlob", "gyldig", "giltig", "styrke", "senest", "senast", "krev", "krav", "antal", "glemt",
	"glomt",
	/* de */
	"geander", "geaender", "anderung", "aenderung", "ablauf", "abgelauf", "lauftab", "gultig", "gueltig", "zeit",
	"starke", "staerke", "letzte", "pflicht", "anzahl", "vergess", "richtlin",
	/* fr */
	"expire", "validite", "dernier", "robust", "nombre", "oubli",
	/* es, pt, it */
	"cambi", "fecha", "caduc", "venc", "ultim", "alterad", "alterac", "validade", "scaden", "numero", "olvid",
	"esquec", "dimentic",
	/* nl, fi, pl */
	"wijzig", "gewijzigd", "verloop", "geldig", "sterkte", "laatst", "aantal", "vergeten", "muutettu", "muutos",
	"vaihd", "vanhen", "voimassa", "viimeis", "maara", "unoht", "zmian", "zmien", "wygas", "wazn", "ostatni", "liczba",
	"zapomn"
};

/* The same, of a whole part: cleartext and agents are about nothing of the kind. */
static const char *const about_words[] = {
	"id", "iv", "data", "cle", "alt", "oud", "qa"
};
static const char *const state_words[] = {
	"set", "has", "is", "at", "on", "age", "sist", "sid"
};

/* ---- parts ---- */

/* Does a part end before p?  userPass is two, PASS is one. */
static bool
is_border(const char *word, const char *p)
{
	return p > word && isupper((unsigned char) *p) && islower((unsigned char) p[-1]);
}

static bool
is_sign(char c)
{
	return !isalnum((unsigned char) c) && !IS_HIGHBIT_SET(c);
}

/* pass2: a number behind a word is no part of it */
static void
add_part(Parts *parts, const char *start, const char *end)
{
	const char *number = end;
	char	   *folded;

	while (number > start && isdigit((unsigned char) number[-1]))
		number--;
	if (number - start >= 4)	/* but md5 is a word */
		end = number;
	if (end == start || parts->n == MAX_PARTS)
		return;
	folded = field_fold_header(start, end - start);
	if (folded[0] != '\0')
		parts->parts[parts->n++] = folded;
}

/* All parts in one text. */
static char *
join(const Parts *parts)
{
	StringInfoData text;

	initStringInfo(&text);
	for (int i = 0; i < parts->n; i++)
		appendStringInfoString(&text, parts->parts[i]);
	return text.data;
}

static void
split(const char *word, Parts *parts)
{
	const char *start = word;
	const char *p = word;

	parts->n = 0;
	for (; *p != '\0'; p++)
	{
		if (!is_sign(*p) && !is_border(word, p))
			continue;
		add_part(parts, start, p);
		start = is_sign(*p) ? p + 1 : p;
	}
	add_part(parts, start, p);
	parts->joined = join(parts);
}

/* ---- stems ---- */

/* Does the part begin with one of the stems? */
static bool
begins_with_one(const char *part, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strncmp(part, list[i], strlen(list[i])) == 0)
			return true;
	return false;
}

static bool
is_about(const char *part)
{
	return begins_with_one(part, about_stems, lengthof(about_stems)) ||
		IS_ONE_OF(part, about_words);
}

static bool
is_state(const char *part)
{
	return begins_with_one(part, state_stems, lengthof(state_stems)) ||
		IS_ONE_OF(part, state_words);
}

/* The first stem in a text, and its length in *len; NULL = there is none. */
static const char *
find_stem(const char *text, size_t *len)
{
	for (size_t i = 0; i < lengthof(stems); i++)
	{
		const char *found = strstr(text, stems[i]);

		*len = strlen(stems[i]);
		if (found != NULL)
			return found;
	}
	return NULL;
}

/*
 * Is there a stem in a part, or one that begins with a part and goes on in the
 * next ones (mot de passe)?
 */
static bool
has_stem(const Parts *parts)
{
	const char *rest = parts->joined;
	size_t		len;

	for (int i = 0; i < parts->n; i++)
	{
		if (find_stem(parts->parts[i], &len) != NULL || begins_with_one(rest, stems, lengthof(stems)))
			return true;
		rest += strlen(parts->parts[i]);
	}
	return false;
}

/* Is a part the word itself, with a letter too many, too few or another one? */
static bool
has_typing_error(const Parts *parts)
{
	static const char word[] = "password";

	for (int i = 0; i < parts->n; i++)
	{
		int			len = strlen(parts->parts[i]);

		if (abs(len - (int) strlen(word)) <= 1 &&
			varstr_levenshtein_less_equal(parts->parts[i], len, word, strlen(word), 1, 1, 1, 1, true) <= 1)
			return true;
	}
	return false;
}

/* Is there a part that is a stem by itself? */
static bool
has_part_stem(const Parts *parts)
{
	for (int i = 0; i < parts->n; i++)
		if (IS_ONE_OF(parts->parts[i], part_stems))
			return true;
	return false;
}

/* Is a part a word of accounts, or the number of one? */
static bool
is_of_accounts(const char *part)
{
	return begins_with_one(part, account_stems, lengthof(account_stems)) ||
		part[strspn(part, "0123456789")] == '\0';
}

/* Is it a short word, with nothing beside it but words of accounts? */
static bool
is_short(const Parts *parts)
{
	int			nshort = 0;

	if (parts->n > 1 && IS_ONE_OF(parts->joined, short_words))	/* p/w */
		return true;
	for (int i = 0; i < parts->n; i++)
		if (IS_ONE_OF(parts->parts[i], short_words))
			nshort++;
		else if (!is_of_accounts(parts->parts[i]))
			return false;
	/* clave alone is any key */
	return nshort == 1 && (parts->n > 1 || strcmp(parts->parts[0], "clave") != 0);
}

/* userpass, in one part: a word of accounts before it */
static bool
ends_short(const char *part)
{
	size_t		len = strlen(part);

	return len > 4 && strcmp(part + len - 4, "pass") == 0 &&
		begins_with_one(part, account_stems, lengthof(account_stems)) && len <= 12;
}

/* Is a part, or what stands behind the stem in it, one of those asked for? */
static bool
has_beside(const Parts *parts, bool (*is_asked) (const char *part))
{
	for (int i = 0; i < parts->n; i++)
	{
		size_t		len;
		const char *stem = find_stem(parts->parts[i], &len);

		if (is_asked(parts->parts[i]) || (stem != NULL && is_asked(stem + len)))
			return true;
		/* losenordstips: an s may join the two */
		if (stem != NULL && stem[len] == 's' && is_asked(stem + len + 1))
			return true;
	}
	return false;
}

/* ---- a word ---- */

/* Is it found by short words or part stems alone, beside something that is none of accounts? */
static bool
is_doubtful(const Parts *parts)
{
	if (has_stem(parts) || has_typing_error(parts))
		return false;
	if (!has_part_stem(parts))
		return true;
	for (int i = 0; i < parts->n; i++)
		if (!IS_ONE_OF(parts->parts[i], part_stems) && !is_of_accounts(parts->parts[i]))
			return true;
	return false;
}

static bool
is_of_passwords(const Parts *parts)
{
	return parts->n > 0 && (has_stem(parts) || has_typing_error(parts) || has_part_stem(parts) ||
							is_short(parts) || ends_short(parts->parts[parts->n - 1]));
}

PasswordWord
password_word(const char *word)
{
	Parts		parts;

	split(word, &parts);
	if (!is_of_passwords(&parts))
		return PASSWORD_WORD_NONE;
	if (has_beside(&parts, is_about))
		return PASSWORD_WORD_ABOUT;
	return has_beside(&parts, is_state) ? PASSWORD_WORD_STATE : PASSWORD_WORD_ITSELF;
}

bool
password_word_is_doubtful(const char *word)
{
	Parts		parts;

	split(word, &parts);
	return is_of_passwords(&parts) && is_doubtful(&parts);
}

bool
password_word_is_key(const char *word)
{
	Parts		parts;

	split(word, &parts);
	for (int i = 0; i < parts.n; i++)
		if (strcmp(parts.parts[i], "clave") == 0)
			return !has_stem(&parts) && !has_part_stem(&parts);
	return false;
}
