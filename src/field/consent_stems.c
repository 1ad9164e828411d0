/*
 * consent_stems.c
 *
 * One table: each set with what it is said of, its words with their language.  They are
 * of the languages of the header words: en, no, sv, da, de, fr, es, nl, fi, pt, it, pl;
 * folded (field_fold.h).
 *
 * Stems are looked for anywhere in a text; words are whole, or begin one where they are
 * long (consent_begins_with()).
 */
#include "postgres.h"

#include "field/consent_stems.h"
#include "field/word_list.h"

/* Longest word of a set that does not begin others. */
#define WHOLE_WORD 4

/* Of refusing, by what a person does. */
static const char *const refusing[] = {
	/* en */ "unsub", "optout", "optedout", "optingout", "optsout", "donotmail", "donotemail",
	"donotcontact", "donotsend", "dontmail", "dontemail", "dontcontact", "dontsend", "nomail", "noemail",
	"nomarketing", "nonewsletter", "nospam", "notsubscri", "nonsubscri", "complain", "spam", "blacklist",
	"blocklist", "denylist", "consentwithdraw", "withdrawnconsent", "withdrewconsent", "consentrevoke",
	"revokedconsent", "nounwanted", "notwishtohear", "notwanttohear", "notliketohear", "nothearfrom", "mailingban", "emailban", "nothankyou", "nothanks",
	/* no, da, sv */ "avmeld", "meldtav", "meldtsegav", "meldsegav", "meldtsigaf", "meldtsigfra",
	"reservertmot", "reserveretmod", "reservasjonmot", "ikkesend",
	"ikkekontakt", "ikkenyhetsbrev", "ikkeepost", "ikkereklame", "ikkemarked", "onskerikke", "ingenreklame",
	"ingennyhetsbrev", "ikkeabonn", "svarteliste", "neitakk", "nejtak", "samtykketrukket", "trukketsamtykke", "afmeld",
	"frameld", "frabed", "frabad", "undanbed", "undanber", "ikkenyhedsbrev", "ingennyhedsbrev", "onskerej", "sortliste",
	"samtykketilbagetruk", "avregistrer", "avanmal", "avprenumerer", "avbojt", "ejnyhetsbrev", "ejreklam",
	"ejutskick", "ingautskick", "villinteha", "villejha", "svartlist", "aterkallatsamtycke", "klagomal",
	/* de */ "abgemeld", "abmeld", "abbestell", "austrag", "ausgetragen", "widerruf", "widerspr", "gesperrt",
	"werbesperr", "mailsperr", "versandsperr", "kontaktsperr", "newslettersperr", "keinewerbung",
	"keinnewsletter", "keinemail", "keineemail", "keinkontakt", "nichtanschreiben", "nichtkontakt",
	"nichtabonn", "keineunerwunscht", "robinson", "sperrvermerk", "schwarzeliste", "sperrliste",
	/* fr */ "desabonn", "desinscri", "desinscr", "opposition", "oppose", "refuse", "nepascontact",
	"nepasenvoy", "pasdenewsletter", "pasdepub", "pasdemail", "pasdemarketing", "nonabonn", "listenoire",
	"listerouge", "listerepoussoir", "plainte", "retraitduconsent", "consentementretire",
	/* es */ "desuscri", "dessuscri", "darsedebaja", "dadodebaja", "dadadebaja", "bajaboletin",
	"bajanewsletter", "fechadebaja", "nocontact", "noenviar", "nosuscri", "sinpublicidad", "listanegra",
	"listarobinson", "listasnegras",
	/* nl */ "uitgeschrev", "uitschrijv", "afgemeld", "afmeld", "uitmeld", "nietmail", "nietcontact",
	"nietbenader", "geennieuwsbrief", "geenmail", "geenreclame", "nietgeabonn", "bezwaar", "zwartelijst",
	/* fi */ "perunut", "peruttu", "peruutt", "peruutus", "kieltanyt", "kielto", "markkinointikiel",
	"eisahkopost", "eiuutiskirj", "eimarkkino", "eitilaa", "estolista", "mustalista",
	/* pt */ "descadastr", "desinscr", "desinscrev", "cancelouinscri", "cancelousubscri", "naocontact",
	"naoenviar", "naoquerreceb", "naodesejareceb", "naosubscr", "listanegra", "semmarketing",
	/* it */ "disiscri", "disiscriz", "noncontatt", "noninviare", "nonscrivere", "noniscr", "opposizion",
	"annullataiscri", "iscrizioneannull", "consensorevoc", "revocaconsens", "revocadelconsens", "listanera", "rifiutamarketing",
	/* pl */ "wypisan", "wypisa", "wypis", "rezygn", "niewysyl", "niekontakt", "sprzeciw", "czarnalista",
	"brakzgod", "cofnietazgod", "wycofanazgod", "cofniecezgod",
	"reserverersegmot", "reserverersigmod"
};

/* Of those who have died. */
static const char *const deceased[] = {
	"deceas", "passedaway", "dateofdeath", "deathdate", "avdod", "dodsdat", "dodsdag", "avliden", "avlidn", "afdod",
	"verstorb", "gestorb", "todesdat", "todestag", "decede", "datededeces", "fallecid", "fechadefallec", "defuncion",
	"overleden", "overlijdens", "kuollut", "kuolinp", "menehtyn", "falecid", "falecim", "decedut", "deceduto",
	"datadecesso", "defunto", "defunta", "zmarl", "datazgonu"
};

/* The same as whole words: of refusing. */
static const char *const refusing_word[] = {"baja", "dnc", "dne", "dnm", "fps"};

/* Laws of consent, as whole words. */
static const char *const law[] = {"gdpr", "rgpd", "dsgvo", "lgpd", "rodo", "casl", "lopd", "lopdgdd"};

/* Of an address taken off a list: short ones are whole words, others begin them. */
static const char *const removing[] = {
	/* all */
	"removed", "deleted", "purged", "fjernet", "slettet", "raderad", "borttag", "entfernt", "gelosch", "supprime",
	"eliminad", "eliminat", "borrad", "verwijderd", "poistet", "rimosso", "rimossa", "usuniet", "removid", "excluid"
};

/* The same, of an address that did not work; clean says of others that all is well. */
static const char *const cleaning[] = {"clean", "cleaned", "cleansed"};

/* Of mail that does not arrive, or is held back. */
static const char *const delivery[] = {
	"bounc", "suppress", "supress", "block", "undeliver", "quarantin",
	"blokker", "sperret", "blokeret", "spaerre", "blockerad", "sparrad", "studsa",
	"blockier", "unzustellbar", "bloqu", "rebond", "rejete", "nondistribu",
	"rebot", "devuelt", "geblokk", "onbestelbaar", "estett", "palautun",
	"devolvid", "rejeitad", "bloccat", "rimbalz", "respint", "zablok", "odbit", "odbic", "niedorecz"
};

/* Of subscribing. */
static const char *const subscribing[] = {
	"subscri", "optin", "optedin", "optsin", "newsletter", "mailinglist", "emailmarketing", "wehavepermission", "marketingemail",
	"emailconsent", "consentemail", "marketingconsent", "emailpermission", "confirmtime", "confirmedat",
	"nyhetsbrev", "abonner", "abonnert", "samtykke", "nyhedsbrev", "prenumer", "samtyck", "einwillig",
	"infolettre", "lettredinfo", "consentement", "suscri", "boletin", "consentim", "nieuwsbrief", "geabonn", "toestemming",
	"uutiskirj", "markkinointilup", "suostumus", "consenso", "zgodamarket", "zgodanamarket", "subskry", "bulten", "hirlevel", "consent", "abonn",
	"abonent", "zgod",
	/* tr */ "kampanyaizn", "pazarlamaizn", "epostaizn", "ticariileti", "ticarielektronikileti", "iletisimizn",
	"einverstand",
	"consensi", "maillist", "mailliste", "mejllist", "epostlist", "emaillist", "emailverteiler", "mailverteiler", "listedediffusion", "listadedistribu", "listadecorreo", "listadedifusion", "postituslista", "listadeemail", "listadiposta"
};

/* Of email. */
static const char *const email[] = {
	"email", "epost", "newsletter", "nyhetsbrev", "nyhedsbrev", "nieuwsbrief", "infolettre", "lettredinfo", "boletin",
	"uutiskirj", "sahkoposti", "sahkoposte", "courriel", "correoelectron", "correioelectron", "postaelettron",
	"postaelektron", "mailinglist", "mailchimp",
	"mejl"
};

