-- Relations of revision 1 in schema crm, as pg_dump writes them, with the functions
-- of the extension in schema ext: import 1 is merged, 2 is staged, and somebody has
-- set columns of 1 and 3 to NULL.  t/040_upgrade.pl brings them to this release.


SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

CREATE SCHEMA crm;

SET default_tablespace = '';

SET default_table_access_method = heap;

CREATE TABLE crm.customer_consent_log (
    log_id bigint NOT NULL,
    customer_id bigint NOT NULL,
    was_subscribed boolean NOT NULL,
    is_subscribed boolean NOT NULL,
    import_id bigint,
    changed_by text DEFAULT CURRENT_USER NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL
);

COMMENT ON TABLE crm.customer_consent_log IS 'Each change of the consent of an existing customer, to prove it by';

COMMENT ON COLUMN crm.customer_consent_log.log_id IS 'Key, given by a sequence';

COMMENT ON COLUMN crm.customer_consent_log.customer_id IS 'The customer';

COMMENT ON COLUMN crm.customer_consent_log.was_subscribed IS 'Consent before';

COMMENT ON COLUMN crm.customer_consent_log.is_subscribed IS 'Consent after';

COMMENT ON COLUMN crm.customer_consent_log.import_id IS 'The import that changed it; NULL: a person or an application did';

COMMENT ON COLUMN crm.customer_consent_log.changed_by IS 'The role that changed it';

COMMENT ON COLUMN crm.customer_consent_log.changed_at IS 'When it changed';

CREATE SEQUENCE crm.customer_consent_log_log_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE crm.customer_consent_log_log_id_seq OWNED BY crm.customer_consent_log.log_id;

CREATE TABLE crm.customer_erasures (
    key_hash bytea NOT NULL,
    reason text NOT NULL,
    field text NOT NULL,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT customer_erasures_field_check CHECK ((field = ANY (ARRAY['email'::text, 'identifier'::text]))),
    CONSTRAINT customer_erasures_key_hash_check CHECK ((octet_length(key_hash) = 32)),
    CONSTRAINT customer_erasures_reason_check CHECK ((reason = ANY (ARRAY['erased'::text, 'unsubscribed'::text])))
);

COMMENT ON TABLE crm.customer_erasures IS 'Who must not come back unasked: keyed hashes (HMAC-SHA-256 by the secret of customer_settings), from which nobody can be named';

COMMENT ON COLUMN crm.customer_erasures.key_hash IS 'Hash of the email or identifier';

COMMENT ON COLUMN crm.customer_erasures.reason IS 'erased: the person was erased; unsubscribed: was deleted after opting out';

COMMENT ON COLUMN crm.customer_erasures.field IS 'What was hashed: email or identifier';

COMMENT ON COLUMN crm.customer_erasures.recorded_at IS 'When it was recorded';

CREATE TABLE crm.customer_group_members (
    customer_id bigint NOT NULL,
    group_id bigint NOT NULL,
    status text DEFAULT 'accepted'::text NOT NULL,
    import_id bigint,
    set_by text DEFAULT CURRENT_USER NOT NULL,
    set_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT customer_group_members_status_check CHECK ((status = ANY (ARRAY['accepted'::text, 'rejected'::text])))
);

COMMENT ON TABLE crm.customer_group_members IS 'Who is in which group';

COMMENT ON COLUMN crm.customer_group_members.customer_id IS 'The customer';

COMMENT ON COLUMN crm.customer_group_members.group_id IS 'The group';

COMMENT ON COLUMN crm.customer_group_members.status IS 'accepted: is a member; rejected: is kept out, and no file changes that';

COMMENT ON COLUMN crm.customer_group_members.import_id IS 'The import that made the membership; NULL: a person or an application did';

COMMENT ON COLUMN crm.customer_group_members.set_by IS 'The role that made it';

COMMENT ON COLUMN crm.customer_group_members.set_at IS 'When it was made';

CREATE TABLE crm.customer_groups (
    group_id bigint NOT NULL,
    name text NOT NULL,
    discount_percent numeric,
    description text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT customer_groups_discount_percent_check CHECK (((discount_percent >= (0)::numeric) AND (discount_percent <= (100)::numeric))),
    CONSTRAINT customer_groups_name_check CHECK (((name <> ''::text) AND (name = btrim(name)) AND (name !~~ '%|%'::text) AND (octet_length(name) <= 1000)))
);

COMMENT ON TABLE crm.customer_groups IS 'Named groups of customers: customer groups, departments, tags';

COMMENT ON COLUMN crm.customer_groups.group_id IS 'Key, given by a sequence';

COMMENT ON COLUMN crm.customer_groups.name IS 'Name, unique whatever its case; holds no |, which separates groups in a cell';

COMMENT ON COLUMN crm.customer_groups.discount_percent IS 'Discount of the members in percent, 0 to 100; NULL where there is none';

COMMENT ON COLUMN crm.customer_groups.description IS 'What the group is for';

COMMENT ON COLUMN crm.customer_groups.created_at IS 'When the group was created';

CREATE SEQUENCE crm.customer_groups_group_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE crm.customer_groups_group_id_seq OWNED BY crm.customer_groups.group_id;

CREATE TABLE crm.customer_header_synonyms (
    word text NOT NULL,
    field text NOT NULL,
    negated boolean DEFAULT false NOT NULL,
    language text
);

