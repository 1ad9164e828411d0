# Whoever says no in any record of a file is not mailed: not after the merge, not
# after its undo, and not after the address has moved.  Random files with columns
# of consent in either sense, of duplicates, rejected and excluded records, over
# random customers; addresses change hands, and cells are corrected before the merge.
#
# Then several imports, merged in turn or staged beside each other, between them a word of
# the people themselves, and undone in any order, with and without resubscribe: nobody is
# mailed whose last word that stands is a no, and an undo subscribes nobody unasked.
#
# CUSTOMERS_CONSENT_SEED and _COUNT: which cases, how many.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;

use CustomersTest;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

# CI plays the same cases each time; whoever else runs this, others.
my $seed = $ENV{CUSTOMERS_CONSENT_SEED} || ($ENV{CI} ? 20261127 : time());
my $count = $ENV{CUSTOMERS_CONSENT_COUNT} || 2000;
my $undone = int(($count + 1) / 2);
my $node = start_cluster('main', 'autovacuum = off', 'jit = off', 'fsync = off');
my $helpers = q{
    SET client_min_messages = error;
    CREATE FUNCTION word(list text) RETURNS text LANGUAGE sql VOLATILE AS $$
        SELECT (string_to_array(list, '|'))[1 + floor(random() * array_length(string_to_array(list, '|'), 1))::int] $$;

    -- The file of a case: a row a record.
    CREATE UNLOGGED TABLE record (line int, identifier text, email text, consent text, birth_date text, says_no boolean, by_hand boolean);
    CREATE UNLOGGED TABLE fault (trial int, step text, email text, file text, options text);
    CREATE UNLOGGED TABLE seen (what text);

    -- Columns that say it otherwise than by yes and no.
    CREATE UNLOGGED TABLE manner (header text, no text[], yes text[]);
    INSERT INTO manner VALUES
        ('Preferences', '{"{\\"newsletter\\": false}","{\\"newsletter\\": \\"no\\", \\"sms\\": true}"}', '{"{\\"newsletter\\": true}","{\\"newsletter\\": 1, \\"lang\\": \\"no\\"}"}'),
        ('Attributes', '{"{\\"email\\": {\\"state\\": \\"unsubscribed\\"}}","{\\"opt_out\\": true}"}', '{"{\\"email\\": {\\"state\\": \\"subscribed\\"}}","{\\"size\\": \\"L\\"}"}'),
        ('Consent', '{"email:no;sms:yes","email=0&sms=1"}', '{"email:yes;sms:no","email=1"}'),
        ('Kanaler', '{"Nyhetsbrev: nei, SMS: ja"}', '{"Nyhetsbrev: ja, SMS: nei"}'),
        ('Email frequency', '{Never,none,Not at all}', '{Weekly,Once a month}'),
        ('Newsletter-Häufigkeit', '{nie,niemals}', '{wöchentlich,monatlich}'),
        ('GDPR legal basis', '{Objected,Consent withdrawn}', '{Consent,Freely given consent from contact}'),
        ('Newsletter (1=ja 2=nei)', '{2}', '{1}'),
        ('Opt-out (yes=1, no=0)', '{1}', '{0}'),
        ('Remarks', '{Asked to be removed from the list 12 May,"please take her off our mailings",does not want any more mail}', '{likes wine,called in May}'),
        ('Bemerkung', '{möchte keine weiteren Newsletter mehr,Bitte aus dem Verteiler nehmen}', '{Stammkunde}'),
        ('Merknad', '{Vil ikke ha mer e-post fra oss}', '{god kunde}'),
        ('Newsletter', '{Nein / No,Non / No}', '{Ja / Yes,Oui / Yes}'),
        ('Klubbavis', '{Nei,Nei takk}', '{Ja,Ja takk}'),
        ('Parish magazine', '{No,N}', '{Yes,Y}'),
        ('Fundraising emails', '{No,opted out}', '{Yes,opted in}'),
        ('Vill du ha information om nya kurser?', '{Nej,Nej tack}', '{Ja,Ja tack}'),
        ('Contactable by', '{Post,Phone only,None}', '{Email,"Email, phone"}'),
        ('Marketing permissions', '{None}', '{Email,"Email, SMS"}'),
        ('GDPR consent (email/sms/post)', '{N/Y/N,N/N/N}', '{Y/N/N,Y/Y/Y}'),
        ('Contact prefs', '{email no phone yes,no email}', '{email yes phone no,"yes email, no phone"}'),
        ('Kontakt OK', '{✗ email ✓ phone,[ ] Email [x] Phone}', '{✓ email ✗ phone,[x] Email [ ] Phone}'),
        ('meta', '{"a:1:{s:10:\\"newsletter\\";b:0;}","a:2:{s:4:\\"lang\\";s:2:\\"en\\";s:6:\\"optout\\";i:1;}"}', '{"a:1:{s:10:\\"newsletter\\";b:1;}"}'),
        ('consents', '{"[{\\"type\\":\\"email\\",\\"value\\":false}]","{\\"value\\":\\"no\\",\\"channel\\":\\"email\\"}"}', '{"[{\\"type\\":\\"email\\",\\"value\\":true}]"}'),
        ('extra', '{<newsletter>0</newsletter>}', '{<newsletter>1</newsletter>}'),
        ('opt', '{out}', '{in}');
    CREATE FUNCTION pick(list text[]) RETURNS text LANGUAGE sql VOLATILE AS $$
        SELECT list[1 + floor(random() * cardinality(list))::int] $$;

    CREATE PROCEDURE random_customers() LANGUAGE plpgsql AS $$
    BEGIN
        DELETE FROM customers;
        DELETE FROM customer_erasures;
        DELETE FROM customer_consent_log;
        INSERT INTO customers (identifier, email, subscribed)
        SELECT 'K-' || i, CASE WHEN random() < 0.9 THEN 'k' || i || '@x.no' END, random() < 0.8 FROM generate_series(1, 3) AS i;
    END $$;

    CREATE FUNCTION random_file(negated boolean) RETURNS text LANGUAGE plpgsql AS $$
    DECLARE
        no text := CASE WHEN negated THEN 'yes|true|1|x' ELSE 'no|false|0|unsubscribed|nei' END;
        yes text := CASE WHEN negated THEN 'no|false|0' ELSE 'yes|true|1|subscribed|ja' END;
        n int := 1 + floor(random() * 5)::int;
        says text;
        m manner;
    BEGIN
        IF random() < 0.4 THEN
            SELECT * INTO m FROM manner ORDER BY random() LIMIT 1;
        END IF;
        DELETE FROM record;
        FOR i IN 1 .. n LOOP
            says := word('no|no|yes|yes|blank');
            INSERT INTO record VALUES (i + 1, word('|||K-1|K-2|K-3|N-1'), word('|k1@x.no|k2@x.no|K3@X.no |n1@x.no|n2@x.no'),
                CASE says WHEN 'no' THEN COALESCE(pick(m.no), word(no)) WHEN 'yes' THEN COALESCE(pick(m.yes), word(yes)) ELSE '' END,
                word('|||||1990-01-01|31.02.1990'), says = 'no', random() < 0.1);
        END LOOP;
        -- a third has addresses that change hands, around a circle or in a chain
        IF random() < 0.3 THEN
            UPDATE record SET identifier = c.identifier, email = c.email
            FROM (SELECT row_number() OVER (ORDER BY random()) + 1 AS line, i.identifier, e.email
                FROM (SELECT row_number() OVER (ORDER BY random()) AS n, identifier FROM unnest('{K-1,K-2,K-3,N-1}'::text[]) AS identifier) AS i
                JOIN (SELECT row_number() OVER (ORDER BY random()) AS n, email FROM unnest('{k1@x.no,k2@x.no,k3@x.no,n1@x.no}'::text[]) AS email) AS e USING (n)) AS c
            WHERE c.line = record.line;
        END IF;
        RETURN 'identifier,email,' || CASE WHEN m.header <> '' THEN '"' || m.header || '"' WHEN negated THEN word('Unsubscribed|Opt-out') ELSE word('subscribed|Newsletter') END || ',birth_date' || E'\n'
            || (SELECT string_agg(concat_ws(',', identifier, email, '"' || replace(consent, '"', '""') || '"', birth_date), E'\n' ORDER BY line) FROM record) || E'\n';
    END $$;

    CREATE PROCEDURE look(trial int, step text, who bigint[], emails text[], file text, options text) LANGUAGE sql AS $$
        INSERT INTO fault SELECT trial, step, email, file, options FROM customer_profiles
        WHERE mailable AND (customer_id = ANY (who) OR email = ANY (emails));
    $$;

    CREATE PROCEDURE trial(n int) LANGUAGE plpgsql AS $$
    DECLARE
        content text;
        id bigint;
        who bigint[];
        emails text[];
        lines bigint[];
        fixed int;
        negated boolean := random() < 0.3;
        duplicates text := word('reject|first|last');
        mode text := word('upsert|upsert|create|update');
        rule text := word('overwrite|overwrite|fill|keep');
        resubscribe boolean := random() < 0.3;
        options text := concat_ws(' ', duplicates, mode, rule, resubscribe);
    BEGIN
        CALL random_customers();
        content := random_file(negated);
        id := customers_import(convert_to(content, 'UTF8'), duplicates => duplicates, mode => mode, resubscribe => resubscribe,
            rules => jsonb_build_object('subscribed', rule), again => true);
        -- what a person leaves out by hand is that person's word
        SELECT array_agg(line) INTO lines FROM record JOIN customer_import_rows USING (line)
        WHERE import_id = id AND by_hand;
        IF lines IS NOT NULL THEN
            PERFORM customers_import_exclude(id, lines);
            DELETE FROM record WHERE line = ANY (lines);
        END IF;
        -- a correction is heard as the file would be
        FOR fixed IN SELECT line FROM record JOIN customer_import_rows AS r USING (line)
            WHERE import_id = id AND r.action <> 'exclude' AND random() < 0.2 LOOP
            CASE word('consent|consent|email|date')
                WHEN 'consent' THEN
                    CONTINUE WHEN EXISTS (SELECT FROM manner WHERE content LIKE '%"' || header || '"%');
                    UPDATE record SET says_no = random() < 0.5 WHERE line = fixed;
                    PERFORM customers_import_fix(id, fixed, (SELECT COALESCE(NULLIF(header[3], ''), 'subscribed') FROM customer_imports WHERE import_id = id),
                        (SELECT CASE WHEN says_no <> negated THEN 'no' ELSE 'yes' END FROM record WHERE line = fixed));
                WHEN 'email' THEN
                    UPDATE record SET email = word('k1@x.no|k2@x.no|k3@x.no|n1@x.no|n2@x.no|n3@x.no') WHERE line = fixed;
                    PERFORM customers_import_fix(id, fixed, 'email', (SELECT email FROM record WHERE line = fixed));
                ELSE PERFORM customers_import_fix(id, fixed, 'birth_date', '');
            END CASE;
        END LOOP;
        -- somebody is edited, and so a conflict
        IF random() < 0.1 THEN
            UPDATE customers SET birth_date = '2001-01-01', email = CASE WHEN random() < 0.5 THEN email ELSE 'e' || customer_id || '@x.no' END
            WHERE identifier = word('K-1|K-2|K-3');
        END IF;
        -- everybody whom a key names, and the address of whoever is not known by any
        SELECT COALESCE(array_agg(DISTINCT c.customer_id) FILTER (WHERE c.customer_id IS NOT NULL), '{}'),
            COALESCE(array_agg(DISTINCT COALESCE(c.email, lower(trim(r.email)))) FILTER (WHERE COALESCE(c.email, lower(trim(r.email))) <> ''), '{}') INTO who, emails
        FROM record AS r LEFT JOIN customers AS c ON c.identifier = r.identifier OR c.email = lower(trim(r.email))
        WHERE r.says_no;
        PERFORM customers_merge(id, on_conflict => 'skip');
        CALL look(n, 'merge', who, emails, content, options);
        INSERT INTO seen SELECT unnest(ARRAY['opted_out ' || (opted_out > 0), 'created ' || (created > 0), 'rejected ' || (rejected > 0),
            'excluded ' || (excluded > 0), 'changed ' || (changed > 0),
            'handed_over ' || EXISTS (SELECT FROM customer_import_errors AS e WHERE e.import_id = id AND code = 'consent_handed_over')])
        FROM customer_imports WHERE import_id = id;
        IF random() < 0.6 THEN
            PERFORM customers_revert(id);
            CALL look(n, 'undo', who, emails, content, options);
        END IF;
        CASE word('move|delete|save|stay')
            WHEN 'move' THEN UPDATE customers SET email = 'm' || customer_id || '@x.no';
            WHEN 'delete' THEN DELETE FROM customers WHERE random() < 0.7;
            WHEN 'save' THEN PERFORM customers_save(jsonb_build_object('identifier', identifier, 'email', 's' || customer_id || '@x.no'))
                FROM customers WHERE identifier IS NOT NULL;
            ELSE
        END CASE;
        IF emails <> '{}' THEN
            PERFORM import_csv(convert_to('email,subscribed' || E'\n' || array_to_string(emails, E',yes\n') || E',yes\n', 'UTF8'), again => true);
        END IF;
        CALL look(n, 'moved', who, emails, content, options);
    END $$;

    CREATE PROCEDURE trials(seed float8, n int) LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM setseed(seed);
        FOR i IN 1 .. n LOOP
            CALL trial(i);
            COMMIT;
        END LOOP;
    END $$;
};