/* Words that turn round what follows, or the whole. */
static const char *const negating[] = {
	/* en */
	"no", "not", "non", "never", "without", "dont", "donot", "doesnt", "didnt", "isnt", "wasnt", "hasnt", "nor",
	/* no, da, sv */
	"ikke", "ingen", "uten", "aldri", "nei", "inte", "ej", "inga", "inget", "utan", "aldrig", "uden",
	"ikkje", "nej", "icke",
	/* de */
	"nicht", "kein", "keine", "keinen", "keiner", "ohne", "nie", "niemals", "nein",
	/* fr */
	"sans", "pas", "ne", "jamais", "aucun", "aucune",
	/* es, pt, it */
	"sin", "nunca", "ningun", "ninguna", "nao", "sem", "nenhum", "nenhuma", "senza", "nessun", "nessuna",
	/* nl, fi, pl */
	"niet", "geen", "zonder", "nooit", "nee", "ei", "en", "alakaa", "alka", "ilman", "eivat", "bez",
	"brak", "nigdy",
	"niente", "intet", "zadnych", "zadnego"
};

/* Of ending and refusing, where what is ended or refused is told as well: short
 * ones are whole words, others begin them. */
static const char *const ending[] = {
	/* en */
	"cancel", "terminat", "ended", "left", "leave", "leaves", "leaving", "quit", "quits", "stop", "pause", "pausa", "pausi",
	"suspend", "inactiv", "disabl", "deactivat", "former", "formerly", "ex", "lapse", "lost", "delet",
	"mute", "skip", "hide", "hides", "hidden", "remov", "exclud", "exclus", "declin", "refus", "reject",
	"deny", "denied", "denies", "denial", "revok", "revoc", "withdr", "disallow", "object", "pending",
	"missing", "lacking", "lacks", "discontinu", "dropped", "dropout", "expired", "forbid", "forbidden",
	"ban", "bans", "banned", "prohibit", "unwanted", "avoid", "off", "gone", "against", "cease", "opposed",
	"dismiss", "abandon", "void", "never", "dissent", "dissens",
	/* no, da, sv */
	"avbestil", "avbestall", "oppsag", "oppsig", "opsag", "opsig", "sagt", "uppsag", "avslut", "afslut",
	"avsla", "avvis", "afvis", "avsagt", "avsag", "avbrut", "avbrot", "afbrud", "avbryt", "fravalg",
	"fravelg", "frasag", "frasig", "bort", "uttmeld", "utmeld", "udmeld", "utesl", "utelat", "eksklud",
	"exklud", "fjern", "slett", "slet", "stopp", "stans", "pause", "tidligere", "tidigare", "tapt",
	"mangl", "sakna", "mistet", "nekte", "nekat", "nekar", "nekad", "naegt", "forbud", "forbyd", "forbjud",
	"forbjod", "tilbakekal", "tilbagekal", "aterkal", "trukket", "trekk", "traekk", "tilbaketruk",
	"tilbagetruk", "deaktiv", "inaktiv", "annuller", "opphor", "ophor", "upphor", "utgatt", "udlobet",
	"avtalsslut",
	/* de */
	"storn", "kundig", "gekundig", "beend", "austritt", "ausgetret", "austret", "ablehn", "abgelehn",
	"lehnt", "verweig", "weiger", "verbot", "verbiet", "untersag", "fehle", "fehlt", "gesperr", "sperr", "losch",
	"gelosch", "entfern", "ausschl", "ausgeschl", "ehemal", "pausier", "zuruckgezog", "zuruckgen",
	"zuruckzieh", "entzog", "entzieh", "erlosch", "verlor", "gestopp", "aufgehob", "abbruch", "abgebroch",
	"abwahl", "abgewahl", "unerwunscht",
	/* fr */
	"annul", "anula", "quitt", "arret", "resili", "rejet", "retir", "revoq", "supprim", "exclu", "inacti",
	"desactiv", "ancien", "anciens", "ancienne", "perdu", "interdi", "manqu", "renonc", "termine",
	"cesse",
	/* es, pt */
	"renunc", "rechaz", "recus", "rejeit", "revog", "elimin", "excluy", "exclui", "inativ", "desativ",
	"encerr", "perdid", "negad", "nega", "niega", "nego", "prohib", "proib", "finaliz", "deneg", "falta",
	"saiu", "sair", "quitad", "cancelo", "bloque", "retirad",
	/* nl */
	"stopgezet", "gestopt", "beeindig", "opgezeg", "opzeg", "geannul", "weigert", "geweig", "ingetrok",
	"intrekk", "verwijd", "inactief", "gepauz", "verlat", "ontbre", "verbod", "afgewez", "afwijz",
	"uitgeslot", "uitsluit", "voormal", "afgeslot", "geblokk",
	/* fi */
	"kielta", "kielty", "perut", "peruu", "lopet", "paatty", "poist", "estet", "irtisan", "keskey",
	"puuttu", "hylat", "hylka", "entinen", "entiset", "eronnut", "passiiv",
	/* it */
	"disdett", "disdic", "rifiut", "negat", "cancell", "sospes", "sospend", "rimoss", "rimuov", "esclus",
	"esclud", "inattiv", "disattiv", "cessat", "recess", "recedut", "manca", "mancan", "vietat",
	"divieto", "ritirat", "rinunc", "rinunz",
	/* pl */
	"anulow", "odmow", "odwol", "cofni", "cofna", "wycof", "usuni", "wyklucz", "nieaktyw", "zawiesz", "zakoncz",
	"wstrzym", "dezaktyw", "byly", "byla", "zabron", "zakaz", "odrzuc", "utrac",
	"uonsk", "oonsk", "ongewenst", "nondesider", "nodesead", "indesejad", "niechcian"
};

/* Of mail that advertises. */
static const char *const mailing[] = {
	/* en */
	"marketing", "mailing", "mails", "bulk", "promo", "promotional", "promotions",
	"advert", "advertis", "ads", "solicit", "newsletter", "campaigns", "offers",
	/* others */
	"markedsfor", "marknadsfor", "markkinoi", "utskick", "utsend", "utsendels", "reklam", "reclam",
	"werb", "werbe", "werbung", "publicit", "publicid", "pubblicit", "publi", "pub", "mailen",
	"mailverkehr", "prospect", "anzeigen", "angebot", "ofertas", "offres", "aanbieding", "tarjou",
	"tilbud", "erbjudand", "mainon", "mainos", "propagand", "comerciales", "komercyjn", "handlow",
	"appeals"
};

/* Of writing to somebody: no contact, do not send. */
static const char *const contact[] = {
	/* all */
	"contact", "contacter", "contactar", "contactez", "contacten", "contacteren", "contatar", "contato",
	"contattare", "kontakt", "kontakta", "kontakte", "kontaktieren", "kontaktuj", "kontaktowac", "send",
	"sende", "sender", "senden", "kontaktas", "kontaktes", "kontaktert", "mejl", "mejla", "mailes", "correspondence", "comms", "skicka", "envoyer", "enviar", "inviare", "verzenden", "sturen", "mail",
	"maile", "benader", "benaderen", "anschreiben",
	"lettre", "communication", "communications", "kommunikation", "kommunikasjon", "comunicaciones",
	"comunicazioni", "comunicacoes",
	"contacto", "contactos", "contatto", "contactable", "contactables", "contactabel", "contattabile", "contattabili", "kontaktierbar", "kontaktbar", "mailas", "gemaild", "kontaktowanie",
	"envoi", "invio", "envio"
};

/* Of leave to mail: beside mail, of subscribing. */
static const char *const permitting[] = {
	/* all */
	"allow", "accept", "permit", "authori", "agree", "receive", "receives", "receiving", "hear", "tillat", "tillad", "tillater",
	"godta", "godtar", "godkjen", "godkann", "godken", "motta", "mottar", "modtager", "erlaub", "erlaubt",
	"autoris", "autoriz", "acept", "aceit", "accett", "recib", "recibe", "recibir", "receb", "recebe", "receber",
	"ricev", "riceve", "ricevere", "recevoir", "recoit", "toegest", "sallit", "zezwal", "otrzym",
	"permission", "permiss", "tillatelse", "tilladelse", "erlaubnis", "autorisation", "autorizacion", "can", "kan", "pode", "puede", "puo", "peut", "darf", "saa", "moze", "mogen", "contactable", "contattabil", "contactabel", "kontaktierbar", "kontaktbar", "erreichbar", "reachable",
	"permitid", "permes", "toegestan", "autorizad", "autorizzat", "autorise", "dozwol", "zezwol", "luvat", "lupa", "ok", "okay",
	"may", "durfen"
};