COMMENT ON TABLE crm.customer_header_synonyms IS 'Header words and the field each stands for. Add rows for the words of your own files.';

COMMENT ON COLUMN crm.customer_header_synonyms.word IS 'Header word in lower case, without accents, spaces and punctuation: E-post is epost';

COMMENT ON COLUMN crm.customer_header_synonyms.field IS 'Field of a customer';

COMMENT ON COLUMN crm.customer_header_synonyms.negated IS 'The word says the opposite of the field: unsubscribed of subscribed';

COMMENT ON COLUMN crm.customer_header_synonyms.language IS 'Language of the word; NULL: none in particular';

CREATE TABLE crm.customer_import_rows (
    import_id bigint NOT NULL,
    line bigint NOT NULL,
    customer_id bigint,
    action text NOT NULL,
    cells text[],
    old_cells text[],
    raw text[],
    errors jsonb,
    reason text,
    memberships jsonb,
    CONSTRAINT customer_import_rows_action_check CHECK ((action = ANY (ARRAY['create'::text, 'update'::text, 'unchanged'::text, 'reject'::text, 'exclude'::text])))
);

ALTER TABLE ONLY crm.customer_import_rows REPLICA IDENTITY FULL;

COMMENT ON TABLE crm.customer_import_rows IS 'The staged records of each import, and after its merge the journal to undo it by. Easier to read: customer_import_diff, customer_import_errors.';

COMMENT ON COLUMN crm.customer_import_rows.import_id IS 'The import';

COMMENT ON COLUMN crm.customer_import_rows.line IS 'Line of the file the record begins on';

COMMENT ON COLUMN crm.customer_import_rows.customer_id IS 'The customer it is about; a new one has an id already';

COMMENT ON COLUMN crm.customer_import_rows.action IS 'create, update, reject, exclude; unchanged: staged for a warning only';

COMMENT ON COLUMN crm.customer_import_rows.cells IS 'New values, in the order of customer_imports.fields; NULL: not touched, empty: cleared';

COMMENT ON COLUMN crm.customer_import_rows.old_cells IS 'Live values when staged, for the cells that are touched, and of the key that the customer was found by; NULL: there was none';

COMMENT ON COLUMN crm.customer_import_rows.raw IS 'The cells as in the file, of a rejected record and of others that can be corrected; a password is replaced by its verifier';

COMMENT ON COLUMN crm.customer_import_rows.errors IS 'Errors and warnings; customer_import_errors shows them as rows';

COMMENT ON COLUMN crm.customer_import_rows.reason IS 'Why the record is rejected or excluded';

COMMENT ON COLUMN crm.customer_import_rows.memberships IS 'The memberships that the merge took away, to be put back by customers_revert()';

CREATE TABLE crm.customer_imports (
    import_id bigint NOT NULL,
    imported_at timestamp with time zone DEFAULT now() NOT NULL,
    imported_by text DEFAULT CURRENT_USER NOT NULL,
    source text,
    size bigint,
    sha256 bytea,
    encoding text,
    delimiter text,
    quote text,
    escape text,
    newline text,
    header_line bigint,
    header text[],
    fields text[],
    mapping jsonb,
    formats jsonb,
    options jsonb,
    strategy text,
    warnings text,
    again boolean DEFAULT false NOT NULL,
    status text DEFAULT 'staged'::text NOT NULL,
    uploaded bigint DEFAULT 0 NOT NULL,
    created bigint DEFAULT 0 NOT NULL,
    changed bigint DEFAULT 0 NOT NULL,
    unchanged bigint DEFAULT 0 NOT NULL,
    rejected bigint DEFAULT 0 NOT NULL,
    excluded bigint DEFAULT 0 NOT NULL,
    merged_at timestamp with time zone,
    merged_by text,
    reverted bigint,
    kept bigint,
    reverted_at timestamp with time zone,
    reverted_by text,
    purged_at timestamp with time zone,
    CONSTRAINT customer_imports_changed_check CHECK ((changed >= 0)),
    CONSTRAINT customer_imports_counts_check CHECK ((uploaded = ((((created + changed) + unchanged) + rejected) + excluded))),
    CONSTRAINT customer_imports_created_check CHECK ((created >= 0)),
    CONSTRAINT customer_imports_excluded_check CHECK ((excluded >= 0)),
    CONSTRAINT customer_imports_kept_check CHECK ((kept >= 0)),
    CONSTRAINT customer_imports_rejected_check CHECK ((rejected >= 0)),
    CONSTRAINT customer_imports_reverted_check CHECK ((reverted >= 0)),
    CONSTRAINT customer_imports_sha256_check CHECK ((octet_length(sha256) = 32)),
    CONSTRAINT customer_imports_status_check CHECK ((status = ANY (ARRAY['staged'::text, 'merged'::text, 'cancelled'::text, 'reverted'::text]))),
    CONSTRAINT customer_imports_unchanged_check CHECK ((unchanged >= 0)),
    CONSTRAINT customer_imports_uploaded_check CHECK ((uploaded >= 0))
);

COMMENT ON TABLE crm.customer_imports IS 'The imports: who staged which file, how it was read, what came of it';

COMMENT ON COLUMN crm.customer_imports.import_id IS 'Key, given by a sequence; what customers_import() returns and customers_merge() takes';

COMMENT ON COLUMN crm.customer_imports.imported_at IS 'When it was staged';

