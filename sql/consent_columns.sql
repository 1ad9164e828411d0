-- Which columns of a file speak of consent, and in which sense.

CREATE SCHEMA t_consent_columns;
SET customers.schema = 't_consent_columns';
SET search_path = t_consent_columns, public;
SET client_min_messages = warning;
SELECT customers_setup() <> '' AS ready;
\pset null -

-- The field that a column is found to be, none, or unclear.
CREATE FUNCTION sense(header text, cells text[]) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	content text := 'email,"' || header || E'"\n';
	sniffed record;
BEGIN
	FOR i IN 1 .. cardinality(cells) LOOP
		content := content || 'c' || i || '@example.com,"' || cells[i] || E'"\n';
	END LOOP;
	SELECT * INTO sniffed FROM customers_sniff(convert_to(content, 'UTF8'));
	IF sniffed.warnings LIKE '%consent_unclear%' THEN
		RETURN 'unclear';
	END IF;
	RETURN CASE WHEN sniffed.fields[2] IN ('subscribed', 'unsubscribed') THEN sniffed.fields[2] ELSE 'none' END;
END $$;

CREATE TABLE examples (n serial, header text, cells text[], expected text);
INSERT INTO examples (header, cells, expected) VALUES
	-- newsletter systems
	('Status', '{Subscribed,Unsubscribed,Cleaned}', 'subscribed'),
	('Status', '{Unsubscribed,Unsubscribed,Unsubscribed}', 'subscribed'),
	('Status', '{active,unsubscribed,bounced,unconfirmed,junk}', 'subscribed'),
	('OPTIN_TIME', '{2025-01-12 10:11:12,"",2025-02-01 08:00:00}', 'subscribed'),
	('CONFIRM_TIME', '{2025-01-12 10:11:12,2025-01-13 10:11:12}', 'subscribed'),
	('UNSUB_TIME', '{2026-01-12,"",2026-01-13}', 'unsubscribed'),
	('UNSUB_REASON', '{NORMAL,NORMAL,ABUSE}', 'unsubscribed'),
	('UNSUB_CAMPAIGN_TITLE', '{Spring,Autumn}', 'none'),
	('UNSUB_CAMPAIGN_ID', '{1,2}', 'none'),
	('CLEAN_TIME', '{2026-01-12,2026-01-13}', 'unsubscribed'),
	('Privacy marketing', '{Acconsento,Non acconsento}', 'subscribed'),
	('Рассылка', '{да,нет}', 'subscribed'),
	('Hírlevél', '{igen,nem}', 'subscribed'),
	('Kontaktaufnahme', '{nicht erwünscht,erwünscht}', 'subscribed'),
	('Kontaktaufnahme', '{Telefon,Brief}', 'none'),
	('MEMBER_RATING', '{1,2,5}', 'none'),
	('Email Marketing Status', '{subscribed,unsubscribed,non-subscribed}', 'subscribed'),
	('Email Marketing Consent', '{SUBSCRIBED,NEVER_SUBSCRIBED,UNSUBSCRIBED}', 'subscribed'),
	('Subscribed', '{2025-01-12 10:11,2025-01-13 10:12}', 'subscribed'),
	('Unsubscribed', '{"",2026-01-13 10:12}', 'unsubscribed'),
	('EMAIL_BLACKLISTED', '{true,false}', 'unsubscribed'),
	('SMS_BLACKLISTED', '{true,false}', 'none'),
	('DOUBLE_OPT-IN', '{Yes,No}', 'subscribed'),
	('Email permission status', '{Confirmed,Unsubscribed,Confirmed}', 'subscribed'),
	-- CRM
	('Unsubscribed from all email', '{true,"",false}', 'unsubscribed'),
	('Opted out of email: Marketing Information', '{true,false}', 'unsubscribed'),
	('HasOptedOutOfEmail', '{0,1}', 'unsubscribed'),
	('HasOptedOutOfFax', '{0,1}', 'none'),
	('DoNotCall', '{0,1}', 'none'),
	('Email Opt Out', '{true,false}', 'unsubscribed'),
	('IsEmailBounced', '{true,false}', 'unsubscribed'),
	('EmailBouncedDate', '{2026-01-12,""}', 'none'),
	('EmailBouncedReason', '{mailbox full,""}', 'unsubscribed'),
	('Do Not Email', '{Allow,Do not allow}', 'unsubscribed'),
	('donotbulkemail', '{No,Yes}', 'unsubscribed'),
	('Phone opt-out', '{yes,no}', 'none'),
	('Marketing emails bounced', '{0,3}', 'none'),
	('Email hard bounced', '{yes,no}', 'unsubscribed'),
	('Suppressed', '{2026-01-01,""}', 'none'),
	('Suppressed', '{yes,""}', 'unsubscribed'),
	-- shops
	('Accepts Email Marketing', '{yes,no}', 'subscribed'),
	('Accepts SMS Marketing', '{yes,no}', 'none'),
	('SMS Marketing Status', '{subscribed,unsubscribed}', 'none'),
	('mailchimp_woocommerce_is_subscribed', '{1,0,""}', 'subscribed'),
	('Newsletter', '{x,"",x}', 'subscribed'),
	('Newsletter', '{Spring,Autumn letter,Weekly}', 'none'),
	('Newsletter', '{weekly,monthly,no}', 'subscribed'),
	('Last newsletter sent', '{2026-01-12,2026-01-13}', 'none'),
	('Status', '{pending,paid,shipped}', 'none'),
	('Status', '{pending,confirmed,rejected}', 'none'),
	('Status', '{active,inactive}', 'none'),
	('Status', '{Subscribed,Lead,Gold,Prospect}', 'unclear'),
	('Role', '{subscriber,customer,administrator}', 'none'),
	-- words that mean something else
	('Block', '{A,B,C}', 'none'),
	('Block', '{yes,no}', 'unsubscribed'),
	('Blocked', '{2026-01-12,""}', 'none'),
	('Bounce rate', '{0.2,0.5}', 'none'),
	('Bounces', '{0,1,0}', 'none'),
	('Bounced', '{0,1,0}', 'unsubscribed'),
	('Spam score', '{0.1,5}', 'none'),
	('Complaints', '{0,2}', 'none'),
	('Complained', '{2026-01-12,""}', 'unsubscribed'),
	('Unsubscribe link', '{http://x.example/u,http://x.example/v}', 'none'),
	('Third party marketing', '{yes,no}', 'none'),
	('Profiling opt-out', '{yes,no}', 'none'),
	('Push notifications opt-in', '{yes,no}', 'none'),
	('Email and SMS opt-out', '{yes,no}', 'unsubscribed'),
	-- words that turn others round, and words about them
	('Exclude from newsletter', '{yes,no}', 'unsubscribed'),
	('No newsletter', '{x,""}', 'unsubscribed'),
	('Newsletter declined', '{yes,no}', 'unsubscribed'),
	('Ohne Newsletter', '{ja,nein}', 'unsubscribed'),
	('Sans newsletter', '{oui,""}', 'unsubscribed'),
	('Uten nyhetsbrev', '{x,""}', 'unsubscribed'),
	('Bez newslettera', '{tak,nie}', 'unsubscribed'),
	('Not opted in', '{yes,no}', 'unsubscribed'),
	('Opt-in/opt-out', '{yes,no}', 'unclear'),
	('Opt-in/opt-out', '{opted in,opted out}', 'subscribed'),
	('Consent expires', '{2026-01-12,2027-01-12}', 'none'),
	('Subscribed until', '{2026-01-12,2027-01-12}', 'none'),
	('Newsletter signup date', '{2026-01-12,2027-01-12}', 'none'),
	('Newsletter no.', '{12,13}', 'none'),
	('Subscription plan', '{Gold,Silver}', 'none'),
	('Subscriptions', '{2,3}', 'none'),
	('Email status', '{valid,invalid}', 'none'),
	('Reservation date', '{2026-01-12,2027-01-12}', 'none'),
	('Cancelled', '{2026-01-12,""}', 'none'),
	('Opt-in IP', '{10.0.0.1,10.0.0.2}', 'none'),
	-- Norwegian, Swedish, Danish
	('Nyhetsbrev', '{Ja,Nei}', 'subscribed'),
	('Reservert', '{Ja,Nei}', 'unsubscribed'),
	('Reservert mot e-post', '{x,""}', 'unsubscribed'),
	('Reservert mot telefonsalg', '{x,""}', 'none'),
	('Meldt av dato', '{12.01.2026,""}', 'unsubscribed'),
	('Ønsker ikke nyhetsbrev', '{Ja,""}', 'unsubscribed'),
	('Avregistrerad', '{Ja,Nej}', 'unsubscribed'),
	('Avprenumererad den', '{2026-01-12,""}', 'unsubscribed'),
	('Frameldt nyhedsbrev', '{Ja,Nej}', 'unsubscribed'),
	-- German
	('Abgemeldet am', '{12.01.2026,""}', 'unsubscribed'),
	('Abgemeldet', '{ja,nein}', 'unsubscribed'),
	('Werbesperre', '{J,N}', 'unsubscribed'),
	('Widerruf der Einwilligung', '{12.01.2026,""}', 'unsubscribed'),
	('Status', '{angemeldet,abgemeldet}', 'subscribed'),
	('Newsletter', '{abonniert,abgemeldet}', 'subscribed'),
	-- French, Spanish, Dutch
	('Désabonné', '{oui,non}', 'unsubscribed'),
	('Date de désinscription', '{12/01/2026,""}', 'unsubscribed'),
	('Date d''inscription', '{12/01/2026,""}', 'none'),
	('Statut', '{abonné,désabonné}', 'subscribed'),
	('Opposition email', '{oui,""}', 'unsubscribed'),
	('Fecha de baja', '{12/01/2026,""}', 'unsubscribed'),
	('Baja', '{Baja California,""}', 'none'),
	('Estado', '{suscrito,dado de baja}', 'subscribed'),
	('Uitgeschreven', '{ja,nee}', 'unsubscribed'),
	('Geen mailing', '{ja,nee}', 'unsubscribed'),
	-- Finnish, Portuguese, Italian, Polish
	('Perunut uutiskirjeen', '{kyllä,ei}', 'unsubscribed'),
	('Suoramarkkinointikielto', '{kyllä,ei}', 'unsubscribed'),
	('Descadastrado', '{sim,não}', 'unsubscribed'),
	('Disiscritto', '{sì,no}', 'unsubscribed'),
	('Consenso newsletter', '{sì,no}', 'subscribed'),
	('Wypisany', '{tak,nie}', 'unsubscribed'),
	('Zgoda na marketing', '{tak,nie}', 'subscribed'),
	-- nothing in the sample: the word decides
	('Unsubscribed at', '{"",""}', 'unsubscribed'),
	('Status', '{"",""}', 'none');

