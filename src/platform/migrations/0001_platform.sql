-- The ground that every other table stands on: the application role, ids in version-7 layout, the minor digits of
-- currencies, the command log (idempotency) and the audit trail.
SET LOCAL lock_timeout = '5s';

-- The role under which every pool works. It owns nothing; each migration grants what its tables allow. Roles belong to the
-- whole cluster, so two databases that migrate at the same moment may meet here: the loser's error means that it exists.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'revgraph_app') THEN
    BEGIN
      CREATE ROLE revgraph_app NOLOGIN;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END;
  END IF;
  IF NOT pg_has_role(current_user, 'revgraph_app', 'MEMBER') THEN
    BEGIN
      GRANT revgraph_app TO CURRENT_USER;
    EXCEPTION WHEN insufficient_privilege THEN   -- no harm where the pools log in as somebody else
      RAISE WARNING 'an administrator must grant revgraph_app to the role that the service logs in with';
    END;
  END IF;
  EXECUTE format('GRANT USAGE ON SCHEMA %I TO revgraph_app', current_schema());
END $$;

-- A UUID in version-7 layout (48 bits of milliseconds, then random), so that ids of one batch stand together in an index.
CREATE FUNCTION new_id() RETURNS uuid LANGUAGE sql VOLATILE PARALLEL SAFE AS $$
  SELECT (lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0') || '7'
    || substr(gen_random_uuid()::text, 16))::uuid
$$;

-- Digits after the point of a currency's minor unit (ISO 4217; withdrawn codes as they stood). Inlined by the planner.
CREATE FUNCTION minor_digits(currency text) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN currency IN ('BIF','CLP','DJF','GNF','ISK','JPY','KMF','KRW','PYG','RWF','UGX','UYI','VND','VUV','XAF','XOF',
      'XPF','ADP','BEF','BYB','BYR','ESP','GRD','ITL','LUF','MGF','PTE','TPE','TRL') THEN 0
    WHEN currency IN ('BHD','IQD','JOD','KWD','LYD','OMR','TND') THEN 3
    WHEN currency IN ('CLF','UYW') THEN 4
    ELSE 2 END
$$;

-- The key by which people's lists are ordered: without accents and in lower case, the same on every server locale.
CREATE FUNCTION sort_key(name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT replace(replace(replace(lower(translate(regexp_replace(normalize(name, NFKD), U&'[\0300-\036F]', '', 'g'),
    'ØøŁłĐđÆŒАБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ',
    'oollddæœабвгдежзиклмнопрстуфхцчшщъыьэюяαβγδεζηθικλμνξοπρστυφχψω') COLLATE "C"), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe')
$$;

-- INSERT and UPDATE for the application on all columns of a table except those that only triggers may move.
CREATE FUNCTION grant_write(tbl regclass, VARIADIC guarded text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE columns text;
BEGIN
  SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) INTO columns FROM pg_attribute
  WHERE attrelid = tbl AND attnum > 0 AND NOT attisdropped AND attgenerated = '' AND attname <> ALL (guarded);
  EXECUTE format('GRANT SELECT, INSERT (%1$s), UPDATE (%1$s) ON %2$s TO revgraph_app', columns, tbl);
END $$;

-- Rows that may be added and read, never changed: fires for every role, the owner and superusers included.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP
    USING ERRCODE = 'insufficient_privilege', TABLE = TG_TABLE_NAME, CONSTRAINT = TG_TABLE_NAME || '_is_append_only';
END $$;

CREATE TABLE command_log (
  subject     text NOT NULL,          -- a person or a source system
  request_id  text NOT NULL,
  command     text NOT NULL,
  input_hash  text NOT NULL,
  outcome     jsonb,                  -- ids, problems, change request; null while the command runs
  started_at  timestamptz NOT NULL DEFAULT now(),
  finished_at timestamptz,
  PRIMARY KEY (subject, request_id)
);
COMMENT ON TABLE command_log IS 'What each request id was answered, kept 30 days: the same key and input gives the first outcome.';
CREATE INDEX command_log_started_at ON command_log (started_at);

CREATE TABLE audit_event (
  audit_event_id uuid NOT NULL DEFAULT new_id(),
  occurred_at    timestamptz NOT NULL DEFAULT now(),
  xid            xid8 NOT NULL DEFAULT pg_current_xact_id(),   -- the sealer chains rows in (xid, id) order
  command        text NOT NULL,
  subject        text NOT NULL,
  roles          text[] NOT NULL DEFAULT '{}',
  request_id     text NOT NULL,
  input_hash     text NOT NULL,
  object_type    text NOT NULL,
  object_id      uuid NOT NULL,
  before         jsonb,
  after          jsonb,
  PRIMARY KEY (occurred_at, audit_event_id)
);
COMMENT ON TABLE audit_event IS 'One row per object that a command changed; only ever added to.';
CREATE INDEX audit_event_object ON audit_event (object_id, occurred_at);
CREATE TRIGGER audit_event_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_event
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE audit_event ENABLE ALWAYS TRIGGER audit_event_is_append_only;

GRANT SELECT, INSERT, UPDATE, DELETE ON command_log TO revgraph_app;
GRANT SELECT, INSERT ON audit_event TO revgraph_app;