COMMENT ON COLUMN crm.customer_imports.imported_by IS 'The role that staged it';

COMMENT ON COLUMN crm.customer_imports.source IS 'Path of the file on the server, or what else the content came from';

COMMENT ON COLUMN crm.customer_imports.size IS 'Size of the file in bytes';

COMMENT ON COLUMN crm.customer_imports.sha256 IS 'SHA-256 of the file: the same bytes are merged once, unless again says so';

COMMENT ON COLUMN crm.customer_imports.encoding IS 'Encoding the file was read in';

COMMENT ON COLUMN crm.customer_imports.delimiter IS 'What separates the cells of the file';

COMMENT ON COLUMN crm.customer_imports.quote IS 'Quote character of the file; empty: none';

COMMENT ON COLUMN crm.customer_imports.escape IS 'What precedes a quote inside quotes';

COMMENT ON COLUMN crm.customer_imports.newline IS 'Line ends of the file: LF, CRLF, CR, mixed';

COMMENT ON COLUMN crm.customer_imports.header_line IS 'Line of the header in the file';

COMMENT ON COLUMN crm.customer_imports.header IS 'Header words, as in the file';

COMMENT ON COLUMN crm.customer_imports.fields IS 'Fields the file brings: what the cells of customer_import_rows belong to, in this order';

COMMENT ON COLUMN crm.customer_imports.mapping IS 'Field each header word was taken for; null: the column was ignored';

COMMENT ON COLUMN crm.customer_imports.formats IS 'How the dates and numbers of a column are written, where its cells decided it';

COMMENT ON COLUMN crm.customer_imports.options IS 'Options of the import, as given';

COMMENT ON COLUMN crm.customer_imports.strategy IS 'How the records were matched with the customers';

COMMENT ON COLUMN crm.customer_imports.warnings IS 'What a person should know about how the file was read';

COMMENT ON COLUMN crm.customer_imports.again IS 'The option again was given: the same bytes may have been merged before';

COMMENT ON COLUMN crm.customer_imports.status IS 'staged: waits for customers_merge(); merged; cancelled: dropped before; reverted: undone after';

COMMENT ON COLUMN crm.customer_imports.uploaded IS 'Records of the file = created + changed + unchanged + rejected + excluded';

COMMENT ON COLUMN crm.customer_imports.created IS 'Records that are new customers';

COMMENT ON COLUMN crm.customer_imports.changed IS 'Records that change a customer';

COMMENT ON COLUMN crm.customer_imports.unchanged IS 'Records that say what is known already; they are only counted';

COMMENT ON COLUMN crm.customer_imports.rejected IS 'Records with an error, listed in customer_import_errors';

COMMENT ON COLUMN crm.customer_imports.excluded IS 'Records left out: by mode or duplicates, by hand, or by a conflict at the merge';

COMMENT ON COLUMN crm.customer_imports.merged_at IS 'When it was merged';

COMMENT ON COLUMN crm.customer_imports.merged_by IS 'The role that merged it';

COMMENT ON COLUMN crm.customer_imports.reverted IS 'Records that customers_revert() took back whole; NULL: it was not reverted';

COMMENT ON COLUMN crm.customer_imports.kept IS 'Records of which it kept something, because it was edited or used since; customer_import_errors says what and why';

COMMENT ON COLUMN crm.customer_imports.reverted_at IS 'When it was reverted';

COMMENT ON COLUMN crm.customer_imports.reverted_by IS 'The role that reverted it';

COMMENT ON COLUMN crm.customer_imports.purged_at IS 'When its staged rows were emptied: it can no longer be reverted';

CREATE VIEW crm.customer_import_diff WITH (security_invoker='true') AS
 SELECT r.import_id,
    r.line,
    r.action,
    r.customer_id,
    cell.field,
        CASE
            WHEN ((cell.field = ANY (ARRAY['password'::text, 'password_hash'::text])) AND (cell.old <> ''::text)) THEN '********'::text
            ELSE NULLIF(cell.old, ''::text)
        END AS old_value,
        CASE
            WHEN ((cell.field = ANY (ARRAY['password'::text, 'password_hash'::text])) AND (cell.new <> ''::text)) THEN '********'::text
            ELSE NULLIF(cell.new, ''::text)
        END AS new_value
   FROM ((crm.customer_import_rows r
     JOIN crm.customer_imports i ON ((i.import_id = r.import_id)))
     CROSS JOIN LATERAL UNNEST(i.fields, r.cells, r.old_cells) cell(field, new, old))
  WHERE (((r.action = 'update'::text) AND (cell.new IS NOT NULL)) OR ((r.action = 'create'::text) AND (cell.new <> ''::text)));

COMMENT ON VIEW crm.customer_import_diff IS 'What an import will change, or has changed: one row a cell';

COMMENT ON COLUMN crm.customer_import_diff.import_id IS 'The import';

COMMENT ON COLUMN crm.customer_import_diff.line IS 'Line of the file';

COMMENT ON COLUMN crm.customer_import_diff.action IS 'create or update';

COMMENT ON COLUMN crm.customer_import_diff.customer_id IS 'The customer; a new one has an id already';

COMMENT ON COLUMN crm.customer_import_diff.field IS 'Column of customers, groups, or attributes.<category>';

COMMENT ON COLUMN crm.customer_import_diff.old_value IS 'Value before; NULL: none';

