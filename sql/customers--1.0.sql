/* sql/customers--1.0.sql */

\echo Use "CREATE EXTENSION customers" to load this file. \quit

-- The extension owns functions and types; the tables belong to the user and
-- are made by customers_setup() (src/schema/setup.sql).


-- Types

-- A customer as functions return one: the columns of customer_profiles without
-- those that an application has added.
CREATE TYPE customer_profile AS (
	customer_id bigint,
	identifier text,
	email text,
	name text,
	first_name text,
	last_name text,
	phone text,
	mobile text,
	company text,
	vat_number text,
	address text,
	address_2 text,
	postal_code text,
	city text,
	region text,
	country text,
	language text,
	birth_date date,
	customer_since date,
	note text,
	subscribed boolean,
	vip boolean,
	tax_exempt boolean,
	loyalty_points bigint,
	attributes jsonb,
	created_at timestamptz,
	updated_at timestamptz,
	display_name text,
	groups text[],
	orders_count bigint,
	orders_total numeric,
	mailable boolean
);
COMMENT ON TYPE customer_profile IS
	'A customer as customers_find() and customers_segment() return one; its columns are those of the view customer_profiles';


-- Setup

CREATE FUNCTION customers_setup(partitions integer DEFAULT 0) RETURNS text
	AS 'MODULE_PATHNAME' LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION customers_setup(integer) IS
	'Creates the tables, views and triggers of customers, or brings those of an older release to this one; says what it did. partitions: divide a new customers table by hash of customer_id';

CREATE FUNCTION customers_adopt(relation regclass, columns jsonb DEFAULT NULL, fixed jsonb DEFAULT NULL,
	dry_run boolean DEFAULT false)
	RETURNS TABLE (column_name text, type text, field text, note text)
	AS 'MODULE_PATHNAME' LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION customers_adopt(regclass, jsonb, jsonb, boolean) IS
	'Makes a table that an application has already the customers of the schema: nothing is copied or moved. columns says which column is which field, {"mail": "email"}; others are guessed by their names. Returns a row a column, with the field it is or that it is not used, and what was added to the table. dry_run => true only shows it';

CREATE FUNCTION customers_adopt_orders(relation regclass, columns jsonb DEFAULT NULL, counted jsonb DEFAULT NULL,
	dry_run boolean DEFAULT false)
	RETURNS TABLE (column_name text, type text, field text, note text)
	AS 'MODULE_PATHNAME' LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION customers_adopt_orders(regclass, jsonb, jsonb, boolean) IS
	'Makes a table that an application has already the orders of the schema: they are counted, totalled, shown and placed there. columns says which column is which of customer_orders, {"user_id": "customer_id"}; an erasure empties the personal ones that it names. counted says which orders count, {"state": ["paid", "sent"], "cancelled_at": null}; without it all do. Returns a row a column. dry_run => true only shows it';

CREATE FUNCTION customers_release() RETURNS text
	AS 'MODULE_PATHNAME' LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION customers_release() IS
	'Gives adopted tables back, that of customers and that of orders: they stay as they are, without the triggers of customers; customers_setup() then makes a table customers again';

CREATE FUNCTION customers_distribute(shards integer DEFAULT NULL)
	RETURNS TABLE (relation text, note text)
	AS 'MODULE_PATHNAME' LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION customers_distribute(integer) IS
	'Spreads customers, their memberships and orders over several machines by customer_id, where the extension citus is installed; says what it did, and what a distributed table goes without. shards: how many parts each table gets; by default citus.shard_count';

CREATE FUNCTION customers_undistribute()
	RETURNS TABLE (relation text, note text)
	AS 'MODULE_PATHNAME' LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION customers_undistribute() IS
	'Brings what customers_distribute() has spread back to this machine, with its unique keys, foreign keys and triggers; says what it did';

CREATE FUNCTION customers_email_is_tidy(email text) RETURNS boolean
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION customers_email_is_tidy(text) IS
	'Whether an email is trimmed, in lower case, in one spelling and not empty; the triggers of customers correct rows in which it is not';

CREATE FUNCTION customers_identifier_is_tidy(identifier text) RETURNS boolean
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION customers_identifier_is_tidy(text) IS
	'Whether an identifier is trimmed, in one spelling and not empty; the triggers of customers correct rows in which it is not';

CREATE FUNCTION customers_fold_email(email text) RETURNS text
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION customers_fold_email(text) IS
	'An email as it is kept and compared: trimmed, in Unicode''s normal form C without invisible characters, ASCII letters in lower case; NULL if nothing is left';

CREATE FUNCTION customers_fold_identifier(identifier text) RETURNS text
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION customers_fold_identifier(text) IS
	'An identifier as it is kept and compared: trimmed, in Unicode''s normal form C without invisible characters; NULL if nothing is left';

CREATE FUNCTION customers_fold_category(category text) RETURNS text
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION customers_fold_category(text) IS
	'A segment category as it is compared: lower case, without accents, spaces and punctuation; NULL if nothing is left, or more than 1000 bytes';

CREATE FUNCTION customers_import_journal(customer_id bigint, updated_at timestamptz, attributes jsonb,
		cells text[], merged_at timestamptz, edited boolean) RETURNS timestamptz
	AS 'MODULE_PATHNAME' LANGUAGE C VOLATILE;
COMMENT ON FUNCTION customers_import_journal(bigint, timestamptz, jsonb, text[], timestamptz, boolean) IS
	'For customers_merge() and customers_revert() alone: notes what a customer was, while they change it';

