/*
 * consent_header.c
 *
 *		header word -> additions in brackets dropped -> words
 *			-> all of it folded: hasoptedoutofemail, with each stem's place in it
 *			-> ConsentPart: of refusing, ending, no, subscribing, harmless ...
 *
 * Stems are of the languages of the header words: en, no, sv, da, de, fr, es,
 * nl, fi, pt, it, pl.  They are looked for in the whole, across its words, and
 * cut words that are written in one: Newsletterkundigung, nichtabgemeldet.
 */
#include "postgres.h"

#include "field/consent_header.h"
#include "field/field_fold.h"

/* ---- stems ---- */

/* Of refusing, by what a person does. */
static const char *const refusing_stems[] = {
	/* en */ "unsub", "optout", "optedout", "optingout", "optsout", "donotmail", "donotemail",
	"donotcontact", "donotsend", "dontmail", "dontemail", "dontcontact", "dontsend", "nomail", "noemail",
	"nomarketing", "nonewsletter", "nospam", "notsubscri", "nonsubscri", "complain", "spam", "blacklist",
	"blocklist", "denylist", "consentwithdraw", "withdrawnconsent", "withdrewconsent", "consentrevoke",
	"revokedconsent", "nounwanted", "notwishtohear", "notwanttohear", "notliketohear", "nothearfrom", "mailingban", "emailban", "nothankyou", "nothanks",
	/* no, da, sv */ "avmeld", "meldtav", "meldtsegav", "meldsegav", "meldtsigaf", "meldtsigfra",
	"reservertmot", "reserveretmod", "reservasjonmot", "ikkesend",
	"ikkekontakt", "ikkenyhetsbrev", "ikkeepost", "ikkereklame", "ikkemarked", "onskerikke", "ingenreklame",
	"ingennyhetsbrev", "ikkeabonn", "svarteliste", "neitakk", "nejtak", "samtykketrukket", "trukketsamtykke", "afmeld",
	"frameld", "frabed", "frabad", "ikkenyhedsbrev", "ingennyhedsbrev", "onskerej", "sortliste",
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
	"brakzgod", "cofnietazgod", "wycofanazgod", "cofniecezgod"
};

/* Of those who have died. */
static const char *const deceased_stems[] = {
	"deceas", "passedaway", "dateofdeath", "deathdate", "avdod", "dodsdat", "dodsdag", "avliden", "avlidn", "afdod",
	"verstorb", "gestorb", "todesdat", "todestag", "decede", "datededeces", "fallecid", "fechadefallec", "defuncion",
	"overleden", "overlijdens", "kuollut", "kuolinp", "menehtyn", "falecid", "falecim", "decedut", "deceduto",
	"datadecesso", "defunto", "defunta", "zmarl", "datazgonu"
};

/* The same as whole words: of refusing. */
static const char *const refusing_words[] = {"baja", "dnc", "dne", "dnm"};

/* Laws of consent, as whole words. */
static const char *const law_words[] = {"gdpr", "rgpd", "dsgvo", "lgpd", "rodo"};

/* Of an address taken off a list: short ones are whole words, others begin them. */
static const char *const removing_words[] = {
	/* all */
	"removed", "deleted", "purged", "fjernet", "slettet", "raderad", "borttag", "entfernt", "gelosch", "supprime",
	"eliminad", "eliminat", "borrad", "verwijderd", "poistet", "rimosso", "rimossa", "usuniet", "removid", "excluid"
};

/* The same, of an address that did not work; clean says of others that all is well. */
static const char *const cleaning_words[] = {"clean", "cleaned", "cleansed"};

/* Of mail that does not arrive, or is held back. */
static const char *const delivery_stems[] = {
	"bounc", "suppress", "supress", "block", "undeliver", "quarantin",
	"blokker", "sperret", "blokeret", "spaerre", "blockerad", "sparrad", "studsa",
	"blockier", "unzustellbar", "bloqu", "rebond", "rejete", "nondistribu",
	"rebot", "devuelt", "geblokk", "onbestelbaar", "estett", "palautun",
	"devolvid", "rejeitad", "bloccat", "rimbalz", "respint", "zablok", "odbit", "odbic", "niedorecz"
};

