/*
 * csv_letters.c
 *
 * Which encoding a text is in, by its letters.
 *
 *		lines with bytes above 0x7f
 *			-> decoded by each candidate encoding; undecodable: out
 *			-> compared with each language that is written in it
 *			-> the best
 *
 * A letter speaks for a language that has it, where it may stand: letters of
 * other scripts do not touch ASCII ones, accented ones are not in a row, small
 * ones are not followed by capitals.
 */
#include "postgres.h"

#include "mb/pg_wchar.h"

#include "csv/csv_decode.h"
#include "csv/csv_letters.h"
#include "support/characters.h"

#define LETTERS_SAMPLE 4096		/* bytes that are looked at */
#define LETTERS_MAX 256			/* letters of a language */
#define LETTERS_MIX 0.95		/* trust in a mix of Western languages */
#define LETTERS_ENOUGH 12		/* bytes above 0x7f that speak for themselves */
#define LETTERS_RARE 0.07		/* what an old encoding must be better by, of few */
#define LETTERS_CLEAR 0.02		/* what the best is better by, of many letters */
#define LETTERS_UNCLEAR 0.1		/* the same of few: as much on top */

typedef enum Script
{
	SCRIPT_LATIN,				/* letters stand among ASCII ones */
	SCRIPT_OTHER,				/* letters stand among their own */
	SCRIPT_IDEOGRAPHIC			/* so many that only the common ones count */
} Script;

typedef struct Language
{
	const char *encodings;		/* separated by spaces */
	Script		script;
	const char *letters;		/* UTF-8 */
	double		trust;
} Language;

/* In the order of preference, where two explain a text equally well. */
static const char *const candidates[] = {
	"WIN1252", "WIN1250", "WIN1254", "WIN1257", "WIN1251", "WIN1253", "WIN1255",
	"WIN1256", "LATIN1", "LATIN2", "LATIN9", "LATIN5", "LATIN7", "ISO_8859_5", "ISO_8859_7",
	"KOI8R", "WIN866", "WIN874",
	"CP850", "CP437", "CP865", "CP852", "MACROMAN", "SJIS", "EUC_JP", "UHC", "GB18030", "BIG5",
};

#define WEST "WIN1252 LATIN1 LATIN9 WIN1254 CP850 CP437 CP865 MACROMAN"
#define CENTRAL "WIN1250 LATIN2 CP852"
#define BALTIC "WIN1257 LATIN7"
#define CYRILLIC "WIN1251 KOI8R ISO_8859_5 WIN866"