/* Leave to be written to, in two words. */
static const char *const contactable[] = {
	"kankontakt", "maycontact", "mayemail", "mayweemail", "canweemail", "oktocontact", "oktoemail", "darfkontakt", "magkontakt",
	"contactpermission", "kontakttillat", "kontakttillad", "kontakterlaub", "darfangeschrieb", "durfenangeschrieb", "darfkontaktiert", "maybecontact", "canbecontact", "puedesercontact", "podesercontact", "peutetrecontact", "puoesserecontatt", "magbenader", "kanbenader", "saaottaayhteytt"
};

/* Of mail that advertises, as stems. */
static const char *const advertising[] = {
	"marketing", "bulk", "mailing", "reklam", "werbung", "publicid", "publicit", "pubblicit", "markedsfor",
	"marknadsfor", "utskick"
};

/* Those of ending that are said of a list. */
static const char *const left_list[] = {
	/* all */
	"left", "leave", "leaves", "quit", "quitt", "exclu", "remov", "off", "forlat", "lamnat", "verlass",
	"verlat", "abandon", "austritt", "ausgetret"
};

/* Of a list of addresses. */
static const char *const list[] = {"list", "lists", "liste", "lista", "listen", "listan", "lijst"};

/* What may stand beside a word of subscribing and leaves it as it is: short ones
 * are whole words, others begin them. */
static const char *const harmless[] = {
	/* en */
	"a", "an", "the", "our", "your", "my", "his", "her", "their", "its", "of", "for", "to", "from", "in",
	"on", "at", "with", "and", "or", "by", "via", "is", "are", "was", "has", "have", "had", "been", "be",
	"being", "do", "does", "did", "will", "would", "like", "this", "that", "all", "any", "as", "me", "us",
	"you", "we", "i", "it", "can", "please", "yes", "email", "e", "mail", "mails", "newsletter", "newsletters", "list",
	"lists", "mailing", "marketing", "consent", "permission", "permitted", "status", "state", "date",
	"time", "datetime", "timestamp", "flag", "field", "value", "customer", "client", "contact", "member",
	"person", "people", "shop", "store", "weekly", "daily", "monthly", "yearly", "general", "company",
	"news", "update", "offer", "promo", "commercial", "communication", "info", "gdpr", "double", "single",
	"confirm", "sign", "signup", "signed", "join", "active", "enable", "want", "wants", "wanted", "wish",
	"receive", "receives", "received", "receiving", "get", "gets", "accept", "agree", "allow", "approv",
	"permit", "granted", "given", "give", "gave", "ok", "okay", "tick", "checkbox", "checked", "selected",
	"opt", "opted", "opts", "optin", "into", "interest", "subscrib", "current", "mailchimp",
	"woocommerce", "shopify", "hubspot", "klaviyo", "brevo", "new", "digital", "electronic", "online",
	"web", "website", "site", "app", "account", "default", "preference", "setting", "option", "choice",
	"bool", "boolean", "optional", "required", "valid", "registered", "regist", "since", "when",
	"whether", "if", "may", "could", "should", "shall", "hear", "send", "keep", "happy", "direct", "exclusive", "exclusif", "exclusivo", "exclusiva", "exclusieve", "exklusiv", "exklusive",
	"eksklusiv", "esclusivo", "esclusiva", "quittung", "quittungen", "ich", "jeg", "jag", "nyheter", "neuigkeit", "nouvelles", "actualite", "noticia", "novedad", "novita", "nieuws",
	"aktualno", "uutisi",
	/* how often, in all */ "frequency", "frequencies", "how", "often", "hyppighet", "hyppighed", "frekvens", "hvor", "ofte", "hur", "ofta",
	"haufigkeit", "frequenz", "wie", "oft", "frequence", "combien", "fois", "frecuencia", "cuantas", "veces", "cada", "cuanto",
	"frequentie", "hoe", "vaak", "frequenza", "ogni", "quanto", "frequencia", "czestotliwosc", "jak", "czesto", "taajuus",
	"tiheys", "kuinka", "usein",
	/* of whom, in all */ "brand", "brands", "marke", "marken", "merke", "marque", "marca", "merk", "marka", "label", "varumarke",
	/* no, da, sv */
	"er", "har", "var", "vil", "som", "en", "et", "ett", "den", "det", "de", "der", "av", "af", "til",
	"till", "fra", "fran", "pa", "og", "och", "med", "om", "dato", "datum", "tid", "epost", "post",
	"nyhetsbrev", "nyhedsbrev", "mottar", "motta", "modtager", "far", "onsker", "onskar", "vill", "godtar",
	"godtatt", "godtager", "godkjen", "godken", "tillat", "tillad", "tillater", "gitt", "givet", "givit",
	"ges", "samtykker", "pameld", "pameldt", "anmald", "tilmeld", "tilmeldt", "kunde", "kunder", "kunden",
	"medlem", "butikk", "butik", "firma", "generell", "aktiv", "ja", "takk", "tack", "tak", "markedsfor",
	"marknadsfor", "reklame", "reklam", "interesser", "behandling", "personopplysninger", "ukentlig",
	"manedlig", "vecko", "manads", "tilbud", "erbjudand", "registrer", "vart", "vare", "vores", "mine",
	"kan", "far", "vi", "du", "deg", "dig", "oss", "os", "hore", "hora", "direkte", "direkt",
	/* de */
	"die", "das", "dem", "des", "ein", "eine", "einen", "einer", "ist", "hat", "wurde", "wird", "war",
	"zum", "zur", "vom", "von", "im", "am", "auf", "fur", "mit", "und", "oder", "unser", "unsere", "zeit",
	"zeitpunkt", "anmeld", "angemeld", "empfang", "empfanger", "empfangt", "erhalt", "erhalten",
	"bekommt", "mochte", "wunsch", "gewunscht", "erwunscht", "erlaub", "zustimm", "zugestimmt", "erteilt",
	"gegeben", "durfen", "wir", "ihnen", "sie", "uns", "horen", "kontakt", "mitglied", "werbung", "werbe", "liste", "verteiler", "wochentlich",
	"monatlich", "angebot", "bestatig", "bitte", "gern", "dsgvo", "per",
	/* fr */
	"le", "la", "les", "l", "un", "une", "du", "d", "au", "aux", "ou", "est", "par", "pour", "sur",
	"avec", "notre", "nos", "votre", "heure", "courriel", "lettre", "inscrit", "inscri", "recevoir",
	"recoit", "souhait", "veut", "voulu", "accord", "donne", "obtenu", "clients", "membre", "actif",
	"oui", "vous", "nous", "statut", "information", "informasjon", "hebdomadaire", "mensuel", "offre",
	/* es, pt */
	"el", "los", "las", "una", "del", "al", "o", "y", "con", "por", "para", "su", "sus", "seu", "nuestro",
	"nuestra", "es", "esta", "fue", "fecha", "data", "hora", "correo", "correos", "boletin", "suscri",
	"subscri", "acept", "aceita", "desea", "deseja", "quiere", "quer", "recib", "recebe", "receb",
	"permite", "autoriz", "dado", "dada", "otorg", "concedi", "cliente", "contacto", "contato", "miembro",
	"lista", "activ", "ativ", "estado", "si", "sim", "semanal", "mensual", "mensal", "oferta",
	"publicidad", "da", "dos", "na", "em", "com", "um", "uma", "os", "foi",
	/* nl */
	"het", "een", "van", "voor", "aan", "op", "met", "heeft", "wil", "wilt", "onze", "ons", "tijd",
	"aangemeld", "aanmeld", "ingeschreven", "inschrijv", "ontvang", "gegeven", "verleend", "akkoord",
	"klant", "klanten", "lid", "lijst", "actief", "wekelijks", "maandelijks", "bevestig",
	/* fi */
	"tai", "saa", "saako", "lahett", "voiko", "haluatko", "haluaa", "halua", "vastaanot", "tilaa", "tilaaja", "tilaus", "tilannut", "tilattu",
	"annettu", "antanut", "hyvaksy", "sahkoposti", "lupa", "asiakas", "paiva", "pvm", "aika", "kylla",
	"viikko", "kuukausi", "voimassa", "uutiskirj", "markkinointi", "suora",
	/* it */
	"il", "lo", "gli", "uno", "di", "della", "dello", "dei", "delle", "alla", "dal", "ha", "nostra",
	"nostro", "ora", "posta", "iscri", "iscrit", "accett", "desidera", "vuole", "ricev", "riceve",
	"conferit", "autorizz", "contatto", "membro", "attiv", "stato", "settimanal", "mensil", "offert",
	/* pl */
	"od", "z", "w", "dla", "za", "oraz", "jest", "ma", "chce", "czas", "zapis", "zapisan", "otrzym",
	"wyraz", "wyrazon", "udziel", "klient", "aktywn", "tygodni", "miesiec", "potwierdz", "przetwarzan",
	"level", "buyer", "donor", "supporter", "patient", "guest", "visitor", "student", "pupil", "subscriber", "flags", "participant", "attendee", "channel", "channels",
	"special", "envoi", "invio", "envio", "werden", "bli", "blive", "etre", "ser", "essere", "worden", "parent", "parents",
	"mkt", "mktg", "format", "delivery",
	"pls", "plz", "thx", "thanks", "everything",
	"promozional", "publicitari", "publicitaire", "promocion",
	"privacy", "datenschutz", "personvern", "databeskyttelse", "dataskydd", "privacidad", "privacidade", "tietosuoja", "prywatnosc", "ta", "emot", "modtage", "crm", "protection"
};