SELECT header, cells, expected, sense(header, cells) AS found FROM examples
WHERE sense(header, cells) <> expected ORDER BY n;
SELECT count(*), count(DISTINCT expected) FROM examples;

-- A word of subscribing with one of ending or refusing; a no, in every language;
-- a no turned round; words that nobody knows; additions in brackets.
CREATE FUNCTION expect(expected text, headers text, cells text[] DEFAULT '{yes,no,""}') RETURNS void LANGUAGE sql AS $$
	INSERT INTO examples (header, cells, expected)
	SELECT btrim(header, E' \t\n'), cells, expected FROM unnest(string_to_array(headers, ';')) AS header
$$;
TRUNCATE examples;
SELECT expect('unsubscribed', $$
	Newsletter storniert; Newsletter avbestilt; Newsletter oppsagt; Newsletter sagt opp; Newsletter beendet;
	Newsletter annulée; Newsletter paused; Kündigung Newsletter; Newsletter-Austritt; Quitté la newsletter;
	Renuncia boletín; Rechaza boletín; Cancela suscripción; Nieuwsbrief stopgezet; Ablehnung Newsletter;
	Verweigert Newsletter; Refus newsletter; Recusa newsletter; Rejeita newsletter; Rifiuta newsletter;
	Odmowa newsletter; Consenso negato; Nega consenso; Toestemming ingetrokken; Kieltäytynyt uutiskirjeestä;
	Samtycke återkallat; Samtykke mangler; Einwilligung fehlt; Einwilligung verweigert; Frasagt nyhedsbrev;
	Fravalgt nyhedsbrev; Opsagt nyhedsbrev; Valgt bort nyhetsbrev; Avsagt nyhetsbrev; Nekat nyhetsbrev;
	Avbeställt nyhetsbrev; Uttmeldt nyhetsbrev; Left mailing list; Subscription inactive; Inactive subscriber;
	Former subscriber; Ex-subscriber; Lapsed subscriber; Lost subscriber; Deleted subscriber;
	Marketing emails disabled; Disable newsletter; Mute newsletter; Skip newsletter; Hide from newsletter;
	Opt-in pending; NewsletterStorniert; Newsletterkündigung; Subscription terminated; Abonnement résilié;
	Suscripción anulada; Abonnement beëindigd; Uutiskirje lopetettu; Subskrypcja anulowana; Iscrizione newsletter cessata;
	Consentimento revogado; Markkinointilupa puuttuu; Odwołana zgoda; Prenumeration avslutad; Zgoda cofnięta$$);