my $undos = q{
    SET client_min_messages = error;
    -- What was said of a customer, or of an address, in the order in which it was.  import_id
    -- NULL: by themselves.
    CREATE UNLOGGED TABLE said (at serial, import_id bigint, customer_id bigint, email text, yes boolean, names_email boolean);
    CREATE UNLOGGED TABLE staged (import_id bigint, resubscribes boolean);
    CREATE UNLOGGED TABLE done (at serial, what text);
    CREATE UNLOGGED TABLE before (customer_id bigint, email text, subscribed boolean, mailable boolean);

    CREATE VIEW mailed AS SELECT p.customer_id, p.email, l.import_id
        FROM customer_profiles AS p
        CROSS JOIN LATERAL (SELECT s.import_id, s.yes
            FROM said AS s
            WHERE (s.customer_id = p.customer_id OR s.email = p.email)
                AND (s.import_id IS NULL OR EXISTS (SELECT FROM customer_imports AS i WHERE i.import_id = s.import_id AND i.status = 'merged'))
            ORDER BY s.at DESC LIMIT 1) AS l
        WHERE p.mailable AND NOT l.yes;

    CREATE PROCEDURE look_again(trial int, step text) LANGUAGE sql AS $$
        INSERT INTO fault SELECT trial, step, m.email || ' by ' || COALESCE(m.import_id::text, 'themselves'),
            (SELECT string_agg(what, E'\n' ORDER BY at) FROM done), '' FROM mailed AS m;
    $$;
    CREATE PROCEDURE keep_before() LANGUAGE sql AS $$
        DELETE FROM before;
        INSERT INTO before SELECT customer_id, email, subscribed, mailable FROM customer_profiles;
    $$;

    CREATE PROCEDURE stage_one() LANGUAGE plpgsql AS $$
    DECLARE
        negated boolean := random() < 0.2;
        content text := random_file(negated);
        duplicates text := word('reject|first|last');
        mode text := word('upsert|upsert|upsert|create|update');
        rule text := word('overwrite|overwrite|fill|keep');
        resubscribe boolean := random() < 0.3;
        id bigint;
    BEGIN
        id := customers_import(convert_to(content, 'UTF8'), duplicates => duplicates, mode => mode, resubscribe => resubscribe,
            rules => jsonb_build_object('subscribed', rule), again => true);
        INSERT INTO done (what) VALUES (concat_ws(' ', 'stage', id, duplicates, mode, rule, resubscribe) || E'\n' || content);
        INSERT INTO staged VALUES (id, resubscribe);
        -- everybody whom a key names, and the address of whoever is not known by any
        INSERT INTO said (import_id, customer_id, email, yes, names_email)
        SELECT DISTINCT id, c.customer_id, COALESCE(c.email, NULLIF(lower(trim(r.email)), '')), false, c.email IS NULL OR c.email = lower(trim(r.email))
        FROM record AS r LEFT JOIN customers AS c ON c.identifier = r.identifier OR c.email = lower(trim(r.email))
        WHERE r.says_no;
    END $$;

    CREATE PROCEDURE merge_one(trial int, one staged) LANGUAGE plpgsql AS $$
    BEGIN
        CALL keep_before();
        INSERT INTO done (what) VALUES ('merge ' || one.import_id);
        -- a no of a customer is about the address that they have by now
        UPDATE said SET email = c.email FROM customers AS c
        WHERE said.import_id = one.import_id AND NOT names_email AND c.customer_id = said.customer_id;
        PERFORM customers_merge(one.import_id, on_conflict => 'skip');
        IF one.resubscribes THEN
            INSERT INTO said (import_id, customer_id, email, yes)
            SELECT one.import_id, p.customer_id, p.email, true FROM customer_profiles AS p
            WHERE p.mailable AND NOT EXISTS (SELECT FROM before AS b WHERE b.customer_id = p.customer_id AND b.mailable AND b.email = p.email);
        END IF;
        CALL look_again(trial, 'merge');
    END $$;

    -- A statement that changes nothing says nothing, but a save does.
    CREATE PROCEDURE own_word() LANGUAGE plpgsql AS $$
    DECLARE
        who text := word('K-1|K-2|K-3');
        word text := word('yes|no|save');
    BEGIN
        INSERT INTO done (what) VALUES (who || ' ' || word);
        IF word <> 'save' THEN
            INSERT INTO said (customer_id, email, yes) SELECT customer_id, email, word = 'yes' FROM customers WHERE identifier = who AND subscribed <> (word = 'yes');
            UPDATE customers SET subscribed = (word = 'yes') WHERE identifier = who;
        ELSIF EXISTS (SELECT FROM customers WHERE identifier = who) THEN
            PERFORM customers_save(jsonb_build_object('identifier', who, 'subscribed', false));
            INSERT INTO said (customer_id, email, yes) SELECT customer_id, email, false FROM customers WHERE identifier = who;
        END IF;
    END $$;

    CREATE PROCEDURE undo_one(trial int, id bigint) LANGUAGE plpgsql AS $$
    DECLARE
        asked boolean := random() < 0.6;
        standing bigint;
    BEGIN
        CALL keep_before();
        INSERT INTO done (what) VALUES (concat_ws(' ', 'undo', id, asked));
        PERFORM customers_revert(id, resubscribe => asked);
        CALL look_again(trial, 'undo');
        INSERT INTO fault SELECT trial, 'unasked', c.email, (SELECT string_agg(what, E'\n' ORDER BY at) FROM done), ''
            FROM customers AS c JOIN before AS b USING (customer_id) WHERE NOT asked AND c.subscribed AND NOT b.subscribed;
        INSERT INTO seen SELECT 'undone and subscribed again' WHERE EXISTS (SELECT FROM customers AS c JOIN before AS b USING (customer_id) WHERE c.subscribed AND NOT b.subscribed);
        INSERT INTO seen SELECT 'undone beside a no that stands' WHERE asked AND EXISTS (SELECT FROM customer_import_opt_outs AS o JOIN customer_imports AS i USING (import_id)
            WHERE o.lines IS NOT NULL AND i.status = 'merged');
    END $$;

    CREATE PROCEDURE undo_trial(n int) LANGUAGE plpgsql AS $$
    DECLARE
        imports int := 2 + floor(random() * 3)::int;
        beside boolean := random() < 0.2;
        one staged;
    BEGIN
        CALL random_customers();
        DELETE FROM said;
        DELETE FROM staged;
        DELETE FROM done;
        -- whoever comes unsubscribed has said so
        INSERT INTO done (what) SELECT concat_ws(' ', identifier, email, subscribed) FROM customers ORDER BY identifier;
        INSERT INTO said (customer_id, email, yes) SELECT customer_id, email, subscribed FROM customers;
        FOR i IN 1 .. imports LOOP
            CALL stage_one();
            IF NOT beside THEN
                SELECT * INTO one FROM staged ORDER BY import_id DESC LIMIT 1;
                CALL merge_one(n, one);
                IF random() < 0.2 THEN
                    CALL own_word();
                END IF;
            END IF;
        END LOOP;
        IF beside THEN
            FOR one IN SELECT * FROM staged ORDER BY random() LOOP
                CALL merge_one(n, one);
            END LOOP;
        END IF;
        FOR one IN SELECT * FROM staged ORDER BY random() LOOP
            CONTINUE WHEN random() < 0.2;
            CALL undo_one(n, one.import_id);
            IF random() < 0.1 THEN
                CALL own_word();
            END IF;
        END LOOP;
    END $$;

    CREATE PROCEDURE undo_trials(seed float8, n int) LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM setseed(seed);
        FOR i IN 1 .. n LOOP
            CALL undo_trial(i);
            COMMIT;
        END LOOP;
    END $$;
};

