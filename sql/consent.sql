-- Consent gets stricter, not looser.

CREATE SCHEMA t_consent;
SET customers.schema = 't_consent';
SET search_path = t_consent, public;
SET client_min_messages = warning;
SELECT customers_setup() <> '' AS ready;
\pset null -

\i sql/include/views.sql

INSERT INTO customers (email, subscribed) VALUES ('in@x.no', true), ('out@x.no', false);


-- A file may unsubscribe anyone, and subscribes nobody again: the cell is kept,
-- a warning says so, and the rest of the record goes through.
SELECT customers_import(file('email,subscribed,name
in@x.no,no,In
out@x.no,yes,Out
'));
TABLE diff;
TABLE errors;
TABLE messages;
TABLE counts;
SELECT * FROM customers_merge((SELECT import_id FROM last));
SELECT email, subscribed, name FROM customers ORDER BY email;

-- With nothing else to change, the record is unchanged, and its warning stays.
SELECT customers_import(file('email,subscribed
out@x.no,yes
'));
TABLE staged;
TABLE errors;
TABLE standing;
TABLE counts;

-- ... unless the person asked for it.
SELECT changed FROM import_csv(file('email,subscribed
out@x.no,yes
'), resubscribe => true);
SELECT email, subscribed FROM customers ORDER BY email;

-- A header that says the opposite, where a no says nothing; and words that say it
-- themselves.
SELECT customers_import(file('email,unsubscribed
out@x.no,yes
in@x.no,no
'));
TABLE diff;
TABLE errors;
SELECT customers_import(file('email,subscription status
out@x.no,unsubscribed
in@x.no,subscribed
'));
TABLE diff;
TABLE errors;
TABLE standing;

-- blank and #N/A do not answer the question.
SELECT customers_import(file('email,subscribed,name
out@x.no,,O
'), blanks => 'clear');
TABLE diff;

-- A new customer: the file's answer, where a blank is none but a no; without a
-- column of consent, the setting.
SELECT created FROM import_csv(file('email,subscribed
new1@x.no,yes
new2@x.no,no
new3@x.no,
'));
SET customers.default_subscription = 'unsubscribed';
SELECT created FROM import_csv(file('email,subscribed
new4@x.no,yes
new5@x.no,
'));
SELECT created FROM import_csv(file('email
new6@x.no
'));
RESET customers.default_subscription;
SELECT created FROM import_csv(file('email
new7@x.no
'));
SELECT email, subscribed FROM customers WHERE email LIKE 'new%' ORDER BY email;

-- mailable: subscribed, and with an email.
INSERT INTO customers (identifier) VALUES ('no email');
SELECT email, identifier, mailable FROM customer_profiles
WHERE email LIKE 'new%' OR identifier IS NOT NULL ORDER BY email;

DROP SCHEMA t_consent CASCADE;