COMMENT ON COLUMN crm.customer_import_diff.new_value IS 'Value after; NULL: cleared';

CREATE VIEW crm.customer_import_errors WITH (security_invoker='true') AS
 SELECT r.import_id,
    r.line,
    e.field,
    e.value,
    e.code,
    e.message,
    e.severity
   FROM (crm.customer_import_rows r
     CROSS JOIN LATERAL jsonb_to_recordset(r.errors) e(field text, value text, code text, message text, severity text));

COMMENT ON VIEW crm.customer_import_errors IS 'What is wrong with the records of an import and what to do about it, and what was left out or kept: one row an error or warning';

COMMENT ON COLUMN crm.customer_import_errors.import_id IS 'The import';

COMMENT ON COLUMN crm.customer_import_errors.line IS 'Line of the file';

COMMENT ON COLUMN crm.customer_import_errors.field IS 'Field of the cell; NULL: the whole record';

COMMENT ON COLUMN crm.customer_import_errors.value IS 'The cell, as in the file';

COMMENT ON COLUMN crm.customer_import_errors.code IS 'Kind of error or warning, for programs';

COMMENT ON COLUMN crm.customer_import_errors.message IS 'What is wrong, in words';

COMMENT ON COLUMN crm.customer_import_errors.severity IS 'error: the record is rejected; warning: it is not';

CREATE TABLE crm.customer_import_presets (
    name text NOT NULL,
    mapping jsonb,
    options jsonb,
    saved_by text DEFAULT CURRENT_USER NOT NULL,
    saved_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT customer_import_presets_name_check CHECK ((name <> ''::text))
);

COMMENT ON TABLE crm.customer_import_presets IS 'Saved options and mapping, for a file that comes every week';

COMMENT ON COLUMN crm.customer_import_presets.name IS 'Name, for the option preset';

COMMENT ON COLUMN crm.customer_import_presets.mapping IS 'Field each header word is taken for; null: the column is ignored';

COMMENT ON COLUMN crm.customer_import_presets.options IS 'Options of customers_import()';

COMMENT ON COLUMN crm.customer_import_presets.saved_by IS 'The role that saved it';

COMMENT ON COLUMN crm.customer_import_presets.saved_at IS 'When it was last saved';

CREATE SEQUENCE crm.customer_imports_import_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE crm.customer_imports_import_id_seq OWNED BY crm.customer_imports.import_id;

CREATE TABLE crm.customer_orders (
    order_id bigint NOT NULL,
    customer_id bigint,
    customer_name text,
    customer_email text COLLATE pg_catalog."C",
    order_number text,
    status text,
    total numeric,
    currency text,
    details jsonb,
    ordered_at timestamp with time zone DEFAULT now() NOT NULL
);

COMMENT ON TABLE crm.customer_orders IS 'Orders. They stay when their customer is deleted.';

COMMENT ON COLUMN crm.customer_orders.order_id IS 'Key, given by a sequence';

COMMENT ON COLUMN crm.customer_orders.customer_id IS 'The customer who placed the order; kept when the customer is deleted, NULL after an erasure';

COMMENT ON COLUMN crm.customer_orders.customer_name IS 'The name the order was placed under';

COMMENT ON COLUMN crm.customer_orders.customer_email IS 'The email the order was placed under';

COMMENT ON COLUMN crm.customer_orders.order_number IS 'The shop''s own number of the order';

COMMENT ON COLUMN crm.customer_orders.status IS 'State of the order, in the shop''s own words';

COMMENT ON COLUMN crm.customer_orders.total IS 'What the order comes to';

COMMENT ON COLUMN crm.customer_orders.currency IS 'Currency of the total';

COMMENT ON COLUMN crm.customer_orders.details IS 'Whatever else the shop keeps with an order';

COMMENT ON COLUMN crm.customer_orders.ordered_at IS 'When the order was placed';

CREATE SEQUENCE crm.customer_orders_order_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE crm.customer_orders_order_id_seq OWNED BY crm.customer_orders.order_id;

CREATE TABLE crm.customers (
    customer_id bigint NOT NULL,
    loyalty_points bigint DEFAULT 0 NOT NULL,
    subscribed boolean DEFAULT ((current_setting('customers.default_subscription'::text, true) = 'unsubscribed'::text) IS NOT TRUE) NOT NULL,
    vip boolean DEFAULT false NOT NULL,
    tax_exempt boolean DEFAULT false NOT NULL,
    email text COLLATE pg_catalog."C",
    identifier text COLLATE pg_catalog."C",
    name text,
    first_name text,
    last_name text,
    phone text,
    company text,
    address text,
    postal_code text,
    city text,
    region text,
    country text,
    language text,
    birth_date date,
    note text,
    password_hash text,
    attributes jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT customers_attributes_check CHECK ((jsonb_typeof(attributes) = 'object'::text)),
    CONSTRAINT customers_customer_id_check CHECK ((customer_id > 0)),
    CONSTRAINT customers_email_check CHECK (((email ~~ '_%@_%'::text) AND (email !~~ '% %'::text) AND (octet_length(email) <= 320))),
    CONSTRAINT customers_identifier_check CHECK (((identifier <> ''::text) AND (octet_length(identifier) <= 1000)))
)
WITH (fillfactor='65');

COMMENT ON TABLE crm.customers IS 'The live customers. Add columns, triggers and foreign keys as you like: an added column can be imported and exported by its name at once.';