static const Language languages[] = {
	{WEST, SCRIPT_LATIN, "æøåÆØÅéÉèôóòäöÄÖ", 1.0},	/* Norwegian, Danish */
	{WEST, SCRIPT_LATIN, "åäöÅÄÖéÉüÜ", 1.0},	/* Swedish, Finnish */
	{WEST " WIN1250 LATIN2 WIN1257 CP852", SCRIPT_LATIN, "äöüßÄÖÜéè", 1.0},	/* German */
	{WEST, SCRIPT_LATIN, "àâçéèêëîïôùûüÿœæÀÂÇÉÈÊËÎÏÔÙÛ", 1.0},	/* French */
	{WEST, SCRIPT_LATIN, "áéíñóúüçÁÉÍÑÓÚÜ", 1.0},	/* Spanish */
	{WEST, SCRIPT_LATIN, "áâãàçéêíóôõúÁÂÃÀÇÉÊÍÓÔÕÚ", 1.0},	/* Portuguese */
	{WEST, SCRIPT_LATIN, "àèéìòùÀÈÉÌÒÙ", 1.0},	/* Italian */
	{WEST, SCRIPT_LATIN, "ëïéèöüçËÏÉÖ", 1.0},	/* Dutch */
	{WEST, SCRIPT_LATIN, "áðéíóúýþæöÁÐÉÍÓÚÝÞÆÖ", 0.99},	/* Icelandic */
	{"WIN1252 LATIN9 WIN1257", SCRIPT_LATIN, "äöõüšžÄÖÕÜŠŽ", 0.99},	/* Estonian */
	{WEST, SCRIPT_LATIN, "àáâãäåæçèéêëìíîïñòóôõöøùúûüýßœšžÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝŒŠŽ", LETTERS_MIX},	/* all of them */
	{CENTRAL, SCRIPT_LATIN, "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ", 1.0}, /* Polish */
	{CENTRAL, SCRIPT_LATIN, "áčďéěíňóřšťúůýžÁČĎÉĚÍŇÓŘŠŤÚŮÝŽ", 1.0},	/* Czech */
	{CENTRAL, SCRIPT_LATIN, "áäčďéíľňóôšťúýžÁÄČĎÉÍĽŇÓÔŠŤÚÝŽ", 0.99},	/* Slovak */
	{CENTRAL, SCRIPT_LATIN, "áéíóöőúüűÁÉÍÓÖŐÚÜŰ", 1.0}, /* Hungarian */
	{CENTRAL, SCRIPT_LATIN, "čćđšžČĆĐŠŽ", 1.0}, /* Croatian, Slovene */
	{CENTRAL, SCRIPT_LATIN, "ăâîşţĂÂÎŞŢ", 0.99},	/* Romanian */
	{CENTRAL, SCRIPT_LATIN, "ąćęłńóśźżáčďéěíňřšťúůýžäöőüűôľđăâîşţĄĆĘŁŃÓŚŹŻÁČĎÉĚÍŇŘŠŤÚŮÝŽÄÖŐÜŰÔĽĐ", 0.9},
	{"WIN1254 LATIN5", SCRIPT_LATIN, "çğıöşüâîûÇĞİÖŞÜÂ", 1.0},	/* Turkish */
	{BALTIC, SCRIPT_LATIN, "ąčęėįšųūžĄČĘĖĮŠŲŪŽ", 1.0},	/* Lithuanian */
	{BALTIC, SCRIPT_LATIN, "āčēģīķļņšūžĀČĒĢĪĶĻŅŠŪŽ", 1.0},	/* Latvian */
	{CYRILLIC, SCRIPT_OTHER, "абвгдежзийклмнопрстуфхцчшщъыьэюяёАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯЁ№", 1.0},
	{CYRILLIC, SCRIPT_OTHER, "абвгдежзийклмнопрстуфхцчшщьюяєіїґАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЬЮЯЄІЇҐ№", 0.99}, /* Ukrainian */
	{CYRILLIC, SCRIPT_OTHER, "абвгдђежзијклљмнњопрстћуфхцчџшАБВГДЂЕЖЗИЈКЛЉМНЊОПРСТЋУФХЦЧЏШ", 0.98}, /* Serbian */
	{"WIN1253 ISO_8859_7", SCRIPT_OTHER, "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩΆΈΉΊΌΎΏ", 1.0},
	{"WIN1255", SCRIPT_OTHER, "אבגדהוזחטיךכלםמןנסעףפץצקרשת", 1.0},
	{"WIN1256", SCRIPT_OTHER, "ابتثجحخدذرزسشصضطظعغفقكلمنهويىءآأؤإئةپچژگ", 1.0},
	{"WIN874", SCRIPT_OTHER, "กขคงจฉชซญฎฏฐณดตถทธนบปผฝพฟภมยรลวศษสหอฮะาำเแโใไๅัิีึืฺุู็่้๊๋์", 1.0},
	{"SJIS EUC_JP", SCRIPT_IDEOGRAPHIC, "山田中村川本小林佐藤鈴木高橋伊渡辺加吉松井斎清市区町村県東京都大阪北海道神奈福岡愛知名前氏住所電話番号太郎子一二三美千代田株式会社", 1.0},
	{"UHC", SCRIPT_IDEOGRAPHIC, "김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구민진나지엄채원천방공현함변염여추도소석선설마길연위표명기반왕금옥육인맹제모시동로길번호름일화메울부산대광경상북충세특별역스트는은을를의에가다라철수영희아", 1.0},
	{"GB18030", SCRIPT_IDEOGRAPHIC, "王李张刘陈杨黄赵吴周徐孙马朱胡林郭何高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷市区省路号东南西北京海上天津重庆广州深圳名城邮箱编姓电话地址小明华伟洋朝阳浦新的一是不了人在有中大国", 1.0},
	{"BIG5", SCRIPT_IDEOGRAPHIC, "王李張劉陳楊黃趙吳周徐孫馬朱胡林郭何高羅鄭梁謝宋唐許鄧馮韓曹曾彭蕭蔡潘田董袁于余葉蔣杜蘇魏程呂丁沈任姚盧傅鍾姜崔譚廖范汪陸金石戴賈韋夏邱方侯鄒熊孟秦白江市區省縣路號東南西北臺台灣新竹中高雄名城郵電編姓話地址小明美麗志玲惠妹義信的一是不了人在有大國", 1.0},
};