/* What a word of subscribing may end in. */
static const char *const word_end[] = {
	/* all */
	"s", "es", "n", "en", "e", "er", "ers", "r", "a", "o", "os", "as", "i", "y", "t", "d", "ed", "ion",
	"ions", "ing", "ings", "ement", "ements", "ementet", "ent", "enter", "enten", "ents", "ant", "anter",
	"anten", "iert", "ierte", "ierter", "eret", "ert", "erte", "erer", "ere", "erar", "erad", "erat",
	"ee", "ees", "eerd", "eerde", "ung", "ungen", "ungs", "bed", "ber", "bers", "be", "bes", "bing",
	"bis", "ption", "ptions", "pcion", "pciones", "pto", "pta", "ptor", "ptora", "ptores", "birse", "bir",
	"bo", "bio", "cao", "crit", "cricao", "im", "imiento", "imientos", "u", "uj", "bcja", "bent",
	"bowany", "bowac", "kr", "krybuje", "bujacy", "kt", "kowanie", "kirje", "kirjeen", "kirjeet", "ket",
	"een", "etta", "ksen", "nti", "sen", "ja", "et", "ene", "owi", "owy", "owe", "owych", "ow", "owania",
	"sletter", "den", "ten", "an", "at", "ts", "sse", "aten", "aires", "iti", "ita", "itor",
	"ientos", "iento", "ni", "gi"
};

/* Of the answers that a column takes: Newsletter yes/no, (ja/nei). */
static const char *const choice[] = {"yes", "y", "ja", "j", "oui", "si", "sim", "tak", "kylla", "true", "1", "x"};

/* At any time, of withdrawing what is agreed to. */
static const char *const anytime[] = {
	"anytime", "whenever", "narsomhelst", "narsom", "naarsomhelst", "tilenhvertid", "jederzeit", "atoutmoment", "toutmoment",
	"encualquiermomento", "cualquiermomento", "aqualquermomento", "qualquermomento", "inqualsiasimomento", "qualsiasimomento",
	"opelkmoment", "elkmoment", "tealletijde", "milloinvain", "millointahansa", "wkazdejchwili", "kazdejchwili", "wdowolnymmomencie"
};

/* Of consent given: of these, a date says when. */
static const char *const given[] = {
	"subscribed", "optin", "optedin", "consent", "confirmtime", "confirmedat", "samtykke", "samtyck",
	"einwillig", "toestemming", "suostumus", "abonnert", "geabonn"
};

/* Of other channels and purposes. */
static const char *const elsewhere[] = {
	"sms", "whatsapp", "telegram", "messenger", "telefon", "telephon", "phone", "puhelin", "mobil",
	"pushnotif", "webpush", "pushvarsel", "thirdpart", "3rdpart", "tredjepart", "dritt", "tiers", "tercero",
	"terzi", "terceiro", "kolmansi", "derde", "partner", "profil", "directmail", "postalmail", "postmail",
	"snailmail", "brevpost", "briefpost", "postvag", "parcourrier", "correopostal", "direktreklame",
	"donotcall", "dontcall", "callopt", "coldcall", "callcent", "textmess", "cookie", "analytics",
	"geoloc", "location", "viber", "wechat", "imessage", "facebook", "instagram", "linkedin", "pushopt", "pushsub",
	"pushconsent", "pushperm", "inapp", "robocall", "chatbot",
	"photo", "foto", "bilder", "billed", "picture", "image", "video", "filming", "filmopptak", "surgery", "surgical", "operation", "treatment", "medical", "vaccin", "anesth", "anaesth", "research", "forskning", "forschung", "fieldtrip", "swimming", "firstaid", "medication", "training", "datasharing", "datadeling", "transport", "overnight", "dbscheck", "backgroundcheck",
	"parental", "guardian",
	"zdjec", "immagin", "imagen", "imagem", "billede", "bildtill", "kuvaus", "wizerun",
	"postwerb", "briefwerb", "postreklam", "postmarketing", "postutskick", "brevutskick", "brevreklam"
};

/* The same as whole tokens. */
static const char *const elsewhere_word[] = {
	"call", "calls", "calling", "fax", "post", "postal", "push", "text", "texts", "mms", "tel", "tlf", "tfn",
	"ring", "voice", "wa", "rcs", "signal", "line", "kakao", "discord", "slack", "chat", "letter", "letters", "brev", "brief", "carta", "courrier",
	"kirje", "lettera",
	"trip", "trips"
};

/* Of how many. */
static const char *const counting[] = {
	"count", "counts", "number", "num", "nr", "rate", "rates", "percent", "percentage", "pct", "ratio",
	"score", "total", "totals", "times", "days", "antall", "antal", "anzahl", "nombre", "numero", "aantal",
	"maara", "liczba", "quantity", "qty", "frequency", "bounces", "complaints", "blocks"
};

/* Of something about it, in whichever way it is meant. */
static const char *const about[] = {
	/* all */
	"reason", "reasons", "campaign", "title", "titles", "name", "id", "ids", "url", "link", "source",
	"comment", "comments", "note", "notes", "ip", "page", "form", "arsak", "orsak", "grund", "raison",
	"motivo", "reden", "syy", "powod", "description", "referrer", "language", "folder", "template",
	"subject", "issue", "token", "key", "sprache", "langue", "idioma", "taal", "kieli", "lingua", "jezyk",
	"sprak", "sprog"
};

/* Of sending, and of time: of those who have subscribed they tell something else. */
static const char *const passing[] = {
	/* all */
	"by", "via", "method", "type", "category", "message", "text", "user", "last", "latest", "sent",
	"send", "sends", "opened", "opens", "clicked", "clicks", "until", "end", "ends", "ended", "expiry",
	"expires", "expired", "expiration", "valid", "bis", "hasta", "fin", "slutt", "slut", "utlop",
	"ablauf", "sist", "siste", "senast", "senaste", "seneste", "letzte", "letzter",
	"letzten", "dernier", "derniere", "ultimo", "ultima", "laatste", "viimeisin", "ostatni", "ostatnia",
	"geoffnet", "geklickt", "gesendet", "versendet", "versand", "apnet", "oppnet", "abnet", "klikket",
	"klickat", "sendt", "skickat", "skickad", "ouvert", "clique", "envoye", "enviado", "abierto",
	"inviato", "aperto", "geopend", "verzonden", "wyslano"
};

/* Of these, a no says nothing of consent: not blocked, no complaint. */
static const char *const other_refusal[] = {
	"bounc", "suppress", "block", "blokk", "bloker", "blockier", "blocc", "bloqu", "sperr", "sparr", "spam", "complain",
	"klage", "klagom", "plainte", "robinson", "list", "undeliver", "quarantin", "rebot", "devuelt", "estett"
};

/* Of why: beside a refusal, a cell that is filled is one. */
static const char *const reason[] = {
	"reason", "reasons", "cause", "arsak", "orsak", "grund", "raison", "motif", "motivo", "reden", "syy", "powod"
};

/* The same, of mail that failed or was left alone. */
static const char *const failure_kind[] = {
	"type", "kind", "class", "category", "message", "error", "diagnostic", "description", "typ", "tyyppi", "tipo", "soort"
};

/* Of mail that failed, and of nothing else: blocked may be an account. */
static const char *const failure[] = {"bounc", "suppress", "supress"};

static const char *const leaving[] = {
	"unsub", "optout", "optedout", "avmeld", "afmeld", "frameld", "abmeld", "abgemeld", "abbestell", "desabonn", "desinscri",
	"desuscri", "dessuscri", "uitgeschrev", "uitschrijv", "disiscri", "wypis", "avprenumer", "avanmal", "descadastr"
};

/* Of how somebody left: from what, in which campaign, from where. */
static const char *const left_of[] = {
	"from", "of", "fra", "fran", "von", "aus", "de", "da", "dal", "dalla", "van", "uit", "z"
};

