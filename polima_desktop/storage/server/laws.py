"""What the server itself refuses, in SQL: the functions and triggers behind every grant.

Grants say who writes which column; these say what must be true of a row that is written: it bears
the hand of whoever writes it, published rules and locked slips stay, two people sign, no change
without its audit entry, and the entry fits the chain. Nothing of it binds the owner, who makes
schemas and restores backups. The names are the database's own (``polima_…``).
"""

from __future__ import annotations

FUNCTIONS = r"""
-- Who asks. The login role of the account 'budi' in the database 'polima' is "polima.budi".
CREATE OR REPLACE FUNCTION polima_account() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN starts_with(session_user, current_database() || '.')
           THEN substr(session_user, length(current_database()) + 2) END $$;

CREATE OR REPLACE FUNCTION polima_is_owner() RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT pg_has_role(session_user, relowner, 'MEMBER')
    FROM pg_class WHERE oid = 'public.users'::regclass $$;

CREATE OR REPLACE FUNCTION polima_in(roles text[]) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM pg_roles r JOIN unnest(roles) role ON r.rolname IN (
            current_database() || ':' || role, current_database() || ':' || role || '_kantor')
        WHERE pg_has_role(session_user, r.oid, 'MEMBER')) $$;

-- The office of whoever asks: its units at any time, and the people believed to be or have been
-- in them. Accounts of the city have no use for these.
CREATE OR REPLACE FUNCTION polima_units() RETURNS SETOF bigint LANGUAGE sql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH RECURSIVE own(id) AS (
        SELECT unit_id FROM users WHERE name = polima_account() AND disabled_at IS NULL
        UNION
        SELECT f.unit_id FROM unit_facts f JOIN own ON f.parent_id = own.id
        WHERE f.superseded_at IS NULL)
    SELECT id FROM own WHERE id IS NOT NULL $$;

CREATE OR REPLACE FUNCTION polima_people() RETURNS SETOF bigint LANGUAGE sql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT DISTINCT person_id FROM assignments
    WHERE superseded_at IS NULL AND unit_id IN (SELECT polima_units()) $$;

CREATE OR REPLACE FUNCTION polima_transfers() RETURNS TABLE (item bigint, batch bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT id, batch_id FROM payment_items WHERE person_id IN (SELECT polima_people()) $$;

-- What a decree or form said of a person, without the ends of private numbers.
CREATE OR REPLACE FUNCTION polima_masked(fields text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN fields IS NULL THEN NULL ELSE (
        SELECT coalesce(json_object_agg(key, CASE
            WHEN key IN ('nik', 'npwp', 'account_number') AND value IS NOT NULL
            THEN to_json('••••' || right(value, 4)) ELSE fields::json -> key END), '{}')::text
        FROM json_each_text(fields::json)) END $$;

-- Login roles, managed by whoever manages users: the password arrives as a SCRAM verifier.
CREATE OR REPLACE FUNCTION polima_login(account text, verifier text, role text, office boolean,
    once boolean)
    RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    login text := current_database() || '.' || account;
    grp text := current_database() || ':' || role || CASE WHEN office THEN '_kantor' ELSE '' END;
    old text;
BEGIN
    PERFORM polima_demand('MANAGE_USERS');
    IF account = polima_account() THEN
        RAISE EXCEPTION 'polima: akun sendiri diubah pengelola lain' USING ERRCODE = '42501';
    END IF;
    IF NOT EXISTS (SELECT FROM users u WHERE u.name = account AND u.role = polima_login.role
                   AND (u.unit_id IS NOT NULL) = office AND u.disabled_at IS NULL) THEN
        RAISE EXCEPTION 'polima: pengguna itu tidak ada di data' USING ERRCODE = '42501';
    END IF;
    PERFORM polima_note();
    IF verifier IS NOT NULL AND verifier NOT LIKE 'SCRAM-SHA-256$%' THEN
        RAISE EXCEPTION 'polima: kata sandi bukan SCRAM-SHA-256';
    END IF;
    IF octet_length(login) > 63 THEN
        RAISE EXCEPTION 'polima: nama pengguna terlalu panjang';
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = login) THEN
        EXECUTE format('CREATE ROLE %I NOLOGIN NOINHERIT', login);
    END IF;
    FOR old IN SELECT g.rolname FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid
               JOIN pg_roles l ON l.oid = m.member WHERE l.rolname = login LOOP
        EXECUTE format('REVOKE %I FROM %I', old, login);
    END LOOP;
    EXECUTE format('ALTER ROLE %I INHERIT', login);
    EXECUTE format('GRANT %I TO %I', grp, login);
    EXECUTE format('ALTER ROLE %I IN DATABASE %I SET search_path = %I, public',
                   login, current_database(), grp);
    IF verifier IS NOT NULL THEN
        EXECUTE format('ALTER ROLE %I LOGIN PASSWORD %L', login, verifier);
        EXECUTE format('COMMENT ON ROLE %I IS %L', login, CASE WHEN once THEN 'sekali pakai' END);
    END IF;
END $$;

-- Whether the password of whoever asks was given for one use; only polima_own_password ends that.
CREATE OR REPLACE FUNCTION polima_once() RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT shobj_description(oid, 'pg_authid') IS NOT NULL
    FROM pg_roles WHERE rolname = session_user $$;

CREATE OR REPLACE FUNCTION polima_shut(account text) RETURNS void LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    login text := current_database() || '.' || account;
    old text;
BEGIN
    PERFORM polima_demand('MANAGE_USERS');
    PERFORM polima_note();
    FOR old IN SELECT g.rolname FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid
               JOIN pg_roles l ON l.oid = m.member WHERE l.rolname = login LOOP
        EXECUTE format('REVOKE %I FROM %I', old, login);
    END LOOP;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = login) THEN
        EXECUTE format('ALTER ROLE %I NOLOGIN PASSWORD NULL', login);
    END IF;
END $$;

CREATE OR REPLACE FUNCTION polima_own_password(verifier text) RETURNS void LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF polima_account() IS NULL OR verifier NOT LIKE 'SCRAM-SHA-256$%' THEN
        RAISE EXCEPTION 'polima: kata sandi tidak dapat diganti' USING ERRCODE = '42501';
    END IF;
    EXECUTE format('ALTER ROLE %I PASSWORD %L', session_user, verifier);
    EXECUTE format('COMMENT ON ROLE %I IS NULL', session_user);
END $$;

CREATE OR REPLACE FUNCTION polima_demand(permission text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF NOT polima_is_owner() AND NOT polima_may(permission) THEN
        RAISE EXCEPTION 'polima: peran ini tidak boleh (%)', permission USING ERRCODE = '42501';
    END IF;
END $$;

CREATE OR REPLACE FUNCTION polima_refuse(why text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'polima: %', why USING ERRCODE = '42501';
END $$;

-- ── laws of rows ────────────────────────────────────────────────────────────────────────────

CREATE OR REPLACE FUNCTION polima_own_hand() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    name text; now_ jsonb; was jsonb := '{}';
BEGIN
    IF polima_is_owner() THEN RETURN NEW; END IF;
    now_ := to_jsonb(NEW);
    IF TG_OP = 'UPDATE' THEN was := to_jsonb(OLD); END IF;
    FOREACH name IN ARRAY TG_ARGV LOOP
        IF now_ ->> name IS NOT NULL AND now_ ->> name IS DISTINCT FROM was ->> name
           AND now_ ->> name IS DISTINCT FROM polima_account() THEN
            PERFORM polima_refuse(TG_TABLE_NAME || '.' || name || ' atas nama orang lain');
        END IF;
    END LOOP;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION polima_chain_law() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    last audit%ROWTYPE; signed text;
BEGIN
    IF polima_is_owner() THEN RETURN NEW; END IF;
    SELECT * INTO last FROM audit ORDER BY id DESC LIMIT 1;
    signed := '[' || concat_ws(', ', to_json(NEW.at), to_json(NEW."user"), to_json(NEW.action),
        to_json(NEW.subject), to_json(NEW.detail), to_json(NEW.previous), to_json(NEW.seal)) || ']';
    IF NEW.id <= coalesce(last.id, 0) OR NEW.previous <> coalesce(last.hash, repeat('0', 64))
       OR NEW.seal IS NULL OR NEW.hash <> encode(sha256(convert_to(signed, 'UTF8')), 'hex') THEN
        PERFORM polima_refuse('catatan audit tidak menyambung rantai');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION polima_rule_law() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    signing text[] := ARRAY['state', 'engine', 'version', 'published_by', 'published_at',
                            'comparison', 'proposed_by', 'proposed_at'];
    withdrawing text[] := ARRAY['version', 'withdrawn_by', 'withdrawn_at', 'withdrawn_reason'];
BEGIN
    IF polima_is_owner() THEN RETURN NEW; END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'draft' OR NEW.published_by IS NOT NULL THEN
            PERFORM polima_refuse('aturan baru hanya sebagai rancangan');
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.state = 'published' THEN
        IF to_jsonb(NEW) - withdrawing <> to_jsonb(OLD) - withdrawing
           OR OLD.withdrawn_at IS NOT NULL OR OLD.proposed_by = polima_account() THEN
            PERFORM polima_refuse('aturan yang sudah terbit tidak berubah');
        END IF;
        PERFORM polima_demand('PUBLISH_RULES');
    ELSIF OLD.state = 'proposed' AND to_jsonb(NEW) - signing <> to_jsonb(OLD) - signing THEN
        PERFORM polima_refuse('aturan yang sudah diajukan tidak berubah');
    END IF;
    IF NEW.state = 'published' AND OLD.state <> 'published' THEN
        PERFORM polima_demand('PUBLISH_RULES');
        IF OLD.state <> 'proposed' OR NEW.published_by IS NULL
           OR NEW.published_by = OLD.proposed_by THEN
            PERFORM polima_refuse('penerbit harus orang lain daripada pengusul');
        END IF;
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION polima_month_law() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    steps text[] := ARRAY['returned_at', 'returned_by', 'returned_how', 'returned_why'];
BEGIN
    IF polima_is_owner() THEN RETURN NEW; END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'open' THEN PERFORM polima_refuse('bulan baru hanya terbuka'); END IF;
        RETURN NEW;
    END IF;
    IF OLD.state = 'locked' AND to_jsonb(NEW) <> to_jsonb(OLD) THEN
        PERFORM polima_refuse('bulan terkunci tidak berubah');
    END IF;
    IF NEW.state <> OLD.state THEN
        IF NEW.state = 'approved' THEN
            PERFORM polima_demand('APPROVE_MONTH');
            IF OLD.state <> 'submitted' OR NEW.approved_by IS NULL
               OR NEW.approved_by IN (OLD.submitted_by, OLD.calculated_by) THEN
                PERFORM polima_refuse('yang menyetujui harus orang lain');
            END IF;
        ELSIF NEW.state = 'locked' THEN
            PERFORM polima_demand('LOCK_MONTH');
            IF OLD.state <> 'approved' OR NEW.approved_by IS DISTINCT FROM OLD.approved_by THEN
                PERFORM polima_refuse('bulan belum disetujui');
            END IF;
        ELSIF NEW.state = 'calculated' THEN
            IF NOT polima_may('APPROVE_MONTH') THEN PERFORM polima_demand('RUN_MONTH'); END IF;
        ELSE
            PERFORM polima_demand('RUN_MONTH');
        END IF;
    ELSIF OLD.state IN ('submitted', 'approved') AND to_jsonb(NEW) - steps <> to_jsonb(OLD) - steps
    THEN
        PERFORM polima_refuse('bulan yang diajukan hanya berganti langkah');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION polima_slip_law() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF polima_is_owner() THEN RETURN NEW; END IF;
    IF OLD.state = 'replaced' OR NEW.state <> 'replaced' THEN
        PERFORM polima_refuse('slip hanya dapat diganti, tidak diubah');
    END IF;
    IF EXISTS (SELECT FROM months WHERE id = OLD.month_id AND state = 'locked') THEN
        PERFORM polima_reopening(OLD.month_id, OLD.person_id);
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION polima_reopening(month bigint, person bigint) RETURNS void
    LANGUAGE plpgsql AS $$
BEGIN
    PERFORM polima_demand('APPROVE_MONTH');
    IF NOT EXISTS (SELECT FROM reopenings WHERE month_id = month AND person_id = person
                   AND state = 'proposed' AND proposed_by <> polima_account()) THEN
        PERFORM polima_refuse('slip terkunci hanya dibuka atas usulan orang lain');
    END IF;
END $$;

CREATE OR REPLACE FUNCTION polima_new_slips_law() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    one record;
BEGIN
    IF polima_is_owner() THEN RETURN NULL; END IF;
    FOR one IN SELECT DISTINCT a.month_id, CASE WHEN m.state = 'locked' THEN a.person_id END AS who
               FROM added a JOIN months m ON m.id = a.month_id LOOP
        IF one.who IS NULL THEN
            PERFORM polima_demand('RUN_MONTH');
        ELSE
            PERFORM polima_reopening(one.month_id, one.who);
        END IF;
    END LOOP;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION polima_new_lines_law() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT polima_is_owner() AND EXISTS (
        SELECT FROM (SELECT DISTINCT slip_id FROM added) a JOIN slips s ON s.id = a.slip_id
        WHERE s.xmin <> pg_current_xact_id()::xid OR s.state = 'replaced') THEN
        PERFORM polima_refuse('slip yang ada tidak mendapat baris baru');
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION polima_decided_law() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF polima_is_owner() OR NEW.state = OLD.state THEN RETURN NEW; END IF;
    IF OLD.state IN ('done', 'refused', 'overtaken') THEN
        PERFORM polima_refuse('yang sudah diputus tidak diputus lagi');
    END IF;
    IF NEW.state IN ('done', 'accepted', 'refused') THEN
        PERFORM polima_demand('APPROVE_MONTH');
        IF to_jsonb(OLD) ->> TG_ARGV[0] = polima_account() THEN
            PERFORM polima_refuse('yang memutuskan harus orang lain');
        END IF;
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION polima_own_account_law() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF polima_is_owner() THEN RETURN NEW; END IF;
    IF NEW.name = polima_account() AND (NEW.role, NEW.unit_id, NEW.disabled_at)
       IS DISTINCT FROM (OLD.role, OLD.unit_id, OLD.disabled_at) THEN
        PERFORM polima_refuse('akun sendiri diubah pengelola lain');
    END IF;
    RETURN NEW;
END $$;

-- ── no change without its audit entry ───────────────────────────────────────────────────────

CREATE TABLE IF NOT EXISTS polima_writes (xid text PRIMARY KEY);

CREATE OR REPLACE FUNCTION polima_noted() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM polima_note();
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION polima_note() RETURNS void LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT polima_is_owner() THEN
        INSERT INTO polima_writes VALUES (pg_current_xact_id()::text) ON CONFLICT DO NOTHING;
    END IF;
END $$;

CREATE OR REPLACE FUNCTION polima_audited() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM (SELECT xmin AS x, "user" AS who FROM audit ORDER BY id DESC LIMIT 1) last
        WHERE last.x = pg_current_xact_id()::xid AND last.who = polima_account()) THEN
        PERFORM polima_refuse('perubahan tanpa catatan audit');
    END IF;
    DELETE FROM polima_writes WHERE xid = NEW.xid;
    RETURN NULL;
END $$;
"""