SELECT expect('unsubscribed', $$
	Nei takk til nyhetsbrev; Nej til nyhedsbrev; Tackar nej till nyhetsbrev; Ikke send e-post; No desea recibir publicidad;
	No quiere publicidad; Exclude from Marketing; Exclude from mailings; Kein Mailing; Avslått markedsføring;
	Marketing denied; Marketing suspended; Mailing off; Werbeverbot; Do not solicit; Nej tak til mails;
	Ne plus contacter; Kontakt ikke; Left the list; donotbulkemail; Do not contact by email; No marketing messages;
	Não deseja receber e-mails; Non desidera pubblicità; Geen reclame sturen; Ei markkinointia; Bez reklam;
	Inga utskick; Ne souhaite pas de publicité; Keine Werbemails; Vill inte ha reklam; Nie chce reklam;
	Markedsføringsforbud; No promotions; Sem publicidade; DoNotSendMarketing$$);
SELECT expect('subscribed', $$
	Not unsubscribed; Not opted out; Ikke avmeldt; Nicht abgemeldet; Non désabonné; Subscription not cancelled;
	Ej avregistrerad; Niet uitgeschreven; Har ikke meldt seg av nyhetsbrevet; nichtabgemeldet; Nie wypisany$$);
SELECT expect('subscribed', $$
	Subscribed (yes/no); Newsletter ja/nein; Samtykke (ja/nei); Marketing [Required]; Newsletter (optional); Consentement (oui/non);
	Einwilligung (J/N); Subscribed {true/false}; Samtykke (e-post); Subscribes to our weekly newsletter;
	Ønsker å motta nyhetsbrev; Möchte den Newsletter erhalten; Souhaite recevoir la newsletter; Desea recibir el boletín;
	Wil nieuwsbrief ontvangen; Vill ha nyhetsbrev; Haluaa uutiskirjeen; Chce otrzymywać newsletter; Desidera la newsletter;
	Quer receber a newsletter; Newsletter subscription status; Consent to email marketing; NewsletterAbonnent; Samtykker til nyhetsbrev$$);