COMMENT ON COLUMN crm.customers.customer_id IS 'Our key, given by a sequence; exports carry it, so that an edited export finds its customers again';

COMMENT ON COLUMN crm.customers.loyalty_points IS 'Points of a loyalty programme';

COMMENT ON COLUMN crm.customers.subscribed IS 'Consent to marketing mail; by default as the setting customers.default_subscription says';

COMMENT ON COLUMN crm.customers.vip IS 'Is a VIP';

COMMENT ON COLUMN crm.customers.tax_exempt IS 'Pays no tax';

COMMENT ON COLUMN crm.customers.email IS 'Email address, unique; kept trimmed and in lower case however it comes in';

COMMENT ON COLUMN crm.customers.identifier IS 'The id by which another system knows the customer, unique; upper and lower case differ';

COMMENT ON COLUMN crm.customers.name IS 'Full name, where it is known as one';

COMMENT ON COLUMN crm.customers.first_name IS 'First name';

COMMENT ON COLUMN crm.customers.last_name IS 'Last name';

COMMENT ON COLUMN crm.customers.phone IS 'Phone number, as it was written';

COMMENT ON COLUMN crm.customers.company IS 'Company';

COMMENT ON COLUMN crm.customers.address IS 'Street and house number';

COMMENT ON COLUMN crm.customers.postal_code IS 'Postal code; text, for it may begin with 0';

COMMENT ON COLUMN crm.customers.city IS 'City';

COMMENT ON COLUMN crm.customers.region IS 'State, county or province';

COMMENT ON COLUMN crm.customers.country IS 'Country';

COMMENT ON COLUMN crm.customers.language IS 'Language to write to the customer in';

COMMENT ON COLUMN crm.customers.birth_date IS 'Date of birth';

COMMENT ON COLUMN crm.customers.note IS 'Remarks';

COMMENT ON COLUMN crm.customers.password_hash IS 'SCRAM-SHA-256 verifier of the password; never shown, never exported';

COMMENT ON COLUMN crm.customers.attributes IS 'Segment categories: whatever else a file brings, by the header of its column';

COMMENT ON COLUMN crm.customers.created_at IS 'When the customer was created';

COMMENT ON COLUMN crm.customers.updated_at IS 'When a value last changed';

CREATE VIEW crm.customer_profiles WITH (security_invoker='true') AS
 SELECT c.customer_id,
    c.identifier,
    c.email,
    c.name,
    c.first_name,
    c.last_name,
    c.phone,
    c.company,
    c.address,
    c.postal_code,
    c.city,
    c.region,
    c.country,
    c.language,
    c.birth_date,
    c.note,
    c.subscribed,
    c.vip,
    c.tax_exempt,
    c.loyalty_points,
    c.attributes,
    c.created_at,
    c.updated_at,
    COALESCE(NULLIF(c.name, ''::text), NULLIF(btrim(concat_ws(' '::text, c.first_name, c.last_name)), ''::text), NULLIF(( SELECT current_setting('customers.default_name'::text, true) AS current_setting), ''::text), 'Customer'::text) AS display_name,
    COALESCE(g.groups, '{}'::text[]) AS groups,
    COALESCE(o.orders_count, (0)::bigint) AS orders_count,
    COALESCE(o.orders_total, (0)::numeric) AS orders_total,
    (c.subscribed AND (c.email IS NOT NULL)) AS mailable
   FROM ((crm.customers c
     LEFT JOIN LATERAL ( SELECT array_agg(g_1.name ORDER BY g_1.name) AS groups
           FROM (crm.customer_group_members m
             JOIN crm.customer_groups g_1 ON ((g_1.group_id = m.group_id)))
          WHERE ((m.customer_id = c.customer_id) AND (m.status = 'accepted'::text))) g ON (true))
     LEFT JOIN LATERAL ( SELECT count(*) AS orders_count,
            sum(o_1.total) AS orders_total
           FROM crm.customer_orders o_1
          WHERE (o_1.customer_id = c.customer_id)) o ON (true));

COMMENT ON VIEW crm.customer_profiles IS 'The customers with what is computed about them; columns an application added stand last. Segments are conditions over it.';

COMMENT ON COLUMN crm.customer_profiles.customer_id IS 'Our key';

COMMENT ON COLUMN crm.customer_profiles.identifier IS 'The id in another system';

COMMENT ON COLUMN crm.customer_profiles.email IS 'Email address';

COMMENT ON COLUMN crm.customer_profiles.name IS 'Full name, where it is known as one';

COMMENT ON COLUMN crm.customer_profiles.first_name IS 'First name';

COMMENT ON COLUMN crm.customer_profiles.last_name IS 'Last name';

COMMENT ON COLUMN crm.customer_profiles.phone IS 'Phone number';

COMMENT ON COLUMN crm.customer_profiles.company IS 'Company';

COMMENT ON COLUMN crm.customer_profiles.address IS 'Street and house number';

COMMENT ON COLUMN crm.customer_profiles.postal_code IS 'Postal code';

COMMENT ON COLUMN crm.customer_profiles.city IS 'City';

COMMENT ON COLUMN crm.customer_profiles.region IS 'State, county or province';

COMMENT ON COLUMN crm.customer_profiles.country IS 'Country';

COMMENT ON COLUMN crm.customer_profiles.language IS 'Language to write in';