/* Of subscribing. */
static const char *const subscribing_stems[] = {
	"subscri", "optin", "optedin", "optsin", "newsletter", "mailinglist", "emailmarketing", "wehavepermission", "marketingemail",
	"emailconsent", "consentemail", "marketingconsent", "emailpermission", "confirmtime", "confirmedat",
	"nyhetsbrev", "abonner", "abonnert", "samtykke", "nyhedsbrev", "prenumer", "samtyck", "einwillig",
	"infolettre", "lettredinfo", "consentement", "suscri", "boletin", "consentim", "nieuwsbrief", "geabonn", "toestemming",
	"uutiskirj", "markkinointilup", "suostumus", "consenso", "zgodamarket", "zgodanamarket", "subskry", "bulten", "hirlevel", "consent", "abonn",
	"abonent", "zgod",
	/* tr */ "kampanyaizn", "pazarlamaizn", "epostaizn", "ticariileti", "ticarielektronikileti", "iletisimizn"
};

/* Of email. */
static const char *const email_stems[] = {
	"email", "epost", "newsletter", "nyhetsbrev", "nyhedsbrev", "nieuwsbrief", "infolettre", "lettredinfo", "boletin",
	"uutiskirj", "sahkoposti", "courriel", "correoelectron", "correioelectron", "postaelettron",
	"postaelektron", "mailinglist", "mailchimp"
};

/* Words that turn round what follows, or the whole. */
static const char *const negating_words[] = {
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
	"brak", "nigdy"
};

/* Of ending and refusing, where what is ended or refused is told as well: short
 * ones are whole words, others begin them. */
static const char *const ending_words[] = {
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
	"wstrzym", "dezaktyw", "byly", "byla", "zabron", "zakaz", "odrzuc", "utrac"
};

/* Of mail that advertises. */
static const char *const mailing_words[] = {
	/* en */
	"marketing", "mailing", "mails", "bulk", "promo", "promotional", "promotions",
	"advert", "advertis", "ads", "solicit", "newsletter", "campaigns", "offers",
	/* others */
	"markedsfor", "marknadsfor", "markkinoi", "utskick", "utsend", "utsendels", "reklam", "reclam",
	"werb", "werbe", "werbung", "publicit", "publicid", "pubblicit", "publi", "pub", "mailen",
	"mailverkehr", "prospect", "anzeigen", "angebot", "ofertas", "offres", "aanbieding", "tarjou",
	"tilbud", "erbjudand", "mainon", "mainos", "propagand", "comerciales", "komercyjn", "handlow"
};

/* Of writing to somebody: no contact, do not send. */
static const char *const contact_words[] = {
	/* all */
	"contact", "contacter", "contactar", "contactez", "contacten", "contacteren", "contatar", "contato",
	"contattare", "kontakt", "kontakta", "kontakte", "kontaktieren", "kontaktuj", "kontaktowac", "send",
	"sende", "sender", "senden", "kontaktas", "kontaktes", "kontaktert", "mejl", "mejla", "mailes", "correspondence", "comms", "skicka", "envoyer", "enviar", "inviare", "verzenden", "sturen", "mail",
	"maile", "benader", "benaderen", "anschreiben",
	"lettre", "communication", "communications", "kommunikation", "kommunikasjon", "comunicaciones",
	"comunicazioni", "comunicacoes"
};

/* Of leave to mail: beside mail, of subscribing. */
static const char *const permitting_words[] = {
	/* all */
	"allow", "accept", "permit", "authori", "agree", "receive", "receives", "receiving", "hear", "tillat", "tillad", "tillater",
	"godta", "godtar", "godkjen", "godkann", "godken", "motta", "mottar", "modtager", "erlaub", "erlaubt",
	"autoris", "autoriz", "acept", "aceit", "accett", "recib", "recibe", "recibir", "receb", "recebe", "receber",
	"ricev", "riceve", "ricevere", "recevoir", "recoit", "toegest", "sallit", "zezwal", "otrzym"
};