$node->safe_psql('postgres', 'CREATE EXTENSION customers; SELECT customers_setup()');
$node->safe_psql('postgres', $helpers);
$node->safe_psql('postgres', $undos);
note("seed $seed");
$node->safe_psql('postgres', sprintf("SET client_min_messages = error; CALL trials(%.9f, %d)", ($seed % 1000003) / 1000003, $count));
is($node->safe_psql('postgres', 'SELECT * FROM fault LIMIT 3'), '', "$count random files: nobody who said no is mailed (seed $seed)");
$node->safe_psql('postgres', sprintf("SET client_min_messages = error; TRUNCATE fault; CALL undo_trials(%.9f, %d)", ($seed % 1000003) / 1000003, $undone));
is($node->safe_psql('postgres', 'SELECT * FROM fault LIMIT 3'), '', "$undone times several imports undone: nobody who said no is mailed (seed $seed)");
my $seen = $node->safe_psql('postgres', 'SELECT what, count(*) FROM seen GROUP BY 1 ORDER BY 1');

foreach my $what (map { ("$_ false", "$_ true") } qw(opted_out created rejected excluded changed handed_over))
{
    like($seen, qr/^\Q$what\E\|/m, "some with $what") if $count >= 500;
}
foreach my $what ('undone and subscribed again', 'undone beside a no that stands')
{
    like($seen, qr/^\Q$what\E\|/m, "some $what") if $count >= 500;
}
log_is_calm($node);
done_testing();