/* Bytes that are a sign in the usual encodings, which a file may be delimited by. */
static const char splitters[] = "\xa4\xa6\xa7\xac\xb7";

/* Signs that any text may hold, if they do not stand between letters. */
static const char signs[] = "“”„‘’‚–—…•·€£¥§°©®™«»¿¡½¼¾ºª²³\u00a0、。・「」ー々　（）：，；";

/* Signs that may be delimiters: they stand behind something. */
static inline bool
is_splitter(pg_wchar code, pg_wchar before)
{
	return (code == 0xa6 || code == 0xac || code == 0xa4) && before > ' ' &&
		before != ',' && before != ';';
}

/* Characters in ascending order. */
typedef struct LetterSet
{
	int			len;
	pg_wchar	codes[LETTERS_MAX];
} LetterSet;

/* What the languages' letters and the signs are, ready to be searched. */
typedef struct Alphabets
{
	LetterSet	letters[lengthof(languages)];
	LetterSet	signs;
} Alphabets;

/* A decoded sample: its characters. */
typedef struct Decoded
{
	pg_wchar   *codes;
	size_t		len;
} Decoded;

/* What a candidate makes of the sample. */
typedef struct Reading
{
	const char *name;
	double		score;
	Decoded		text;
} Reading;

static int	read_sample(const char *sample, size_t len, double thin, Reading *readings);
static const Reading *find_best(const Reading *readings, int count);
static const Reading *find_other(const Reading *readings, int count, const Reading *best);
static const char *describe_doubt(const Reading *best, const Reading *other, double thin);
static double thinness(const char *sample, size_t len);
static bool is_rare(const char *name);
static char *collect_lines(const char *bytes, size_t len, bool not_utf8, size_t *collected);
static void blank_delimiter(char *sample, size_t len, char sign);
static bool decode(const char *name, const char *bytes, size_t len, Decoded *decoded);
static Alphabets *build_alphabets(void);
static double best_language(const Alphabets *alphabets, const char *encoding,
							const Decoded *decoded);
static double judge(const Language *language, const LetterSet *letters,
					const LetterSet *accepted, const Decoded *decoded);
static bool letter_fits(Script script, const Decoded *decoded, size_t i);
static const pg_wchar *find_letter(const LetterSet *set, pg_wchar code);

const char *
csv_letters_guess(const char *bytes, size_t len, bool not_utf8,
				  double *best_score, const char **doubt)
{
	size_t		sample_len;
	char	   *sample = collect_lines(bytes, len, not_utf8, &sample_len);
	Reading		readings[lengthof(candidates)];
	Reading		none = {"LATIN1", -1, {NULL, 0}};	/* it has a character for every byte */
	const Reading *best;
	double		thin;
	int			count;

	for (const char *sign = splitters; *sign; sign++)
		blank_delimiter(sample, sample_len, *sign);
	thin = thinness(sample, sample_len);
	count = read_sample(sample, sample_len, thin, readings);
	best = count > 0 ? find_best(readings, count) : &none;
	*best_score = best->score;
	*doubt = describe_doubt(best, find_other(readings, count, best), thin);
	for (int i = 0; i < count; i++)
		pfree(readings[i].text.codes);
	pfree(sample);
	return best->name;
}

/*
 * What each candidate that can be makes of the sample; their number.  Encodings
 * of the time before Windows need more than a few letters to speak for them.
 */