/* Leave to be written to, in two words. */
static const char *const contactable_stems[] = {
	"kankontakt", "maycontact", "mayemail", "mayweemail", "canweemail", "oktocontact", "oktoemail", "darfkontakt", "magkontakt"
};

/* Of mail that advertises, as stems. */
static const char *const advertising_stems[] = {
	"marketing", "bulk", "mailing", "reklam", "werbung", "publicid", "publicit", "pubblicit", "markedsfor",
	"marknadsfor", "utskick"
};

/* Those of ending that are said of a list. */
static const char *const leaving_words[] = {
	/* all */
	"left", "leave", "leaves", "quit", "quitt", "exclu", "remov", "off", "forlat", "lamnat", "verlass",
	"verlat", "abandon", "austritt", "ausgetret"
};

/* Of a list of addresses. */
static const char *const list_words[] = {"list", "lists", "liste", "lista", "listen", "listan", "lijst"};

/* What may stand beside a word of subscribing and leaves it as it is: short ones
 * are whole words, others begin them. */
static const char *const harmless_words[] = {
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
	"wyraz", "wyrazon", "udziel", "klient", "aktywn", "tygodni", "miesiec", "potwierdz", "przetwarzan"
};

/* What a word of subscribing may end in. */
static const char *const word_endings[] = {
	/* all */
	"s", "es", "n", "en", "e", "er", "ers", "r", "a", "o", "os", "as", "i", "y", "t", "d", "ed", "ion",
	"ions", "ing", "ings", "ement", "ements", "ementet", "ent", "enter", "enten", "ents", "ant", "anter",
	"anten", "iert", "ierte", "ierter", "eret", "ert", "erte", "erer", "ere", "erar", "erad", "erat",
	"ee", "ees", "eerd", "eerde", "ung", "ungen", "ungs", "bed", "ber", "bers", "be", "bes", "bing",
	"bis", "ption", "ptions", "pcion", "pciones", "pto", "pta", "ptor", "ptora", "ptores", "birse", "bir",
	"bo", "bio", "cao", "crit", "cricao", "im", "imiento", "imientos", "u", "uj", "bcja", "bent",
	"bowany", "bowac", "kr", "krybuje", "bujacy", "kt", "kowanie", "kirje", "kirjeen", "kirjeet", "ket",
	"een", "etta", "ksen", "nti", "sen", "ja", "et", "ene", "owi", "owy", "owe", "owych", "ow", "owania",
	"sletter", "den", "ten", "an", "at", "ts", "sse", "aten", "aires", "iti", "ita", "itor"
};

/* ---- words ---- */

/* Longest stem of which a word must begin with it, or be it. */
#define WHOLE_WORD 4
#define BEGINS_WORD 5

/* Longest ending between two words in one. */
#define LONGEST_LINK 4

bool
consent_has_stem(const char *folded, const char *const *stems, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strstr(folded, stems[i]) != NULL)
			return true;
	return false;
}

/* Is the word one of the tokens, which have a blank on either side? */
static bool
is_token(const char *tokens, const char *word)
{
	size_t		len = strlen(word);

	for (const char *p = strstr(tokens, word); p != NULL; p = strstr(p + 1, word))
		if (p[-1] == ' ' && p[len] == ' ')
			return true;
	return false;
}

bool
consent_has_token(const char *tokens, const char *const *wanted, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (is_token(tokens, wanted[i]))
			return true;
	return false;
}

/* The first letter is looked at before a call: there are hundreds of words. */
bool
consent_has_word(const char *word, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (words[i][0] == word[0] && strcmp(word, words[i]) == 0)
			return true;
	return false;
}

/* Is it one of the words, or does it begin with a long one? */
static bool
begins_with(const char *word, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
	{
		size_t		len;

		if (words[i][0] != word[0])
			continue;
		len = strlen(words[i]);
		if (strncmp(word, words[i], len) == 0 && (len > WHOLE_WORD || word[len] == '\0'))
			return true;
	}
	return false;
}