TRIGGERS: tuple[tuple[str, str, str], ...] = (
    ("audit", "BEFORE INSERT", "FOR EACH ROW EXECUTE FUNCTION polima_chain_law()"),
    (
        "rule_versions",
        "BEFORE INSERT OR UPDATE",
        "FOR EACH ROW EXECUTE FUNCTION polima_rule_law()",
    ),
    ("months", "BEFORE INSERT OR UPDATE", "FOR EACH ROW EXECUTE FUNCTION polima_month_law()"),
    ("slips", "BEFORE UPDATE", "FOR EACH ROW EXECUTE FUNCTION polima_slip_law()"),
    (
        "slips",
        "AFTER INSERT",
        "REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION polima_new_slips_law()",
    ),
    (
        "slip_lines",
        "AFTER INSERT",
        "REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION polima_new_lines_law()",
    ),
    (
        "reopenings",
        "BEFORE UPDATE",
        "FOR EACH ROW EXECUTE FUNCTION polima_decided_law('proposed_by')",
    ),
    ("arrears", "BEFORE UPDATE", "FOR EACH ROW EXECUTE FUNCTION polima_decided_law('')"),
    ("users", "BEFORE UPDATE", "FOR EACH ROW EXECUTE FUNCTION polima_own_account_law()"),
    (
        "polima_writes",
        "CONSTRAINT AFTER INSERT",
        "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION polima_audited()",
    ),
)
"""Table, when, what. Beside these each table notes its writes, and guards whose hand it bears."""