static int
read_sample(const char *sample, size_t len, double thin, Reading *readings)
{
	Alphabets  *alphabets = build_alphabets();
	int			count = 0;

	for (int i = 0; i < (int) lengthof(candidates); i++)
	{
		Reading    *reading = &readings[count];

		if (!decode(candidates[i], sample, len, &reading->text))
			continue;
		reading->name = candidates[i];
		reading->score = best_language(alphabets, candidates[i], &reading->text);
		if (is_rare(candidates[i]))
			reading->score -= LETTERS_RARE * thin;
		count++;
	}
	pfree(alphabets);
	return count;
}

static const Reading *
find_best(const Reading *readings, int count)
{
	const Reading *best = readings;

	for (int i = 1; i < count; i++)
		if (readings[i].score > best->score + 0.005)
			best = &readings[i];
	return best;
}

/* The best of those that read another text than the best; NULL if there is none. */
static const Reading *
find_other(const Reading *readings, int count, const Reading *best)
{
	const Reading *other = NULL;

	for (int i = 0; i < count; i++)
	{
		const Decoded *text = &readings[i].text;

		if (text->len == best->text.len &&
			memcmp(text->codes, best->text.codes, text->len * sizeof(pg_wchar)) == 0)
			continue;
		if (other == NULL || readings[i].score > other->score)
			other = &readings[i];
	}
	return other;
}

/* In words, or NULL. */
static const char *
describe_doubt(const Reading *best, const Reading *other, double thin)
{
	double		margin = LETTERS_CLEAR + LETTERS_UNCLEAR * thin;

	if (best->score >= 0.5 && other && other->score > best->score - margin)
		return psprintf("the encoding could also be %s: if so, import with encoding => '%s'",
						other->name, other->name);
	if (best->score < 0.5 || (is_rare(best->name) && thin > 0))
		return psprintf("the encoding is uncertain, %s is a guess: if it is wrong, name the right one with encoding => '...'",
						best->name);
	return NULL;
}

/* 0..1: how far the sample's bytes above 0x7f are from being enough to go by. */
static double
thinness(const char *sample, size_t len)
{
	int			high = 0;

	for (size_t i = 0; i < len && high < LETTERS_ENOUGH; i++)
		high += IS_HIGHBIT_SET(sample[i]) ? 1 : 0;
	return 1.0 - (double) high / LETTERS_ENOUGH;
}

/* Those of DOS and of the old MacOS. */
static bool
is_rare(const char *name)
{
	return strncmp(name, "CP", 2) == 0 || strcmp(name, "MACROMAN") == 0 ||
		strcmp(name, "WIN866") == 0;
}

/* The lines that hold bytes above 0x7f, up to LETTERS_SAMPLE bytes. */
static char *
collect_lines(const char *bytes, size_t len, bool not_utf8, size_t *collected)
{
	char	   *lines = palloc(LETTERS_SAMPLE);
	const char *end = bytes + len;

	*collected = 0;
	while (bytes < end)
	{
		const char *start = bytes;
		bool		high = false;
		size_t		line_len;

		while (bytes < end && *bytes != '\n' && *bytes != '\r')
			high |= IS_HIGHBIT_SET(*bytes++);
		if (bytes < end)
			bytes++;
		line_len = bytes - start;
		if (!high || (not_utf8 && csv_valid_utf8(start, line_len) == line_len))
			continue;
		if (line_len > LETTERS_SAMPLE - *collected)
		{
			if (*collected > 0)
				break;
			line_len = LETTERS_SAMPLE;
		}
		memcpy(lines + *collected, start, line_len);
		*collected += line_len;
	}
	return lines;
}

/* Does a byte stand close between characters of ASCII, or beside its like? */
static bool
stands_between(const char *sample, size_t at, size_t len)
{
	for (int side = -1; side <= 1; side += 2)
	{
		char		other = at + side < len ? sample[at + side] : '\n';

		if (other == ' ' || (IS_HIGHBIT_SET(other) && other != sample[at]))
			return false;
	}
	return true;
}

/*
 * A sign that stands equally often in nearly every line, between other
 * characters, is a delimiter: it becomes a comma, for it says nothing of the
 * encoding, and no text has such a sign between letters.
 */
