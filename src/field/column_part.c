/*
 * column_part.c
 *
 * See column_part.h.
 */
#include "postgres.h"

#include "field/column_part.h"
#include "field/word_list.h"

static const struct
{
	const char *name;
	const char *field;			/* that the column is, too */
}			parts[] = {
	[PART_NONE] = {NULL, NULL},
	[PART_HOUSE_NUMBER] = {HOUSE_NUMBER, NULL},
	[PART_HOUSE_ADDITION] = {HOUSE_ADDITION, NULL},
	[PART_NAME_PREFIX] = {NAME_PREFIX, NULL},
	[PART_SECOND_LAST_NAME] = {SECOND_LAST_NAME, NULL},
	[PART_BIRTH_DAY] = {BIRTH_DAY, NULL},
	[PART_BIRTH_MONTH] = {BIRTH_MONTH, NULL},
	[PART_BIRTH_YEAR] = {BIRTH_YEAR, NULL},
	[PART_RECIPIENT] = {RECIPIENT, "email"},
	[PART_PLACE] = {POSTAL_PLACE, NULL},
	[PART_REGION_PLACE] = {REGION_PLACE, NULL},
	[PART_OTHER_EMAIL] = {OTHER_EMAIL, NULL},
	[PART_OTHER_FIRST_NAME] = {OTHER_FIRST_NAME, NULL},
	[PART_OTHER_LAST_NAME] = {OTHER_LAST_NAME, NULL},
	[PART_TWO_PHONES] = {TWO_PHONES, NULL},
	[PART_LACKS_FIRST_NAME] = {"first_name", NULL},
	[PART_LACKS_LAST_NAME] = {"last_name", NULL},
	[PART_LACKS_NAME] = {"name", NULL},
	[PART_LACKS_MOBILE] = {"mobile", NULL},
	[PART_LACKS_ADDRESS_2] = {"address_2", NULL}
};

static const char *const house_numbers[] = {
	"housenumber", "houseno", "housenr", "streetnumber", "streetno", "streetnr", "buildingnumber", "husnummer", "husnr",
	"gatenummer", "gatenr", "veinummer", "gatunummer", "vejnummer", "hausnummer", "hausnr", "hnr", "hausno",
	"numeroderue", "numerorue", "numerodevoie", "numeroexterior", "numerodecalle", "numerodecasa", "numerodeporta",
	"huisnummer", "huisnr", "talonumero", "talonro", "numerocivico", "ncivico", "civico", "nrdomu", "numerdomu"
};

static const char *const house_additions[] = {
	"houseletter", "housenumberaddition", "housenumbersuffix", "husbokstav", "hausnummerzusatz", "hausnrzusatz", "hnrzusatz",
	"huisletter", "huisnummertoevoeging", "huisnrtoevoeging", "toevoeging", "toev", "toevhuisnr"
};

static const char *const name_prefixes[] = {
	"tussenvoegsel", "tussenvoegsels", "tussenv", "tussenvgsl", "tv", "voorvoegsel", "voorvoegsels", "infix", "nameinfix",
	"lastnameprefix", "surnameprefix", "familynameprefix", "middleparticle", "nameparticle", "namensvorsatz", "vorsatzwort",
	"namenszusatz", "efternamnsprefix", "etternavnsprefiks", "particule"
};

static const char *const second_last_names[] = {
	"segundoapellido", "apellido2", "2apellido", "apellidosegundo", "apellidomaterno", "materno", "2oapellido", "2doapellido",
	"secondlastname", "secondsurname", "lastname2", "surname2", "maternallastname"
};

static const char *const initials[] = {
	"initials", "voorletters", "voorletter", "voorl", "initialen", "initialer", "initiales", "iniciales", "iniziali",
	"forbokstaver", "nimikirjaimet"
};

static const char *const region_places[] = {
	"citystatezip", "citystatezipcode", "citystzip", "citystateandzip", "citystatepostalcode", "citystatepostcode", "csz",
	"citystate", "cityst", "cityandstate", "cityprovincepostalcode", "cityprovince", "suburbstatepostcode", "townstatezip",
	"citystatezippostalcode", "cityregionpostalcode"
};

ColumnPart
column_part_by_name(const char *name)
{
	for (int i = PART_NONE + 1; i < (int) lengthof(parts); i++)
		if (strcmp(parts[i].name, name) == 0)
			return i;
	return PART_NONE;
}

const char *
column_part_name(ColumnPart part)
{
	return parts[part].name;
}

const char *
column_part_field(ColumnPart part)
{
	return parts[part].field;
}

bool
column_part_is_other(ColumnPart part)
{
	return part == PART_OTHER_EMAIL || part == PART_OTHER_FIRST_NAME || part == PART_OTHER_LAST_NAME;
}

const char *
column_part_of_word(const char *word)
{
	if (IS_ONE_OF(word, house_numbers))
		return HOUSE_NUMBER;
	if (IS_ONE_OF(word, house_additions))
		return HOUSE_ADDITION;
	if (IS_ONE_OF(word, region_places))
		return REGION_PLACE;
	if (IS_ONE_OF(word, second_last_names))
		return SECOND_LAST_NAME;
	return IS_ONE_OF(word, name_prefixes) ? NAME_PREFIX : NULL;
}

bool
column_part_is_initials(const char *word)
{
	return IS_ONE_OF(word, initials);
}