COMMENT ON COLUMN crm.customer_profiles.birth_date IS 'Date of birth';

COMMENT ON COLUMN crm.customer_profiles.note IS 'Remarks';

COMMENT ON COLUMN crm.customer_profiles.subscribed IS 'Consent to marketing mail';

COMMENT ON COLUMN crm.customer_profiles.vip IS 'Is a VIP';

COMMENT ON COLUMN crm.customer_profiles.tax_exempt IS 'Pays no tax';

COMMENT ON COLUMN crm.customer_profiles.loyalty_points IS 'Points of a loyalty programme';

COMMENT ON COLUMN crm.customer_profiles.attributes IS 'Segment categories';

COMMENT ON COLUMN crm.customer_profiles.created_at IS 'When the customer was created';

COMMENT ON COLUMN crm.customer_profiles.updated_at IS 'When a value last changed';

COMMENT ON COLUMN crm.customer_profiles.display_name IS 'Name to show: name, else first and last name, else customers.default_name';

COMMENT ON COLUMN crm.customer_profiles.groups IS 'Names of the groups the customer is an accepted member of, sorted';

COMMENT ON COLUMN crm.customer_profiles.orders_count IS 'Number of orders';

COMMENT ON COLUMN crm.customer_profiles.orders_total IS 'Sum of their totals';

COMMENT ON COLUMN crm.customer_profiles.mailable IS 'May get marketing mail: has consented, and has an email';

CREATE TABLE crm.customer_segments (
    name text NOT NULL,
    condition text NOT NULL,
    description text,
    defined_by text DEFAULT CURRENT_USER NOT NULL,
    defined_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT customer_segments_name_check CHECK (((name <> ''::text) AND (name = btrim(name))))
);

COMMENT ON TABLE crm.customer_segments IS 'Stored conditions. Who is in a segment is computed when it is asked for.';

COMMENT ON COLUMN crm.customer_segments.name IS 'Name of the segment';

COMMENT ON COLUMN crm.customer_segments.condition IS 'SQL condition over customer_profiles, as customers_segment_define() checked it; checked again at each use';

COMMENT ON COLUMN crm.customer_segments.description IS 'What the segment is for';

COMMENT ON COLUMN crm.customer_segments.defined_by IS 'The role that defined it';

COMMENT ON COLUMN crm.customer_segments.defined_at IS 'When it was last defined';

CREATE TABLE crm.customer_settings (
    key text NOT NULL,
    value text NOT NULL
);

COMMENT ON TABLE crm.customer_settings IS 'Revision and secret of this set of relations. customers_setup() looks after it.';

COMMENT ON COLUMN crm.customer_settings.key IS 'revision: which release the relations are of; secret: key of the hashes in customer_erasures';

COMMENT ON COLUMN crm.customer_settings.value IS 'Value of the setting';

CREATE SEQUENCE crm.customers_customer_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE crm.customers_customer_id_seq OWNED BY crm.customers.customer_id;

ALTER TABLE ONLY crm.customer_consent_log ALTER COLUMN log_id SET DEFAULT nextval('crm.customer_consent_log_log_id_seq'::regclass);

ALTER TABLE ONLY crm.customer_groups ALTER COLUMN group_id SET DEFAULT nextval('crm.customer_groups_group_id_seq'::regclass);

ALTER TABLE ONLY crm.customer_imports ALTER COLUMN import_id SET DEFAULT nextval('crm.customer_imports_import_id_seq'::regclass);

ALTER TABLE ONLY crm.customer_orders ALTER COLUMN order_id SET DEFAULT nextval('crm.customer_orders_order_id_seq'::regclass);

ALTER TABLE ONLY crm.customers ALTER COLUMN customer_id SET DEFAULT nextval('crm.customers_customer_id_seq'::regclass);

INSERT INTO crm.customer_erasures VALUES ('\xde2254813560ce8a5f61d9edad7cbcb1c334dedb2fc4fd1595221c8ca678d2d3', 'erased', 'email', '2026-11-27 19:07:55.70425+00');

INSERT INTO crm.customer_group_members VALUES (3, 1, 'accepted', NULL, 'postgres', '2026-11-27 19:07:55.602513+00');
INSERT INTO crm.customer_group_members VALUES (1, 1, 'accepted', 1, 'postgres', '2026-11-27 19:07:55.638751+00');
INSERT INTO crm.customer_group_members VALUES (4, 2, 'accepted', 1, 'postgres', '2026-11-27 19:07:55.638751+00');

INSERT INTO crm.customer_groups VALUES (1, 'VIP', NULL, NULL, '2026-11-27 19:07:55.602513+00');
INSERT INTO crm.customer_groups VALUES (2, 'Web', NULL, NULL, '2026-11-27 19:07:55.638751+00');

INSERT INTO crm.customer_import_presets VALUES ('weekly', '{"city": "city", "name": "name", "groups": "groups", "Shoe size": "attributes.Shoe size", "identifier": "identifier"}', '{"mode": "upsert", "blanks": "keep", "match_by": ["customer_id", "identifier", "email"], "duplicates": "reject", "group_mode": "add", "resubscribe": false, "unknown_ids": "reject", "unknown_groups": "create", "unknown_columns": "attribute"}', 'postgres', '2026-11-27 19:07:55.679269+00');