static const char *const left_by[] = {"ip", "source", "via", "by", "method", "list", "lists"};

static const char *const campaign[] = {"campaign", "kampan", "kampag", "campag", "campan"};

/* Of where somebody gave consent, or did not. */
static const char *const source[] = {
	"source", "method", "origin", "kilde", "kalla", "quelle", "herkunft", "origine", "origen", "origem", "fuente", "bron", "lahde", "zrodlo"
};

/* Of what somebody has: of an email, and not of mail. */
static const char *const having[] = {"has", "have", "har", "hat", "tiene", "heeft"};

/* Of stopping, whatever it is: more than an account does. */
static const char *const stopping[] = {
	"stop", "stopp", "stopped", "stoppet", "stoppad", "gestoppt", "gestopt", "mute", "muted", "paused", "cancellato", "cancellata"
};

/* Of mail that nobody can do without, and of what an address is. */
static const char *const other_mail[] = {
	"invoic", "faktur", "rechnung", "factur", "fattur", "lasku", "receipt", "kvitter", "quittung", "order", "bestell", "bestill", "ticket",
	"billet", "biljett", "password", "passord", "passwort", "address", "adress", "direccion", "indirizz", "adres", "endereco",
	"osoite", "valid", "gyldig", "giltig", "gultig", "verif", "confirm", "exist", "bekreft", "bestatig", "primary", "second",
	"duplic", "missing", "price", "pris", "preis", "person", "account", "konto", "server", "statement", "kontoutskrift",
	"mailbox", "forward", "postkasse", "briefkasten",
	"mailmerge",
	"signatur"
};

/* What a text must name to refuse mail wherever it stands. */
static const char *const mail[] = {
	"mail", "epost", "newslet", "nyhetsbr", "nyhedsbr", "nieuwsbr", "infolettre", "boletin", "uutiskirj", "sahkopost",
	"courriel", "correoelec", "correioelec", "posta", "marketing", "markedsfor", "marknadsfor", "markkinoi", "reklam",
	"reclame", "werbung", "publicid", "publicit", "pubblicit", "utskick", "bounc", "suppress", "supress", "spam",
	"consent", "samtyk", "samtyck", "einwillig", "toestemm", "suostum", "zgod", "optin", "optedin", "optout", "optedout",
	"unsub", "notcontact", "dontcontact", "mejl"
};

/* How mail failed, and who said so. */
static const char *const failed_how[] = {
	"hard", "soft", "permanent", "transient", "temporary", "undetermined", "manual", "user", "admin", "global",
	"reported", "marked", "report", "dauerhaft", "harter", "weicher", "definitivo", "duro", "suave", "mjuk", "myk"
};

/* Of wanting: beginnings of words. */
static const char *const wanting[] = {
	/* en */ "want", "wish", "like", "care", "interest", "agree", "need", "desire", "willing", "appreciat", "prefer",
	/* no, da, sv */ "onsk", "vil", "vill", "ville", "bedt", "gnsker", "ensk",
	/* de */ "mochte", "will", "wunsch", "gewunsch", "wollen", "mag",
	/* fr */ "veut", "veux", "souhait", "voul", "desir",
	/* es, pt, it */ "quier", "quer", "dese", "vuol", "vogli", "desider", "gradi",
	/* nl, fi, pl */ "wil", "wens", "wilt", "halu", "tahdo", "toivo", "chce", "chc", "zycz"
};

/* Of going on: beginnings of words. */
static const char *const going_on[] = {
	/* all */
	"more", "anymore", "longer", "further", "again", "any", "mer", "mere", "meir", "lenger", "laengere", "langre", "langer",
	"mehr", "weiter", "plus", "davantage", "mas", "mais", "adelante", "meer", "verder", "enaa", "enempaa", "enaan",
	"piu", "ulterior", "wiecej", "juz", "dalsz"
};

/* Of taking away: beginnings of words. */
static const char *const taking[] = {
	/* en */ "remov", "take", "taken", "took", "delet", "strike", "struck", "unsub", "drop", "get", "off",
	/* no, da, sv */ "fjern", "slett", "slet", "radering", "ta", "tas", "tatt", "tage", "taget", "tag", "stryk", "strok", "tar", "bort", "radera", "plocka",
	/* de */ "nehm", "genomm", "entfern", "losch", "gelosch", "streich", "gestrich", "austrag", "raus",
	/* fr */ "retir", "enlev", "supprim", "suppress", "retrait", "radi", "oter", "sort",
	/* es, pt, it */ "quit", "elimin", "borr", "sacar", "baja", "sacad", "remov", "tirar", "exclu", "toglie", "tolto", "tolta", "rimuov",
	"rimoss", "cancell", "apagar",
	/* nl, fi, pl */ "halen", "gehaald", "haal", "verwijd", "schrap", "afhal", "poist", "usun", "wypis", "skresl", "wykresl"
};

/* Of what it is taken from: whole words. */
static const char *const taken_from[] = {
	"from", "off", "out", "fra", "af", "av", "fran", "ur", "aus", "von", "vom", "de", "du", "des", "d", "da", "do", "dos",
	"das", "del", "dal", "dalla", "dai", "dalle", "van", "uit", "z", "ze"
};

/* Of stopping: beginnings of words. */
static const char *const stop[] = {
	/* all */
	"stop", "stopp", "stoppe", "stoppa", "ceas", "quit", "aufhor", "einstell", "arret", "cess", "dejar", "deje", "dejen", "cesar",
	"para", "pare", "parem", "smett", "smettere", "interromp", "ophou", "lopet", "przest", "zaprzest", "slut", "sluta",
	"slippe", "slipper", "slippa", "undga", "undgar", "verschon"
};

/* Of mail that nobody can do without, and of addresses: whatever is said is of those. */
static const char *const other_mail_text[] = {
	/* all */
	"invoic", "faktur", "rechnung", "factur", "fattur", "lasku", "receipt", "kvitter", "order", "bestell", "bestill", "ticket",
	"billet", "biljett", "password", "passord", "passwort", "attach", "vedlegg", "anhang", "address", "adress", "adresse",
	"direccion", "indirizz", "adres", "endereco", "osoite", "valid", "gyldig", "giltig", "gultig", "ungultig", "works", "working",
	"virker", "funger", "funktion", "fonction", "bruk", "konto", "pakke", "parcel", "paket", "rekening", "beleg"
};

/* Of a wish for it. */
static const char *const missing[] = {
	"miss", "misses", "missing", "verpass", "verpasse", "verpassen", "manquer", "perder", "perderse", "glipp", "missen",
	"perdere", "przegap", "missa"
};

/* Of leaving a list, as stems. */
static const char *const leaving_text[] = {
	"unsub", "optout", "optedout", "nomail", "nonewsletter", "nomarketing", "donotmail", "donotemail", "avmeld", "afmeld",
	"frameld", "abgemeld", "abbestell", "desabonn", "desinscri", "desuscri", "dessuscri", "uitgeschrev", "disiscri", "wypisa",
	"avprenum", "avanmal", "descadastr", "frabed", "frabad", "undanbed", "undanber"
};

/* Of lists and of writing to somebody. */
#define LIST_TEXT \
	"list", "lijst", "verteiler", "contact", "kontakt", "contat", "correo", "courrier", "anschreib", "angeschrieb", \
	"informa", "benader", "schreib", "communicat", "comunica", "kommunika", "hearfrom", "utsend", "udsend"

static const char *const list_text[] = {LIST_TEXT};

/* One of these is in every sentence that refuses, and names no mail. */
static const char *const clue[] = {
	LIST_TEXT,
	/* laws */ "gdpr", "rgpd", "dsgvo", "lgpd", "rodo",
	/* leaving */ "unsub", "optedout", "avmeld", "afmeld", "frameld", "abgemeld", "desabonn", "desinscri", "desuscri", "dessuscri",
	"uitgeschrev", "disiscri", "wypisa", "avprenum", "avanmal", "descadastr",
	/* leaving, in several words */ "segav", "sigaf", "sigfra"
};

/* Of deleting data: beginnings of words. */
static const char *const erasing[] = {
	"eras", "delet", "forgot", "losch", "gelosch", "suppress", "supprim", "effac", "slett", "slet", "rader", "supres", "elimin", "borr",
	"apag", "exclu", "cancell", "verwijd", "wis", "poist", "usun", "objec", "widerspr", "oppos", "sprzeciw", "bezwaar"
};

/* Of how and when somebody left: behind a word of leaving, what left is mail. */
static const char *const manner[] = {
	"by", "via", "per", "on", "at", "in", "since", "through", "today", "pa", "den", "i", "ved", "over", "am", "um", "im", "seit", "uber",
	"telefonisch", "par", "le", "depuis", "por", "el", "desde", "em", "il", "tramite", "op", "sinds", "przez", "dnia"
};