CREATE FUNCTION customers_tidy() RETURNS trigger
	AS 'MODULE_PATHNAME' LANGUAGE C;
COMMENT ON FUNCTION customers_tidy() IS
	'Trigger of customers: keeps email trimmed and in lower case, identifier trimmed, and updated_at';

CREATE FUNCTION customers_log_consent() RETURNS trigger
	AS 'MODULE_PATHNAME' LANGUAGE C;
COMMENT ON FUNCTION customers_log_consent() IS
	'Trigger of customers: records each change of consent in customer_consent_log; the yes of an application takes the opt-out of the address away';

CREATE FUNCTION customers_keep_opt_out() RETURNS trigger
	AS 'MODULE_PATHNAME' LANGUAGE C;
COMMENT ON FUNCTION customers_keep_opt_out() IS
	'Trigger of customers: an opt-out outlives the row that is deleted, and the address that it had, as keyed hashes in customer_erasures';

CREATE FUNCTION customers_edit_review() RETURNS trigger
	AS 'MODULE_PATHNAME' LANGUAGE C;
COMMENT ON FUNCTION customers_edit_review() IS
	'Trigger of customer_import_diff and customer_import_errors: an UPDATE corrects the cell, a DELETE drops the change or excludes the record; the rows of one statement are judged together';

CREATE FUNCTION customers_guard_session() RETURNS trigger
	AS 'MODULE_PATHNAME' LANGUAGE C;
COMMENT ON FUNCTION customers_guard_session() IS
	'Trigger of customer_imports and customer_import_approvals: keeps the session user who stages, corrects or approves an import';

CREATE FUNCTION customers_drop_members() RETURNS trigger
	AS 'MODULE_PATHNAME' LANGUAGE C;
COMMENT ON FUNCTION customers_drop_members() IS
	'Trigger of a table that customers_adopt() made the customers: the memberships of deleted customers go';

CREATE FUNCTION customers_before_ddl() RETURNS event_trigger
	AS 'MODULE_PATHNAME' LANGUAGE C;
COMMENT ON FUNCTION customers_before_ddl() IS
	'Event trigger: before a table that customers_adopt() made the customers is altered or dropped, takes away what would forbid it';

CREATE FUNCTION customers_after_ddl() RETURNS event_trigger
	AS 'MODULE_PATHNAME' LANGUAGE C;
COMMENT ON FUNCTION customers_after_ddl() IS
	'Event trigger: after a table that customers_adopt() made the customers is altered, makes it the customers as it is now';

CREATE EVENT TRIGGER customers_before_ddl ON ddl_command_start
	WHEN TAG IN ('ALTER TABLE', 'DROP TABLE', 'DROP SCHEMA')
	EXECUTE FUNCTION @extschema@.customers_before_ddl();
COMMENT ON EVENT TRIGGER customers_before_ddl IS
	'An application may alter and drop its tables as if customers_adopt() had not been called';

CREATE EVENT TRIGGER customers_after_ddl ON ddl_command_end
	WHEN TAG IN ('ALTER TABLE', 'ALTER SCHEMA')
	EXECUTE FUNCTION @extschema@.customers_after_ddl();
COMMENT ON EVENT TRIGGER customers_after_ddl IS
	'Makes an adopted table the customers as it is after ALTER TABLE';

CREATE FUNCTION customers_keep_opt_outs() RETURNS trigger
	AS 'MODULE_PATHNAME' LANGUAGE C;
COMMENT ON FUNCTION customers_keep_opt_outs() IS
	'Trigger of customers: the opt-outs of all unsubscribed customers outlive TRUNCATE, as keyed hashes in customer_erasures';

CREATE FUNCTION customers_lost_table(why text) RETURNS boolean
	AS 'MODULE_PATHNAME' LANGUAGE C VOLATILE STRICT;
COMMENT ON FUNCTION customers_lost_table(text) IS
	'In the views of an adopted table that is gone, or not what it was: the error that says so';

CREATE FUNCTION customers_is_merging() RETURNS boolean
	AS 'MODULE_PATHNAME' LANGUAGE C STABLE;
COMMENT ON FUNCTION customers_is_merging() IS
	'For the triggers of customers: does customers_merge() or customers_revert() write at this moment? Decides which new rows they look at';

-- Whoever writes into a table calls what its indexes and triggers name: an
-- application's roles, too, where default privileges give PUBLIC nothing.
GRANT EXECUTE ON FUNCTION customers_fold_email(text), customers_fold_identifier(text), customers_is_merging() TO PUBLIC;


-- Import and merge.  An option that is NULL was not given.

CREATE FUNCTION customers_import(source text,
	delimiter text DEFAULT NULL, quote text DEFAULT NULL, escape text DEFAULT NULL,
	encoding text DEFAULT NULL, skip bigint DEFAULT NULL, header boolean DEFAULT NULL, mapping jsonb DEFAULT NULL,
	preset text DEFAULT NULL, mode text DEFAULT NULL, match_by text[] DEFAULT NULL,
	blanks text DEFAULT NULL, rules jsonb DEFAULT NULL, duplicates text DEFAULT NULL,
	unknown_columns text DEFAULT NULL, unknown_ids text DEFAULT NULL,
	group_mode text DEFAULT NULL, unknown_groups text DEFAULT NULL,
	resubscribe boolean DEFAULT NULL, date_order text DEFAULT NULL, again boolean DEFAULT NULL,
	restore_erased boolean DEFAULT NULL, "set" jsonb DEFAULT NULL, keyless text DEFAULT NULL,
	null_words text[] DEFAULT NULL, invalid text DEFAULT NULL, limits jsonb DEFAULT NULL)
	RETURNS bigint
	AS 'MODULE_PATHNAME' LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION customers_import(text, text, text, text, text, bigint, boolean, jsonb, text, text, text[], text, jsonb, text, text, text, text, text, boolean, text, boolean, boolean, jsonb, text, text[], text, jsonb) IS
	'Stages a customer file on the server and says what it would change; returns the id of the import, for customers_import_preview() and customers_merge(). How the file is read is found out; each option overrides a part of it
