-- setup.sql
--
-- The relations of customers, as customers_setup() creates them: ordinary
-- tables, views and triggers of the caller, in the schema of their choice.
-- The build makes a C string of it (src/schema/setup.sql.h).
--
-- A line that begins with --@ opens a section:
--
--   --@ table NAME              run if there is no such table
--   --@ view NAME               run if the view differs from the first statement
--   --@ index NAME              run if there is no such index
--   --@ trigger TABLE NAME      run if the table has no such trigger
--   --@ migration N             run on relations older than revision N
--
-- @schema@ is the schema of the relations, @extschema@ that of the extension's
-- functions, and @profile@ the SELECT of profile.sql.  @storage@, @partitions@
-- and @unique@ differ if customers is partitioned, @references_customers@ if it is an
-- adopted table, for which no section of the table customers runs.
-- Run with search_path = pg_catalog: only relations need a schema.
--
-- A change here needs a new revision (setup.c) and a migration to it.


-- Created first: its row 'revision' says that the other relations are ours.

--@ table customer_settings

CREATE TABLE @schema@.customer_settings (
	key text PRIMARY KEY,
	value text NOT NULL
);

COMMENT ON TABLE @schema@.customer_settings IS
	'Revision and secret of this set of relations. customers_setup() looks after it.';
COMMENT ON COLUMN @schema@.customer_settings.key IS
	'revision: which release the relations are of; secret: key of the hashes in customer_erasures';
COMMENT ON COLUMN @schema@.customer_settings.value IS 'Value of the setting';


-- Columns that every import reads come first and have a fixed width, so that
-- they are found without walking the row; those that no import reads come last.
-- Free space in each page (fillfactor, part of @storage@) lets a merge make HOT
-- updates.  Keys have the collation "C", which compares much faster than others.

--@ table customers

CREATE TABLE @schema@.customers (
	customer_id bigserial PRIMARY KEY CHECK (customer_id > 0),
	loyalty_points bigint NOT NULL DEFAULT 0,
	subscribed boolean NOT NULL DEFAULT
		((current_setting('customers.default_subscription', true) = 'unsubscribed') IS NOT TRUE),
	vip boolean NOT NULL DEFAULT false,
	tax_exempt boolean NOT NULL DEFAULT false,
	email text COLLATE "C"
		CHECK (email LIKE '_%@_%' AND email NOT LIKE '% %' AND octet_length(email) <= 320),
	identifier text COLLATE "C"
		CHECK (identifier <> '' AND octet_length(identifier) <= 1000),
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
	password_hash text,
	attributes jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(attributes) = 'object'),
	created_at timestamptz NOT NULL DEFAULT now(),
	updated_at timestamptz NOT NULL DEFAULT now()
) @storage@;

@partitions@;

CREATE @unique@ INDEX customers_email_key ON @schema@.customers (lower(email));
CREATE @unique@ INDEX customers_identifier_key ON @schema@.customers (identifier)
	WHERE identifier IS NOT NULL;

COMMENT ON TABLE @schema@.customers IS
	'The live customers. Add columns, triggers and foreign keys as you like: an added column can be imported and exported by its name at once.';
COMMENT ON COLUMN @schema@.customers.customer_id IS
	'Our key, given by a sequence; exports carry it, so that an edited export finds its customers again';
COMMENT ON COLUMN @schema@.customers.loyalty_points IS 'Points of a loyalty programme';
COMMENT ON COLUMN @schema@.customers.subscribed IS
	'Consent to marketing mail; by default as the setting customers.default_subscription says';
COMMENT ON COLUMN @schema@.customers.vip IS 'Is a VIP';
COMMENT ON COLUMN @schema@.customers.tax_exempt IS 'Pays no tax';
COMMENT ON COLUMN @schema@.customers.email IS
	'Email address, unique; kept trimmed and in lower case however it comes in';
COMMENT ON COLUMN @schema@.customers.identifier IS
	'The id by which another system knows the customer, unique, kept trimmed; upper and lower case differ';
COMMENT ON COLUMN @schema@.customers.name IS 'Full name, where it is known as one';
COMMENT ON COLUMN @schema@.customers.first_name IS 'First name';
COMMENT ON COLUMN @schema@.customers.last_name IS 'Last name';
COMMENT ON COLUMN @schema@.customers.phone IS 'Phone number, as it was written';
COMMENT ON COLUMN @schema@.customers.mobile IS 'Mobile number, as it was written';
COMMENT ON COLUMN @schema@.customers.company IS 'Company';
COMMENT ON COLUMN @schema@.customers.vat_number IS
	'Number of the company or person for VAT or tax, or in a register of companies';
COMMENT ON COLUMN @schema@.customers.address IS 'Street and house number';
COMMENT ON COLUMN @schema@.customers.address_2 IS
	'Second line of the address: flat, floor, c/o';
COMMENT ON COLUMN @schema@.customers.postal_code IS 'Postal code; text, for it may begin with 0';
COMMENT ON COLUMN @schema@.customers.city IS 'City';
COMMENT ON COLUMN @schema@.customers.region IS 'State, county or province';
COMMENT ON COLUMN @schema@.customers.country IS 'Country';
COMMENT ON COLUMN @schema@.customers.language IS 'Language to write to the customer in';
COMMENT ON COLUMN @schema@.customers.birth_date IS 'Date of birth';
COMMENT ON COLUMN @schema@.customers.customer_since IS
	'Date of becoming a customer, or of joining, in the system that knows it';
COMMENT ON COLUMN @schema@.customers.note IS 'Remarks';
COMMENT ON COLUMN @schema@.customers.password_hash IS
	'SCRAM-SHA-256 verifier of the password; never shown, never exported';
COMMENT ON COLUMN @schema@.customers.attributes IS
	'Segment categories: whatever else a file brings, by the header of its column';
COMMENT ON COLUMN @schema@.customers.created_at IS 'When the customer was created';
COMMENT ON COLUMN @schema@.customers.updated_at IS 'When a value last changed';


--@ table customer_groups

CREATE TABLE @schema@.customer_groups (
	group_id bigserial PRIMARY KEY,
	name text NOT NULL
		CHECK (name <> '' AND name = btrim(name) AND name NOT LIKE '%|%' AND octet_length(name) <= 1000),
	discount_percent numeric CHECK (discount_percent BETWEEN 0 AND 100),
	description text,
	created_at timestamptz NOT NULL DEFAULT now(),
	import_id bigint
);

CREATE UNIQUE INDEX customer_groups_name_key ON @schema@.customer_groups (lower(name COLLATE "C"));

COMMENT ON TABLE @schema@.customer_groups IS
	'Named groups of customers: customer groups, departments, tags';
COMMENT ON COLUMN @schema@.customer_groups.group_id IS 'Key, given by a sequence';
COMMENT ON COLUMN @schema@.customer_groups.name IS
	'Name, unique whatever the case of its letters; holds no |, which separates groups in a cell';
COMMENT ON COLUMN @schema@.customer_groups.discount_percent IS
	'Discount of the members in percent, 0 to 100; NULL where there is none';
COMMENT ON COLUMN @schema@.customer_groups.description IS 'What the group is for';
COMMENT ON COLUMN @schema@.customer_groups.created_at IS 'When the group was created';
COMMENT ON COLUMN @schema@.customer_groups.import_id IS
	'The import that made it; NULL: a person or an application did';


--@ table customer_group_members

CREATE TABLE @schema@.customer_group_members (
	customer_id bigint NOT NULL@references_customers@,
	group_id bigint NOT NULL REFERENCES @schema@.customer_groups ON DELETE CASCADE,
	status text NOT NULL DEFAULT 'accepted' CHECK (status IN ('accepted', 'rejected')),
	import_id bigint,
	set_by text NOT NULL DEFAULT CURRENT_USER,
	set_at timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (customer_id, group_id)
);

CREATE INDEX customer_group_members_group_id_idx ON @schema@.customer_group_members (group_id, customer_id);

COMMENT ON TABLE @schema@.customer_group_members IS 'Who is in which group';
COMMENT ON COLUMN @schema@.customer_group_members.customer_id IS 'The customer';
COMMENT ON COLUMN @schema@.customer_group_members.group_id IS 'The group';
COMMENT ON COLUMN @schema@.customer_group_members.status IS
	'accepted: is a member; rejected: is kept out, and no file changes that';
COMMENT ON COLUMN @schema@.customer_group_members.import_id IS
	'The import that made the membership; NULL: a person or an application did';
COMMENT ON COLUMN @schema@.customer_group_members.set_by IS 'The role that made it';
COMMENT ON COLUMN @schema@.customer_group_members.set_at IS 'When it was made';


--@ table customer_segments

CREATE TABLE @schema@.customer_segments (
	name text PRIMARY KEY CHECK (name <> '' AND name = btrim(name)),
	condition text NOT NULL,
	description text,
	defined_by text NOT NULL DEFAULT CURRENT_USER,
	defined_at timestamptz NOT NULL DEFAULT now()
);

COMMENT ON TABLE @schema@.customer_segments IS
	'Stored conditions. Who is in a segment is computed when it is asked for.';