#define IS_WORD(word, words) consent_has_word(word, words, lengthof(words))
#define BEGINS_WITH(word, words) begins_with(word, words, lengthof(words))

/* Does a token begin at p?  At a capital behind a small letter, too. */
static bool
begins_token(const char *start, const char *p)
{
	return p > start && *p >= 'A' && *p <= 'Z' && p[-1] >= 'a' && p[-1] <= 'z';
}

static inline bool
is_separator(char c)
{
	return strchr(" \t_-./:,;|()[]{}&+*'\"?!#=<>\\", c) != NULL;
}

/* Tokens of a header word, folded, between blanks: " has opted out of email ". */
typedef struct Tokens
{
	char	   *text;
	int			len;
} Tokens;

static void
add_token(Tokens *tokens, const char *data, int len)
{
	int			added = field_fold_utf8(data, len, tokens->text + tokens->len);

	tokens->len += added;
	if (added > 0)
		tokens->text[tokens->len++] = ' ';
}

/* e-mail and e post are one word. */
static void
join_email(Tokens *tokens)
{
	static const char *const split[] = {" e mail", " e post", " e posta"};

	for (size_t i = 0; i < lengthof(split); i++)
	{
		char	   *found;

		while ((found = strstr(tokens->text, split[i])) != NULL)
			memmove(found + 2, found + 3, strlen(found + 3) + 1);
	}
}

/* don't is one word. */
static void
join_negation(Tokens *tokens)
{
	static const char *const split[] = {" don t ", " doesn t ", " didn t ", " isn t ", " hasn t ", " won t "};

	for (size_t i = 0; i < lengthof(split); i++)
	{
		char	   *found = strstr(tokens->text, split[i]);
		char	   *blank = found == NULL ? NULL : found + strlen(split[i]) - 3;

		if (blank != NULL)
			memmove(blank, blank + 1, strlen(blank + 1) + 1);
	}
}

/* The tokens of a word in UTF-8. */
static char *
split_word(const char *word, int len)
{
	Tokens		tokens = {palloc(3 * len + 3), 0};
	const char *start = word;

	tokens.text[tokens.len++] = ' ';
	for (const char *p = word; p < word + len; p++)
	{
		if (!is_separator(*p) && !begins_token(word, p))
			continue;
		if (p > start)
			add_token(&tokens, start, p - start);
		start = is_separator(*p) ? p + 1 : p;
	}
	if (start < word + len)
		add_token(&tokens, start, word + len - start);
	tokens.text[tokens.len] = '\0';
	join_email(&tokens);
	join_negation(&tokens);
	return tokens.text;
}

/* ---- parts ---- */

/* The folded whole, and what its bytes were found to be. */
typedef struct Marks
{
	char	   *text;
	int			len;
	bool	   *begins;			/* a token does */
	uint8	   *kind;
} Marks;

static Marks
mark_tokens(const char *tokens)
{
	int			room = strlen(tokens) + 1;
	Marks		marks = {palloc0(room), 0, palloc0(sizeof(bool) * room), palloc0(room)};

	for (const char *p = tokens; *p != '\0'; p++)
	{
		if (*p == ' ')
			continue;
		marks.begins[marks.len] = p[-1] == ' ';
		marks.text[marks.len++] = *p;
	}
	return marks;
}

/* Marks one place, unless a part of it is something stronger. */
static void
mark_place(Marks *marks, int place, int len, ConsentPartKind kind)
{
	for (int i = place; i < place + len; i++)
		if (marks->kind[i] != PART_UNKNOWN && marks->kind[i] != kind)
			return;
	memset(marks->kind + place, kind, len);
}

static void
mark_stems(Marks *marks, const char *const *stems, size_t n, ConsentPartKind kind)
{
	for (size_t i = 0; i < n; i++)
	{
		int			len = strlen(stems[i]);

		for (char *p = strstr(marks->text, stems[i]); p != NULL; p = strstr(p + 1, stems[i]))
			if (len > BEGINS_WORD || stems != mailing_words || marks->begins[p - marks->text])
				mark_place(marks, p - marks->text, len, kind);
	}
}