/* May stand before a word of leaving: who, and that it was so. */
static const char *const before_leaving[] = {
	"he", "she", "they", "has", "have", "was", "is", "har", "er", "ar", "hat", "ist", "sich", "sie", "seg", "sig", "est", "s", "elle", "il",
	"se", "ha", "si", "heeft", "zich", "hij", "zij", "on", "hun", "han", "on", "ona", "hon"
};

/* Of complaining: beginnings of words. */
static const char *const complaining[] = {
	"complain", "klag", "klaget", "klagde", "klagade", "beschwer", "plaint", "plaign", "quej", "lament", "geklaagd", "klaagt", "valitt", "skarg", "skarzy"
};

/* Of a header: a legal basis. */
static const char *const asks_basis[] = {
	"legalbasis", "consentbasis", "basisofconsent", "gdprbasis", "lawfulbasis", "basisforprocess", "legalground", "lawfulground", "behandlingsgrunnlag", "rettsliggrunnlag",
	"retsgrundlag", "behandlingsgrundlag", "rattsliggrund", "rechtsgrundlage", "baselegal", "baselegale", "basejuridi",
	"fondementjuridique", "basegiuridic", "basejuridic", "grondslag", "rechtsgrond", "podstawaprawna", "podstawaprzetw",
	"oikeusperuste", "kasittelyperuste", "oikeudellinenperuste"
};

/* Of a header: how often. */
static const char *const asks_how_often[] = {
	"frequency", "howoften", "hyppighet", "hyppighed", "frekvens", "hvorofte", "hurofta", "haufigkeit", "frequenz", "wieoft",
	"frequence", "combiendefois", "frecuencia", "cadacuanto", "cuantasveces", "frequentie", "hoevaak", "frequenza",
	"ognitanto", "frequencia", "czestotliwosc", "jakczesto", "taajuus", "tiheys", "kuinkausein"
};

/* Of a cell: how often. */
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

/* Of consent as a legal basis; of others. */
static const char *const own_basis[] = {
	"consent", "samtykke", "samtyck", "einwillig", "consens", "toestemming", "suostum", "zgod"
};