SELECT expect('unclear', $$
	Newsletter frobbed; Consent blargh; Nyhetsbrev snurt; Newsletter отказ; Unblocked; Deblokeret; Not bounced;
	No subscription cancelled; Newsletter (1 = unsubscribed)$$);
SELECT expect('unsubscribed', 'Cliente de baja; Baja del cliente; Newsletter (cancelled); Marketing (opt-out); Unsubscribed (yes/no); Avmeldt [påkrevd]');
SELECT expect('none', 'Marketing (SMS); Marketing region; Contact person; Stop name; Email; Cancelled; Left; Former name; Not contacted; Unsubscribe link; Spouse deceased; Deleted orders; Cleaned');
SELECT expect('none', 'Newsletter name; Newsletter frobbed; Marketing region; Contact person; Stop name; Newsletter storniert; Kein Mailing; Block', '{North,South,Oslo}');
-- Leave to mail; words of nobody's leaving; languages; what leaves open which way it is meant.
SELECT expect('subscribed', 'Allow email; E-post tillatt; Accepts mailings; newsletter_en; Exclusive newsletter');
-- Questions, as surveys and ticket shops ask them.
SELECT expect('subscribed', $$
	Would you like to hear from us by email?; May we send you our newsletter?; Kan vi sende deg nyhetsbrev?; Can we email you?;
	Dürfen wir Ihnen unseren Newsletter senden?; Wilt u onze nieuwsbrief ontvangen?; ¿Desea recibir nuestro boletín?;
	Vuole ricevere la newsletter?; Kan kontaktes på e-post; Kampanya izni
$$);
SELECT expect('none', 'Would you like to hear from us by phone?; How did you hear about our newsletter?; Last newsletter sent', '{Friend,Web,""}');
SELECT expect('subscribed', 'Suscripción en newsletter; Nieuwsbrief en mailing; Inscrit en newsletter');
SELECT expect('unsubscribed', 'En halua uutiskirjettä');
SELECT expect('unsubscribed', 'Don''t allow emails; Não deseja receber; Nej tak; Sperrvermerk; Annullata iscrizione; Hide from newsletter');
SELECT expect('none', 'Hide email; Quittung per E-Mail; Contact no; Email verified; Primary contact');
SELECT expect('subscribed', 'Får vi skicka erbjudanden via e-post?');
SELECT expect('unclear', 'newsletter_no; Bulk email; Marketing preference; Direct marketing');
SELECT expect('unclear', 'Subscription status; Newsletter', '{1,2,3}');
SELECT expect('subscribed', 'Newsletter yes/no; Newsletter ja/nei');
SELECT expect('unclear', 'Newsletter', '{2026-01-12,"",2026-02-01}');
SELECT expect('unsubscribed', 'Newsletter storniert am; Cancelled newsletter', '{2026-01-12,"",2026-02-01}');
-- Lists of addresses that cannot be mailed: why, when they were taken off, who has died.
SELECT expect('subscribed', 'reason; Cause; Grund', '{hard bounce,spam complaint,Soft-Bounce,bounced}');
SELECT expect('none', 'reason; Remark', '{late delivery,Spam filter,Fire suppression,Block A}');
SELECT expect('unsubscribed', 'Email hard bounce reason; Bounce type; Suppression reason; Grund der Abmeldung; Unsubscribe reason', '{OTHER,"",MAILBOX_FULL}');
SELECT expect('unsubscribed', 'Email Suppressions', '{"[MANUAL_SUPPRESSION]","[]"}');
SELECT expect('unsubscribed', 'Cleaned at; Date removed; deleted_at; Gelöscht am; Date of death; Dødsdato', '{2026-01-12 10:00,"",2026-02-01}');
SELECT expect('none', 'Bounce date; Last bounce; Suppressed at; Cleaning date; Removal date', '{2026-01-12,"",2026-02-01}');
SELECT expect('unsubscribed', 'Removed; is_deleted; DNC; Deceased; Verstorben; Avliden; Décédé; Overleden');
SELECT expect('subscribed', 'RGPD; DSGVO', '{oui,non,nein}');
SELECT expect('subscribed', 'Mailing list; Newsletter', '{remove,"",löschen}');
SELECT expect('subscribed', 'statut_newsletter; Newsletter', '{1,0,-1}');
-- Other channels.
SELECT expect('none', 'wa_opt_in; whatsapp_optin; sms_optin; push_opt_in; pushOptIn; viber opt-in; Viber consent; telegram_subscribed; In-app opt in; RCS consent; WeChat opt-out');
SELECT header, cells, expected, sense(header, cells) AS found FROM examples
WHERE sense(header, cells) <> expected ORDER BY n;
SELECT count(*), count(DISTINCT expected) FROM examples;