delimiter (found): 1 to 4 bytes, or comma, semicolon, tab, pipe, colon, space
quote (found): one ASCII character; an empty text: quotes are ordinary characters
escape (found): what precedes a quote inside quotes: the quote itself, or a character such as \
encoding (found): UTF8, UTF16, WIN1252, LATIN1, or another name that PostgreSQL or the C library knows (MACROMAN, CP850)
skip (found): lines before the table
header (found): false: the first record is data, and mapping names columns by position; true: it names the columns
mapping (by header): JSON: header word, or position from 1, to field, attributes.<category>, or null to ignore the column: {"Club card": "identifier", "Internal": null}
preset (none): name of a saved preset
mode (upsert): upsert; create: known customers are left out; update: unknown ones are
match_by ({customer_id,identifier,email}): keys to match by, in order
blanks (keep): an empty cell: keep what is there, or clear it
rules (overwrite; password: fill; identifier: keep where only the email matches): JSON: field, or "*" for all others, to overwrite; fill: only where the customer has nothing, or 0 or false by default; keep: never
duplicates (reject): records that name one customer and say different things: reject both, or keep the first or the last
unknown_columns (attribute): a column that is no field: attribute: it becomes a segment category; ignore; reject: the file is refused
unknown_ids (reject): a customer_id that nobody has: reject, or create to keep it
group_mode (add): add; replace: the cell names all groups of the customer
unknown_groups (create): create, reject
resubscribe (false): true: a file may subscribe people again
date_order (by column): DMY, MDY, YMD
again (false): true: import a file whose bytes were merged before
restore_erased (false): true: people who were erased may come back
set (none): JSON: field to a value that every record has, as if in a column: {"subscribed": "no", "groups": "Gala 2026"}
keyless (reject): a record that says nobody, neither by a key nor by a name with a phone, birth date or address: reject, create
null_words (nothing of customer_value_words): what stands for nothing, as the whole of a cell: {n/a,zip}; {}: no word does
invalid (reject): a cell that cannot be read: reject its record, or skip the cell, with a warning
limits (customers.limits): how much the file may change before it is held: {"email": "2%", "rejected": 50, "phone": null}; false: no limits';

CREATE FUNCTION customers_import(source bytea,
	delimiter text DEFAULT NULL, quote text DEFAULT NULL, escape text DEFAULT NULL,
	encoding text DEFAULT NULL, skip bigint DEFAULT NULL, header boolean DEFAULT NULL, mapping jsonb DEFAULT NULL,
	preset text DEFAULT NULL, mode text DEFAULT NULL, match_by text[] DEFAULT NULL,
	blanks text DEFAULT NULL, rules jsonb DEFAULT NULL, duplicates text DEFAULT NULL,
	unknown_columns text DEFAULT NULL, unknown_ids text DEFAULT NULL,
	group_mode text DEFAULT NULL, unknown_groups text DEFAULT NULL,
	resubscribe boolean DEFAULT NULL, date_order text DEFAULT NULL, again boolean DEFAULT NULL,
	restore_erased boolean DEFAULT NULL, "set" jsonb DEFAULT NULL, keyless text DEFAULT NULL,
	null_words text[] DEFAULT NULL, invalid text DEFAULT NULL, limits jsonb DEFAULT NULL)
	RETURNS bigint
	AS 'MODULE_PATHNAME' LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION customers_import(bytea, text, text, text, text, bigint, boolean, jsonb, text, text, text[], text, jsonb, text, text, text, text, text, boolean, text, boolean, boolean, jsonb, text, text[], text, jsonb) IS
	'Stages a customer file sent as its content, which any driver can do; like customers_import(text)';

CREATE FUNCTION customers_import(source oid,
	delimiter text DEFAULT NULL, quote text DEFAULT NULL, escape text DEFAULT NULL,
	encoding text DEFAULT NULL, skip bigint DEFAULT NULL, header boolean DEFAULT NULL, mapping jsonb DEFAULT NULL,
	preset text DEFAULT NULL, mode text DEFAULT NULL, match_by text[] DEFAULT NULL,
	blanks text DEFAULT NULL, rules jsonb DEFAULT NULL, duplicates text DEFAULT NULL,
	unknown_columns text DEFAULT NULL, unknown_ids text DEFAULT NULL,
	group_mode text DEFAULT NULL, unknown_groups text DEFAULT NULL,
	resubscribe boolean DEFAULT NULL, date_order text DEFAULT NULL, again boolean DEFAULT NULL,
	restore_erased boolean DEFAULT NULL, "set" jsonb DEFAULT NULL, keyless text DEFAULT NULL,
	null_words text[] DEFAULT NULL, invalid text DEFAULT NULL, limits jsonb DEFAULT NULL)
	RETURNS bigint
	AS 'MODULE_PATHNAME' LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION customers_import(oid, text, text, text, text, bigint, boolean, jsonb, text, text, text[], text, jsonb, text, text, text, text, text, boolean, text, boolean, boolean, jsonb, text, text[], text, jsonb) IS
	'Stages a customer file kept as a large object (\lo_import in psql); like customers_import(text)';