COMMENT ON COLUMN @schema@.customer_segments.name IS 'Name of the segment';
COMMENT ON COLUMN @schema@.customer_segments.condition IS
	'SQL condition over customer_profiles, as customers_segment_define() checked it; checked again at each use';
COMMENT ON COLUMN @schema@.customer_segments.description IS 'What the segment is for';
COMMENT ON COLUMN @schema@.customer_segments.defined_by IS 'The role that defined it';
COMMENT ON COLUMN @schema@.customer_segments.defined_at IS 'When it was last defined';


-- Orders stay when their customer is deleted, and keep the customer_id: so there
-- is no foreign key.  A customer_id is never used again.

--@ table customer_orders

CREATE TABLE @schema@.customer_orders (
	order_id bigserial PRIMARY KEY,
	customer_id bigint,
	customer_name text,
	customer_email text COLLATE "C",
	order_number text,
	status text,
	total numeric,
	currency text,
	details jsonb,
	ordered_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX customer_orders_customer_id_idx ON @schema@.customer_orders (customer_id) INCLUDE (total);

CREATE INDEX customer_orders_order_number_idx ON @schema@.customer_orders (order_number)
	WHERE order_number IS NOT NULL;

COMMENT ON TABLE @schema@.customer_orders IS 'Orders. They stay when their customer is deleted.';
COMMENT ON COLUMN @schema@.customer_orders.order_id IS 'Key, given by a sequence';
COMMENT ON COLUMN @schema@.customer_orders.customer_id IS
	'The customer who placed the order; kept when the customer is deleted, NULL after an erasure';
COMMENT ON COLUMN @schema@.customer_orders.customer_name IS 'The name the order was placed under';
COMMENT ON COLUMN @schema@.customer_orders.customer_email IS 'The email the order was placed under';
COMMENT ON COLUMN @schema@.customer_orders.order_number IS
	'The shop''s own number of the order; customers_place_order() places it once';
COMMENT ON COLUMN @schema@.customer_orders.status IS 'State of the order, in the shop''s own words';
COMMENT ON COLUMN @schema@.customer_orders.total IS 'What the order comes to';
COMMENT ON COLUMN @schema@.customer_orders.currency IS 'Currency of the total';
COMMENT ON COLUMN @schema@.customer_orders.details IS 'Whatever else the shop keeps with an order';
COMMENT ON COLUMN @schema@.customer_orders.ordered_at IS 'When the order was placed';


--@ table customer_imports

CREATE TABLE @schema@.customer_imports (
	import_id bigserial PRIMARY KEY,
	imported_at timestamptz NOT NULL DEFAULT now(),
	imported_by text NOT NULL DEFAULT CURRENT_USER,
	session_role text DEFAULT SESSION_USER,
	corrected_roles text[] NOT NULL DEFAULT '{}',
	corrections bigint NOT NULL DEFAULT 0,
	source text NOT NULL DEFAULT '',
	size bigint NOT NULL DEFAULT 0,
	sha256 bytea CHECK (octet_length(sha256) = 32),
	encoding text NOT NULL DEFAULT 'UTF8',
	delimiter text NOT NULL DEFAULT ',',
	quote text NOT NULL DEFAULT '"',
	escape text NOT NULL DEFAULT '"',
	newline text NOT NULL DEFAULT 'LF',
	header_line bigint NOT NULL DEFAULT 0,
	header text[] NOT NULL DEFAULT '{}',
	fields text[] NOT NULL DEFAULT '{}',
	mapping jsonb NOT NULL DEFAULT '{}',
	formats jsonb NOT NULL DEFAULT '{}',
	columns jsonb,
	options jsonb NOT NULL DEFAULT '{}',
	strategy text NOT NULL DEFAULT '',
	warnings text,
	preset text,
	shapes jsonb,
	standing jsonb,
	changes jsonb,
	held jsonb,
	again boolean NOT NULL DEFAULT false,
	status text NOT NULL DEFAULT 'staged'
		CHECK (status IN ('staged', 'merged', 'cancelled', 'reverted')),
	uploaded bigint NOT NULL DEFAULT 0 CHECK (uploaded >= 0),
	created bigint NOT NULL DEFAULT 0 CHECK (created >= 0),
	changed bigint NOT NULL DEFAULT 0 CHECK (changed >= 0),
	unchanged bigint NOT NULL DEFAULT 0 CHECK (unchanged >= 0),
	rejected bigint NOT NULL DEFAULT 0 CHECK (rejected >= 0),
	excluded bigint NOT NULL DEFAULT 0 CHECK (excluded >= 0),
	opted_out bigint NOT NULL DEFAULT 0 CHECK (opted_out >= 0),
	weak_keys boolean NOT NULL DEFAULT false,
	merged_at timestamptz,
	merged_by text,
	merge_number bigint,
	defaults jsonb,
	hashed_columns text[],
	reverted bigint CHECK (reverted >= 0),
	kept bigint CHECK (kept >= 0),
	reverted_at timestamptz,
	reverted_by text,
	purged_at timestamptz,
	merged_until timestamptz,
	reverted_until timestamptz,
	CONSTRAINT customer_imports_counts_check
		CHECK (uploaded = created + changed + unchanged + rejected + excluded)
);

CREATE UNIQUE INDEX customer_imports_sha256_key ON @schema@.customer_imports (sha256)
	WHERE status = 'merged' AND NOT again;

COMMENT ON TABLE @schema@.customer_imports IS
	'The imports: who staged which file, how it was read, what came of it';
COMMENT ON COLUMN @schema@.customer_imports.import_id IS
	'Key, given by a sequence; what customers_import() returns and customers_merge() takes';
COMMENT ON COLUMN @schema@.customer_imports.imported_at IS 'When it was staged';
COMMENT ON COLUMN @schema@.customer_imports.imported_by IS 'The role that staged it';
COMMENT ON COLUMN @schema@.customer_imports.session_role IS
	'The session user who staged it, whatever role was set; NULL: an older release staged it';
COMMENT ON COLUMN @schema@.customer_imports.corrected_roles IS
	'The session users who have corrected it since, of others than the one who staged it';
COMMENT ON COLUMN @schema@.customer_imports.corrections IS
	'How many statements have corrected it: each withdraws an approval';
COMMENT ON COLUMN @schema@.customer_imports.source IS
	'Path of the file on the server, or what else the content came from';
COMMENT ON COLUMN @schema@.customer_imports.size IS 'Size of the file in bytes';
COMMENT ON COLUMN @schema@.customer_imports.sha256 IS
	'SHA-256 of the file: the same bytes are merged once, unless again says so';
COMMENT ON COLUMN @schema@.customer_imports.encoding IS 'Encoding the file was read in';
COMMENT ON COLUMN @schema@.customer_imports.delimiter IS 'What separates the cells of the file';
COMMENT ON COLUMN @schema@.customer_imports.quote IS 'Quote character of the file; empty: none';
COMMENT ON COLUMN @schema@.customer_imports.escape IS 'What precedes a quote inside quotes';
COMMENT ON COLUMN @schema@.customer_imports.newline IS 'Line ends of the file: LF, CRLF, CR, mixed';
COMMENT ON COLUMN @schema@.customer_imports.header_line IS
	'Line of the header in the file; with no header, of the first record';
COMMENT ON COLUMN @schema@.customer_imports.header IS
	'Header words, as in the file; empty where it has no header';
COMMENT ON COLUMN @schema@.customer_imports.fields IS
	'Fields the file brings: what the cells of customer_import_rows belong to, in this order';
COMMENT ON COLUMN @schema@.customer_imports.mapping IS
	'Field each header word, or position, was taken for; null: the column was ignored';
COMMENT ON COLUMN @schema@.customer_imports.formats IS
	'How the dates and numbers of a column are written, where its cells decided it';
COMMENT ON COLUMN @schema@.customer_imports.columns IS
	'What each column of the file was taken for, in their order: field (null: ignored), and by what: name, word, cells, mapping, preset; consent: in which sense it speaks of that, or that this stays unclear; manner: what its cells told beyond that, such as channels';
COMMENT ON COLUMN @schema@.customer_imports.options IS 'Options of the import, as given';
COMMENT ON COLUMN @schema@.customer_imports.strategy IS
	'How the records were matched with the customers';
COMMENT ON COLUMN @schema@.customer_imports.warnings IS
	'What a person should know about how the file was read';
COMMENT ON COLUMN @schema@.customer_imports.preset IS
	'The preset it was read under; NULL: none';
COMMENT ON COLUMN @schema@.customer_imports.shapes IS
	'What the cells of each column look like (kinds, sizes, how many are empty), to compare the next file under the preset with; holds nothing of any cell';
COMMENT ON COLUMN @schema@.customer_imports.standing IS
	'Warnings of records that change nothing, which are not staged: by code, how many records, and the first lines';
COMMENT ON COLUMN @schema@.customer_imports.changes IS
	'How many customers lose a value that was there, by field, and how many are unsubscribed: what the limits are held to; NULL: an older release staged it';
COMMENT ON COLUMN @schema@.customer_imports.held IS
	'Why it is held: for each reason what, how much and examples; NULL: it is not. customers_merge() merges it with over_limits => true alone';
COMMENT ON COLUMN @schema@.customer_imports.again IS
	'The option again was given: the same bytes may have been merged before';
COMMENT ON COLUMN @schema@.customer_imports.status IS
	'staged: waits for customers_merge(); merged; cancelled: dropped before; reverted: undone after';
COMMENT ON COLUMN @schema@.customer_imports.uploaded IS
	'Records of the file = created + changed + unchanged + rejected + excluded';
COMMENT ON COLUMN @schema@.customer_imports.created IS 'Records that are new customers';
COMMENT ON COLUMN @schema@.customer_imports.changed IS 'Records that change a customer';
COMMENT ON COLUMN @schema@.customer_imports.unchanged IS
	'Records that say what is known already; they are only counted';
COMMENT ON COLUMN @schema@.customer_imports.rejected IS
	'Records with an error, listed in customer_import_errors';
COMMENT ON COLUMN @schema@.customer_imports.excluded IS
	'Records left out: by mode or duplicates, by hand, or by a conflict at the merge';
COMMENT ON COLUMN @schema@.customer_imports.opted_out IS
	'Customers who opt out by records that are not merged, or not for that; not part of uploaded';
COMMENT ON COLUMN @schema@.customer_imports.weak_keys IS
	'Are there new customers who are known by name with phone, birth date or address alone? The merge looks for them once more';
COMMENT ON COLUMN @schema@.customer_imports.merged_at IS 'When it was merged';
COMMENT ON COLUMN @schema@.customer_imports.merged_by IS 'The role that merged it';
COMMENT ON COLUMN @schema@.customer_imports.merge_number IS
	'Order of the merges: a later one has a higher number';
COMMENT ON COLUMN @schema@.customer_imports.defaults IS
	'What its new customers were given by default: a text or null for each column';
COMMENT ON COLUMN @schema@.customer_imports.hashed_columns IS
	'Columns that the hashes in customer_import_created are of; NULL: there are none';
COMMENT ON COLUMN @schema@.customer_imports.reverted IS
	'Records that customers_revert() took back whole; NULL: it was not reverted';
COMMENT ON COLUMN @schema@.customer_imports.kept IS
	'Records of which it kept something, because it was edited or used since; customer_import_errors says what and why';
COMMENT ON COLUMN @schema@.customer_imports.reverted_at IS 'When it was reverted';
COMMENT ON COLUMN @schema@.customer_imports.reverted_by IS 'The role that reverted it';
COMMENT ON COLUMN @schema@.customer_imports.merged_until IS
	'When its merge was done, by the clock: for customers_revert()';
COMMENT ON COLUMN @schema@.customer_imports.reverted_until IS
	'When its undoing was done, by the clock: for that of others';
COMMENT ON COLUMN @schema@.customer_imports.purged_at IS
	'When its staged rows were emptied: it can no longer be reverted';


-- Written in bulk without the executor, which would check foreign keys: so there
-- are none, neither to customers nor to customer_imports.  An import appends its
-- rows in the order of their lines, so a BRIN index finds them, and, of most files,
-- those of a customer; a B-tree would
-- cost an import as much as the heap.  Without a primary key, logical replication
-- needs REPLICA IDENTITY FULL.

--@ table customer_import_rows

CREATE TABLE @schema@.customer_import_rows (
	import_id bigint NOT NULL,
	line bigint NOT NULL,
	customer_id bigint,
	action text NOT NULL
		CHECK (action IN ('create', 'update', 'unchanged', 'reject', 'exclude')),
	cells text[],
	old_cells text[],
	raw text[],
	errors jsonb,
	reason text,
	memberships jsonb,
	marks bytea,
	consent_at timestamptz
);

CREATE INDEX customer_import_rows_import_id_idx ON @schema@.customer_import_rows
	USING brin (import_id, line, customer_id) WITH (pages_per_range = 64);

ALTER TABLE @schema@.customer_import_rows REPLICA IDENTITY FULL;

COMMENT ON TABLE @schema@.customer_import_rows IS
	'The staged records of each import, and after its merge the journal to undo it by. Easier to read: customer_import_diff, customer_import_errors.';
COMMENT ON COLUMN @schema@.customer_import_rows.import_id IS 'The import';
COMMENT ON COLUMN @schema@.customer_import_rows.line IS 'Line of the file the record begins on';
COMMENT ON COLUMN @schema@.customer_import_rows.customer_id IS
	'The customer it is about; a new one has an id already';
COMMENT ON COLUMN @schema@.customer_import_rows.action IS
	'create, update, reject, exclude; unchanged: staged for a warning only';
COMMENT ON COLUMN @schema@.customer_import_rows.cells IS
	'New values, in the order of customer_imports.fields; NULL: not touched, empty: cleared';
COMMENT ON COLUMN @schema@.customer_import_rows.old_cells IS
	'Live values when staged, for the cells that are touched, and of the key that the customer was found by; NULL: there was none';
COMMENT ON COLUMN @schema@.customer_import_rows.raw IS
	'The cells as in the file: all of a rejected record or an unknown customer, of others those that the values do not tell (NULL: they do); a password is masked';
COMMENT ON COLUMN @schema@.customer_import_rows.errors IS
	'Errors and warnings; customer_import_errors shows them as rows';
COMMENT ON COLUMN @schema@.customer_import_rows.reason IS
	'Why the record is rejected or excluded: of a rejected one the code of its error, of an excluded one
known_customer: mode => ''create'', and it names a known customer
unknown_customer: mode => ''update'', and nobody is known by it
repeated: an earlier record says the same
duplicate_in_file: duplicates => ''first'' or ''last'' kept another record
no_record: it is no record of the table: the header once more, a rule (-----), a total, a line below the table; customers_import_include() takes it in
by_hand: customers_import_exclude(), or a DELETE in a view of the review
conflict: the customer was edited, or the key taken, between preview and merge, with on_conflict => ''skip''
erased: the person was erased while the import was staged
deleted_customer: in an adopted table, the record names only a row that is marked as deleted';
COMMENT ON COLUMN @schema@.customer_import_rows.memberships IS
	'The memberships that the merge took away, to be put back by customers_revert()';
COMMENT ON COLUMN @schema@.customer_import_rows.marks IS
	'For corrections: which cells were empty, the same as the customer''s, or in quotes';
COMMENT ON COLUMN @schema@.customer_import_rows.consent_at IS
	'When the customer consents or refuses, by the file, where an adopted table keeps that time; or when they had, of a merged record that has changed it';


-- Not in the staged rows, which roles may read that must not have the verifiers:
-- passwords can be guessed with them.

--@ table customer_import_secrets

CREATE TABLE @schema@.customer_import_secrets (
	import_id bigint,
	line bigint,
	verifier text,
	old_verifier text,
	PRIMARY KEY (import_id, line)
);

COMMENT ON TABLE @schema@.customer_import_secrets IS
	'The passwords of staged records, hashed: grant it to nobody who only reads';
COMMENT ON COLUMN @schema@.customer_import_secrets.import_id IS 'The import';
COMMENT ON COLUMN @schema@.customer_import_secrets.line IS 'Line of the file';
COMMENT ON COLUMN @schema@.customer_import_secrets.verifier IS
	'SCRAM-SHA-256 verifier of the password that the record brings';
COMMENT ON COLUMN @schema@.customer_import_secrets.old_verifier IS
	'What the customer had when it was staged; NULL: none';


-- What customers_revert() needs beside the staged rows.  A row holds either the
-- old updated_at of many customers who had the same, or the old categories of one
-- customer that were not texts.

--@ table customer_import_changed

CREATE TABLE @schema@.customer_import_changed (
	import_id bigint NOT NULL,
	customer_ids bigint[] NOT NULL,
	updated_at timestamptz,
	attributes jsonb
);

CREATE INDEX customer_import_changed_import_id_idx ON @schema@.customer_import_changed
	(import_id, (customer_ids[1]));

ALTER TABLE @schema@.customer_import_changed REPLICA IDENTITY FULL;

COMMENT ON TABLE @schema@.customer_import_changed IS
	'What the customers that a merge changed were before, beyond old_cells of customer_import_rows: for customers_revert()';
COMMENT ON COLUMN @schema@.customer_import_changed.import_id IS 'The import';
COMMENT ON COLUMN @schema@.customer_import_changed.customer_ids IS 'The customers';
COMMENT ON COLUMN @schema@.customer_import_changed.updated_at IS 'What updated_at was; NULL: this row is about attributes';
COMMENT ON COLUMN @schema@.customer_import_changed.attributes IS
	'Old values of changed categories that were no text: numbers, lists, objects, booleans, null';


-- A no that a record brings beside what its row writes: of a record that is
-- rejected, left out or passed over, or whose rule keeps the customer's value.

--@ table customer_import_opt_outs

CREATE TABLE @schema@.customer_import_opt_outs (
	import_id bigint NOT NULL,
	line bigint NOT NULL,
	customer_id bigint,
	old_subscribed boolean,
	email_hash bytea CHECK (octet_length(email_hash) = 32),
	identifier_hash bytea CHECK (octet_length(identifier_hash) = 32),
	cell text,
	consent_at timestamptz,
	lines bigint[],
	customer_ids bigint[]
);

CREATE INDEX customer_import_opt_outs_import_id_idx ON @schema@.customer_import_opt_outs (import_id, line);

ALTER TABLE @schema@.customer_import_opt_outs REPLICA IDENTITY FULL;

-- To compress the ids would cost an import more than all else it does with them.
ALTER TABLE @schema@.customer_import_opt_outs ALTER COLUMN lines SET STORAGE EXTERNAL,
	ALTER COLUMN customer_ids SET STORAGE EXTERNAL;

COMMENT ON TABLE @schema@.customer_import_opt_outs IS
	'Opt-outs that the rows of their records do not write: of records that are rejected, left out or passed over, for the log, and for customers who are gone at the merge';
COMMENT ON COLUMN @schema@.customer_import_opt_outs.import_id IS 'The import';
COMMENT ON COLUMN @schema@.customer_import_opt_outs.line IS 'Line of the file the record begins on';
COMMENT ON COLUMN @schema@.customer_import_opt_outs.customer_id IS
	'The customer whom a key of the record names; NULL: nobody is known by it';
COMMENT ON COLUMN @schema@.customer_import_opt_outs.old_subscribed IS 'Their consent when it was staged; NULL: nobody is known, or the record''s own row writes the no';
COMMENT ON COLUMN @schema@.customer_import_opt_outs.email_hash IS
	'Keyed hash of the email, to be kept by the merge where nobody is known by it, or the customer is gone';
COMMENT ON COLUMN @schema@.customer_import_opt_outs.identifier_hash IS
	'The same of the identifier of a record without an email';
COMMENT ON COLUMN @schema@.customer_import_opt_outs.cell IS 'The cell that says no, as in the file';
COMMENT ON COLUMN @schema@.customer_import_opt_outs.consent_at IS
	'When they had consented, where an adopted table keeps that time; written by the merge';
COMMENT ON COLUMN @schema@.customer_import_opt_outs.lines IS
	'Lines of records that say no of customers who were unsubscribed already, up to a thousand a row: no undo of another import subscribes these; line is the first; NULL: this row is about one record';
COMMENT ON COLUMN @schema@.customer_import_opt_outs.customer_ids IS 'The customers of those lines';


--@ table customer_import_approvals

CREATE TABLE @schema@.customer_import_approvals (
	import_id bigint NOT NULL,
	session_role text NOT NULL DEFAULT SESSION_USER,
	approved_at timestamptz NOT NULL DEFAULT now(),
	rows_hash bytea NOT NULL CHECK (octet_length(rows_hash) = 32)
);

CREATE INDEX customer_import_approvals_import_id_idx ON @schema@.customer_import_approvals (import_id);

ALTER TABLE @schema@.customer_import_approvals REPLICA IDENTITY FULL;

COMMENT ON TABLE @schema@.customer_import_approvals IS
	'Who has approved which import, as it was then: written by customers_import_approve(), and never changed';
COMMENT ON COLUMN @schema@.customer_import_approvals.import_id IS 'The import';
COMMENT ON COLUMN @schema@.customer_import_approvals.session_role IS
	'The session user who approved it, whatever role was set';
COMMENT ON COLUMN @schema@.customer_import_approvals.approved_at IS 'When it was approved';
COMMENT ON COLUMN @schema@.customer_import_approvals.rows_hash IS
	'SHA-256 of its staged rows: a correction makes it another, and the approval is none any more';


--@ table customer_import_created

CREATE TABLE @schema@.customer_import_created (
	import_id bigint,
	customer_id bigint,
	hash bigint NOT NULL,
	PRIMARY KEY (import_id, customer_id)
);

CREATE INDEX customer_import_created_customer_id_idx ON @schema@.customer_import_created (customer_id);

COMMENT ON TABLE @schema@.customer_import_created IS
	'Hashes of the customers that a merge created, where triggers or volatile defaults wrote more than the file says: customers_revert() knows by them who was edited since';
COMMENT ON COLUMN @schema@.customer_import_created.import_id IS 'The import';
COMMENT ON COLUMN @schema@.customer_import_created.customer_id IS 'The customer';
COMMENT ON COLUMN @schema@.customer_import_created.hash IS
	'Hash of the columns that customer_imports.hashed_columns names, as the merge, or a later one, left them';


--@ table customer_header_synonyms

CREATE TABLE @schema@.customer_header_synonyms (
	word text PRIMARY KEY,
	field text NOT NULL,
	negated boolean NOT NULL DEFAULT false,
	language text
);

COMMENT ON TABLE @schema@.customer_header_synonyms IS
	'Header words and the field each stands for. Add rows for the words of your own files.';
COMMENT ON COLUMN @schema@.customer_header_synonyms.word IS
	'Header word in lower case, without accents, spaces and punctuation: E-post is epost';
COMMENT ON COLUMN @schema@.customer_header_synonyms.field IS 'Field of a customer';
COMMENT ON COLUMN @schema@.customer_header_synonyms.negated IS
	'The word says the opposite of the field: unsubscribed of subscribed';
COMMENT ON COLUMN @schema@.customer_header_synonyms.language IS
	'Language of the word; NULL: none in particular';


-- Words that are not stored as header words are folded: an import reads all of them.
-- Of a number the planner expects few to be equal, of what a pattern matches half the table.

--@ index customer_header_synonyms_unfolded_idx

CREATE INDEX customer_header_synonyms_unfolded_idx ON @schema@.customer_header_synonyms (word)
	WHERE (word COLLATE "C" ~ '[^a-z0-9]')::integer = 1;


--@ table customer_value_words

CREATE TABLE @schema@.customer_value_words (
	field text,
	word text,
	value text NOT NULL,
	language text,
	PRIMARY KEY (field, word)
);

COMMENT ON TABLE @schema@.customer_value_words IS
	'What words in cells mean. Add rows for the words of your own files.';
COMMENT ON COLUMN @schema@.customer_value_words.field IS
	'The field that the word is for; or boolean: every field of yes and no; or consent: words by which a column of consent is known, whatever its header; or nothing: words that stand for no value';
COMMENT ON COLUMN @schema@.customer_value_words.word IS
	'Word in lower case, without accents, spaces and punctuation (of nothing: with these): Opted out is optedout';
COMMENT ON COLUMN @schema@.customer_value_words.value IS
	'yes or no, or blank: it says nothing; of nothing: blank in any column, key as an id or address alone';
COMMENT ON COLUMN @schema@.customer_value_words.language IS
	'Language of the word; NULL: none in particular';


--@ table customer_categories

CREATE TABLE @schema@.customer_categories (
	folded text COLLATE "C" PRIMARY KEY CHECK (folded <> '' AND octet_length(folded) <= 1000),
	spelling text NOT NULL CHECK (spelling <> '')
);

COMMENT ON TABLE @schema@.customer_categories IS
	'The one spelling of each segment category: a column of a file is that category in any other spelling, too. Merges and saves fill it.';
COMMENT ON COLUMN @schema@.customer_categories.folded IS
	'The category in lower case, without accents, spaces and punctuation, as customers_fold_category() gives it';
COMMENT ON COLUMN @schema@.customer_categories.spelling IS
	'The category as it is written in attributes: as the first file or application wrote it';


--@ table customer_import_presets

CREATE TABLE @schema@.customer_import_presets (
	name text PRIMARY KEY CHECK (name <> ''),
	import_id bigint,
	mapping jsonb,
	options jsonb,
	saved_by text NOT NULL DEFAULT CURRENT_USER,
	saved_at timestamptz NOT NULL DEFAULT now()
);

COMMENT ON TABLE @schema@.customer_import_presets IS
	'Saved options and mapping, for a file that comes every week';
COMMENT ON COLUMN @schema@.customer_import_presets.name IS 'Name, for the option preset';
COMMENT ON COLUMN @schema@.customer_import_presets.import_id IS
	'The import it was saved from; NULL: none, or an older release saved it';
COMMENT ON COLUMN @schema@.customer_import_presets.mapping IS
	'Field each header word is taken for; null: the column is ignored';
COMMENT ON COLUMN @schema@.customer_import_presets.options IS 'Options of customers_import()';
COMMENT ON COLUMN @schema@.customer_import_presets.saved_by IS 'The role that saved it';
COMMENT ON COLUMN @schema@.customer_import_presets.saved_at IS 'When it was last saved';


--@ table customer_erasures

CREATE TABLE @schema@.customer_erasures (
	key_hash bytea CHECK (octet_length(key_hash) = 32),
	reason text CHECK (reason IN ('erased', 'unsubscribed')),
	field text NOT NULL CHECK (field IN ('email', 'identifier')),
	recorded_at timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (key_hash, reason)
);

COMMENT ON TABLE @schema@.customer_erasures IS
	'Who must not come back unasked: keyed hashes (HMAC-SHA-256 by the secret of customer_settings), from which nobody can be named';
COMMENT ON COLUMN @schema@.customer_erasures.key_hash IS 'Hash of the email or identifier';
COMMENT ON COLUMN @schema@.customer_erasures.reason IS
	'erased: the person was erased; unsubscribed: an address that said no is nobody''s any more';
COMMENT ON COLUMN @schema@.customer_erasures.field IS 'What was hashed: email or identifier';
COMMENT ON COLUMN @schema@.customer_erasures.recorded_at IS
	'When it was recorded; of an opt-out, the last time';


--@ table customer_consent_log

CREATE TABLE @schema@.customer_consent_log (
	log_id bigserial PRIMARY KEY,
	customer_id bigint NOT NULL,
	was_subscribed boolean NOT NULL,
	is_subscribed boolean NOT NULL,
	import_id bigint,
	line bigint,
	said text,
	changed_by text NOT NULL DEFAULT CURRENT_USER,
	changed_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX customer_consent_log_customer_id_idx ON @schema@.customer_consent_log (customer_id);

COMMENT ON TABLE @schema@.customer_consent_log IS
	'Each change of the consent of an existing customer, to prove it by; and each no of one who was not subscribed, which changes nothing';
COMMENT ON COLUMN @schema@.customer_consent_log.log_id IS 'Key, given by a sequence';
COMMENT ON COLUMN @schema@.customer_consent_log.customer_id IS 'The customer';
COMMENT ON COLUMN @schema@.customer_consent_log.was_subscribed IS 'Consent before';
COMMENT ON COLUMN @schema@.customer_consent_log.is_subscribed IS 'Consent after';
COMMENT ON COLUMN @schema@.customer_consent_log.import_id IS
	'The import that changed it; NULL: a person or an application did';
COMMENT ON COLUMN @schema@.customer_consent_log.line IS
	'Line of its file that says so; of an undo, the line that is undone';
COMMENT ON COLUMN @schema@.customer_consent_log.said IS
	'Header words and cells that say so, as they were, or the option set; NULL: no file does';
COMMENT ON COLUMN @schema@.customer_consent_log.changed_by IS 'The role that changed it';
COMMENT ON COLUMN @schema@.customer_consent_log.changed_at IS 'When it changed';


-- Since revision 2, columns that every import writes are NOT NULL, and the import
-- that writes staged rows summarises their BRIN ranges.

--@ migration 2

UPDATE @schema@.customer_imports SET
	source = COALESCE(source, ''), size = COALESCE(size, 0), encoding = COALESCE(encoding, 'UTF8'),
	delimiter = COALESCE(delimiter, ','), quote = COALESCE(quote, '"'), escape = COALESCE(escape, '"'),
	newline = COALESCE(newline, 'LF'), header_line = COALESCE(header_line, 0),
	header = COALESCE(header, '{}'), fields = COALESCE(fields, '{}'), mapping = COALESCE(mapping, '{}'),
	formats = COALESCE(formats, '{}'), options = COALESCE(options, '{}'), strategy = COALESCE(strategy, '')
WHERE source IS NULL OR size IS NULL OR encoding IS NULL OR delimiter IS NULL OR quote IS NULL
	OR escape IS NULL OR newline IS NULL OR header_line IS NULL OR header IS NULL OR fields IS NULL
	OR mapping IS NULL OR formats IS NULL OR options IS NULL OR strategy IS NULL;

ALTER TABLE @schema@.customer_imports
	ALTER source SET DEFAULT '', ALTER source SET NOT NULL,
	ALTER size SET DEFAULT 0, ALTER size SET NOT NULL,
	ALTER encoding SET DEFAULT 'UTF8', ALTER encoding SET NOT NULL,
	ALTER delimiter SET DEFAULT ',', ALTER delimiter SET NOT NULL,
	ALTER quote SET DEFAULT '"', ALTER quote SET NOT NULL,
	ALTER escape SET DEFAULT '"', ALTER escape SET NOT NULL,
	ALTER newline SET DEFAULT 'LF', ALTER newline SET NOT NULL,
	ALTER header_line SET DEFAULT 0, ALTER header_line SET NOT NULL,
	ALTER header SET DEFAULT '{}', ALTER header SET NOT NULL,
	ALTER fields SET DEFAULT '{}', ALTER fields SET NOT NULL,
	ALTER mapping SET DEFAULT '{}', ALTER mapping SET NOT NULL,
	ALTER formats SET DEFAULT '{}', ALTER formats SET NOT NULL,
	ALTER options SET DEFAULT '{}', ALTER options SET NOT NULL,
	ALTER strategy SET DEFAULT '', ALTER strategy SET NOT NULL;

-- It finds the rows of a customer, too, and needs no autosummarize.
DROP INDEX IF EXISTS @schema@.customer_import_rows_import_id_idx;

CREATE INDEX customer_import_rows_import_id_idx ON @schema@.customer_import_rows
	USING brin (import_id, line, customer_id) WITH (pages_per_range = 64);

ALTER TABLE @schema@.customer_imports
	ADD COLUMN IF NOT EXISTS opted_out bigint NOT NULL DEFAULT 0 CHECK (opted_out >= 0);
COMMENT ON COLUMN @schema@.customer_imports.opted_out IS
	'Customers who opt out by records that are not merged, or not for that; not part of uploaded';

ALTER TABLE @schema@.customer_imports
	ADD COLUMN IF NOT EXISTS weak_keys boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN @schema@.customer_imports.weak_keys IS
	'Are there new customers who are known by name with phone, birth date or address alone? The merge looks for them once more';

ALTER TABLE @schema@.customer_imports
	ADD COLUMN IF NOT EXISTS session_role text,
	ADD COLUMN IF NOT EXISTS corrected_roles text[] NOT NULL DEFAULT '{}',
	ADD COLUMN IF NOT EXISTS corrections bigint NOT NULL DEFAULT 0,
	ALTER session_role SET DEFAULT SESSION_USER;
COMMENT ON COLUMN @schema@.customer_imports.session_role IS
	'The session user who staged it, whatever role was set; NULL: an older release staged it';
COMMENT ON COLUMN @schema@.customer_imports.corrected_roles IS
	'The session users who have corrected it since, of others than the one who staged it';
COMMENT ON COLUMN @schema@.customer_imports.corrections IS
	'How many statements have corrected it: each withdraws an approval';

ALTER TABLE @schema@.customer_import_rows
	ADD COLUMN IF NOT EXISTS marks bytea,
	ADD COLUMN IF NOT EXISTS consent_at timestamptz;
COMMENT ON COLUMN @schema@.customer_import_rows.consent_at IS
	'When the customer consents or refuses, by the file, where an adopted table keeps that time; or when they had, of a merged record that has changed it';
COMMENT ON COLUMN @schema@.customer_import_rows.reason IS
	'Why the record is rejected or excluded: of a rejected one the code of its error, of an excluded one
known_customer: mode => ''create'', and it names a known customer
unknown_customer: mode => ''update'', and nobody is known by it
repeated: an earlier record says the same
duplicate_in_file: duplicates => ''first'' or ''last'' kept another record
no_record: it is no record of the table: the header once more, a rule (-----), a total, a line below the table; customers_import_include() takes it in
by_hand: customers_import_exclude(), or a DELETE in a view of the review
conflict: the customer was edited, or the key taken, between preview and merge, with on_conflict => ''skip''
erased: the person was erased while the import was staged
deleted_customer: in an adopted table, the record names only a row that is marked as deleted';
COMMENT ON COLUMN @schema@.customer_import_rows.raw IS
	'The cells as in the file: all of a rejected record or an unknown customer, of others those that the values do not tell (NULL: they do); a password is masked';
COMMENT ON COLUMN @schema@.customer_import_rows.marks IS
	'For corrections: which cells were empty, the same as the customer''s, or in quotes';

-- Moves staged passwords to customer_import_secrets, and leaves a mask.
INSERT INTO @schema@.customer_import_secrets (import_id, line, verifier, old_verifier)
	SELECT r.import_id, r.line,
		CASE WHEN r.cells[p.n] LIKE 'SCRAM-SHA-256$%' THEN r.cells[p.n]
			ELSE (SELECT min(c.cell) FROM unnest(r.raw) AS c (cell) WHERE c.cell LIKE 'SCRAM-SHA-256$%') END,
		CASE WHEN r.old_cells[p.n] NOT IN ('', '********') THEN r.old_cells[p.n] END
	FROM @schema@.customer_import_rows AS r
	JOIN @schema@.customer_imports AS i ON i.import_id = r.import_id
	CROSS JOIN LATERAL (SELECT array_position(i.fields, 'password') AS n) AS p
	WHERE p.n IS NOT NULL AND (r.cells[p.n] LIKE 'SCRAM-SHA-256$%' OR r.old_cells[p.n] NOT IN ('', '********')
		OR EXISTS (SELECT FROM unnest(r.raw) AS c (cell) WHERE c.cell LIKE 'SCRAM-SHA-256$%'))
	ON CONFLICT (import_id, line) DO NOTHING;
UPDATE @schema@.customer_import_rows AS r SET
	cells = CASE WHEN r.cells IS NOT NULL THEN ARRAY(
		SELECT CASE WHEN c.n = p.n AND c.cell <> '' THEN '********' ELSE c.cell END
		FROM unnest(r.cells) WITH ORDINALITY AS c (cell, n) ORDER BY c.n) END,
	old_cells = CASE WHEN r.old_cells IS NOT NULL THEN ARRAY(
		SELECT CASE WHEN c.n = p.n AND c.cell <> '' THEN '********' ELSE c.cell END
		FROM unnest(r.old_cells) WITH ORDINALITY AS c (cell, n) ORDER BY c.n) END,
	raw = CASE WHEN r.raw IS NOT NULL THEN ARRAY(
		SELECT CASE WHEN c.cell LIKE 'SCRAM-SHA-256$%' THEN '********' ELSE c.cell END
		FROM unnest(r.raw) WITH ORDINALITY AS c (cell, n) ORDER BY c.n) END
	FROM @schema@.customer_import_secrets AS s
	JOIN @schema@.customer_imports AS i ON i.import_id = s.import_id
	CROSS JOIN LATERAL (SELECT array_position(i.fields, 'password') AS n) AS p
	WHERE s.import_id = r.import_id AND s.line = r.line
		AND (r.cells[p.n] NOT IN ('', '********') OR r.old_cells[p.n] NOT IN ('', '********')
			OR EXISTS (SELECT FROM unnest(r.raw) AS c (cell) WHERE c.cell LIKE 'SCRAM-SHA-256$%'));

COMMENT ON TABLE @schema@.customer_consent_log IS
	'Each change of the consent of an existing customer, to prove it by; and each no of one who was not subscribed, which changes nothing';
ALTER TABLE @schema@.customer_consent_log ADD COLUMN IF NOT EXISTS line bigint,
	ADD COLUMN IF NOT EXISTS said text;
COMMENT ON COLUMN @schema@.customer_consent_log.line IS
	'Line of its file that says so; of an undo, the line that is undone';
COMMENT ON COLUMN @schema@.customer_consent_log.said IS
	'Header words and cells that say so, as they were, or the option set; NULL: no file does';

-- Words for a mobile phone were words for phone; synonyms.sql adds them again.
DELETE FROM @schema@.customer_header_synonyms
WHERE field = 'phone' AND language IS NOT NULL
	AND word ~ 'mobil|mobiel|movil|^cel|celular|handy|portable|gsm|sms|^06';

-- The spelling that most customers have; of those, the smallest.
INSERT INTO @schema@.customer_categories (folded, spelling)
SELECT DISTINCT ON (f.folded) f.folded, k.name
FROM (SELECT a.name, count(*) AS customers
	FROM @schema@.customers AS c
	CROSS JOIN LATERAL jsonb_object_keys(CASE jsonb_typeof(c.attributes) WHEN 'object' THEN c.attributes ELSE '{}' END)
		AS a (name)
	GROUP BY a.name) AS k
CROSS JOIN LATERAL (SELECT @extschema@.customers_fold_category(k.name) AS folded) AS f
WHERE f.folded IS NOT NULL
ORDER BY f.folded, k.customers DESC, k.name COLLATE "C"
ON CONFLICT (folded) DO NOTHING;

-- Groups whose names differed by the locale's rules but not by those of "C": the
-- younger one is renamed.
UPDATE @schema@.customer_groups AS g SET name = left(g.name, 240) || ' (' || g.group_id || ')'
WHERE EXISTS (SELECT FROM @schema@.customer_groups AS o
	WHERE o.group_id < g.group_id AND lower(o.name COLLATE "C") = lower(g.name COLLATE "C"));

CREATE INDEX IF NOT EXISTS customer_orders_order_number_idx ON @schema@.customer_orders (order_number)
	WHERE order_number IS NOT NULL;
COMMENT ON COLUMN @schema@.customer_orders.order_number IS
	'The shop''s own number of the order; customers_place_order() places it once';

-- Of keys that are not stored folded: there are more of them since these are compared
-- in Unicode's normal form C and without invisible characters.
DROP INDEX IF EXISTS @schema@.customers_email_untidy_idx;
DROP INDEX IF EXISTS @schema@.customers_identifier_untidy_idx;

DROP INDEX IF EXISTS @schema@.customer_groups_name_key;

CREATE UNIQUE INDEX customer_groups_name_key ON @schema@.customer_groups (lower(name COLLATE "C"));

ALTER TABLE @schema@.customer_groups ADD COLUMN IF NOT EXISTS import_id bigint;
COMMENT ON COLUMN @schema@.customer_groups.import_id IS
	'The import that made it; NULL: a person or an application did';
COMMENT ON COLUMN @schema@.customer_groups.name IS
	'Name, unique whatever the case of its letters; holds no |, which separates groups in a cell';

COMMENT ON COLUMN @schema@.customers.identifier IS
	'The id by which another system knows the customer, unique, kept trimmed; upper and lower case differ';
ALTER TABLE @schema@.customers ADD COLUMN IF NOT EXISTS mobile text,
	ADD COLUMN IF NOT EXISTS vat_number text,
	ADD COLUMN IF NOT EXISTS address_2 text,
	ADD COLUMN IF NOT EXISTS customer_since date;
COMMENT ON COLUMN @schema@.customers.mobile IS 'Mobile number, as it was written';
COMMENT ON COLUMN @schema@.customers.vat_number IS
	'Number of the company or person for VAT or tax, or in a register of companies';
COMMENT ON COLUMN @schema@.customers.address_2 IS
	'Second line of the address: flat, floor, c/o';
COMMENT ON COLUMN @schema@.customers.customer_since IS
	'Date of becoming a customer, or of joining, in the system that knows it';
COMMENT ON COLUMN @schema@.customer_imports.header_line IS
	'Line of the header in the file; with no header, of the first record';
COMMENT ON COLUMN @schema@.customer_imports.header IS
	'Header words, as in the file; empty where it has no header';
COMMENT ON COLUMN @schema@.customer_imports.mapping IS
	'Field each header word, or position, was taken for; null: the column was ignored';
ALTER TABLE @schema@.customer_imports ADD COLUMN IF NOT EXISTS merge_number bigint,
	ADD COLUMN IF NOT EXISTS columns jsonb,
	ADD COLUMN IF NOT EXISTS defaults jsonb,
	ADD COLUMN IF NOT EXISTS hashed_columns text[],
	ADD COLUMN IF NOT EXISTS preset text,
	ADD COLUMN IF NOT EXISTS shapes jsonb,
	ADD COLUMN IF NOT EXISTS standing jsonb,
	ADD COLUMN IF NOT EXISTS changes jsonb,
	ADD COLUMN IF NOT EXISTS held jsonb,
	ADD COLUMN IF NOT EXISTS merged_until timestamptz,
	ADD COLUMN IF NOT EXISTS reverted_until timestamptz;
COMMENT ON COLUMN @schema@.customer_imports.merged_until IS
	'When its merge was done, by the clock: for customers_revert()';
COMMENT ON COLUMN @schema@.customer_imports.reverted_until IS
	'When its undoing was done, by the clock: for that of others';
ALTER TABLE @schema@.customer_import_presets ADD COLUMN IF NOT EXISTS import_id bigint;
COMMENT ON COLUMN @schema@.customer_import_presets.import_id IS
	'The import it was saved from; NULL: none, or an older release saved it';
COMMENT ON COLUMN @schema@.customer_imports.preset IS
	'The preset it was read under; NULL: none';
COMMENT ON COLUMN @schema@.customer_imports.shapes IS
	'What the cells of each column look like (kinds, sizes, how many are empty), to compare the next file under the preset with; holds nothing of any cell';
COMMENT ON COLUMN @schema@.customer_imports.standing IS
	'Warnings of records that change nothing, which are not staged: by code, how many records, and the first lines';
COMMENT ON COLUMN @schema@.customer_imports.changes IS
	'How many customers lose a value that was there, by field, and how many are unsubscribed: what the limits are held to; NULL: an older release staged it';
COMMENT ON COLUMN @schema@.customer_imports.held IS
	'Why it is held: for each reason what, how much and examples; NULL: it is not. customers_merge() merges it with over_limits => true alone';
COMMENT ON COLUMN @schema@.customer_imports.merge_number IS
	'Order of the merges: a later one has a higher number';
COMMENT ON COLUMN @schema@.customer_imports.columns IS
	'What each column of the file was taken for, in their order: field (null: ignored), and by what: name, word, cells, mapping, preset; consent: in which sense it speaks of that, or that this stays unclear; manner: what its cells told beyond that, such as channels';
COMMENT ON COLUMN @schema@.customer_imports.defaults IS
	'What its new customers were given by default: a text or null for each column';
COMMENT ON COLUMN @schema@.customer_imports.hashed_columns IS
	'Columns that the hashes in customer_import_created are of; NULL: there are none';
UPDATE @schema@.customer_imports AS i SET merge_number = n.number
	FROM (SELECT import_id, row_number() OVER (ORDER BY merged_at, import_id) AS number
		FROM @schema@.customer_imports WHERE merged_at IS NOT NULL) AS n
	WHERE i.import_id = n.import_id AND i.merge_number IS NULL;
UPDATE @schema@.customer_groups AS g SET import_id = i.import_id
	FROM @schema@.customer_imports AS i
	WHERE g.import_id IS NULL AND g.created_at = i.merged_at AND i.status = 'merged'
	AND NOT EXISTS (SELECT FROM @schema@.customer_imports AS o
		WHERE o.merged_at = i.merged_at AND o.import_id <> i.import_id);

DROP TRIGGER IF EXISTS customers_tidy_insert ON @schema@.customers;

DROP TRIGGER IF EXISTS customers_tidy_update ON @schema@.customers;

DROP TRIGGER IF EXISTS customers_log_consent ON @schema@.customers;
COMMENT ON COLUMN @schema@.customer_erasures.reason IS
	'erased: the person was erased; unsubscribed: an address that said no is nobody''s any more';
COMMENT ON COLUMN @schema@.customer_erasures.recorded_at IS
	'When it was recorded; of an opt-out, the last time';


-- Splits notes of one sentence into message and hint.  Notes of a revert or a
-- constraint have no hint.
UPDATE @schema@.customer_import_rows AS r SET errors = (
	SELECT jsonb_agg(CASE WHEN jsonb_typeof(e.note) <> 'object' OR e.note ? 'hint' THEN e.note
		ELSE e.note || jsonb_build_object(
			'message', rtrim(COALESCE(cut.parts[1], e.note ->> 'message'), '.'),
			'hint', upper(left(cut.parts[2], 1)) || rtrim(substr(cut.parts[2], 2), '.') || '.') END
		ORDER BY e.n)
	FROM jsonb_array_elements(r.errors) WITH ORDINALITY AS e (note, n)
	LEFT JOIN LATERAL regexp_match(e.note ->> 'message',
		CASE WHEN e.note ->> 'message' LIKE '%: the column takes values of type %'
			THEN '^(.*): (the column takes values of type .*)$' ELSE '^(.*?)(?:: |; |[.] )(.*)$' END) AS cut (parts)
		ON e.note ->> 'code' NOT LIKE 'kept\_%'
		AND e.note ->> 'code' NOT IN ('check_violation', 'foreign_key_violation', 'restored'))
WHERE jsonb_typeof(r.errors) = 'array'
	AND r.errors @? '$[*] ? (@.type() == "object" && !exists(@.hint))';


-- Staged cells: NULL = not changed, '' = no value.  Empty cells of a new customer
-- are not shown.

--@ view customer_import_diff

CREATE OR REPLACE VIEW @schema@.customer_import_diff WITH (security_invoker = true) AS
SELECT r.import_id, r.line, r.action, r.customer_id, cell.field,
	NULLIF(cell.old, '') AS old_value, NULLIF(cell.new, '') AS new_value
FROM @schema@.customer_import_rows AS r
JOIN @schema@.customer_imports AS i ON i.import_id = r.import_id
CROSS JOIN LATERAL unnest(i.fields, r.cells, r.old_cells) AS cell (field, new, old)
WHERE (r.action = 'update' AND cell.new IS NOT NULL)
	OR (r.action = 'create' AND cell.new <> '')
UNION ALL
SELECT o.import_id, o.line, 'update'::text AS action, o.customer_id, 'subscribed'::text AS field,
	'true'::text AS old_value, 'false'::text AS new_value
FROM @schema@.customer_import_opt_outs AS o
WHERE o.old_subscribed;

COMMENT ON VIEW @schema@.customer_import_diff IS
	'What an import will change, or has changed: one row a cell';
COMMENT ON COLUMN @schema@.customer_import_diff.import_id IS 'The import';
COMMENT ON COLUMN @schema@.customer_import_diff.line IS 'Line of the file';
COMMENT ON COLUMN @schema@.customer_import_diff.action IS 'create or update';
COMMENT ON COLUMN @schema@.customer_import_diff.customer_id IS
	'The customer; a new one has an id already';
COMMENT ON COLUMN @schema@.customer_import_diff.field IS
	'Column of customers, groups, or attributes.<category>';
COMMENT ON COLUMN @schema@.customer_import_diff.old_value IS 'Value before; NULL: none';
COMMENT ON COLUMN @schema@.customer_import_diff.new_value IS 'Value after; NULL: cleared';


--@ view customer_import_errors

CREATE OR REPLACE VIEW @schema@.customer_import_errors WITH (security_invoker = true) AS
SELECT r.import_id, r.line, e.field, e.value, e.code, e.message, e.severity, e.hint
FROM @schema@.customer_import_rows AS r
CROSS JOIN LATERAL jsonb_to_recordset(r.errors)
	AS e (field text, value text, code text, message text, severity text, hint text);

COMMENT ON VIEW @schema@.customer_import_errors IS
	'What is wrong with the records of an import and what to do about it, and what was left out or kept: one row an error or warning';
COMMENT ON COLUMN @schema@.customer_import_errors.import_id IS 'The import';
COMMENT ON COLUMN @schema@.customer_import_errors.line IS 'Line of the file';
COMMENT ON COLUMN @schema@.customer_import_errors.field IS
	'Field of the cell; NULL: the whole record';
COMMENT ON COLUMN @schema@.customer_import_errors.value IS 'The cell, as in the file';
COMMENT ON COLUMN @schema@.customer_import_errors.code IS 'Kind of error or warning, for programs';
COMMENT ON COLUMN @schema@.customer_import_errors.message IS 'What is wrong, in words';
COMMENT ON COLUMN @schema@.customer_import_errors.hint IS 'What to do about it, in words; NULL: nothing';
COMMENT ON COLUMN @schema@.customer_import_errors.severity IS
	'error: the record is rejected; warning: it is not';


-- What changed a customer's fields.  Consent is in the log, whoever changed it.

--@ view customer_history

CREATE OR REPLACE VIEW @schema@.customer_history WITH (security_invoker = true) AS
SELECT r.customer_id, f.field, NULLIF(h.old, '') AS old_value, NULLIF(h.new, '') AS new_value,
	h.at, h.by, i.import_id, h.source, r.line
FROM @schema@.customer_import_rows AS r
JOIN @schema@.customer_imports AS i ON i.import_id = r.import_id
CROSS JOIN LATERAL unnest(i.fields, r.cells, r.old_cells) AS f (field, new, old)
CROSS JOIN LATERAL (
	SELECT f.old, f.new, i.merged_at, i.merged_by, i.source
	WHERE i.status IN ('merged', 'reverted')
	UNION ALL
	SELECT f.new, f.old, i.reverted_at, i.reverted_by, 'undo of ' || i.source
	WHERE i.status = 'reverted' AND r.action = 'update'
		AND NOT EXISTS (SELECT FROM jsonb_to_recordset(r.errors) AS e (code text, field text)
			WHERE e.code LIKE 'kept\_%' AND COALESCE(e.field, f.field) = f.field)) AS h (old, new, at, by, source)
WHERE (r.action = 'update' AND f.new IS NOT NULL AND f.field <> 'subscribed')
	OR (r.action = 'create' AND f.new <> '')
UNION ALL
SELECT l.customer_id, 'subscribed'::text AS field, l.was_subscribed::text AS old_value, l.is_subscribed::text AS new_value,
	l.changed_at AS at, l.changed_by AS by, l.import_id, i.source, l.line
FROM @schema@.customer_consent_log AS l
LEFT JOIN @schema@.customer_imports AS i ON i.import_id = l.import_id;

COMMENT ON VIEW @schema@.customer_history IS
	'What changed the fields of customers, and when: imports and their undoing, from which file and line, and each change of consent; edits by an application are not in it, nor what was purged or erased';
COMMENT ON COLUMN @schema@.customer_history.customer_id IS 'The customer';
COMMENT ON COLUMN @schema@.customer_history.field IS
	'Column of customers, groups, or attributes.<category>';
COMMENT ON COLUMN @schema@.customer_history.old_value IS 'Value before; NULL: none';
COMMENT ON COLUMN @schema@.customer_history.new_value IS 'Value after; NULL: none';
COMMENT ON COLUMN @schema@.customer_history.at IS 'When it changed';
COMMENT ON COLUMN @schema@.customer_history.by IS 'The role that changed it';
COMMENT ON COLUMN @schema@.customer_history.import_id IS
	'The import that changed it; NULL: a person or an application did';
COMMENT ON COLUMN @schema@.customer_history.source IS 'The file, as customer_imports.source names it';
COMMENT ON COLUMN @schema@.customer_history.line IS 'Line of the file';


-- Its SELECT is in profile.sql.  setup.c copies the comments of columns of
-- customers.

--@ view customer_profiles

CREATE OR REPLACE VIEW @schema@.customer_profiles WITH (security_invoker = true) AS
@profile@;

COMMENT ON VIEW @schema@.customer_profiles IS
	'The customers with what is computed about them; columns an application added stand last. Segments are conditions over it.';
COMMENT ON COLUMN @schema@.customer_profiles.display_name IS
	'Name to show: name, else first and last name, else customers.default_name';
COMMENT ON COLUMN @schema@.customer_profiles.groups IS
	'Names of the groups the customer is an accepted member of, sorted';
COMMENT ON COLUMN @schema@.customer_profiles.orders_count IS 'Number of orders';
COMMENT ON COLUMN @schema@.customer_profiles.orders_total IS 'Sum of their totals';
COMMENT ON COLUMN @schema@.customer_profiles.mailable IS
	'May get marketing mail: has consented, and has an email';


-- Finds keys that are stored unfolded, by their folded text.  Normally empty: such
-- keys are written only while the triggers below are disabled.

--@ index customers_email_untidy_idx

CREATE INDEX customers_email_untidy_idx ON @schema@.customers (@extschema@.customers_fold_email(email))
	WHERE NOT @extschema@.customers_email_is_tidy(email);

--@ index customers_identifier_untidy_idx

CREATE INDEX customers_identifier_untidy_idx ON @schema@.customers (@extschema@.customers_fold_identifier(identifier))
	WHERE NOT @extschema@.customers_identifier_is_tidy(identifier);


-- Rows that a merge writes do not meet the conditions, so that it does not call
-- the function.

--@ trigger customers customers_tidy_insert

CREATE TRIGGER customers_tidy_insert BEFORE INSERT ON @schema@.customers
	FOR EACH ROW
	WHEN (NOT @extschema@.customers_email_is_tidy(NEW.email)
		OR NOT @extschema@.customers_identifier_is_tidy(NEW.identifier))
	EXECUTE FUNCTION @extschema@.customers_tidy();
COMMENT ON TRIGGER customers_tidy_insert ON @schema@.customers IS
	'Keeps email and identifier trimmed and in one spelling, and email in lower case';

--@ trigger customers customers_tidy_update

CREATE TRIGGER customers_tidy_update BEFORE UPDATE ON @schema@.customers
	FOR EACH ROW
	WHEN (NEW.updated_at = OLD.updated_at
		OR NOT @extschema@.customers_email_is_tidy(NEW.email)
		OR NOT @extschema@.customers_identifier_is_tidy(NEW.identifier))
	EXECUTE FUNCTION @extschema@.customers_tidy();
COMMENT ON TRIGGER customers_tidy_update ON @schema@.customers IS
	'Keeps email and identifier trimmed and in one spelling, email in lower case, and updated_at';

-- Called for rows whose consent or email changes, for new subscribed rows that no
-- merge inserts (the import has checked those), and for deleted rows.

--@ trigger customers customers_log_consent

CREATE TRIGGER customers_log_consent AFTER UPDATE ON @schema@.customers
	FOR EACH ROW
	WHEN (OLD.subscribed IS DISTINCT FROM NEW.subscribed
		OR (NEW.subscribed AND OLD.email IS DISTINCT FROM NEW.email))
	EXECUTE FUNCTION @extschema@.customers_log_consent();
COMMENT ON TRIGGER customers_log_consent ON @schema@.customers IS
	'Records each change of consent in customer_consent_log; the yes of an application takes the opt-out of the address away';

--@ trigger customers customers_log_consent_insert

CREATE TRIGGER customers_log_consent_insert AFTER INSERT ON @schema@.customers
	FOR EACH ROW
	WHEN (NEW.subscribed AND NOT @extschema@.customers_is_merging())
	EXECUTE FUNCTION @extschema@.customers_log_consent();
COMMENT ON TRIGGER customers_log_consent_insert ON @schema@.customers IS
	'The yes of an application takes the opt-out of the address away, and is recorded in customer_consent_log';

--@ trigger customers customers_keep_opt_out

CREATE TRIGGER customers_keep_opt_out AFTER DELETE ON @schema@.customers
	FOR EACH ROW
	EXECUTE FUNCTION @extschema@.customers_keep_opt_out();
COMMENT ON TRIGGER customers_keep_opt_out ON @schema@.customers IS
	'Keeps the opt-out of a deleted customer in customer_erasures, as hashes';

--@ trigger customers customers_keep_opt_out_update

CREATE TRIGGER customers_keep_opt_out_update AFTER UPDATE ON @schema@.customers
	FOR EACH ROW
	WHEN (OLD.email IS DISTINCT FROM NEW.email AND NOT (OLD.subscribed AND NEW.subscribed))
	EXECUTE FUNCTION @extschema@.customers_keep_opt_out();
COMMENT ON TRIGGER customers_keep_opt_out_update ON @schema@.customers IS
	'Keeps the opt-out of an address that an unsubscribed customer had, as a hash';

--@ trigger customers customers_keep_opt_outs

CREATE TRIGGER customers_keep_opt_outs BEFORE TRUNCATE ON @schema@.customers
	FOR EACH STATEMENT
	EXECUTE FUNCTION @extschema@.customers_keep_opt_outs();
COMMENT ON TRIGGER customers_keep_opt_outs ON @schema@.customers IS
	'Keeps the opt-outs of all unsubscribed customers before the table is truncated';

-- Who stages, corrects and approves an import is the session user, whatever a
-- statement says.

--@ trigger customer_imports customer_imports_sign

CREATE TRIGGER customer_imports_sign BEFORE INSERT ON @schema@.customer_imports
	FOR EACH ROW
	EXECUTE FUNCTION @extschema@.customers_guard_session();
COMMENT ON TRIGGER customer_imports_sign ON @schema@.customer_imports IS
	'Writes the session user who stages an import';

--@ trigger customer_imports customer_imports_signed

CREATE TRIGGER customer_imports_signed BEFORE UPDATE ON @schema@.customer_imports
	FOR EACH ROW
	WHEN (OLD.import_id IS DISTINCT FROM NEW.import_id
		OR OLD.session_role IS DISTINCT FROM NEW.session_role
		OR OLD.corrected_roles IS DISTINCT FROM NEW.corrected_roles
		OR OLD.corrections IS DISTINCT FROM NEW.corrections)
	EXECUTE FUNCTION @extschema@.customers_guard_session();
COMMENT ON TRIGGER customer_imports_signed ON @schema@.customer_imports IS
	'Who has staged or corrected an import stays what it is';

--@ trigger customer_import_approvals customer_import_approvals_sign

CREATE TRIGGER customer_import_approvals_sign BEFORE INSERT OR UPDATE ON @schema@.customer_import_approvals
	FOR EACH ROW
	EXECUTE FUNCTION @extschema@.customers_guard_session();
COMMENT ON TRIGGER customer_import_approvals_sign ON @schema@.customer_import_approvals IS
	'Writes the session user who approves an import, and keeps approvals as they are';

-- The views of a review can be edited.  Each statement has a trigger before, for its
-- rows, and after.

--@ trigger customer_import_diff customer_import_diff_begin

CREATE TRIGGER customer_import_diff_begin BEFORE UPDATE OR DELETE ON @schema@.customer_import_diff
	FOR EACH STATEMENT
	EXECUTE FUNCTION @extschema@.customers_edit_review();
COMMENT ON TRIGGER customer_import_diff_begin ON @schema@.customer_import_diff IS
	'Begins the edits of a statement';

--@ trigger customer_import_diff customer_import_diff_edit

CREATE TRIGGER customer_import_diff_edit INSTEAD OF UPDATE OR DELETE ON @schema@.customer_import_diff
	FOR EACH ROW
	EXECUTE FUNCTION @extschema@.customers_edit_review();
COMMENT ON TRIGGER customer_import_diff_edit ON @schema@.customer_import_diff IS
	'An UPDATE of new_value corrects the cell, a DELETE drops that one change';

--@ trigger customer_import_diff customer_import_diff_finish

CREATE TRIGGER customer_import_diff_finish AFTER UPDATE OR DELETE ON @schema@.customer_import_diff
	FOR EACH STATEMENT
	EXECUTE FUNCTION @extschema@.customers_edit_review();
COMMENT ON TRIGGER customer_import_diff_finish ON @schema@.customer_import_diff IS
	'Judges the edits of a statement together';

--@ trigger customer_import_errors customer_import_errors_begin

CREATE TRIGGER customer_import_errors_begin BEFORE UPDATE OR DELETE ON @schema@.customer_import_errors
	FOR EACH STATEMENT
	EXECUTE FUNCTION @extschema@.customers_edit_review();
COMMENT ON TRIGGER customer_import_errors_begin ON @schema@.customer_import_errors IS
	'Begins the edits of a statement';

--@ trigger customer_import_errors customer_import_errors_edit

CREATE TRIGGER customer_import_errors_edit INSTEAD OF UPDATE OR DELETE ON @schema@.customer_import_errors
	FOR EACH ROW
	EXECUTE FUNCTION @extschema@.customers_edit_review();
COMMENT ON TRIGGER customer_import_errors_edit ON @schema@.customer_import_errors IS
	'An UPDATE of value corrects the cell, a DELETE excludes the record';

--@ trigger customer_import_errors customer_import_errors_finish

CREATE TRIGGER customer_import_errors_finish AFTER UPDATE OR DELETE ON @schema@.customer_import_errors
	FOR EACH STATEMENT
	EXECUTE FUNCTION @extschema@.customers_edit_review();
COMMENT ON TRIGGER customer_import_errors_finish ON @schema@.customer_import_errors IS
	'Judges the edits of a statement together';
