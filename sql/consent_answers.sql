-- Answers that are more than a yes or a no: pairs, codes, how often, on which basis,
-- sentences, two languages.  Who has said no is not mailed, known or new; who has said
-- yes is.
\set VERBOSITY terse
CREATE SCHEMA t_consent_answers;
SET customers.schema = t_consent_answers;
SET search_path = t_consent_answers, public;
SET client_min_messages = error;
SELECT customers_setup();

-- Who is mailable after a merge: a known and a new customer who say no, the same who say yes.
CREATE FUNCTION heard(header text, no text, yes text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	found text;
	content text := format(E'"E-mail",Name,"%s"%s\n', replace(header, '"', '""'), '');
BEGIN
	INSERT INTO customers (email, name, subscribed) VALUES ('known.no@example.com', 'Kari Nes', true), ('known.yes@example.com', 'Jon Aas', true);
	content := content || (SELECT string_agg(format(E'%s@example.com,%s,"%s"\n', who, name, replace(said, '"', '""')), '')
		FROM (VALUES ('known.no', 'Kari Nes', no), ('new.no', 'Ola Moe', no), ('known.yes', 'Jon Aas', yes), ('new.yes', 'Eva Lie', yes)) AS v(who, name, said));
	PERFORM customers_merge(customers_import(convert_to(content, 'UTF8')), over_limits => true);
	SELECT string_agg(split_part(email, '@', 1), ' ' ORDER BY email) INTO found FROM customer_profiles WHERE mailable;
	RAISE EXCEPTION USING ERRCODE = 'P0099', MESSAGE = COALESCE(found, '-');
EXCEPTION
	WHEN SQLSTATE 'P0099' THEN
		RETURN SQLERRM;
END $$;

CREATE TABLE answers (n serial, header text, no text, yes text);
INSERT INTO answers (header, no, yes) VALUES
	-- pairs
	('Preferences', '{"newsletter": false}', '{"newsletter": true, "sms": false}'),
	('Attributes', '{"lang": "no", "email_consent": "no"}', '{"lang": "no", "email_consent": "yes"}'),
	('Marketing', '{"email": {"state": "unsubscribed"}}', '{"email": {"state": "subscribed"}, "sms": {"state": "unsubscribed"}}'),
	('Meta', '{''accepts_marketing'': False, ''size'': ''L''}', '{''accepts_marketing'': True}'),
	('Preferences', '{"unsubscribed": true}', '{"unsubscribed": false}'),
	('Preferences', '{"opted out": ["email"]}', '{"opted out": ["sms"]}'),
	('Consents', '[{"channel": "sms", "opt_in": true}, {"channel": "email", "opt_in": false}]', '[{"channel": "sms", "opt_in": false}, {"channel": "email", "opt_in": true}]'),
	('Preferences', 'email:no;sms:yes', 'email:yes;sms:no'),
	('Consent', 'email=0&sms=1', 'email=1&sms=0'),
	('Kanaler', 'Nyhetsbrev: nei, SMS: ja', 'Nyhetsbrev: ja, SMS: nei'),
	('Communication preferences', 'Email: Opted out | Phone: Opted in', 'Email: Opted in | Phone: Opted out'),
	('Permissions', 'post:yes email:no', 'post:no email:yes'),
	-- how often
	('Email frequency', 'Never', 'Weekly'),
	('How often', 'none', 'monthly'),
	('Hyppighet nyhetsbrev', 'Aldri', 'Ukentlig'),
	('Newsletter-Häufigkeit', 'nie', 'wöchentlich'),
	('Fréquence des e-mails', 'Jamais', 'hebdomadaire'),
	('How often would you like to hear from us?', 'Not at all', 'Once a month'),
	('Frecuencia de correo', 'Nunca', 'Semanal'),
	-- legal basis
	('GDPR legal basis', 'Objected', 'Consent'),
	('Legal basis for processing contact''s data', 'Consent withdrawn', 'Freely given consent from contact'),
	('Legal basis', 'Not applicable', 'Consent'),
	('Rechtsgrundlage', 'Widerspruch', 'Einwilligung'),
	-- codes
	('Newsletter (1=ja 2=nei)', '2', '1'),
	('Newsletter (0=yes, 1=no)', '1', '0'),
	('Nyhetsbrev (J=ja, N=nei)', 'N', 'J'),
	('Mailing [1: ja; 0: nein; 9: widerrufen]', '9', '1'),
	('Opt-in (A=accepted, R=refused)', 'R', 'A'),
	('Opt-out (yes=1, no=0)', '1', '0'),
	-- sentences
	('Remarks', 'Asked to be removed from the list 12 May', 'likes wine'),
	('Remarks', 'please take her off our mailings', 'moved to Oslo'),
	('Remarks', 'Rang on Monday. Does not want any more mail, thanks', 'wants more mail about wine'),
	('Merknad', 'Vil ikke ha mer e-post fra oss', 'god kunde'),
	('Bemerkung', 'möchte keine weiteren Newsletter mehr', 'hat letzten Newsletter nicht erhalten'),
	('Bemerkung', 'Bitte aus dem Verteiler nehmen', 'Stammkunde'),
	('Remarques', 'ne veut plus recevoir nos mails', 'bonne cliente'),
	('Observaciones', 'no quiere recibir más correos', 'buen cliente'),
	('Opmerkingen', 'graag van de mailinglijst halen', 'goede klant'),
	('Uwagi', 'nie chce już otrzymywać maili', 'dobry klient'),
	('Note', 'non vuole più ricevere email', 'buon cliente'),
	('Notes', 'Prefers not to be emailed', 'sings'),
	('Kommentar', 'Bedt om å bli strøket fra e-postlisten', 'sang'),
	('Opmerking', 'wenst geen nieuwsbrief meer te ontvangen', 'bestuurslid'),
	-- two languages, and questions
	('J''accepte de recevoir des informations', 'Non / No', 'Oui / Yes'),
	('Ich möchte Informationen erhalten', 'Nein / No', 'Ja / Yes'),
	-- brands and states
	('Newsletter Brand A', 'no', 'yes'),
	('Status', 'Held', 'Subscribed'),
	-- words of writing to somebody over answers
	('Utskick', 'Avböjt', 'Ja tack'),
	('Contact by email?', 'never', 'yes please'),
	('Contact by email?', 'no thanks', 'ok'),
	('Bulk Email', 'Do Not Allow', 'Allow'),
	('E-marketing', 'Declined', 'Accepted'),
	('Vil ha informasjon', 'nei', 'ja'),
	('Mailable', 'No', 'Yes'),
	('Optin email', 'KO', 'OK'),
	-- by which channels
	('Contact Permission', 'None', 'Email & Post'),
	('Contact Permission', 'Withdrawn', 'Email'),
	('Comms Preference', 'Post only', 'Email and post'),
	('Comms Preference', 'No comms', 'All'),
	('Kommunikasjonspreferanse', 'Kun post', 'E-post og SMS'),
	('Kontaktkanal', 'nur Post', 'E-Mail, Telefon'),
	('Correspondence', 'None', 'Email'),
	-- how somebody left; of other channels alone nothing is said
	('Werbewiderspruch', 'erteilt', 'nein'),
	('Consent basis', 'Objection', 'Consent'),
	('GDPR', 'Erasure requested', 'Consented'),
	('Privacy', 'no unwanted mail', 'Subscribed'),
	('Tick if you do NOT wish to hear from us', 'X', 'no'),
	-- mails of some kind, and what is sent by mail
	('Email ok?', 'N', 'Y'), ('Reachable by email', 'no', 'yes'), ('Menighetsblad på e-post', 'Ønsker ikke', 'Ja'), ('Får kontaktas via mejl', 'Absolut inte', 'Ja'),
	('Fundraising emails', 'opted out', 'Y'), ('Send emails', 'Never', 'Always'), ('Publicité par e-mail', 'N', 'O'), ('Contattabile via mail', 'NO', 'SI'),
	('Saa ottaa yhteyttä sähköpostitse', 'Ei', 'Kyllä'), ('Mailversand', 'gesperrt', 'ja'), ('Health newsletter', 'No', 'Yes'),
	-- somebody who is asked for a wish
	('Would you like to receive updates about future concerts?', 'No thanks', 'Yes please'), ('Email me about offers', 'no', 'yes'), ('Holdes orientert', 'Nei', 'Ja'),
	('Vill du ha information om nya kurser?', 'Nej tack', 'Ja tack'), ('Quer receber novidades?', 'Não', 'Sim'), ('Keep in touch', 'Do not contact', 'Email and post'),
	-- papers of members
	('Klubbavis', 'Nei', 'Ja'), ('Klubbavis', 'Takket nei', 'Takket ja'), ('Members'' paper', 'No thanks', 'Yes'), ('Gazette', 'plus maintenant', 'oui'),
	('Vereinszeitung', 'nein danke', 'ja'), ('Jäsenkirje', 'Ei', 'Kyllä'), ('Parish magazine', 'N', 'Y'), ('Biuletyn', 'Nie', 'Tak'), ('Kein Rundbrief', 'ja', 'nein'),
	-- by which channels, told by the cells
	('Marketing permissions', 'None', 'Email'), ('Contactable by', 'Post', 'Email, phone'), ('Contact by', 'Post only', 'Email'), ('Preferred Method of Contact', 'Phone only', 'Email'),
	('Communication Channels', 'Post, SMS', 'Email, SMS'), ('Erlaubte Kanäle', 'Telefon', 'E-Mail, Telefon'), ('Autorisation de contact', 'Aucune', 'Email'),
	('Dozwolone kanały', 'Telefon', 'E-mail, telefon'), ('Opt-in channels', 'SMS', 'Email, SMS'),
	-- a mark for each channel
	('Contact prefs', 'email no phone yes', 'email yes phone no'), ('Permissions', 'no email, yes phone', 'yes email, no phone'), ('Permissions', 'Email(N) Phone(Y)', 'Email(Y) Phone(N)'),
	('Permissions', '-email +sms', '+email -sms'), ('Kontakt OK', '✗ email ✓ phone', '✓ email ✗ phone'), ('Permissions', '[ ] Email [x] Phone', '[x] Email [ ] Phone'),
	('Kontakt', 'E-Mail nein, Telefon ja', 'E-Mail ja, Telefon nein'), ('GDPR flags', 'E:N P:Y', 'E:Y P:N'),
	-- channels that the header tells, one behind the other
	('GDPR consent (email/sms/post)', 'N/Y/N', 'Y/N/N'), ('Consent SMS/Email', 'Y/N', 'N/Y'), ('Consent (E/S/P)', '0/1/0', '1/0/0'), ('Einwilligung E-Mail/Telefon', 'nein/ja', 'ja/nein'),
	('Opt in: email / sms', '0 / 1', '1 / 0'),
	-- as programs write them
	('meta', 'a:1:{s:10:"newsletter";b:0;}', 'a:1:{s:10:"newsletter";b:1;}'), ('settings', 'O:8:"stdClass":1:{s:10:"newsletter";i:0;}', 'O:8:"stdClass":1:{s:10:"newsletter";i:1;}'),
	('gdpr', 'a:1:{i:0;a:2:{s:4:"type";s:10:"newsletter";s:6:"status";s:2:"no";}}', 'a:1:{i:0;a:2:{s:4:"type";s:10:"newsletter";s:6:"status";s:3:"yes";}}'),
	('extra', '<newsletter>0</newsletter><lang>no</lang>', '<newsletter>1</newsletter><lang>no</lang>'),
	('consents', '[{"type":"email","value":false},{"type":"sms","value":true}]', '[{"type":"email","value":true},{"type":"sms","value":false}]'),
	('payload', '{"opted_in":false,"channel":"email"}', '{"opted_in":true,"channel":"email"}'),
	-- in and out, lists of nothing
	('opt', 'out', 'in'), ('OPT_IN_OUT', 'O', 'I'), ('newsletter_lists', '[]', 'weekly'), ('Abonnements', 'Keine', 'Newsletter, Aktionen'),
	-- words of answers
	('Newsletter', 'auf keinen Fall', 'gern'), ('Nyhetsbrev', 'aldri i livet', 'gjerne'), ('Newsletter', 'surtout pas', 'volontiers'), ('Einwilligung E-Mail-Werbung', 'liegt nicht vor', 'liegt vor'),
	('Consent to email', 'Dissent', 'Consent'), ('Zgoda e-mail', 'nie wyrażono', 'wyrażono'), ('Newsletter', '✖', '👍'),
	-- channels and lists that somebody left; what somebody receives
	('Opt-out channels', 'Email, SMS', 'SMS'), ('Do not contact by', 'Email', 'Phone'), ('Wil mail ontvangen', 'Nee', 'Ja'), ('Email opt in/out', 'out', 'in'), ('LOPD', 'Revocado', 'Acepta'), ('Marketing by', 'Post', 'Email');
SELECT header, no, yes, heard(header, no, yes) FROM answers
WHERE heard(header, no, yes) <> 'known.yes new.yes' ORDER BY n;

-- Of those who left there is a campaign, a list or a place; of others a blank.
SELECT header, said, heard(header, said, '') FROM (VALUES ('Unsubscribe Campaign', 'Spring sale'), ('Unsubscribed From', 'All lists'),
	('Opted out of', 'Email, SMS'), ('Unsubscribed', 'Newsletter, Offers'), ('Unsub IP', '10.0.0.1'), ('Abmelde-Kampagne', 'Juli'),
	('Avmeldt fra', 'Alt'), ('Werbesperre seit', '2023'), ('No unwanted mail please', 'x')) AS v(header, said)
WHERE heard(header, said, '') <> 'known.yes new.yes';
SELECT heard('Opted out of', 'SMS', '');

-- A word of mail among others: a no is heard, and nobody new is mailed.
SELECT header, no, heard(header, no, yes) FROM (VALUES ('Email frobbed', 'N', 'Y'), ('Email notifications', 'Disabled', 'Enabled'),
	('Stop', '1', '0'), ('Mute', 'yes', 'no'), ('Cancellato', 'SI', 'NO'), ('Marketing Consent Source', 'declined at till', 'web form')) AS v(header, no, yes)
WHERE heard(header, no, yes) <> 'known.yes';

-- What is said of invoices, of an address, or of how it was come by, is of something else.
SELECT header, heard(header, no, yes) FROM (VALUES ('Email invoice', 'no', 'yes'), ('Email verified', 'no', 'yes'), ('Enquiry method', 'Phone', 'Email'),
	('Contact', 'Ann Berg', 'Jon Aas'), ('Correspondence language', 'no', 'en'), ('Newsletter', 'Spring news', 'Autumn news'), ('Sales channel', 'web', 'shop'),
	('Contact status', 'Inactive', 'Active'), ('Contact lenses', 'no', 'yes'), ('Lista de precios', 'no', 'si'), ('Has email', 'no', 'yes'), ('Contacted by', 'Phone', 'Email'), ('Invoice by', 'Post', 'Email'), ('Shared email', 'no', 'yes'), ('Mailbox full', 'no', 'yes'),
	('Welcome email sent', 'no', 'yes'), ('Bulletin board access', 'no', 'yes'), ('Club card', 'no', 'yes'), ('Klubbavis annonsør', 'Nei', 'Ja'), ('Magazine bought', 'no', 'yes'),
	('Vil du ha parkering?', 'Nei', 'Ja'), ('May be photographed', 'no', 'yes'), ('Photo consent', 'no', 'yes'), ('Einwilligung Fotos', 'nein', 'ja'), ('Home/Away', 'N/Y', 'Y/N'),
	('Direction', 'out', 'in'), ('Preferred contact time', 'none', 'mornings'), ('Subscription plan', 'none', 'Pro'), ('Meta', 'a:1:{s:3:"vip";b:0;}', 'a:1:{s:3:"vip";b:1;}'),
	('Contacts', '[{"type":"email","value":"a@b.example"}]', '[{"type":"phone","value":"0"}]'), ('Tasks', '[ ] call back', '[x] called'), ('SMS opt', 'out', 'in'), ('Booked by email', 'no', 'yes'), ('Trip consent', 'no', 'yes'), ('Club mail', 'ann@klubb.no', 'bo@klubb.no'), ('Club news', 'www.klubb.no', 'klubb.no'),
	('Notes', 'mail no 4', 'phone no 22334455')) AS v(header, no, yes)
WHERE heard(header, no, yes) <> 'known.no known.yes new.no new.yes';

-- A channel that somebody prefers is no refusal of another; where nothing is listed, nobody has subscribed.
SELECT heard('Preferred method of contact', 'Phone', 'Email') AS prefers, heard('Newsletters', '', 'Weekly, Offers') AS listed;

-- On another basis than consent nobody new is mailed, and nothing is said of who is known.
SELECT heard('Legal basis', 'Legitimate interest', 'Consent');

-- Sentences of other things.
SELECT said FROM (VALUES ('removed from the waiting list'), ('email address no longer valid'), ('does not want invoices by email'),
	('does not want to miss the newsletter'), ('has not been contacted yet'), ('called about the price list')) AS v(said)
WHERE heard('Remarks', said, '') NOT LIKE 'known.no known.yes %';

-- In which sense a word nobody knows is meant cannot be told; that no is heard, and nobody new is mailed.
SELECT heard('Newsletter frobbed', 'no', 'yes') AS frobbed, heard('Would you like a towel?', 'No thanks', 'Yes please') AS asked;

-- Of who registered, a list of addresses tells who is active; a list of members tells more.
CREATE FUNCTION consents(content text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	id bigint := customers_import(convert_to(content, 'UTF8'));
BEGIN
	RETURN (SELECT string_agg(COALESCE(new_value, '-'), ' ' ORDER BY line) FROM customer_import_diff AS d WHERE d.import_id = id AND field = 'subscribed');
END $$;
SELECT consents(E'E-Mail,Name,Status,Registriert\na1@x.no,Ann,aktiv,12.03.2024\na2@x.no,Bo,inaktiv,13.03.2024\n') AS addresses,
	consents(E'E-Mail,Name,Status,Registriert,Straße\na3@x.no,Ann,aktiv,12.03.2024,Weg 1\na4@x.no,Bo,inaktiv,13.03.2024,Weg 2\n') AS customers;

-- Remarks that refuse by what somebody did, asked for or complained of.
SELECT said, heard('Remarks', said, 'likes wine') FROM (VALUES ('Unsubscribed by phone 3/2'), ('Complained about our emails, stop'), ('DSGVO-Löschung beantragt'),
	('Demande de suppression de la liste'), ('nie wysyłać maili'), ('asked not to be emailed'), ('meldt seg av 12. mai'),
	('hat sich telefonisch abgemeldet am 3.2.'), ('avmeldt per telefon'), ('meldte sig fra i maj'), ('s''est désabonnée le 12 mai'), ('GDPR erasure request'),
	('RGPD: demande d''effacement'), ('wil niet per mail benaderd worden, asked not to be contacted'), ('möchte nicht kontaktiert werden'), ('klaget på e-postene våre'),
	('Beschwerde über Newsletter'), ('no enviar correos'), ('no more emails, stop'), ('ne pas envoyer de mails'), ('uitgeschreven op 3 mei')) AS v(said)
WHERE heard('Remarks', said, 'likes wine') <> 'known.yes new.yes';
SELECT said, heard('Remarks', said, 'likes wine') FROM (VALUES ('konnte nicht kontaktiert werden'), ('avmeldt fra kurset'),
	('unsubscribed from the wine course'), ('beschwert sich: kein Newsletter bekommen'), ('retiré de la liste d''attente'), ('GDPR consent given'),
	('complained about the wine'), ('Newsletter No. 12 sent'), ('works at the bus stop'), ('meldt seg på 12. mai')) AS v(said)
WHERE heard('Remarks', said, 'likes wine') <> 'known.no known.yes new.no new.yes';

-- No. before a number is none.
SELECT heard('Newsletter', 'No. 12', 'No. 13') AS numbers, heard('Newsletter', 'Nr. 7', 'Nr. 8') AS numre, heard('Newsletter', 'Newsletter no. 4', 'Newsletter no. 5') AS titles,
	heard('Newsletter', 'No (12 May)', 'Yes') AS no;

-- Pairs by dashes, arrows, ticks.
SELECT no, heard('Permissions', no, yes) FROM (VALUES ('email - no, phone - yes', 'email - yes, phone - no'), ('email ✗ phone ✓', 'email ✓ phone ✗'),
	('email -> no; phone -> yes', 'email -> yes; phone -> no'), ('phone – yes | email – no', 'phone – no | email – yes')) AS v(no, yes)
WHERE heard('Permissions', no, yes) <> 'known.yes new.yes';

-- A cell of a known column that is no answer, but refuses or denies; how far somebody refuses.
SELECT header, no, heard(header, no, yes) FROM (VALUES ('Newsletter', 'gone away', 'yes'), ('Newsletter', 'plus abonné', 'oui'), ('Newsletter', 'Plus maintenant', 'oui'),
	('Nyhetsbrev', 'ikke nå lenger, takk', 'ja'), ('Opposition', 'Total', '')) AS v(header, no, yes)
WHERE heard(header, no, yes) <> 'known.yes new.yes';

-- When somebody refused, in words that are no date; thumbs and signs.
SELECT header, no, heard(header, no, yes) FROM (VALUES ('Kontaktsperre', 'seit 03/2023', ''), ('Désinscription newsletter', 'le 5 mai 2023', ''),
	('Unsubscribed', 'since May 2023', 'no'), ('Unsubscribed', '1 time', ''), ('Bounced', 'twice in 03/2023', ''), ('Newsletter', '👎', '👍'), ('Nyhetsbrev', '🚫', 'ja')) AS v(header, no, yes);
SELECT heard('Newsletter', '-', '+') AS signs, heard('Newsletter', 'non', 'Oui (5 mai 2023)') AS month;

-- Remarks that refuse by the ending of a word, or by a verb of their own.
SELECT said, heard('Remarks', said, 'likes wine') FROM (VALUES ('ei halua sähköposteja'), ('pyysi poistoa listalta'), ('poistettu postituslistalta'),
	('bett om att slippa mejl'), ('frabeder sig reklame'), ('undanber sig reklam'), ('poistettu jonotuslistalta'), ('frabeder sig nødder')) AS v(said);

-- Addresses below a word of refusing.
SELECT customers_import(E'Unsubscribed emails\nun.1@example.com\nun.2@example.com\n'::bytea) AS asked,
	customers_import(E'Unsubscribed emails\nun.1@example.com\n'::bytea, set => '{"subscribed": "no"}') AS told,
	customers_import(E'Unsubscribed emails\nun.1@example.com\n'::bytea, mapping => '{"Unsubscribed emails": "email"}') AS mapped \gset
SELECT warnings FROM customer_imports WHERE import_id IN (:asked, :told, :mapped) ORDER BY import_id;
SELECT created FROM customers_merge(customers_import(E'Abgemeldete Adressen\nun.1@example.com\nun.2@example.com\n'::bytea));
SELECT created FROM customers_merge(customers_import(E'Bounced email,Name\nun.3@example.com,Ola Moe\nun.4@example.com,Eva Lie\n'::bytea));
SELECT email, subscribed FROM customers WHERE email LIKE 'un.%' ORDER BY email;

-- A correction reads the cells of a record as the import did: as names of lists, titles,
-- channels.
SELECT customers_import(E'email,note,Unsubscribed\nfx.1@example.com,a,Offers\nfx.2@example.com,b,\nfx.3@example.com,c,News; Offers\n'::bytea) AS id \gset
SELECT customers_import_fix(:id, 2, 'note', 'hei');
SELECT customers_import(E'email,note,Newsletter subscriptions\nfx.1@example.com,a,Offers\nfx.2@example.com,b,\nfx.3@example.com,c,News; Offers\n'::bytea) AS id \gset
SELECT customers_import_fix(:id, 2, 'note', 'hei');
SELECT customers_import(E'email,note,Contactable by\nfx.1@example.com,a,Post\nfx.2@example.com,b,"Email, post"\nfx.3@example.com,c,Email\n'::bytea) AS id \gset
SELECT customers_import_fix(:id, 2, 'note', 'hei');
SELECT i.import_id - :id AS import, c.ordinality AS column, c.column ->> 'consent' AS consent, c.column ->> 'manner' AS manner, r.line, r.action, r.errors, d.new_value
FROM customer_imports AS i, jsonb_array_elements(columns) WITH ORDINALITY AS c ("column"), customer_import_rows AS r
	LEFT JOIN customer_import_diff AS d ON d.import_id = r.import_id AND d.line = r.line AND d.field = 'subscribed'
WHERE i.import_id >= :id - 2 AND c.column ? 'consent' AND r.import_id = i.import_id AND r.line IN (2, 3) ORDER BY 1, r.line;

DROP SCHEMA t_consent_answers CASCADE;