CREATE FUNCTION customers_import_text(content text,
	delimiter text DEFAULT NULL, quote text DEFAULT NULL, escape text DEFAULT NULL,
	skip bigint DEFAULT NULL, header boolean DEFAULT NULL, mapping jsonb DEFAULT NULL,
	preset text DEFAULT NULL, mode text DEFAULT NULL, match_by text[] DEFAULT NULL,
	blanks text DEFAULT NULL, rules jsonb DEFAULT NULL, duplicates text DEFAULT NULL,
	unknown_columns text DEFAULT NULL, unknown_ids text DEFAULT NULL,
	group_mode text DEFAULT NULL, unknown_groups text DEFAULT NULL,
	resubscribe boolean DEFAULT NULL, date_order text DEFAULT NULL, again boolean DEFAULT NULL,
	restore_erased boolean DEFAULT NULL, "set" jsonb DEFAULT NULL, keyless text DEFAULT NULL, limits jsonb DEFAULT NULL)
	RETURNS bigint
	AS 'MODULE_PATHNAME' LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION customers_import_text(text, text, text, text, bigint, boolean, jsonb, text, text, text[], text, jsonb, text, text, text, text, text, boolean, text, boolean, boolean, jsonb, text, jsonb) IS
	'Stages the content of a customer file that a client pastes or sends as text; like customers_import(bytea), but its encoding is that of the database, so it has no option encoding';

CREATE FUNCTION import_csv(source text,
	delimiter text DEFAULT NULL, quote text DEFAULT NULL, escape text DEFAULT NULL,
	encoding text DEFAULT NULL, skip bigint DEFAULT NULL, header boolean DEFAULT NULL, mapping jsonb DEFAULT NULL,
	preset text DEFAULT NULL, mode text DEFAULT NULL, match_by text[] DEFAULT NULL,
	blanks text DEFAULT NULL, rules jsonb DEFAULT NULL, duplicates text DEFAULT NULL,
	unknown_columns text DEFAULT NULL, unknown_ids text DEFAULT NULL,
	group_mode text DEFAULT NULL, unknown_groups text DEFAULT NULL,
	resubscribe boolean DEFAULT NULL, date_order text DEFAULT NULL, again boolean DEFAULT NULL,
	restore_erased boolean DEFAULT NULL, "set" jsonb DEFAULT NULL, keyless text DEFAULT NULL,
	null_words text[] DEFAULT NULL, invalid text DEFAULT NULL, limits jsonb DEFAULT NULL,
	OUT import_id bigint, OUT created bigint, OUT changed bigint, OUT unchanged bigint,
	OUT rejected bigint, OUT excluded bigint, OUT status text)
	AS 'MODULE_PATHNAME', 'customers_import_csv' LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION import_csv(text, text, text, text, text, bigint, boolean, jsonb, text, text, text[], text, jsonb, text, text, text, text, text, boolean, text, boolean, boolean, jsonb, text, text[], text, jsonb) IS
	'Imports a customer file on the server and merges it in the same transaction; takes the options of customers_import(), and returns what customers_merge() returns. An import that is held stays staged';

CREATE FUNCTION import_csv(source bytea,
	delimiter text DEFAULT NULL, quote text DEFAULT NULL, escape text DEFAULT NULL,
	encoding text DEFAULT NULL, skip bigint DEFAULT NULL, header boolean DEFAULT NULL, mapping jsonb DEFAULT NULL,
	preset text DEFAULT NULL, mode text DEFAULT NULL, match_by text[] DEFAULT NULL,
	blanks text DEFAULT NULL, rules jsonb DEFAULT NULL, duplicates text DEFAULT NULL,
	unknown_columns text DEFAULT NULL, unknown_ids text DEFAULT NULL,
	group_mode text DEFAULT NULL, unknown_groups text DEFAULT NULL,
	resubscribe boolean DEFAULT NULL, date_order text DEFAULT NULL, again boolean DEFAULT NULL,
	restore_erased boolean DEFAULT NULL, "set" jsonb DEFAULT NULL, keyless text DEFAULT NULL,
	null_words text[] DEFAULT NULL, invalid text DEFAULT NULL, limits jsonb DEFAULT NULL,
	OUT import_id bigint, OUT created bigint, OUT changed bigint, OUT unchanged bigint,
	OUT rejected bigint, OUT excluded bigint, OUT status text)
	AS 'MODULE_PATHNAME', 'customers_import_csv' LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION import_csv(bytea, text, text, text, text, bigint, boolean, jsonb, text, text, text[], text, jsonb, text, text, text, text, text, boolean, text, boolean, boolean, jsonb, text, text[], text, jsonb) IS
	'Imports a customer file sent as its content and merges it at once; like import_csv(text)';

CREATE FUNCTION import_csv(source oid,
	delimiter text DEFAULT NULL, quote text DEFAULT NULL, escape text DEFAULT NULL,
	encoding text DEFAULT NULL, skip bigint DEFAULT NULL, header boolean DEFAULT NULL, mapping jsonb DEFAULT NULL,
	preset text DEFAULT NULL, mode text DEFAULT NULL, match_by text[] DEFAULT NULL,
	blanks text DEFAULT NULL, rules jsonb DEFAULT NULL, duplicates text DEFAULT NULL,
	unknown_columns text DEFAULT NULL, unknown_ids text DEFAULT NULL,
	group_mode text DEFAULT NULL, unknown_groups text DEFAULT NULL,
	resubscribe boolean DEFAULT NULL, date_order text DEFAULT NULL, again boolean DEFAULT NULL,
	restore_erased boolean DEFAULT NULL, "set" jsonb DEFAULT NULL, keyless text DEFAULT NULL,
	null_words text[] DEFAULT NULL, invalid text DEFAULT NULL, limits jsonb DEFAULT NULL,
	OUT import_id bigint, OUT created bigint, OUT changed bigint, OUT unchanged bigint,
	OUT rejected bigint, OUT excluded bigint, OUT status text)
	AS 'MODULE_PATHNAME', 'customers_import_csv' LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION import_csv(oid, text, text, text, text, bigint, boolean, jsonb, text, text, text[], text, jsonb, text, text, text, text, text, boolean, text, boolean, boolean, jsonb, text, text[], text, jsonb) IS
	'Imports a customer file kept as a large object and merges it at once; like import_csv(text)';