#define MARK_STEMS(marks, stems, kind) mark_stems(marks, stems, lengthof(stems), kind)

/* "donot" and "dont" in one with the next word. */
static void
cut_negation(Marks *marks)
{
	static const char *const glued[] = {"donot", "dont"};

	for (int i = 0; i < marks->len; i++)
		for (size_t j = 0; marks->begins[i] && j < lengthof(glued); j++)
		{
			int			len = strlen(glued[j]);

			if (strncmp(marks->text + i, glued[j], len) == 0 && marks->kind[i] == PART_UNKNOWN)
				marks->begins[i + len] = true;
		}
}

static ConsentPartKind
kind_of_word(const char *word)
{
	if (IS_WORD(word, negating_words))
		return PART_NO;
	if (IS_WORD(word, refusing_words))
		return PART_REFUSAL;
	if (IS_WORD(word, law_words))
		return PART_SUBSCRIBING;
	if (IS_WORD(word, cleaning_words) || BEGINS_WITH(word, removing_words))
		return PART_ENDING;
	if (BEGINS_WITH(word, list_words))
		return PART_LIST;
	if (IS_WORD(word, contact_words))
		return PART_CONTACT;
	if (BEGINS_WITH(word, mailing_words))
		return PART_MAILING;
	if (IS_WORD(word, harmless_words))
		return PART_HARMLESS;
	if (BEGINS_WITH(word, ending_words))
		return PART_ENDING;
	if (BEGINS_WITH(word, harmless_words) || strlen(word) <= 2 || strspn(word, "0123456789") == strlen(word))
		return PART_HARMLESS;
	return PART_UNKNOWN;
}

/*
 * What is left of a token behind a stem: an ending may be between, as in
 * markedsforing-s-forbud.
 */
static ConsentPartKind
kind_of_rest(const char *word, ConsentPartKind before)
{
	ConsentPartKind kind = kind_of_word(word);

	if (before == PART_REFUSAL || before == PART_DELIVERY || IS_WORD(word, word_endings))
		return PART_HARMLESS;
	for (size_t len = 1; kind == PART_UNKNOWN && len <= LONGEST_LINK && word[len] != '\0'; len++)
		if (IS_WORD(pnstrdup(word, len), word_endings))
			kind = kind_of_word(word + len);
	return kind;
}

static void
add_part(ConsentHeader *header, const Marks *marks, int start, int end)
{
	ConsentPart *part = &header->parts[header->nparts++];

	part->begins = marks->begins[start];
	part->word = pnstrdup(marks->text + start, end - start);
	part->kind = marks->kind[start];
	if (part->kind != PART_UNKNOWN)
		return;
	if (marks->begins[start])
		part->kind = kind_of_word(part->word);
	else
		part->kind = kind_of_rest(part->word, marks->kind[start - 1]);
}

/*
 * Finnish "en" (I do not) begins a header; elsewhere it is a Spanish or French
 * "in", a Dutch "and", an article, or a language.  newsletter_no is of a language,
 * or of a no: that cannot be told.
 */
static void
hear_little_words(ConsentHeader *header)
{
	int			last = header->nparts - 1;

	for (int i = 1; i <= last; i++)
	{
		ConsentPart *part = &header->parts[i];

		if (part->kind == PART_NO && strcmp(part->word, "en") == 0)
			part->kind = PART_HARMLESS;
		else if (i == last && part->kind == PART_NO && strcmp(part->word, "no") == 0)
			part->kind = PART_UNKNOWN;
	}
}

