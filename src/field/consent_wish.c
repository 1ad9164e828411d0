/*
 * consent_wish.c
 *
 *		header, cut into parts -> words of a wish, of mails, of papers, of channels
 *
 * None of them tells a yes from a no: that is consent_word.c.
 */
#include "postgres.h"

#include "field/consent_stems.h"
#include "field/consent_wish.h"

/* Who receives mail, and is not said to have received one. */
static bool
receives_mail(const ConsentHeader *header)
{
	return consent_has_stem(header->bare, STEMS_RECEIVING) && !consent_has_token(header->tokens, STEMS_RECEIVED) &&
		strstr(header->bare, "mail") != NULL;
}

bool
consent_header_wishes(const ConsentHeader *header)
{
	return consent_has_token(header->tokens, STEMS_WISH) || receives_mail(header);
}

bool
consent_header_informs(const ConsentHeader *header)
{
	return consent_has_stem(header->bare, STEMS_RECEIVING) && consent_has_stem(header->bare, STEMS_NEWS);
}

bool
consent_header_is_of_news(const ConsentHeader *header)
{
	return consent_has_stem(header->bare, STEMS_NEWS);
}

bool
consent_header_permits(const ConsentHeader *header)
{
	for (int i = 0; i < header->nparts; i++)
		if (consent_begins_with(header->parts[i].word, STEMS_PERMITTING))
			return true;
	return consent_has_stem(header->bare, STEMS_CONTACTABLE);
}

/* Where "by email" begins, per Mail, på e-post; -1 = it does not. */
static int
by_mail_at(const ConsentHeader *header)
{
	for (int i = 1; i < header->nparts; i++)
	{
		const char *word = header->parts[i].word;

		if (consent_has_word(header->parts[i - 1].word, STEMS_BY) &&
			(consent_has_word(word, STEMS_CHANNEL_EMAIL) || header->parts[i].kind == PART_MAILING ||
			 header->parts[i].kind == PART_SUBSCRIBING))
			return i - 1;
	}
	return -1;
}

bool
consent_header_is_done_by_mail(const ConsentHeader *header)
{
	int			by = by_mail_at(header);
	const char *before = by < 1 ? NULL : header->parts[by - 1].word;
	size_t		len = before == NULL ? 0 : strlen(before);

	if (len == 0 || consent_header_permits(header) || consent_header_wishes(header))
		return false;
	return consent_has_word(before, STEMS_DONE) || (len > 3 && strcmp(before + len - 2, "ed") == 0);
}

/* Send mail: who is told to do so. */
static bool
is_to_send(const ConsentHeader *header)
{
	return header->nparts > 1 && consent_has_word(header->parts[0].word, STEMS_SENDING) &&
		(consent_has_word(header->parts[1].word, STEMS_CHANNEL_EMAIL) || header->parts[1].kind == PART_MAILING);
}

bool
consent_header_is_of_mails(const ConsentHeader *header)
{
	return is_to_send(header) || consent_has_token(header->tokens, STEMS_MAILS) || consent_has_stem(header->bare, STEMS_MAILED) ||
		consent_has_token(header->tokens, STEMS_BY_MAIL) || (by_mail_at(header) >= 0 && !consent_header_is_done_by_mail(header));
}

bool
consent_header_is_of_other_mail(const ConsentHeader *header)
{
	return consent_has_stem(header->bare, STEMS_OTHER_MAIL) || consent_has_token(header->tokens, STEMS_OF_ADDRESS);
}

bool
consent_header_may_ask_channel(const ConsentHeader *header)
{
	bool		topic = consent_header_permits(header);

	if (consent_header_wishes(header))
		return true;
	for (int i = 0; i < header->nparts; i++)
	{
		const ConsentPart *part = &header->parts[i];

		if (part->kind == PART_UNKNOWN && !consent_begins_with(part->word, STEMS_CHANNEL_WORD))
			return false;
		topic |= part->kind == PART_SUBSCRIBING || part->kind == PART_MAILING || part->kind == PART_CONTACT ||
			part->kind == PART_REFUSAL || part->kind == PART_DELIVERY || part->kind == PART_ENDING || strncmp(part->word, "prefer", 6) == 0;
	}
	return topic;
}

bool
consent_header_is_of_titles(const ConsentHeader *header)
{
	bool		mail = false;
	bool		list = false;

	if (consent_has_token(header->tokens, STEMS_TITLES))
		return true;
	for (int i = 0; i < header->nparts; i++)
	{
		mail |= header->parts[i].kind == PART_MAILING || header->parts[i].kind == PART_SUBSCRIBING;
		list |= consent_has_word(header->parts[i].word, STEMS_TITLES_OF);
	}
	return (mail && list) || (mail && consent_has_stem(header->bare, STEMS_NEWSLETTER));
}