static const char *const other_basis[] = {
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

/* The same of who does. */
static const char *const willing[] = {
	"yesplease", "yesthank", "jatakk", "jatack", "jatak", "vilgjerneha", "takketja", "takkerja", "tackatja", "tackarja", "jabitte", "jagern",
	"ouimerci", "ouivolontiers", "sigracias", "siporfavor", "jagraag", "kyllakiitos", "simobrigad", "sigrazie", "takprosze", "takdziekuj"
};

/* Of a header: by which channels. */
static const char *const asks_channel[] = {
	/* en */ "contactpermission", "contactpref", "commspref", "commpref", "communicationpref", "communicationschannel", "communicationchannel",
	"contactchannel", "commschannel", "channelpref", "correspond", "korrespond",
	/* no, da, sv */ "kontaktpref", "kommunikasjonspref", "kommunikationspref", "kommunikasjonskanal", "kommunikationskanal", "kontaktkanal",
	"kontakttillat", "kontakttillad",
	/* de */ "kommunikationsweg", "kontaktweg", "kontakterlaub", "kontaktpraferenz",
	/* fr, es, pt, it */ "preferencedecontact", "preferencescontact", "preferencedecommunication", "canaldecontact", "canaldecomunic",
	"canaldecontato", "preferenciadecontact", "preferenciasdecontact", "preferenciasdecomunic", "canaledicontatto", "canalicomunic", "preferenzecontatt",
	/* nl, fi, pl */ "contactvoorkeur", "communicatievoorkeur", "contactkanaal", "yhteydenottokanava", "yhteydenottotap", "kanalkontaktu",
	"kontaktvag", "kommunikationsvag", "kontaktart"
};

/* Of email, as a channel. */
static const char *const channel_email[] = {"email", "emails", "mail", "mejl", "epost", "eposta", "courriel", "correo", "correoelectronico", "sahkoposti", "newsletter", "digital", "emailing", "eposten", "mailings", "emailadresse"};

/* Of another channel. */
static const char *const channel_other[] = {
	"phone", "telephone", "telefon", "telefono", "telefone", "telefoon", "tel", "tlf", "mobile", "mobil", "call", "calls", "sms", "text", "texts", "mms",
	"whatsapp", "post", "postal", "brev", "brief", "letter", "carta", "courrier", "lettera", "posta", "poczta", "kirje", "puhelin", "puhelu", "fax",
	"push", "app", "puhelimitse", "telephonique", "paper", "papir",
	"telefonisk", "telefonisch", "telefonico", "telefonicamente", "landline", "cell", "calling", "poste", "postalmail", "brevpost", "briefpost", "posten", "puhelimella", "kirjeitse", "tekstiviesti", "tekstviestit", "textmessage", "voice", "visit", "inperson", "snail", "direct"
};

/* Of one alone. */
static const char *const only[] = {"only", "just", "kun", "bare", "bara", "endast", "nur", "seulement", "uniquement", "solo", "solamente", "so", "apenas", "alleen", "vain", "tylko", "ausschliesslich"};

/* Of all of them. */
static const char *const everything[] = {"all", "any", "both", "every", "everything", "alle", "alt", "allt", "alla", "begge", "beides", "tous", "tout", "todos", "todo", "tutti", "alles", "kaikki", "wszystko"};

/* Of no channel. */
static const char *const nothing[] = {"no", "none", "nothing", "neither", "not", "never", "aldri", "aldrig", "nie", "niemals", "jamais", "nunca", "nooit", "nigdy", "ingen", "ikke", "inga", "inte", "intet", "inget", "kein", "keine", "keinen", "keiner", "nicht", "aucun", "aucune", "ninguno", "ninguna", "nenhum", "nessuno", "nessun", "geen", "ei", "zaden", "brak", "ne", "pas"};

/* Words between them. */
static const char *const between[] = {
	"and", "or", "by", "via", "og", "eller", "och", "und", "oder", "per", "et", "ou", "par", "y", "o", "e", "por", "en", "of", "i", "lub", "ja", "tai",
	"contact", "comms", "communication", "communications", "kontakt", "pa", "med", "mit", "channels", "means", "kanaler", "message", "messages",
	"electronico", "electronica", "elektronisk", "elektronische", "electronic", "electronique", "elettronica", "eletronico", "elektroniczna", "be", "may",
	"me", "meg", "mig", "mich", "moi", "mij", "at", "gar", "tout", "do", "please", "bitte"
};

/* Of receiving something, or wanting it. */
static const char *const receiving[] = {
	"receiv", "recevoir", "recoi", "erhalt", "bekomm", "motta", "modtag", "taemot", "recib", "receb", "ricev", "ontvang", "otrzym",
	"vastaanot", "vilha", "villha", "onsk", "wunsch", "mochte", "souhait", "desea", "deseja", "wens", "wouldlike", "keepmeinformed", "holdmeg", "haldmeg"
};

/* Of what is received: news and offers. */
static const char *const news[] = {
	"informa", "actualite", "nouvelles", "neuigkeit", "nyhet", "nyheder", "noticia", "novedad", "novidad", "novita", "nieuws",
	"aktualnosc", "uutisi", "news", "updates", "updated", "posted", "intouch", "informed", "offers", "offres", "tilbud", "angebot", "ofert",
	"offert", "erbjud", "aanbied", "tarjou", "orienter", "oppdater", "opdater", "uppdater", "hoogteblij", "hoogtehou", "aggiornament", "novidade", "informac", "informaz", "tietoa",
	"powiadom", "aktualiz", "nyheter",
	"infos"
};

/* Of somebody who is asked for a wish, or asks for it: words in a row. */
static const char *const wish[] = {
	/* en */ "can we", "may we", "could we", "should we", "do you want", "do you wish", "would you like", "are you happy", "i want",
	"i would like", "i d like", "i wish", "i agree", "i consent", "i am happy", "yes i", "please send", "please email", "please keep",
	"send me", "email me", "keep me", "keep in touch", "stay in touch", "keep you", "let me know", "tell me", "sign me up",
	"add me", "happy to", "would like to", "wishes to", "wants to", "want to", "wish to", "like to",
	/* no */ "vil du", "vil ha", "onsker du", "onsker", "kan vi", "ma vi", "far vi", "hold meg", "holdes", "send meg", "jeg vil",
	"jeg onsker",
	/* da */ "hold mig", "send mig",
	/* sv */ "vill du", "vill ha", "onskar du", "onskar", "hall mig", "skicka mig", "jag vill", "jag onskar",
	/* de */ "mochten sie", "mochtest du", "durfen wir", "darf ich", "wollen sie", "willst du", "wunschen sie", "wunscht", "halten sie mich",
	"ich mochte", "mochte", "ich will", "ich wunsche", "informieren sie mich",
	/* fr */ "souhaitez vous", "voulez vous", "desirez vous", "acceptez vous", "aimeriez vous", "pouvons nous", "je souhaite",
	"je veux", "je desire", "j accepte", "tenez moi", "souhaite", "veut",
	/* es */ "desea", "deseas", "quiere", "quieres", "le gustaria", "te gustaria", "podemos", "quiero", "deseo", "me gustaria",
	/* nl */ "wil je", "wil jij", "wilt u", "wil u", "mogen we", "mogen wij", "ik wil", "houd me", "hou me", "wenst u",
	/* fi */ "haluatko", "haluatteko", "saako", "saammeko", "voimmeko", "voiko", "haluan", "haluaa",
	/* pt */ "quer", "queres", "deseja", "desejas", "gostaria", "quero", "desejo",
	/* it */ "vuoi", "vuole", "desideri", "desidera", "possiamo", "voglio", "desidero", "tenetemi", "ti piacerebbe",
	/* pl */ "czy chcesz", "czy mozemy", "czy chce", "chcesz", "chce", "chcialbym", "czy zgadza", "zgadzam sie",
	"erwunscht", "gewunscht", "get", "gets", "keep informed", "keep updated", "kept informed",
	"comment vous"
};

/* Of what has been sent. */
static const char *const sent[] = {
	/* all */ "sent", "sendt", "skickat", "skickad", "gesendet", "versendet", "envoye", "enviado", "inviato", "verzonden", "wyslano", "lahetetty", "opened", "clicked"
};

/* Of what was done by mail, and is no mail: beside words in -ed. */
static const char *const done[] = {
	/* all */ "bought", "paid", "heard", "told", "found", "came", "bestilt", "kjopt", "betalt", "kobt", "betald", "bokad", "gekauft", "gebucht", "bezahlt", "bestellt", "besvart",
	"paye", "achete", "reserve", "comprado", "pagado", "reservado", "pagato", "comprato", "prenotato", "betaald", "gekocht", "geboekt", "maksettu", "ostettu", "kupione", "comprado", "pago"
};

/* Of what somebody has received, and is not asked for. */
static const char *const received[] = {
	/* all */ "received", "recu", "recue", "mottatt", "modtaget", "mottagit", "recibido", "recebido", "ricevuto", "otrzymano", "saatu"
};

/* Of sending, said to somebody. */
static const char *const sending[] = {
	/* all */ "send", "sende", "senden", "envoyer", "enviar", "inviare", "sturen", "skicka", "laheta", "wyslij", "wysylac", "mandar"
};

/* Of a newsletter, as they are marked in a header. */
static const char *const newsletter[] = {
	/* all */ "newsletter", "nyhetsbrev", "nyhedsbrev", "nieuwsbrief", "uutiskirj", "hirlevel", "bulten"
};

/* Of by what something comes, before what it is. */
static const char *const by[] = {
	/* all */ "by", "via", "per", "par", "por", "pr", "pa", "mit", "med", "met", "through", "tramite", "przez", "con"
};

/* The same in one word. */
static const char *const by_mail[] = {
	/* fi */ "sahkopostilla", "sahkopostitse", "mailitse",
	/* pl */ "mailem", "mailowo",
	/* en */ "emailable", "mailable",
	"emailem"
};

/* Of several mails: of no address. */
static const char *const mails[] = {
	/* all */ "emails", "mails", "mailings", "mailinger", "mailingen", "mejlutskick", "epostutskick", "eposter", "ecards",
	/* fr */ "courriels", "mels",
	/* es, pt, it */ "correos",
	/* fi */ "sahkopostit",
	/* pl */ "maile"
};

/* Of mail that is sent, in one word with whose it is. */
static const char *const mailed[] = {
	/* all */ "medlemsmail", "nyhedsmail", "nyhetsmail", "kundemail", "mailversand", "emailversand", "epostutsend", "mailutsend",
	"mailudsend", "clubmail", "vereinsmail", "infomail",
	"reklamemail", "reclamemail", "werbemail", "reklammejl", "reklamemejl", "mainossahkopost", "mainosposti"
};

/* Of what an address is like: nobody is asked there. */
static const char *const of_address[] = {
	/* en */ "is", "shared", "business", "private", "personal", "work", "role", "generic", "free", "disposable", "same", "different",
	"own", "home",
	/* no, da, sv */ "privat", "felles", "delt", "samme", "jobb", "arbeid",
	/* de */ "geschaftlich", "gemeinsam", "dienstlich", "gleich",
	/* fr */ "perso", "partage", "professionnel", "pro",
	"read", "opened", "full"
};

/* Of by which channels: beginnings of words. */
static const char *const channel_word[] = {
	/* all */ "channel", "kanal", "canal", "canaux", "canais", "kanava", "method", "methode", "metod", "means", "ways", "mode",
	"moyen", "medio", "medios", "meio", "meios", "mezzo", "middel", "sposob", "prefer", "pref", "prefs", "best", "bevorzug",
	"foretruk", "foretrukk", "foredrag", "voorkeur", "fav", "favou", "favor", "you", "mich", "meg", "mig", "moi",
	"delivery", "levering", "zustell"
};

/* Of all that somebody subscribes to. */
static const char *const titles[] = {
	/* en */ "subscriptions", "newsletters", "optins",
	/* no, da, sv */ "abonnementer", "nyhetsbrevene", "prenumerationer",
	/* de */ "abonnements", "abonnemente", "abos",
	/* fr */ "abonnements",
	/* es, pt, it */ "suscripciones", "boletines", "assinaturas", "subscricoes", "iscrizioni",
	/* nl */ "abonnementen", "nieuwsbrieven",
	/* fi */ "tilaukset", "uutiskirjeet",
	/* pl */ "subskrypcje", "biuletyny",
	"subscribed to", "opted in to", "abonniert", "abonnerer pa", "inscrit a", "suscrito a", "iscritto a", "prenumererar pa", "geabonneerd op", "mailing lists", "email lists", "epostlister", "email topics"
};

/* The same beside a word of mail. */
static const char *const titles_of[] = {
	/* all */ "lists", "listes", "listas", "listen", "lister", "listor", "liste", "lijsten", "preferences", "preferanser", "preferencer",
	"praferenzen", "preferencias", "preferenze", "voorkeuren", "topics", "segments", "groups"
};

/* Of a paper that members get. */
static const char *const paper[] = {
	/* en */ "bulletin", "bulletins", "ebulletin", "circular", "circulars", "ezine", "zine", "enews", "digest", "gazette", "roundup",
	/* no, da, sv */ "rundskriv", "rundskrivelse", "infobrev", "infomail", "infopost", "nyhedsmail", "nyhetsmail", "nyhetspost",
	"mailinger",
	/* de */ "rundbrief", "rundbriefe", "rundmail", "rundschreiben", "infobrief", "infobriefe", "gemeindebrief", "pfarrbrief",
	/* fr */ "infolettre", "circulaire", "gazette",
	/* es, pt, it */ "circulares", "circolare", "circolari", "notiziario", "informativo", "gazzetta",
	/* nl */ "nieuwsflits", "nieuwsmail",
	/* fi */ "tiedote", "jasentiedote",
	/* pl */ "biuletyn", "okolnik",
	"news", "updates", "infos", "verteiler", "nytt", "nyheter", "nyheder", "nouvelles", "novedades", "novidades", "aktuelles",
	"empfangerliste", "verteilerliste", "eblast", "eblasts", "eshot", "eshots"
};

/* Of those who get a paper, or of how often: it may be one word with what it is. */
static const char *const audience[] = {
	/* en */ "member", "members", "membership", "club", "customer", "client", "donor", "supporter", "parish", "church", "school",
	"friends", "alumni", "month", "monthly", "weekly", "week", "company", "staff", "volunteer", "community",
	/* no, da, sv */ "klubb", "klub", "medlem", "medlems", "forenings", "lags", "menighets", "menigheds", "skole", "skol", "kunde",
	"kund", "maneds", "manads", "uke", "uge", "vecko", "ars", "venne", "venners", "forsamlings", "sogne",
	/* de */ "vereins", "verein", "klub", "mitglieder", "mitglieds", "gemeinde", "pfarr", "kunden", "monats", "wochen", "schul",
	"freundes",
	/* fr */ "adherents", "membres", "paroissial",
	/* es, pt, it */ "socios", "soci", "clientes", "amigos", "amici",
	/* nl */ "leden", "klanten", "clubs", "verenigings", "maand", "school",
	/* fi */ "jasen", "jasenten", "seuran", "seura", "kerho", "asiakas", "kuukausi", "viikko",
	/* pl */ "klubowy", "klubowa", "parafialny",
	"kirchen", "kirkens"
};

/* Of what they get. */
static const char *const paper_kind[] = {
	/* en */ "magazine", "news", "journal", "paper", "bulletin", "letter", "gazette", "mailing", "mailings", "update", "updates",
	/* no, da, sv */ "avis", "avisen", "blad", "bladet", "brev", "brevet", "nytt", "nyt", "magasin", "magasinet", "tidning",
	"tidningen", "post", "posten", "mail", "info", "utsendelse", "bulletin",
	/* de */ "zeitung", "zeitschrift", "blatt", "brief", "magazin", "nachrichten", "post",
	/* fr */ "bulletin", "lettre",
	/* nl */ "blad", "krant", "brief", "nieuws", "magazine",
	/* fi */ "kirje", "lehti", "tiedote", "posti",
	/* pl */ "biuletyn", "gazetka"
};

/* Of what somebody does not want: beginnings of words. */
static const char *const unwanted[] = {
	/* all */ "uonsk", "unwanted", "unerwunsch", "ongewenst", "oonsk", "nondesider", "nodesead", "indesejad", "niechcian"
};

/* Keys whose value names what the answer beside it is of. */
static const char *const naming_key[] = {
	/* all */ "type", "channel", "name", "key", "purpose", "list", "kind", "id", "label", "category", "slug", "title", "medium",
	"field", "topic", "kanal", "canal", "navn", "nom", "nombre", "nome", "naam", "nazwa", "code"
};

/* Keys of an answer. */
static const char *const answering_key[] = {
	/* all */ "value", "status", "state", "enabled", "allowed", "active", "answer", "checked", "on", "selected", "granted",
	"opted", "choice", "agreed", "accepted", "permission", "wert", "verdi", "varde", "valeur", "valor", "valore", "waarde"
};

/* ---- the table ---- */

typedef struct StemSet
{
	const char *const *words;
	int			n;
} StemSet;

#define SET(words) {words, lengthof(words)}

static const StemSet sets[] = {
	[STEMS_REFUSING] = SET(refusing),
	[STEMS_DECEASED] = SET(deceased),
	[STEMS_REFUSING_WORD] = SET(refusing_word),
	[STEMS_LAW] = SET(law),
	[STEMS_REMOVING] = SET(removing),
	[STEMS_CLEANING] = SET(cleaning),
	[STEMS_DELIVERY] = SET(delivery),
	[STEMS_SUBSCRIBING] = SET(subscribing),
	[STEMS_EMAIL] = SET(email),
	[STEMS_NEGATING] = SET(negating),
	[STEMS_ENDING] = SET(ending),
	[STEMS_MAILING] = SET(mailing),
	[STEMS_CONTACT] = SET(contact),
	[STEMS_PERMITTING] = SET(permitting),
	[STEMS_CONTACTABLE] = SET(contactable),
	[STEMS_ADVERTISING] = SET(advertising),
	[STEMS_LEFT_LIST] = SET(left_list),
	[STEMS_LIST] = SET(list),
	[STEMS_HARMLESS] = SET(harmless),
	[STEMS_WORD_END] = SET(word_end),
	[STEMS_CHOICE] = SET(choice),
	[STEMS_ANYTIME] = SET(anytime),
	[STEMS_GIVEN] = SET(given),
	[STEMS_ELSEWHERE] = SET(elsewhere),
	[STEMS_ELSEWHERE_WORD] = SET(elsewhere_word),
	[STEMS_COUNTING] = SET(counting),
	[STEMS_ABOUT] = SET(about),
	[STEMS_PASSING] = SET(passing),
	[STEMS_OTHER_REFUSAL] = SET(other_refusal),
	[STEMS_REASON] = SET(reason),
	[STEMS_FAILURE_KIND] = SET(failure_kind),
	[STEMS_FAILURE] = SET(failure),
	[STEMS_LEAVING] = SET(leaving),
	[STEMS_LEFT_OF] = SET(left_of),
	[STEMS_LEFT_BY] = SET(left_by),
	[STEMS_CAMPAIGN] = SET(campaign),
	[STEMS_SOURCE] = SET(source),
	[STEMS_HAVING] = SET(having),
	[STEMS_STOPPING] = SET(stopping),
	[STEMS_OTHER_MAIL] = SET(other_mail),
	[STEMS_MAIL] = SET(mail),
	[STEMS_FAILED_HOW] = SET(failed_how),
	[STEMS_WANTING] = SET(wanting),
	[STEMS_GOING_ON] = SET(going_on),
	[STEMS_TAKING] = SET(taking),
	[STEMS_TAKEN_FROM] = SET(taken_from),
	[STEMS_STOP] = SET(stop),
	[STEMS_OTHER_MAIL_TEXT] = SET(other_mail_text),
	[STEMS_MISSING] = SET(missing),
	[STEMS_LEAVING_TEXT] = SET(leaving_text),
	[STEMS_LIST_TEXT] = SET(list_text),
	[STEMS_CLUE] = SET(clue),
	[STEMS_ERASING] = SET(erasing),
	[STEMS_MANNER] = SET(manner),
	[STEMS_BEFORE_LEAVING] = SET(before_leaving),
	[STEMS_COMPLAINING] = SET(complaining),
	[STEMS_ASKS_BASIS] = SET(asks_basis),
	[STEMS_ASKS_HOW_OFTEN] = SET(asks_how_often),
	[STEMS_HOW_OFTEN] = SET(how_often),
	[STEMS_OWN_BASIS] = SET(own_basis),
	[STEMS_OTHER_BASIS] = SET(other_basis),
	[STEMS_UNWILLING] = SET(unwilling),
	[STEMS_WILLING] = SET(willing),
	[STEMS_ASKS_CHANNEL] = SET(asks_channel),
	[STEMS_CHANNEL_EMAIL] = SET(channel_email),
	[STEMS_CHANNEL_OTHER] = SET(channel_other),
	[STEMS_ONLY] = SET(only),
	[STEMS_EVERYTHING] = SET(everything),
	[STEMS_NOTHING] = SET(nothing),
	[STEMS_BETWEEN] = SET(between),
	[STEMS_RECEIVING] = SET(receiving),
	[STEMS_NEWS] = SET(news),
	[STEMS_WISH] = SET(wish),
	[STEMS_SENT] = SET(sent),
	[STEMS_DONE] = SET(done),
	[STEMS_RECEIVED] = SET(received),
	[STEMS_SENDING] = SET(sending),
	[STEMS_NEWSLETTER] = SET(newsletter),
	[STEMS_BY] = SET(by),
	[STEMS_BY_MAIL] = SET(by_mail),
	[STEMS_MAILS] = SET(mails),
	[STEMS_MAILED] = SET(mailed),
	[STEMS_OF_ADDRESS] = SET(of_address),
	[STEMS_CHANNEL_WORD] = SET(channel_word),
	[STEMS_TITLES] = SET(titles),
	[STEMS_TITLES_OF] = SET(titles_of),
	[STEMS_PAPER] = SET(paper),
	[STEMS_AUDIENCE] = SET(audience),
	[STEMS_PAPER_KIND] = SET(paper_kind),
	[STEMS_UNWANTED] = SET(unwanted),
	[STEMS_NAMING_KEY] = SET(naming_key),
	[STEMS_ANSWERING_KEY] = SET(answering_key)
};

const char *const *
consent_stems(ConsentStems set, int *n)
{
	*n = sets[set].n;
	return sets[set].words;
}

bool
consent_has_stem(const char *folded, ConsentStems set)
{
	return word_has_one_of(folded, sets[set].words, sets[set].n);
}

bool
consent_has_token(const char *tokens, ConsentStems set)
{
	return word_has_token_of(tokens, sets[set].words, sets[set].n);
}

bool
consent_has_word(const char *word, ConsentStems set)
{
	return word_is_one_of(word, sets[set].words, sets[set].n);
}

bool
consent_begins_with(const char *word, ConsentStems set)
{
	for (int i = 0; i < sets[set].n; i++)
	{
		const char *beginning = sets[set].words[i];
		size_t		len;

		/* the first letter is looked at before a call: there are hundreds of words */
		if (beginning[0] != word[0])
			continue;
		len = strlen(beginning);
		if (strncmp(word, beginning, len) == 0 && (len > WHOLE_WORD || word[len] == '\0'))
			return true;
	}
	return false;
}