/* Cuts the tokens into parts, and says what each is. */
static void
find_parts(ConsentHeader *header, const char *tokens)
{
	Marks		marks = mark_tokens(tokens);
	int			start = 0;

	header->bare = marks.text;
	header->parts = palloc(sizeof(ConsentPart) * (marks.len + 1));
	header->nparts = 0;
	MARK_STEMS(&marks, refusing_stems, PART_REFUSAL);
	MARK_STEMS(&marks, deceased_stems, PART_REFUSAL);
	MARK_STEMS(&marks, delivery_stems, PART_DELIVERY);
	MARK_STEMS(&marks, subscribing_stems, PART_SUBSCRIBING);
	MARK_STEMS(&marks, email_stems, PART_MAILING);
	MARK_STEMS(&marks, mailing_words, PART_MAILING);
	cut_negation(&marks);
	for (int i = 1; i <= marks.len; i++)
	{
		if (i < marks.len && !marks.begins[i] && marks.kind[i] == marks.kind[i - 1])
			continue;
		add_part(header, &marks, start, i);
		start = i;
	}
}

/* ---- a choice of yes and no ---- */

/* Of the answers that a column takes: Newsletter yes/no, (ja/nei). */
static const char *const choices[] = {"yes", "y", "ja", "j", "oui", "si", "sim", "tak", "kylla", "true", "1", "x"};

/* The no of a choice turns nothing round. */
static void
settle_choices(ConsentHeader *header)
{
	for (int i = 1; i < header->nparts; i++)
		if (header->parts[i].kind == PART_NO && IS_WORD(header->parts[i - 1].word, choices))
			header->parts[i].kind = PART_HARMLESS;
}

/* ---- leave that may be taken back ---- */

/* At any time, of withdrawing what is agreed to. */
static const char *const anytime_stems[] = {
	"anytime", "whenever", "narsomhelst", "narsom", "naarsomhelst", "tilenhvertid", "jederzeit", "atoutmoment", "toutmoment",
	"encualquiermomento", "cualquiermomento", "aqualquermomento", "qualquermomento", "inqualsiasimomento", "qualsiasimomento",
	"opelkmoment", "elkmoment", "tealletijde", "milloinvain", "millointahansa", "wkazdejchwili", "kazdejchwili", "wdowolnymmomencie"
};

/* I agree to receive emails, and can unsubscribe at any time: nobody refuses there. */
static void
settle_anytime(ConsentHeader *header)
{
	if (!consent_has_stem(header->bare, anytime_stems, lengthof(anytime_stems)))
		return;
	for (int i = 0; i < header->nparts; i++)
	{
		ConsentPart *part = &header->parts[i];

		if (part->kind == PART_REFUSAL || part->kind == PART_ENDING || part->kind == PART_UNKNOWN)
			part->kind = PART_HARMLESS;
	}
}

/* ---- additions in brackets ---- */

static bool
has_kind(const ConsentHeader *header, ConsentPartKind kind)
{
	for (int i = 0; i < header->nparts; i++)
		if (header->parts[i].kind == kind)
			return true;
	return false;
}

/* Does it speak of consent by itself?  (yes/no) and [Required] do not. */
static bool
addition_speaks(const char *data, int len)
{
	ConsentHeader addition = {0};
	char	   *tokens = split_word(data, len);
	bool		refuses;

	if (tokens[1] == '\0')
		return false;
	find_parts(&addition, tokens);
	refuses = has_kind(&addition, PART_REFUSAL) || has_kind(&addition, PART_DELIVERY) || has_kind(&addition, PART_ENDING);
	if (refuses || has_kind(&addition, PART_SUBSCRIBING) || has_kind(&addition, PART_MAILING))
		return true;
	return has_kind(&addition, PART_NO) && strcmp(tokens, " no ") != 0 &&
		!consent_has_token(tokens, choices, lengthof(choices));
}

/* Is it told there what a value means: (1 = unsubscribed)? */
static bool
explains(const char *data, int len)
{
	for (int i = 0; i < len; i++)
		if (strchr("=0123456789", data[i]) != NULL)
			return true;
	return false;
}

/* The word without additions that say nothing of consent. */
static char *
drop_additions(const char *word, int len, bool *explained)
{
	static const char opening[] = "([{";
	static const char closing[] = ")]}";
	char	   *result = palloc(len + 1);
	int			n = 0;

	for (int i = 0; i < len; i++)
	{
		const char *bracket = word[i] == '\0' ? NULL : strchr(opening, word[i]);
		const char *end = bracket == NULL ? NULL : memchr(word + i, closing[bracket - opening], len - i);

		if (end != NULL && !addition_speaks(word + i, end - word - i))
		{
			result[n++] = ' ';
			i = end - word;
			continue;
		}
		if (end != NULL)
			*explained |= explains(word + i, end - word - i);
		result[n++] = word[i];
	}
	result[n] = '\0';
	return result;
}