CREATE FUNCTION customers_merge(import_id bigint, on_conflict text DEFAULT 'error', over_limits boolean DEFAULT false,
	OUT import_id bigint, OUT created bigint, OUT changed bigint, OUT unchanged bigint,
	OUT rejected bigint, OUT excluded bigint, OUT status text)
	AS 'MODULE_PATHNAME' LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION customers_merge(bigint, text, boolean) IS
	'Applies a staged import: exactly the changes that customer_import_diff shows. status says whether it did: merged, or held or needs_approval: nothing was written, and a warning says why. on_conflict: error stops the whole merge if a customer was edited since, skip leaves such records out. over_limits => true merges one that is held';

CREATE FUNCTION customers_import_approve(import_id bigint) RETURNS void
	AS 'MODULE_PATHNAME' LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION customers_import_approve(bigint) IS
	'Approves a staged import as it is now, for the setting customers.approval. The session user who staged or corrected it cannot approve it, and a later correction withdraws the approval';

CREATE FUNCTION customers_cancel(import_id bigint) RETURNS void
	AS 'MODULE_PATHNAME' LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION customers_cancel(bigint) IS
	'Drops a staged import: its rows are deleted; no customer was touched';


-- How a file is read

CREATE FUNCTION customers_sniff(source text,
	delimiter text DEFAULT NULL, quote text DEFAULT NULL, escape text DEFAULT NULL,
	encoding text DEFAULT NULL, skip bigint DEFAULT NULL, header boolean DEFAULT NULL, mapping jsonb DEFAULT NULL,
	preset text DEFAULT NULL,
	OUT encoding text, OUT bom boolean, OUT delimiter text, OUT quote text, OUT escape text,
	OUT newline text, OUT header_line bigint, OUT columns integer, OUT header text[],
	OUT fields text[], OUT warnings text, OUT consent text,
	OUT encoding_certainty text, OUT encoding_evidence text,
	OUT dialect_certainty text, OUT dialect_evidence text,
	OUT header_certainty text, OUT header_evidence text, OUT fields_evidence text[])
	AS 'MODULE_PATHNAME' LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION customers_sniff(text, text, text, text, text, bigint, boolean, jsonb, text) IS
	'How an import would read a file on the server, found from its first part; nothing is imported. Encoding, dialect and where the table starts, each with how sure that is (told by an option, sure, likely, or a guess) and what shows it; the field of each column (NULL: ignored), with fields_evidence, by what it is that (mapping, preset, name, word, cells) and what spoke against another; and consent, which columns are about that, why, and what a yes means';

CREATE FUNCTION customers_sniff(source bytea,
	delimiter text DEFAULT NULL, quote text DEFAULT NULL, escape text DEFAULT NULL,
	encoding text DEFAULT NULL, skip bigint DEFAULT NULL, header boolean DEFAULT NULL, mapping jsonb DEFAULT NULL,
	preset text DEFAULT NULL,
	OUT encoding text, OUT bom boolean, OUT delimiter text, OUT quote text, OUT escape text,
	OUT newline text, OUT header_line bigint, OUT columns integer, OUT header text[],
	OUT fields text[], OUT warnings text, OUT consent text,
	OUT encoding_certainty text, OUT encoding_evidence text,
	OUT dialect_certainty text, OUT dialect_evidence text,
	OUT header_certainty text, OUT header_evidence text, OUT fields_evidence text[])
	AS 'MODULE_PATHNAME' LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION customers_sniff(bytea, text, text, text, text, bigint, boolean, jsonb, text) IS
	'How an import would read a file sent as its content; like customers_sniff(text)';

CREATE FUNCTION customers_sniff(source oid,
	delimiter text DEFAULT NULL, quote text DEFAULT NULL, escape text DEFAULT NULL,
	encoding text DEFAULT NULL, skip bigint DEFAULT NULL, header boolean DEFAULT NULL, mapping jsonb DEFAULT NULL,
	preset text DEFAULT NULL,
	OUT encoding text, OUT bom boolean, OUT delimiter text, OUT quote text, OUT escape text,
	OUT newline text, OUT header_line bigint, OUT columns integer, OUT header text[],
	OUT fields text[], OUT warnings text, OUT consent text,
	OUT encoding_certainty text, OUT encoding_evidence text,
	OUT dialect_certainty text, OUT dialect_evidence text,
	OUT header_certainty text, OUT header_evidence text, OUT fields_evidence text[])
	AS 'MODULE_PATHNAME' LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION customers_sniff(oid, text, text, text, text, bigint, boolean, jsonb, text) IS
	'How an import would read a file kept as a large object; like customers_sniff(text)';