INSERT INTO crm.customer_import_rows VALUES (1, 2, 1, 'update', '{NULL,"Ann Berg",Bergen,VIP,39}', '{K-1,Ann,Oslo,NULL,38}', '{K-1,"Ann Berg",Bergen,VIP,39}', NULL, NULL, NULL);
INSERT INTO crm.customer_import_rows VALUES (1, 3, 4, 'create', '{K-4,Dag,Hamar,Web,44}', NULL, '{K-4,Dag,Hamar,Web,44}', NULL, NULL, NULL);
INSERT INTO crm.customer_import_rows VALUES (2, 2, 2, 'update', '{NULL,"Bo Lie",Skien}', '{K-2,Bo,Moss}', '{K-2,"Bo Lie",Skien}', NULL, NULL, NULL);
INSERT INTO crm.customer_import_rows VALUES (2, 3, 5, 'create', '{K-5,Eva,Bonn}', NULL, '{K-5,Eva,Bonn}', NULL, NULL, NULL);
INSERT INTO crm.customer_import_rows VALUES (2, 4, NULL, 'reject', NULL, NULL, '{"",Nobody,""}', '[{"code": "no_key", "field": null, "value": null, "message": "the record has no customer_id, identifier or email to know the customer by: fill one in, or write 0 as the id to create a customer without any", "severity": "error"}]', 'no_key', NULL);
INSERT INTO crm.customer_import_rows VALUES (3, 2, 2, 'update', '{NULL,Other}', '{K-2,Bo}', '{K-2,Other}', NULL, NULL, NULL);