/* ---- the whole ---- */

ConsentHeader
consent_header(const char *word)
{
	uint32		len = strlen(word);
	const char *utf8 = field_utf8(word, &len);
	ConsentHeader header = {0};
	char	   *bare = drop_additions(utf8, len, &header.explained);
	char	   *tokens = split_word(bare, strlen(bare));

	header.folded = palloc(2 * len + 1);
	header.folded[field_fold_utf8(utf8, len, header.folded)] = '\0';
	header.tokens = split_word(utf8, len);
	find_parts(&header, tokens[1] == '\0' ? header.tokens : tokens);
	settle_choices(&header);
	settle_anytime(&header);
	hear_little_words(&header);
	return header;
}

char *
consent_tokens(const char *text)
{
	uint32		len = strlen(text);
	const char *utf8 = field_utf8(text, &len);

	return split_word(utf8, len);
}

char *
consent_bare_word(const char *word)
{
	uint32		len = strlen(word);
	const char *utf8 = field_utf8(word, &len);
	bool		explained = false;
	char	   *bare = drop_additions(utf8, len, &explained);

	return mark_tokens(split_word(bare, strlen(bare))).text;
}

bool
consent_header_names_email(const ConsentHeader *header)
{
	return consent_has_stem(header->folded, email_stems, lengthof(email_stems));
}

bool
consent_header_leaves(const char *word)
{
	return BEGINS_WITH(word, leaving_words);
}

bool
consent_header_removes(const char *word)
{
	return BEGINS_WITH(word, removing_words);
}

bool
consent_header_cleans(const char *word)
{
	return IS_WORD(word, cleaning_words);
}

bool
consent_header_is_of_dead(const ConsentHeader *header)
{
	return consent_has_stem(header->bare, deceased_stems, lengthof(deceased_stems));
}

const char *const *
consent_dead_stems(int *n)
{
	*n = lengthof(deceased_stems);
	return deceased_stems;
}

bool
consent_header_negates(const char *word)
{
	return IS_WORD(word, negating_words);
}

bool
consent_header_permits(const ConsentHeader *header)
{
	for (int i = 0; i < header->nparts; i++)
		if (BEGINS_WITH(header->parts[i].word, permitting_words))
			return true;
	return consent_has_stem(header->bare, contactable_stems, lengthof(contactable_stems));
}

bool
consent_header_informs(const ConsentHeader *header)
{
	static const char *const receiving[] = {
		"receiv", "recevoir", "recoi", "erhalt", "bekomm", "motta", "modtag", "taemot", "recib", "receb", "ricev", "ontvang", "otrzym",
		"vastaanot", "vilha", "villha", "onsk", "wunsch", "mochte", "souhait", "desea", "deseja", "wens", "wouldlike", "keepmeinformed", "holdmeg", "haldmeg"
	};
	static const char *const news[] = {
		"informa", "actualite", "nouvelles", "neuigkeit", "nyhet", "nyheder", "noticia", "novedad", "novidad", "novita", "nieuws",
		"aktualnosc", "uutisi", "news", "updates", "offres", "tilbud", "angebot", "ofert", "offert", "erbjud", "aanbied", "tarjou"
	};

	return consent_has_stem(header->bare, receiving, lengthof(receiving)) && consent_has_stem(header->bare, news, lengthof(news));
}

bool
consent_header_advertises(const ConsentHeader *header)
{
	return consent_has_stem(header->bare, advertising_stems, lengthof(advertising_stems));
}

bool
consent_header_hides(const char *word)
{
	return strcmp(word, "hide") == 0 || strcmp(word, "hides") == 0 || strcmp(word, "hidden") == 0;
}