CREATE FUNCTION customers_read_csv(source text,
	delimiter text DEFAULT NULL, quote text DEFAULT NULL, escape text DEFAULT NULL,
	encoding text DEFAULT NULL, skip bigint DEFAULT NULL, header boolean DEFAULT NULL)
	RETURNS TABLE (line bigint, cells text[])
	AS 'MODULE_PATHNAME' LANGUAGE C STABLE PARALLEL UNSAFE ROWS 1000;
COMMENT ON FUNCTION customers_read_csv(text, text, text, text, text, bigint, boolean) IS
	'Every record of a file on the server as an import reads it, its header first; needs no table';

CREATE FUNCTION customers_read_csv(source bytea,
	delimiter text DEFAULT NULL, quote text DEFAULT NULL, escape text DEFAULT NULL,
	encoding text DEFAULT NULL, skip bigint DEFAULT NULL, header boolean DEFAULT NULL)
	RETURNS TABLE (line bigint, cells text[])
	AS 'MODULE_PATHNAME' LANGUAGE C STABLE PARALLEL UNSAFE ROWS 1000;
COMMENT ON FUNCTION customers_read_csv(bytea, text, text, text, text, bigint, boolean) IS
	'Every record of a file sent as its content; like customers_read_csv(text)';

CREATE FUNCTION customers_read_csv(source oid,
	delimiter text DEFAULT NULL, quote text DEFAULT NULL, escape text DEFAULT NULL,
	encoding text DEFAULT NULL, skip bigint DEFAULT NULL, header boolean DEFAULT NULL)
	RETURNS TABLE (line bigint, cells text[])
	AS 'MODULE_PATHNAME' LANGUAGE C STABLE PARALLEL UNSAFE ROWS 1000;
COMMENT ON FUNCTION customers_read_csv(oid, text, text, text, text, bigint, boolean) IS
	'Every record of a file kept as a large object; like customers_read_csv(text)';


-- Presets

CREATE FUNCTION customers_import_preset_save(name text, import_id bigint) RETURNS void
	AS 'MODULE_PATHNAME' LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION customers_import_preset_save(text, bigint) IS
	'Saves the options and the mapping of an import under a name, for customers_import(..., preset => name); an older preset of that name is replaced';


-- Corrections by hand

CREATE FUNCTION customers_import_fix(import_id bigint, line bigint, field text, value text)
	RETURNS text
	AS 'MODULE_PATHNAME' LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION customers_import_fix(bigint, bigint, text, text) IS
	'Corrects a cell of a staged record, and checks, matches and compares it again, with all that share a key with it; returns what the record is now: create, update, unchanged, reject, exclude';

CREATE FUNCTION customers_import_values(import_id bigint)
	RETURNS TABLE (field text, value text, records bigint, code text, suggestion text)
	AS 'MODULE_PATHNAME' LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION customers_import_values(bigint) IS
	'The values that were not understood in the cells of an import: each value of a field once, in how many records it stands, the code of its error or warning, and the nearest value that the field accepts (NULL: none is near); customers_import_fix_value() corrects them all';

CREATE FUNCTION customers_import_fix_value(import_id bigint, field text, value text, new_value text,
	always boolean DEFAULT false, OUT fixed bigint, OUT rejected bigint)
	AS 'MODULE_PATHNAME' LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION customers_import_fix_value(bigint, text, text, text, boolean) IS
	'Corrects a value in all records of a staged import in which it was not understood, as customers_import_fix() corrects a cell; returns how many were corrected, and how many of these are rejected all the same. always remembers in customer_value_words what the word means, for the files to come';

CREATE FUNCTION customers_import_exclude(import_id bigint, lines bigint[]) RETURNS bigint
	AS 'MODULE_PATHNAME' LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION customers_import_exclude(bigint, bigint[]) IS
	'Leaves lines out of a staged import; returns how many. Records that were only duplicates of those count again';

CREATE FUNCTION customers_import_include(import_id bigint, lines bigint[]) RETURNS bigint
	AS 'MODULE_PATHNAME' LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION customers_import_include(bigint, bigint[]) IS
	'Takes lines into a staged import again that customers_import_exclude() left out, or that were taken for no record; they are checked, matched and compared anew. Returns how many';

CREATE FUNCTION customers_import_rejects(import_id bigint) RETURNS SETOF text
	AS 'MODULE_PATHNAME' LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION customers_import_rejects(bigint) IS
	'The rejected records of an import as the lines of a CSV file, with the reason in a last column: correct them there and import that file';

CREATE FUNCTION customers_import_template(delimiter text DEFAULT ',') RETURNS SETOF text
	AS 'MODULE_PATHNAME' LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION customers_import_template(text) IS
	'The lines of an example file: a header of all fields of customers, added columns too, and a record';


-- One customer at a time

CREATE FUNCTION customers_save(customers jsonb, mode text DEFAULT NULL,
	match_by text[] DEFAULT NULL, rules jsonb DEFAULT NULL, unknown_ids text DEFAULT NULL,
	group_mode text DEFAULT NULL, unknown_groups text DEFAULT NULL,
	resubscribe boolean DEFAULT NULL, restore_erased boolean DEFAULT NULL,
	date_order text DEFAULT NULL)
	RETURNS SETOF bigint
	AS 'MODULE_PATHNAME' LANGUAGE C VOLATILE PARALLEL UNSAFE ROWS 1;
COMMENT ON FUNCTION customers_save(jsonb, text, text[], jsonb, text, text, text, boolean, boolean, text) IS
	'Creates or updates the customer that a JSON object gives, or those of an array of objects, by the rules of import; returns their ids in the order given. null clears, a key that is not there touches nothing; all are saved or none';