-- ---- what they say ----

\i sql/include/file.sql
CREATE VIEW diff AS
	SELECT line, action, field, old_value, new_value
	FROM customer_import_diff JOIN last USING (import_id) WHERE field = 'subscribed' ORDER BY line;
CREATE VIEW errors AS
	SELECT line, field, value, code, severity
	FROM customer_import_errors JOIN last USING (import_id) ORDER BY line, code, field;
CREATE VIEW mailable AS
	SELECT email, subscribed, mailable FROM customer_profiles ORDER BY email;
INSERT INTO customers (email, subscribed) VALUES
	('in@x.no', true), ('in2@x.no', true), ('in3@x.no', true), ('out@x.no', false);

-- An unknown word over words of consent.
SELECT created, changed FROM import_csv(file('Email,Status
in@x.no,Unsubscribed
new@x.no,Unsubscribed
new2@x.no,Subscribed
'));
TABLE mailable;
SELECT mapping, columns FROM last;

-- The list of those who left, of a newsletter system.
SELECT created, changed FROM import_csv(file('"Email Address",OPTIN_TIME,UNSUB_TIME,UNSUB_REASON
in2@x.no,2025-01-12 10:00:01,2026-01-12 11:12:13,NORMAL
new3@x.no,2025-01-12,2026-01-12,NORMAL
new4@x.no,2025-01-12,,
new5@x.no,,,
'));
TABLE diff;
TABLE mailable;

-- A header that says the opposite is never read the other way round, however
-- it is mapped; and the field has a name.
SELECT customers_import(file('Email,Unsubscribed from all email
in3@x.no,true
out@x.no,false
out2@x.no,
'), mapping => '{"Unsubscribed from all email": "subscribed"}');
TABLE diff;
SELECT warnings FROM last;
SELECT customers_import(file('Email,Gone
in3@x.no,yes
out@x.no,no
'), mapping => '{"Gone": "unsubscribed"}');
TABLE diff;
SELECT mapping, fields FROM last;
SELECT fields, consent FROM customers_sniff(file('Email,Gone,Accepts Email Marketing,Note
in3@x.no,yes,no,x
'), mapping => '{"Gone": "unsubscribed"}');
SELECT customers_import_preset_save('weekly', (SELECT import_id FROM last));
SELECT fields, consent FROM customers_sniff(file('Email,Gone
in3@x.no,yes
'), preset => 'weekly');

-- Two columns: the strictest of what they say.
SELECT customers_import(file('email,Subscribed,Unsubscribed
in3@x.no,yes,yes
out@x.no,yes,no
new6@x.no,yes,
new7@x.no,yes,2026-01-02
new8@x.no,,
new9@x.no,no,
new10@x.no,huh,yes
new11@x.no,huh,
'));
TABLE diff;
TABLE errors;
SELECT fields, mapping FROM last;
-- A correction by the name of the field holds; by a header word, it is one of them.
SELECT customers_import_fix(import_id, 5, 'subscribed', 'yes') FROM last;
SELECT customers_import_fix(import_id, 9, 'subscribed', 'yes') FROM last;
SELECT customers_import_fix(import_id, 2, 'Unsubscribed', '') FROM last;
SELECT customers_import_fix(import_id, 4, 'unsubscribed', 'yes') FROM last;
TABLE diff;
TABLE errors;
SELECT customers_cancel(import_id) FROM last;
-- Where there is only the other one, too.
SELECT customers_import(file('email,Unsubscribed
in3@x.no,yes
new6@x.no,yes
new7@x.no,what
'));
SELECT customers_import_fix(import_id, 3, 'subscribed', 'yes') FROM last;
SELECT customers_import_fix(import_id, 4, 'subscribed', 'no') FROM last;
SELECT customers_import_fix(import_id, 2, 'unsubscribed', 'no') FROM last;
TABLE diff;
SELECT customers_cancel(import_id) FROM last;

-- Marks and blanks; words that are surely no yes.
SELECT customers_import(file('email,Newsletter
new20@x.no,x
new21@x.no,
in3@x.no,
'));
TABLE diff;
SELECT customers_import(file('email,consent
new20@x.no,NEVER_SUBSCRIBED
new21@x.no,pending
new22@x.no,blocked
new23@x.no,denied
new24@x.no,unsub
new25@x.no,bounced
new26@x.no,cleaned
new27@x.no,subscribed
new28@x.no,venter
new29@x.no,ausstehend
new30@x.no,odrzucony
new31@x.no,perhaps
'));
TABLE diff;
TABLE errors;

-- What people are told of it.
SELECT customers_import(file('email,name,Newsletter
new20@x.no,Ann,x
new21@x.no,Bo,
')) AS import_id \gset
SELECT * FROM customers_import_preview(:import_id);
SELECT substring(customers_import_summary(:import_id) FROM 'New customers:[^\n]*');
SELECT substring(customers_import_report(:import_id) FROM 'Each green row [^<]*');
SELECT customers_import(file('email,name,Unsubscribed
new20@x.no,Ann,x
new21@x.no,Bo,
new22@x.no,Cy,no
')) AS import_id \gset
SELECT substring(customers_import_summary(:import_id) FROM 'New customers:[^\n]*');
SELECT customers_import_fix(:import_id, 2, 'unsubscribed', '');
SELECT substring(customers_import_summary(:import_id) FROM 'New customers:[^\n]*');
SELECT substring(customers_import_report(:import_id) FROM 'Each green row [^<]*');
SELECT customers_import(file('email,name
new20@x.no,Ann
new21@x.no,Bo
')) AS import_id \gset
SELECT substring(customers_import_summary(:import_id) FROM 'New customers:[^\n]*');
SET client_min_messages = notice;
SELECT customers_import(file('email,name,Unsubscribed
new20@x.no,Ann,x
new21@x.no,Bo,
new20@x.no,Ann,
new22@x.no,Cy,
'));
SET client_min_messages = warning;

-- Delivery: a date or a count is nobody's no; a yes is one.
SELECT customers_import(file('email,Blocked,Subscribed
in3@x.no,yes,yes
new20@x.no,no,yes
new21@x.no,2026-01-02,yes
new22@x.no,3,yes
'));
TABLE diff;
TABLE errors;

-- Why, and when: a filled cell says no, and a no, a count or a day of delivery does not.
SELECT customers_import(file('email,Email bounce reason,OPTIN_TIME,CLEAN_TIME,statut_newsletter
in3@x.no,MAILBOX_FULL,2025-01-02,,1
new20@x.no,none,2025-01-02,,1
new21@x.no,,2025-01-02,2026-01-02,1
new22@x.no,3,2025-01-02,,1
new23@x.no,[],2025-01-02,,-1
new24@x.no,,2025-01-02,,0
'));
TABLE diff;
TABLE errors;

-- Where it stays unclear, nobody new is subscribed, and a warning says so.
SELECT customers_import(file('email,Status
new20@x.no,Subscribed
new21@x.no,Lead
new22@x.no,Gold
in3@x.no,Unsubscribed
'));
TABLE diff;
SELECT warnings FROM last;
SELECT customers_import_fix(import_id, 3, 'email', 'new33@x.no') FROM last;
TABLE diff;

-- So it does where the cells are plain, and the word may be of ending it; one that is known is heard.
INSERT INTO customers (email, subscribed) VALUES ('end1@x.no', true), ('end2@x.no', true);
SELECT customers_import(file('email,Newsletter frobbed
new20@x.no,yes
end1@x.no,no
'));
TABLE diff;
SELECT warnings FROM last;
SELECT customers_import(file('email,Newsletter storniert
new20@x.no,yes
end1@x.no,yes
end2@x.no,no
'));
TABLE diff;
SELECT customers_cancel(import_id) FROM last;
DELETE FROM customers WHERE email LIKE 'end_@x.no';

-- A column of refusing says nothing of those who have not refused.
SET customers.default_subscription = 'unsubscribed';
SELECT customers_import(file('email,Unsubscribed
new20@x.no,
new21@x.no,yes
'));
RESET customers.default_subscription;
TABLE diff;
SELECT customers_import(file('email,Unsubscribed
new20@x.no,
new21@x.no,yes
'));
TABLE diff;

-- Only an application's own column of that name is another field.
SELECT email, unsubscribed FROM (SELECT split_part(line, ';', 1) AS email, split_part(line, ';', 2) AS unsubscribed
	FROM customers_export_csv(columns => '{email,unsubscribed}', delimiter => ';') AS line) AS e ORDER BY 1 LIMIT 3;
SELECT customers_save('{"email": "in3@x.no", "unsubscribed": true}') > 0 AS saved;
SELECT customers_save('[{"email": "in4@x.no", "unsubscribed": "yes"}, {"email": "in5@x.no", "unsubscribed": "no"}]') > 0 AS saved;
-- What an application leaves out says nothing, whatever it says of others.
SELECT customers_save('[{"email": "in6@x.no", "subscribed": false}, {"email": "in7@x.no"}]') > 0 AS saved;
SELECT email, subscribed FROM customers WHERE email LIKE 'in%' ORDER BY 1;
SELECT line FROM customers_import_template(delimiter => ';') AS line;
SELECT customers_import(file('email,unsubscribed
in5@x.no,yes
'), rules => '{"unsubscribed": "keep"}');
TABLE diff;

ALTER TABLE customers ADD unsubscribed date;
SELECT customers_import(file('email,unsubscribed,Unsubscribed from all email
in5@x.no,2026-01-12,yes
new40@x.no,2026-01-12,no
')) AS import_id \gset
SELECT customers_import_fix(:import_id, 3, 'unsubscribed', '2026-01-13');
SELECT line, field, new_value FROM customer_import_diff WHERE import_id = :import_id ORDER BY 1, 2;
SELECT fields, mapping FROM last;
ALTER TABLE customers DROP unsubscribed;

-- Without a header, the cells alone tell.
SELECT customers_import(file('in5@x.no,Ann,Unsubscribed
new40@x.no,Bo,Subscribed
'), header => false, mapping => '{"1": "email", "2": "name"}') AS import_id \gset
SELECT customers_import_fix(:import_id, 2, 'name', 'Bob');
SELECT line, field, new_value FROM customer_import_diff WHERE import_id = :import_id ORDER BY 1, 2;

-- Evidence far down in a file; a no far behind it.
SELECT customers_import(file('email,Status' || E'\n' || string_agg('far' || i || '@x.no,' ||
	CASE WHEN i < 3000 THEN '' WHEN i % 2 = 0 THEN 'Subscribed' ELSE 'Unsubscribed' END, E'\n' ORDER BY i)))
FROM generate_series(1, 20000) AS i;
SELECT fields, created, rejected, columns FROM last;
SELECT new_value, count(*) FROM diff GROUP BY 1 ORDER BY 1;

-- Words of one's own.
INSERT INTO customer_value_words (field, word, value) VALUES ('consent', 'Ute av lista', 'no'), ('boolean', 'jupp', 'yes');
UPDATE customer_value_words SET value = 'yes' WHERE field = 'subscribed' AND word = 'pending';
SELECT customers_import(file('email,Liste,VIP,optin
in5@x.no,ute av lista,Jupp,
new20@x.no,subscribed,yes,Pending
'));
SELECT line, field, new_value FROM customer_import_diff JOIN last USING (import_id) ORDER BY 1, 2;

-- A word alone makes the column one of consent, where no cell that is looked at
-- first tells: what cannot be read there rejects nobody, and subscribes nobody.
CREATE VIEW unread AS SELECT line, email, action, cells[2] AS subscribed
	FROM customer_import_rows AS r JOIN last USING (import_id), LATERAL (SELECT cells[1] AS email) AS e
	WHERE line BETWEEN 6001 AND 6006 ORDER BY line;
INSERT INTO customers (email, subscribed) VALUES ('stay@x.no', true), ('stay2@x.no', true);
CREATE FUNCTION long_file(header text, note text) RETURNS bytea LANGUAGE sql AS $$
	SELECT file('email,' || header || E',note\n' || string_agg(format(E'%s,%s,%s\n',
			CASE n WHEN 6000 THEN 'stay@x.no' WHEN 6001 THEN 'stay2@x.no' ELSE 'u' || n || '@x.no' END,
			CASE WHEN n IN (6000, 6002) THEN 'see the form' WHEN n IN (6001, 6003) THEN 'no' WHEN n = 6004 THEN 'yes' END, note), '' ORDER BY n))
	FROM generate_series(1, 8000) AS n $$;
SELECT customers_import(long_file('Do not email', repeat('x', 100)));
SELECT columns -> 1 AS columns, created, changed, rejected FROM last;
TABLE unread;
TABLE errors;
SELECT customers_import_fix(import_id, 6003, 'email', 'u6002b@x.no') FROM last;
SELECT customers_import_fix(import_id, 6003, 'unsubscribed', 'no') FROM last;
TABLE unread;
TABLE errors;
SELECT customers_cancel(import_id) FROM last;
SELECT customers_import(long_file('Our infolettre', repeat('x', 100)));
SELECT columns -> 1 AS columns, created, changed, rejected FROM last;
TABLE unread;
TABLE errors;
SELECT customers_cancel(import_id) FROM last;

-- Without a header, a column of yes and no may be of consent: nobody new is mailed by
-- it, until mapping says what it is.
SELECT customers_import(file('no1@x.no,Ann Berg,Ja
no2@x.no,Bo Lie,Nei
no3@x.no,Cy Moe,Nei
')) AS import_id \gset
SELECT warnings FROM last;
SELECT line, new_value FROM customer_import_diff WHERE import_id = :import_id AND field = 'subscribed' ORDER BY 1;
SELECT customers_cancel(:import_id);
SELECT customers_import(file('no1@x.no,Ann Berg,Ja
no2@x.no,Bo Lie,Nei
no3@x.no,Cy Moe,Nei
'), mapping => '{"3": "attributes.VIP"}') AS import_id \gset
SELECT line, new_value FROM customer_import_diff WHERE import_id = :import_id AND field = 'subscribed' ORDER BY 1;
SELECT customers_cancel(:import_id);
-- Not where another column is of consent.
SELECT customers_import(file('no1@x.no,Unsubscribed,Ja
no2@x.no,Subscribed,Nei
no3@x.no,Subscribed,Nei
')) AS import_id \gset
SELECT line, new_value FROM customer_import_diff WHERE import_id = :import_id AND field = 'subscribed' ORDER BY 1;

-- Kinds of other systems: allowed or not, reasons by number, days in one number, a
-- database's NULL, and leave that may be taken back at any time.
DELETE FROM customers;
DELETE FROM customer_erasures;
CREATE FUNCTION leaves(content text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	id bigint;
	result text;
BEGIN
	INSERT INTO customers (email) VALUES ('k1@x.no'), ('k2@x.no'), ('k3@x.no');
	SELECT import_id INTO id FROM import_csv(file(content), again => true);
	SELECT string_agg(email, ' ' ORDER BY email) INTO result FROM customers WHERE NOT subscribed;
	SELECT concat_ws(' ', result, CASE WHEN warnings <> '' THEN '(warned)' END) INTO result
	FROM customer_imports WHERE import_id = id;
	DELETE FROM customers;
	DELETE FROM customer_erasures;
	RETURN result;
END $$;
SELECT leaves(E'email,donotemail,donotbulkemail\nk1@x.no,Do Not Allow,Allow\nk2@x.no,Allow,Allow\nk3@x.no,Allow,Do Not Allow\n');
SELECT leaves(E'email,Werbesperre\nk1@x.no,Nicht zulassen\nk2@x.no,Zulassen\n');
SELECT leaves(E'email,do_not_contact\nk1@x.no,3\nk2@x.no,0\nk3@x.no,1\n');
SELECT leaves(E'email,Complaint count\nk1@x.no,3\nk2@x.no,0\nk3@x.no,1\n');
SELECT leaves(E'email,optout_date\nk1@x.no,20250101\nk2@x.no,NULL\nk3@x.no,20250101103000\n');
SELECT leaves(E'email,unsubscribed_at\nk1@x.no,2025-01-01\nk2@x.no,NULL\nk3@x.no,\\N\n');
SELECT leaves(E'email,Can Receive Email Marketing,Can Receive SMS\nk1@x.no,False,True\nk2@x.no,True,False\n');
SELECT leaves(E'email,I agree to receive marketing emails and can unsubscribe at any time\nk1@x.no,No\nk2@x.no,Yes\n');
SELECT leaves(E'email,"Ich willige ein, den Newsletter zu erhalten (Abmeldung jederzeit)"\nk1@x.no,Nein\nk2@x.no,Ja\n');
SELECT leaves(E'email,"Yes, I want the newsletter (you may unsubscribe any time)"\nn1@x.no,\nn2@x.no,Checked\n');
SELECT leaves(E'email,Notes\nk1@x.no,"Please do not send newsletters, she says"\nk2@x.no,ok\n');
-- A law and email; a question that is put in words nobody knows; a remark of one person.
CREATE FUNCTION consents(content text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	id bigint := customers_import(convert_to(content, 'UTF8'));
BEGIN
	RETURN (SELECT string_agg(COALESCE(new_value, '-'), ' ' ORDER BY line) FROM customer_import_diff AS d WHERE d.import_id = id AND field = 'subscribed');
END $$;
SELECT consents(E'email,GDPR Email,GDPR Phone\nlaw1@x.no,TRUE,FALSE\nlaw2@x.no,FALSE,TRUE\n') AS law,
	consents(E'email,Can we email you about future events?\nask1@x.no,Yes\nask2@x.no,No\n') AS asked,
	consents(E'email,E-bülten izni\nask3@x.no,Evet\nask4@x.no,Hayır\n') AS permitted,
	consents(E'email;Bemerkung\nrem1@x.no;\nrem2@x.no;bitte keine Mails\n') AS remarked;
-- Active and inactive, where the file tells on which days addresses were taken out of use.
SELECT consents(E'email,Status,Deaktiviert\nact1@x.no,aktiv,\nact2@x.no,inaktiv,12.12.2023\n') AS tool,
	consents(E'email,Status,Austritt\nact3@x.no,aktiv,\nact4@x.no,inaktiv,12.12.2023\n') AS club;

DROP SCHEMA t_consent_columns CASCADE;