INSERT INTO crm.customer_imports VALUES (2, '2026-11-27 19:07:55.68722+00', 'postgres', 'bytea content', 60, '\xe6376d11d40452ef606453898d271f662e22c4f75e99a2e7cae87d458b46339a', 'UTF8', ',', '"', '"', 'LF', 1, '{identifier,name,city}', '{identifier,name,city}', '{"city": "city", "name": "name", "identifier": "identifier"}', '{}', '{"mode": "upsert", "again": false, "blanks": "keep", "match_by": ["customer_id", "identifier", "email"], "duplicates": "reject", "group_mode": "add", "resubscribe": false, "unknown_ids": "reject", "restore_erased": false, "unknown_groups": "create", "unknown_columns": "attribute"}', 'probes', NULL, false, 'staged', 3, 1, 1, 0, 1, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO crm.customer_imports VALUES (1, '2026-11-27 19:07:55.638751+00', 'postgres', NULL, 86, '\xe1094e5252c96be5784b94b7ad8a9dea850fc0331b39b516e8df4f75ffaaf618', 'UTF8', NULL, NULL, '"', 'LF', 1, '{identifier,name,city,groups,"Shoe size"}', '{identifier,name,city,groups,"attributes.Shoe size"}', '{"city": "city", "name": "name", "groups": "groups", "Shoe size": "attributes.Shoe size", "identifier": "identifier"}', NULL, '{"mode": "upsert", "again": false, "blanks": "keep", "match_by": ["customer_id", "identifier", "email"], "duplicates": "reject", "group_mode": "add", "resubscribe": false, "unknown_ids": "reject", "restore_erased": false, "unknown_groups": "create", "unknown_columns": "attribute"}', NULL, NULL, false, 'merged', 2, 1, 1, 0, 0, 0, '2026-11-27 19:07:55.638751+00', 'postgres', NULL, NULL, NULL, NULL, NULL);
INSERT INTO crm.customer_imports VALUES (3, '2026-11-27 19:07:55.695114+00', 'postgres', 'bytea content', NULL, NULL, NULL, ',', '"', NULL, NULL, NULL, NULL, NULL, NULL, '{}', NULL, 'probes', NULL, false, 'staged', 1, 0, 1, 0, 0, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL);

INSERT INTO crm.customer_orders VALUES (1, 3, 'Cy', 'cy@example.com', 'A-1', NULL, 100, NULL, NULL, '2026-11-27 19:07:55.625893+00');

INSERT INTO crm.customer_segments VALUES ('Oslo', '(city = ''Oslo''::text)', NULL, 'postgres', '2026-11-27 19:07:55.628546+00');

INSERT INTO crm.customer_settings VALUES ('revision', '1');
INSERT INTO crm.customer_settings VALUES ('secret', 'c0a737b60d7ee9c9d35a04bf66ab3c7e405bfd20ff4238fe8593f836638ddd5c');

INSERT INTO crm.customers VALUES (2, 0, false, false, false, 'bo@example.com', 'K-2', 'Bo', NULL, NULL, NULL, NULL, NULL, NULL, 'Moss', NULL, NULL, NULL, NULL, NULL, NULL, '{}', '2026-11-27 19:07:55.602513+00', '2026-11-27 19:07:55.602513+00');
INSERT INTO crm.customers VALUES (3, 0, true, false, false, 'cy@example.com', 'K-3', 'Cy', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '{}', '2026-11-27 19:07:55.602513+00', '2026-11-27 19:07:55.602513+00');
INSERT INTO crm.customers VALUES (1, 0, true, false, false, 'ann@example.com', 'K-1', 'Ann Berg', NULL, NULL, NULL, NULL, NULL, NULL, 'Bergen', NULL, NULL, NULL, NULL, NULL, NULL, '{"Shoe size": "39"}', '2026-11-27 19:07:55.602513+00', '2026-11-27 19:07:55.638751+00');
INSERT INTO crm.customers VALUES (4, 0, true, false, false, NULL, 'K-4', 'Dag', NULL, NULL, NULL, NULL, NULL, NULL, 'Hamar', NULL, NULL, NULL, NULL, NULL, NULL, '{"Shoe size": "44"}', '2026-11-27 19:07:55.638751+00', '2026-11-27 19:07:55.638751+00');

SELECT pg_catalog.setval('crm.customer_consent_log_log_id_seq', 1, false);

SELECT pg_catalog.setval('crm.customer_groups_group_id_seq', 2, true);

SELECT pg_catalog.setval('crm.customer_imports_import_id_seq', 3, true);

SELECT pg_catalog.setval('crm.customer_orders_order_id_seq', 1, true);

SELECT pg_catalog.setval('crm.customers_customer_id_seq', 5, true);

ALTER TABLE ONLY crm.customer_consent_log
    ADD CONSTRAINT customer_consent_log_pkey PRIMARY KEY (log_id);

ALTER TABLE ONLY crm.customer_erasures
    ADD CONSTRAINT customer_erasures_pkey PRIMARY KEY (key_hash, reason);

ALTER TABLE ONLY crm.customer_group_members
    ADD CONSTRAINT customer_group_members_pkey PRIMARY KEY (customer_id, group_id);

ALTER TABLE ONLY crm.customer_groups
    ADD CONSTRAINT customer_groups_pkey PRIMARY KEY (group_id);

ALTER TABLE ONLY crm.customer_header_synonyms
    ADD CONSTRAINT customer_header_synonyms_pkey PRIMARY KEY (word);

ALTER TABLE ONLY crm.customer_import_presets
    ADD CONSTRAINT customer_import_presets_pkey PRIMARY KEY (name);

ALTER TABLE ONLY crm.customer_imports
    ADD CONSTRAINT customer_imports_pkey PRIMARY KEY (import_id);

ALTER TABLE ONLY crm.customer_orders
    ADD CONSTRAINT customer_orders_pkey PRIMARY KEY (order_id);

ALTER TABLE ONLY crm.customer_segments
    ADD CONSTRAINT customer_segments_pkey PRIMARY KEY (name);

ALTER TABLE ONLY crm.customer_settings
    ADD CONSTRAINT customer_settings_pkey PRIMARY KEY (key);

ALTER TABLE ONLY crm.customers
    ADD CONSTRAINT customers_pkey PRIMARY KEY (customer_id);

CREATE INDEX customer_consent_log_customer_id_idx ON crm.customer_consent_log USING btree (customer_id);

CREATE INDEX customer_group_members_group_id_idx ON crm.customer_group_members USING btree (group_id, customer_id);

CREATE UNIQUE INDEX customer_groups_name_key ON crm.customer_groups USING btree (lower(name));

CREATE INDEX customer_import_rows_import_id_idx ON crm.customer_import_rows USING brin (import_id, line) WITH (pages_per_range='32', autosummarize='on');

CREATE UNIQUE INDEX customer_imports_sha256_key ON crm.customer_imports USING btree (sha256) WHERE ((status = 'merged'::text) AND (NOT again));

CREATE INDEX customer_orders_customer_id_idx ON crm.customer_orders USING btree (customer_id) INCLUDE (total);

CREATE UNIQUE INDEX customers_email_key ON crm.customers USING btree (lower(email));

CREATE UNIQUE INDEX customers_identifier_key ON crm.customers USING btree (identifier) WHERE (identifier IS NOT NULL);

CREATE TRIGGER customers_keep_opt_out AFTER DELETE ON crm.customers FOR EACH ROW EXECUTE FUNCTION ext.customers_keep_opt_out();

COMMENT ON TRIGGER customers_keep_opt_out ON crm.customers IS 'Keeps the opt-out of a deleted customer in customer_erasures, as hashes';

CREATE TRIGGER customers_log_consent AFTER UPDATE ON crm.customers FOR EACH ROW WHEN ((old.subscribed <> new.subscribed)) EXECUTE FUNCTION ext.customers_log_consent();

COMMENT ON TRIGGER customers_log_consent ON crm.customers IS 'Records each change of consent in customer_consent_log';

CREATE TRIGGER customers_tidy_insert BEFORE INSERT ON crm.customers FOR EACH ROW WHEN ((NOT ext.customers_email_is_tidy(new.email))) EXECUTE FUNCTION ext.customers_tidy();

COMMENT ON TRIGGER customers_tidy_insert ON crm.customers IS 'Keeps email trimmed and in lower case';

CREATE TRIGGER customers_tidy_update BEFORE UPDATE ON crm.customers FOR EACH ROW WHEN (((new.updated_at = old.updated_at) OR (NOT ext.customers_email_is_tidy(new.email)))) EXECUTE FUNCTION ext.customers_tidy();

COMMENT ON TRIGGER customers_tidy_update ON crm.customers IS 'Keeps email trimmed and in lower case, and updated_at';

ALTER TABLE ONLY crm.customer_group_members
    ADD CONSTRAINT customer_group_members_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES crm.customers(customer_id) ON DELETE CASCADE;

ALTER TABLE ONLY crm.customer_group_members
    ADD CONSTRAINT customer_group_members_group_id_fkey FOREIGN KEY (group_id) REFERENCES crm.customer_groups(group_id) ON DELETE CASCADE;