-- Orders

CREATE FUNCTION customers_place_order("order" jsonb) RETURNS SETOF bigint
	AS 'MODULE_PATHNAME' LANGUAGE C VOLATILE PARALLEL UNSAFE ROWS 1;
COMMENT ON FUNCTION customers_place_order(jsonb) IS
	'Records the order that a JSON object gives, or those of an array of objects, for the customer that customer_id, identifier or email names; a new customer is created. An order_number is placed once: the same order again returns the id of the one that is there. Returns the ids of the orders in the order given';


-- Groups

CREATE FUNCTION customers_group_key(name text) RETURNS bytea
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION customers_group_key(text) IS
	'What names of groups are compared by: the name in UTF-8, its case folded in the same way in every database';

CREATE FUNCTION customers_group_create(name text, discount_percent numeric DEFAULT NULL,
	description text DEFAULT NULL) RETURNS bigint
	AS 'MODULE_PATHNAME' LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION customers_group_create(text, numeric, text) IS
	'Creates a group of customers (a customer group, a department, a tag), with a discount in percent if it has one; returns its group_id';

CREATE FUNCTION customers_group_drop(name text) RETURNS bigint
	AS 'MODULE_PATHNAME' LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION customers_group_drop(text) IS
	'Drops a group; returns how many members it had. The customers stay';

CREATE FUNCTION customers_group_assign("group" text, ids bigint[]) RETURNS bigint
	AS 'MODULE_PATHNAME' LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION customers_group_assign(text, bigint[]) IS
	'Puts customers into a group, those too who were rejected from it; returns how many were not in it before';

CREATE FUNCTION customers_group_unassign("group" text, ids bigint[]) RETURNS bigint
	AS 'MODULE_PATHNAME' LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION customers_group_unassign(text, bigint[]) IS
	'Takes customers out of a group; returns how many were in it. A later file may put them back: customers_group_reject() is for good';

CREATE FUNCTION customers_group_reject("group" text, ids bigint[]) RETURNS bigint
	AS 'MODULE_PATHNAME' LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION customers_group_reject(text, bigint[]) IS
	'Keeps customers out of a group: whoever is in it is taken out, and no file puts any of them into it; returns how many were not rejected before';


-- Segments, and finding customers

CREATE FUNCTION customers_segment_define(name text, condition text, description text DEFAULT NULL)
	RETURNS void
	AS 'MODULE_PATHNAME' LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION customers_segment_define(text, text, text) IS
	'Defines a segment, or defines it anew: a SQL condition over the columns of customer_profiles, such as: orders_count > 3 AND ''VIP'' = ANY (groups)';

CREATE FUNCTION customers_segment_drop(name text) RETURNS void
	AS 'MODULE_PATHNAME' LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION customers_segment_drop(text) IS
	'Drops a segment; no customer is touched';

CREATE FUNCTION customers_segment(name text) RETURNS SETOF customer_profile
	AS 'MODULE_PATHNAME' LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION customers_segment(text) IS
	'The customers who are in a segment now';

CREATE FUNCTION customers_segment_counts() RETURNS TABLE (name text, customers bigint)
	AS 'MODULE_PATHNAME' LANGUAGE C VOLATILE PARALLEL UNSAFE ROWS 20;
COMMENT ON FUNCTION customers_segment_counts() IS
	'How many customers are in each segment now; NULL, and a warning, where its condition does not hold any more';

CREATE FUNCTION customers_find(search text DEFAULT NULL, filter text DEFAULT NULL,
	"group" text DEFAULT NULL, segment text DEFAULT NULL, max_rows bigint DEFAULT NULL)
	RETURNS SETOF customer_profile
	AS 'MODULE_PATHNAME' LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION customers_find(text, text, text, text, bigint) IS
	'Customers whose name or email holds each word of search, who meet the SQL condition filter, and who are in the group and in the segment; an argument that is NULL restricts nothing; max_rows: no more than these, those with the lowest ids';

CREATE FUNCTION customers_find_explain(search text DEFAULT NULL, filter text DEFAULT NULL,
	"group" text DEFAULT NULL, segment text DEFAULT NULL, run boolean DEFAULT false,
	max_rows bigint DEFAULT NULL)
	RETURNS SETOF text
	AS 'MODULE_PATHNAME' LANGUAGE C VOLATILE PARALLEL UNSAFE ROWS 20;
COMMENT ON FUNCTION customers_find_explain(text, text, text, text, boolean, bigint) IS
	'The plan of customers_find() with the same arguments, as EXPLAIN shows it; run => true runs it and shows what it took, as EXPLAIN ANALYZE does';

CREATE FUNCTION customers_search_text(name text, first_name text, last_name text, email text)
	RETURNS text
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION customers_search_text(text, text, text, text) IS
	'The text that customers_find() searches: names and email in lower case and without accents';

CREATE FUNCTION customers_enable_fast_search() RETURNS text
	AS 'MODULE_PATHNAME' LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION customers_enable_fast_search() IS
	'Builds the index that makes customers_find(search) fast among many customers; needs the extension pg_trgm. Says what it did';


-- Leaving

CREATE FUNCTION customers_delete(ids bigint[]) RETURNS bigint
	AS 'MODULE_PATHNAME' LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION customers_delete(bigint[]) IS
	'Deletes customers; returns how many there were. Their orders stay, with the name and email they had; who had opted out does not come back subscribed by a file';