static void
blank_delimiter(char *sample, size_t len, char sign)
{
	int			usual = 0;
	int			nlines = 0;
	int			nsame = 0;
	int			nsigns = 0;
	int			nbetween = 0;
	int			count = 0;

	for (size_t at = 0; at < len; at++)
	{
		if (sample[at] == sign)
		{
			count++;
			nsigns++;
			nbetween += stands_between(sample, at, len);
		}
		if (sample[at] != '\n' && sample[at] != '\r')
			continue;
		if (nlines++ < 2)
			usual = Max(usual, count);
		nsame += count > 0 && count == usual;
		count = 0;
	}
	if (nlines < 3 || (nlines - 1) * 8 > nsame * 10 || nbetween * 2 < nsigns)
		return;
	for (size_t at = 0; at < len; at++)
		if (sample[at] == sign)
			sample[at] = ',';
}

/*
 * False if more than a hundredth of the sample is no text in the encoding, or
 * control characters.
 */
static bool
decode(const char *name, const char *bytes, size_t len, Decoded *decoded)
{
	CsvDecoder *decoder = csv_decoder_create_if_known(name);
	char	   *text;
	size_t		text_len;
	size_t		bad = 0;

	if (decoder == NULL)
		return false;
	text = palloc(CSV_DECODED_SIZE(len));
	csv_decode(decoder, bytes, len, false, text, &text_len);
	decoded->codes = palloc((text_len + 1) * sizeof(pg_wchar));
	decoded->len = 0;
	for (size_t i = 0; i < text_len;)
	{
		pg_wchar	code;

		if (text[i] == CSV_POISON)
		{
			bad++;
			i++;
			continue;
		}
		code = utf8_to_unicode((unsigned char *) text + i);
		i += pg_utf_mblen((unsigned char *) text + i);
		bad += code >= 0x80 && character_is(code, CHARACTER_CONTROL);
		decoded->codes[decoded->len++] = code;
	}
	pfree(text);
	csv_decoder_free(decoder);
	if (bad * 100 <= len)
		return true;
	pfree(decoded->codes);
	return false;
}

static int
compare_codes(const void *a, const void *b)
{
	pg_wchar	left = *(const pg_wchar *) a;
	pg_wchar	right = *(const pg_wchar *) b;

	return left < right ? -1 : left > right;
}

static void
build_set(LetterSet *set, const char *text)
{
	const unsigned char *p = (const unsigned char *) text;

	for (; *p && set->len < LETTERS_MAX; p += pg_utf_mblen(p))
		set->codes[set->len++] = utf8_to_unicode(p);
	qsort(set->codes, set->len, sizeof(pg_wchar), compare_codes);
}

static Alphabets *
build_alphabets(void)
{
	Alphabets  *alphabets = palloc0(sizeof(Alphabets));

	for (int i = 0; i < (int) lengthof(languages); i++)
		build_set(&alphabets->letters[i], languages[i].letters);
	build_set(&alphabets->signs, signs);
	return alphabets;
}

static double
best_language(const Alphabets *alphabets, const char *encoding, const Decoded *decoded)
{
	double		best = 0;
	size_t		name_len = strlen(encoding);

	for (int i = 0; i < (int) lengthof(languages); i++)
	{
		const char *at = strstr(languages[i].encodings, encoding);

		if (at && (at[name_len] == ' ' || at[name_len] == '\0'))
		{
			double		score = judge(&languages[i], &alphabets->letters[i],
									  &alphabets->signs, decoded);

			best = Max(best, score);
		}
	}
	return best;
}

