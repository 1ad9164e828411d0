/*
 * consent_wish.h
 *
 * Does a header ask whether somebody wants something, and is it mail?
 */
#ifndef CUSTOMERS_CONSENT_WISH_H
#define CUSTOMERS_CONSENT_WISH_H

#include "postgres.h"

#include "field/consent_header.h"

/* Is somebody asked, or do they ask: Can we, Vil du, Keep me? */
extern bool consent_header_wishes(const ConsentHeader *header);

/* Does somebody receive news or information there; or is it news alone? */
extern bool consent_header_informs(const ConsentHeader *header);
extern bool consent_header_is_of_news(const ConsentHeader *header);

/* Does it give leave to mail? */
extern bool consent_header_permits(const ConsentHeader *header);

/* Is it of what was done by mail: Booked by email? */
extern bool consent_header_is_done_by_mail(const ConsentHeader *header);

/* Is it of mails of some kind, or of what comes by mail: Fundraising emails, Klubbavis per e-post? */
extern bool consent_header_is_of_mails(const ConsentHeader *header);

/* Is it of mail that nobody can do without, or of what an address is like? */
extern bool consent_header_is_of_other_mail(const ConsentHeader *header);

/* May it ask by which channels: Contact by, Opt-in channels? */
extern bool consent_header_may_ask_channel(const ConsentHeader *header);

/* Is it of all that somebody subscribes to: Newsletters, Email preferences? */
extern bool consent_header_is_of_titles(const ConsentHeader *header);

#endif							/* CUSTOMERS_CONSENT_WISH_H */
