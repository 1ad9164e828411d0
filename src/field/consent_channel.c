/*
 * consent_channel.c
 *
 *		cell -> words: email | another channel | only | none | and -> ConsentCell
 */
#include "postgres.h"

#include "field/consent_channel.h"
#include "field/consent_header.h"
#include "field/word_list.h"

/* Longest cell that is looked at, in bytes. */
#define MAX_CELL 128

static const char *const channel_headers[] = {
	/* en */ "contactpermission", "contactpref", "commspref", "commpref", "communicationpref", "communicationschannel", "communicationchannel",
	"contactchannel", "commschannel", "channelpref", "correspond", "korrespond",
	/* no, da, sv */ "kontaktpref", "kommunikasjonspref", "kommunikationspref", "kommunikasjonskanal", "kommunikationskanal", "kontaktkanal",
	"kontakttillat", "kontakttillad",
	/* de */ "kommunikationsweg", "kontaktweg", "kontakterlaub", "kontaktpraferenz",
	/* fr, es, pt, it */ "preferencedecontact", "preferencescontact", "preferencedecommunication", "canaldecontact", "canaldecomunic",
	"canaldecontato", "preferenciadecontact", "preferenciasdecontact", "preferenciasdecomunic", "canaledicontatto", "canalicomunic", "preferenzecontatt",
	/* nl, fi, pl */ "contactvoorkeur", "communicatievoorkeur", "contactkanaal", "yhteydenottokanava", "yhteydenottotap", "kanalkontaktu"
};

static const char *const emails[] = {"email", "emails", "mail", "mejl", "epost", "eposta", "courriel", "correo", "correoelectronico", "sahkoposti", "newsletter", "digital"};

static const char *const others[] = {
	"phone", "telephone", "telefon", "telefono", "telefone", "telefoon", "tel", "tlf", "mobile", "mobil", "call", "calls", "sms", "text", "texts", "mms",
	"whatsapp", "post", "postal", "brev", "brief", "letter", "carta", "courrier", "lettera", "posta", "poczta", "kirje", "puhelin", "puhelu", "fax",
	"push", "app", "puhelimitse", "telephonique", "paper", "papir"
};

static const char *const onlies[] = {"only", "just", "kun", "bare", "bara", "endast", "nur", "seulement", "uniquement", "solo", "solamente", "so", "apenas", "alleen", "vain", "tylko", "ausschliesslich"};

static const char *const everything[] = {"all", "any", "both", "every", "everything", "alle", "alt", "allt", "alla", "begge", "beides", "tous", "tout", "todos", "todo", "tutti", "alles", "kaikki", "wszystko"};

static const char *const nothing[] = {"no", "none", "nothing", "neither", "ingen", "ikke", "inga", "inte", "intet", "inget", "kein", "keine", "keinen", "keiner", "nicht", "aucun", "aucune", "ninguno", "ninguna", "nenhum", "nessuno", "nessun", "geen", "ei", "zaden", "brak"};

static const char *const between[] = {
	"and", "or", "by", "via", "og", "eller", "och", "und", "oder", "per", "et", "ou", "par", "y", "o", "e", "por", "en", "of", "i", "lub", "ja", "tai",
	"contact", "comms", "communication", "communications", "kontakt", "pa", "med", "mit", "channels", "means", "kanaler", "message", "messages"
};

/* What the words of a cell are. */
typedef struct Named
{
	bool		email;
	bool		other;
	bool		only;
	bool		all;
	bool		none;
} Named;

/* One word; false if it is of something else. */
static bool
take_word(Named *named, const char *word)
{
	if (IS_ONE_OF(word, emails))
		named->email = true;
	else if (IS_ONE_OF(word, others))
		named->other = true;
	else if (IS_ONE_OF(word, onlies))
		named->only = true;
	else if (IS_ONE_OF(word, everything))
		named->all = true;
	else if (IS_ONE_OF(word, nothing))
		named->none = true;
	else
		return IS_ONE_OF(word, between);
	return true;
}

bool
consent_asks_channel(const char *folded)
{
	return consent_has_stem(folded, channel_headers, lengthof(channel_headers));
}

ConsentCell
consent_channels(const char *data, uint32 len)
{
	Named		named = {0};
	char	   *words;
	char	   *rest;

	if (len > MAX_CELL)
		return CONSENT_CELL_OTHER;
	words = consent_tokens(pnstrdup(data, len));
	for (char *word = strtok_r(words, " ", &rest); word != NULL; word = strtok_r(NULL, " ", &rest))
		if (!take_word(&named, word))
			return CONSENT_CELL_OTHER;
	if (named.none)
		return named.other && !named.email ? CONSENT_CELL_SILENT : CONSENT_CELL_UNSUBSCRIBED;
	if (named.email || named.all)
		return CONSENT_CELL_SUBSCRIBED;
	if (named.other)
		return named.only ? CONSENT_CELL_UNSUBSCRIBED : CONSENT_CELL_SILENT;
	return CONSENT_CELL_OTHER;
}
