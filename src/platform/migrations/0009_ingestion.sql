-- What came in: runs, one row per inbound record with its disposition, and the rows that could not be taken.
SET LOCAL lock_timeout = '5s';

CREATE TABLE import_run (
  import_run_id    uuid PRIMARY KEY DEFAULT new_id(),
  source_system_id uuid NOT NULL REFERENCES source_system,
  format           text NOT NULL,                        -- revgraph, xero, salesforce, ...
  started_at       timestamptz NOT NULL DEFAULT now(),
  finished_at      timestamptz,                          -- null: running, or it died
  counts           jsonb                                 -- {read, applied, unchanged, shadowed, parked, ignored, failed}
);
COMMENT ON TABLE import_run IS 'One run of an import.';
CREATE INDEX import_run_source ON import_run (source_system_id, started_at);

CREATE TABLE inbound_record (
  source_system_id uuid NOT NULL REFERENCES source_system,
  record_type      text NOT NULL,                        -- the type in the format's own words
  external_id      text COLLATE "C" NOT NULL,
  payload_hash     uuid NOT NULL,                        -- 128 bits of a hash over the record: the same means UNCHANGED
  disposition      text NOT NULL,
  reason           text,                                 -- e.g. APPROVAL, PARENT, SUPERSEDED, OUT_OF_SCOPE
  target_id        uuid,                                 -- the canonical row that it made
  import_run_id    uuid REFERENCES import_run,
  recorded_at      timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (source_system_id, record_type, external_id),
  CONSTRAINT inbound_record_disposition_is_known CHECK (disposition IN ('APPLIED','UNCHANGED','SHADOWED','PARKED','FAILED','IGNORED'))
);
COMMENT ON TABLE inbound_record IS 'The last version of each record of each source, by hash, with what became of it.';
CREATE INDEX inbound_record_waiting ON inbound_record (source_system_id, disposition) WHERE disposition IN ('PARKED','FAILED');

CREATE TABLE inbound_rejection (
  inbound_rejection_id uuid PRIMARY KEY DEFAULT new_id(),
  import_run_id        uuid NOT NULL REFERENCES import_run,
  source_system_id     uuid NOT NULL REFERENCES source_system,
  file                 text NOT NULL,
  row_number           bigint NOT NULL,                  -- record in the file, from 1; 0: the file as a whole
  record_type          text,
  external_id          text COLLATE "C",
  field                text,
  value                text,
  rule                 text NOT NULL,                    -- the rule that it broke
  message              text NOT NULL,
  class                text NOT NULL,
  record               jsonb,                            -- as it came, for the replay
  recorded_at          timestamptz NOT NULL DEFAULT now(),
  resolved_at          timestamptz,
  CONSTRAINT inbound_rejection_class_is_known CHECK (class IN ('MAPPING','VALIDATION','REFERENCE','OWNERSHIP','DUPLICATE','BILLING_ERROR',
    'DISPUTE','POSTING','RECONCILIATION','WRITE_BACK','STALE_FEED'))
);
COMMENT ON TABLE inbound_rejection IS 'Rows that could not be taken, with file, row, field, value and reason: nothing is dropped silently.';
CREATE INDEX inbound_rejection_run ON inbound_rejection (import_run_id, row_number);
CREATE INDEX inbound_rejection_open ON inbound_rejection (source_system_id, record_type, external_id) WHERE resolved_at IS NULL;

GRANT SELECT, INSERT, UPDATE ON import_run, inbound_record, inbound_rejection TO revgraph_app;