static inline bool
is_letter(pg_wchar code)
{
	return (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z') || code >= 0xc0;
}

/*
 * Does a sign stand where signs do?  Not between two letters, but for an
 * apostrophe and the dot of Catalan.
 */
static bool
sign_fits(const Decoded *decoded, size_t i)
{
	pg_wchar	code = decoded->codes[i];

	return code == 0x2019 || code == 0xb7 || i == 0 || i + 1 == decoded->len ||
		!is_letter(decoded->codes[i - 1]) || !is_letter(decoded->codes[i + 1]);
}

/* Is there no letter beside it? */
static bool
stands_alone(const Decoded *decoded, size_t i)
{
	return (i == 0 || !is_letter(decoded->codes[i - 1])) &&
		(i + 1 == decoded->len || !is_letter(decoded->codes[i + 1]));
}

/* 0..1: how much of the sample's letters speaks for the language. */
static double
judge(const Language *language, const LetterSet *letters,
	  const LetterSet *accepted, const Decoded *decoded)
{
	size_t		good = 0;
	size_t		foreign = 0;
	size_t		bad = 0;
	bool		seen[LETTERS_MAX] = {false};
	int			variety = 0;
	double		share;

	for (size_t i = 0; i < decoded->len; i++)
	{
		pg_wchar	code = decoded->codes[i];
		const pg_wchar *letter;
		bool		fits;

		if (code < 0x80)
			continue;
		fits = letter_fits(language->script, decoded, i);
		if (fits && ((find_letter(accepted, code) && sign_fits(decoded, i)) ||
					 is_splitter(code, i > 0 ? decoded->codes[i - 1] : 0)))
			continue;
		letter = find_letter(letters, code);
		if (fits && letter && language->script != SCRIPT_IDEOGRAPHIC && stands_alone(decoded, i))
			continue;			/* it may be a sign of another encoding, as of money */
		if (fits && letter)
		{
			good++;
			variety += !seen[letter - letters->codes];
			seen[letter - letters->codes] = true;
		}
		else if (fits && language->script == SCRIPT_IDEOGRAPHIC &&
				 code >= 0x3040 && code <= 0x30ff)
			good++;				/* hiragana, katakana */
		else if (fits && language->script == SCRIPT_IDEOGRAPHIC && code >= 0x3400)
			foreign++;
		else
			bad++;
	}
	if (good + foreign + bad == 0)
		return 0.5;
	share = (double) good / (good + bad);
	if (language->trust <= LETTERS_MIX)
		return language->trust * share;

	/* few different letters prove no language against the mix of the West */
	if (language->script != SCRIPT_IDEOGRAPHIC)
		return language->trust * share * (0.88 + 0.02 * Min(variety, 6));

	/* a fifth of common characters is as many as can be asked for */
	share = (double) good / (good + foreign + bad);
	return language->trust * (0.5 + 0.5 * Min(1.0, share * 5)) *
		(good + foreign) / (good + foreign + bad) *
		(0.9 + 0.1 * share);
}

static inline bool
is_ascii_letter(pg_wchar code)
{
	return (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z');
}

/* Is a letter of Latin Extended-A, where capitals and small ones take turns, a capital? */
static inline bool
is_extended_capital(pg_wchar code)
{
	bool		odd = code & 1;

	if ((code >= 0x139 && code <= 0x148) || (code >= 0x179 && code <= 0x17e))
		return odd;
	return !odd;
}

/* A capital of the scripts that have them. */
static inline bool
is_capital(pg_wchar code)
{
	if (code >= 0x100 && code <= 0x17f)
		return is_extended_capital(code);
	return (code >= 'A' && code <= 'Z') ||
		(code >= 0xc0 && code <= 0xde) ||
		(code >= 0x391 && code <= 0x3ab) ||
		(code >= 0x401 && code <= 0x42f);
}

static inline bool
is_small(pg_wchar code)
{
	if (code >= 0x100 && code <= 0x17f)
		return !is_extended_capital(code);
	return (code >= 'a' && code <= 'z') ||
		(code >= 0xdf && code <= 0xff) ||
		(code >= 0x3b1 && code <= 0x3ce) ||
		(code >= 0x430 && code <= 0x45f);
}

/* May a character above ASCII stand where it stands? */
static bool
letter_fits(Script script, const Decoded *decoded, size_t i)
{
	const pg_wchar *codes = decoded->codes;
	pg_wchar	code = codes[i];
	pg_wchar	before = i > 0 ? codes[i - 1] : 0;
	pg_wchar	after = i + 1 < decoded->len ? codes[i + 1] : 0;

	if (is_capital(code) && is_small(before))
		return false;
	if (script == SCRIPT_LATIN)
		return before < 0x80 || after < 0x80;
	return !is_ascii_letter(before) && !is_ascii_letter(after);
}

static const pg_wchar *
find_letter(const LetterSet *set, pg_wchar code)
{
	return bsearch(&code, set->codes, set->len, sizeof(pg_wchar), compare_codes);
}
