/*
 * consent_question.c
 *
 *		header, folded -> stems of what it asks
 *		cell -> folded -> stems of an answer
 *
 * Stems are of the languages of the header words.
 */
#include "postgres.h"

#include "field/consent_header.h"
#include "field/consent_question.h"
#include "field/field_fold.h"

/* Longest answer that is looked at, in bytes. */
#define MAX_ANSWER 128

static const char *const basis_headers[] = {
	"legalbasis", "consentbasis", "basisofconsent", "gdprbasis", "lawfulbasis", "basisforprocess", "legalground", "lawfulground", "behandlingsgrunnlag", "rettsliggrunnlag",
	"retsgrundlag", "behandlingsgrundlag", "rattsliggrund", "rechtsgrundlage", "baselegal", "baselegale", "basejuridi",
	"fondementjuridique", "basegiuridic", "basejuridic", "grondslag", "rechtsgrond", "podstawaprawna", "podstawaprzetw",
	"oikeusperuste", "kasittelyperuste", "oikeudellinenperuste"
};

static const char *const frequency_headers[] = {
	"frequency", "howoften", "hyppighet", "hyppighed", "frekvens", "hvorofte", "hurofta", "haufigkeit", "frequenz", "wieoft",
	"frequence", "combiendefois", "frecuencia", "cadacuanto", "cuantasveces", "frequentie", "hoevaak", "frequenza",
	"ognitanto", "frequencia", "czestotliwosc", "jakczesto", "taajuus", "tiheys", "kuinkausein"
};

static const char *const how_often[] = {
	/* en */ "daily", "weekly", "month", "quarter", "yearly", "annual", "fortnight", "everyday", "everyweek", "everytime",
	"aweek", "perweek", "peryear", "ayear", "aday", "perday", "digest", "immediate", "instant", "asithappens", "always",
	"regular", "occasional", "sometimes", "rarely", "seldom", "often", "allemails", "allmails",
	/* no, da, sv */ "daglig", "ukentlig", "ugentlig", "manedlig", "maned", "arlig", "kvartal", "hveruke", "hvertar",
	"hveruge", "iuka", "iuken", "omugen", "vecko", "ivecka", "varjevecka", "manad", "varjeman", "varjedag",
	"straks", "alltid", "altid", "avogtil", "sjelden", "sjaelden", "sallan",
	/* de */ "taglich", "wochent", "prowoche", "monat", "jahrlich", "projahr", "quartal", "vierteljahr", "sofort", "immer",
	"manchmal", "selten",
	/* fr */ "quotidien", "hebdomad", "parsemaine", "mensuel", "parmois", "chaquemois", "chaquesemaine", "trimestr", "annuel",
	"parfois", "toujours",
	/* es, pt, it */ "diari", "semanal", "porsemana", "mensual", "mensal", "pormes", "alasemana", "almes", "anual", "quinzenal",
	"quincenal", "siempre", "sempre", "giornalier", "quotidian", "settiman", "mensil", "annual", "bimestr",
	/* nl */ "dagelijks", "wekelijks", "maandelijks", "perweek", "permaand", "jaarlijks", "altijd", "soms",
	/* fi, pl */ "paivittain", "viikoittain", "viikossa", "kuukausittain", "kuukaudessa", "vuosittain", "aina", "codzien",
	"tygodni", "tydzien", "miesiec", "miesiac", "roczn", "kwartal", "zawsze"
};

static const char *const own_bases[] = {
	"consent", "samtykke", "samtyck", "einwillig", "consens", "toestemming", "suostum", "zgod"
};

static const char *const other_bases[] = {
	"legitim", "berechtigt", "berettig", "berattig", "prawnieuzasadn", "oikeutettu", "gerechtvaardigd", "contract", "contrat",
	"kontrakt", "vertrag", "avtal", "aftal", "umow", "sopimu", "overeenkomst", "legalobl", "rettslig", "retlig", "rattslig",
	"rechtlich", "wettelijk", "obligation", "obligacion", "obrigac", "obbligo", "customer", "vital", "public", "offentlig",
	"offentlich", "intereset", "interessen", "interest"
};

/* Beginnings of answers of somebody who is asked whether they want something. */
static const char *const unwilling[] = {
	"nothank", "nothx", "dontwant", "donotwant", "doesnotwant", "notanymore", "nolonger", "neitakk", "nejtak", "vilikke", "villikke",
	"onskerikke", "takketnei", "takkernei", "takkettilnei", "sagtnei", "taknej", "takkernej", "takketnej", "onskerej", "vilinte", "villinte",
	"villej", "tackatnej", "tackarnej", "neindanke", "willnicht", "mochtenicht", "nichtmehr", "nonmerci", "neveutpas", "neveutplus",
	"plusmaintenant", "nesouhaite", "nogracias", "noquiere", "yano", "neebedankt", "needank", "wilniet", "nietmeer", "eikiitos", "eihalua",
	"naoobrigad", "naoquer", "nograzie", "nonvuole", "niedziekuj", "niechce"
};

static const char *const willing[] = {
	"yesplease", "yesthank", "jatakk", "jatack", "jatak", "vilgjerneha", "takketja", "takkerja", "tackatja", "tackarja", "jabitte", "jagern",
	"ouimerci", "ouivolontiers", "sigracias", "siporfavor", "jagraag", "kyllakiitos", "simobrigad", "sigrazie", "takprosze", "takdziekuj"
};

#define HAS_STEM(folded, stems) consent_has_stem(folded, stems, lengthof(stems))

/* The cell folded into room; false if it is too long. */
static bool
fold(const char *data, uint32 len, char room[6 * MAX_ANSWER + 1])
{
	if (len > MAX_ANSWER)
		return false;
	data = field_utf8(data, &len);
	room[field_fold_utf8(data, Min(len, 3 * MAX_ANSWER), room)] = '\0';
	return true;
}

bool
consent_asks_basis(const char *folded)
{
	return HAS_STEM(folded, basis_headers);
}

bool
consent_asks_how_often(const char *folded)
{
	return HAS_STEM(folded, frequency_headers);
}

bool
consent_says_how_often(const char *data, uint32 len)
{
	char		folded[6 * MAX_ANSWER + 1];

	return fold(data, len, folded) && HAS_STEM(folded, how_often);
}

bool
consent_is_own_basis(const char *data, uint32 len)
{
	char		folded[6 * MAX_ANSWER + 1];

	return fold(data, len, folded) && HAS_STEM(folded, own_bases);
}

bool
consent_is_other_basis(const char *data, uint32 len)
{
	char		folded[6 * MAX_ANSWER + 1];

	return fold(data, len, folded) && HAS_STEM(folded, other_bases);
}

static bool
begins_with(const char *folded, const char *const *beginnings, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strncmp(folded, beginnings[i], strlen(beginnings[i])) == 0)
			return true;
	return false;
}

bool
consent_is_wish(const char *data, uint32 len, bool *refuses)
{
	char		folded[6 * MAX_ANSWER + 1];
	bool		no;

	if (!fold(data, len, folded))
		return false;
	no = begins_with(folded, unwilling, lengthof(unwilling));
	if (refuses != NULL)
		*refuses = no;
	return no || begins_with(folded, willing, lengthof(willing));
}