CREATE FUNCTION customers_about(customer_id bigint) RETURNS jsonb
	AS 'MODULE_PATHNAME' LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION customers_about(bigint) IS
	'All that is stored about a person, to answer a person who asks: the customer, their groups, orders, consent, opt-outs and history, and the records of files that are theirs';

CREATE FUNCTION customers_erase(id bigint) RETURNS bigint
	AS 'MODULE_PATHNAME' LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION customers_erase(bigint) IS
	'Erases a person for good: customer, memberships, staged and past records of imports, and the personal data of orders; returns how many rows of imports and orders were emptied. A keyed hash stays, so that no file brings the person back unasked';

CREATE FUNCTION customers_erase(email text) RETURNS bigint
	AS 'MODULE_PATHNAME' LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION customers_erase(text) IS
	'Erases the person of an email address, also one who is no customer any more or never was; like customers_erase(bigint)';


-- Out again

CREATE FUNCTION customers_export(path text, segment text DEFAULT NULL, filter text DEFAULT NULL, "group" text DEFAULT NULL,
	ids bigint[] DEFAULT NULL, search text DEFAULT NULL, columns text[] DEFAULT NULL,
	delimiter text DEFAULT ',', encoding text DEFAULT 'UTF8', bom boolean DEFAULT NULL,
	header boolean DEFAULT true, excel_safe boolean DEFAULT false)
	RETURNS bigint
	AS 'MODULE_PATHNAME' LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION customers_export(text, text, text, text, bigint[], text, text[], text, text, boolean, boolean, boolean) IS
	'Writes customers to a CSV file on the server, which customers_import() takes back as unchanged; returns how many. All of them, or those of a segment, a filter, a group, a search, a list of ids
segment, filter, "group", search (all customers): as for customers_find()
ids (all customers): ids of customers
columns (what imports again): names of fields, attributes.<category>, attributes (all categories), groups, created_at, updated_at, display_name, orders_count, orders_total, mailable, your own columns
delimiter (,): as for an import
encoding (UTF8): UTF8, UTF16, WIN1252 and so on; a character that it lacks is an error that names the customer
bom (by encoding): true: begin with a byte order mark, for Excel
header (true): false: no header line
excel_safe (false): true: guard cells that a spreadsheet would run';

CREATE FUNCTION customers_export_csv(segment text DEFAULT NULL, filter text DEFAULT NULL, "group" text DEFAULT NULL,
	ids bigint[] DEFAULT NULL, search text DEFAULT NULL, columns text[] DEFAULT NULL,
	delimiter text DEFAULT ',', encoding text DEFAULT 'UTF8', bom boolean DEFAULT NULL,
	header boolean DEFAULT true, excel_safe boolean DEFAULT false)
	RETURNS SETOF text
	AS 'MODULE_PATHNAME' LANGUAGE C VOLATILE PARALLEL UNSAFE ROWS 100000;
COMMENT ON FUNCTION customers_export_csv(text, text, text, bigint[], text, text[], text, text, boolean, boolean, boolean) IS
	'The lines that customers_export() writes, one a row, for any client: SELECT customers_export_csv() sends them as they are read';


-- Seen: the report, the preview, the summary

CREATE FUNCTION customers_import_report(import_id bigint) RETURNS text
	AS 'MODULE_PATHNAME' LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION customers_import_report(bigint) IS
	'An import as one self-contained HTML page to approve it by: counts, how the file was read, new, changed, rejected and excluded records; below 1 MB whatever the import, without scripts';

CREATE FUNCTION customers_import_status()
	RETURNS TABLE (import_id bigint, status text, source text, imported_at timestamptz, imported_by text,
		created bigint, changed bigint, unchanged bigint, rejected bigint, excluded bigint, opted_out bigint,
		remarks text, next text)
	AS 'MODULE_PATHNAME' LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION customers_import_status() IS
	'The staged imports, which wait to be merged: how much each would do, whether it is held or needs an approval, why or what else is to be known, and the statements to go on with; unreadable: somebody has written into its row what no import writes';

CREATE FUNCTION customers_import_preview(import_id bigint, max_rows bigint DEFAULT 1000, width integer DEFAULT NULL)
	RETURNS TABLE (line bigint, action text, customer text, changes text)
	AS 'MODULE_PATHNAME' LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION customers_import_preview(bigint, bigint, integer) IS
	'An import for reading in a terminal of 120 columns: a line a record, with whom it is about and what changes or is wrong; the first 1000 records, or max_rows, NULL for all; width clips the changes: 66 fits such a terminal';

CREATE FUNCTION customers_import_summary(import_id bigint) RETURNS text
	AS 'MODULE_PATHNAME' LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION customers_import_summary(bigint) IS
	'The result of an import in words, ready for a mail, its first line the subject: counts, how the file was read, the first rejected records, what remains to be done';


-- Undo

CREATE FUNCTION customers_revert(import_id bigint, resubscribe boolean DEFAULT false,
	OUT import_id bigint, OUT reverted bigint, OUT kept bigint)
	AS 'MODULE_PATHNAME' LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION customers_revert(bigint, boolean) IS
	'Undoes a merged import: each field it changed goes back unless it was edited since, each customer it created leaves unless used since; says how many records were taken back whole and of how many something was kept, which customer_import_errors lists. resubscribe: customers whom the import unsubscribed are subscribed again, unless they or another import that stands say no';

CREATE FUNCTION customers_import_purge(older_than interval) RETURNS bigint
	AS 'MODULE_PATHNAME' LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION customers_import_purge(interval) IS
	'Empties the staged rows of imports that were merged or reverted longer ago; returns how many imports. They stay listed in customer_imports, but cannot be reverted any more';
