-- What came in: runs, one row per inbound record with its disposition, feeds, values kept beside those of the owner, and the
-- rows that could not be taken.
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

-- Written once per record that comes in, so it is lean: no foreign keys, because only the import itself writes it.
-- The rows of a journal are one record here, by the journal's id: they come and stand as a whole.
CREATE TABLE inbound_record (
  source_system_id uuid NOT NULL,
  record_type      text COLLATE "C" NOT NULL,            -- the type of the canonical record, e.g. invoice_line
  external_id      text COLLATE "C" NOT NULL,
  payload_hash     uuid NOT NULL,                        -- 128 bits of a hash over the record: the same means UNCHANGED
  disposition      text NOT NULL,
  target_id        uuid,                                 -- the canonical row that it made; null where the table has no id
  import_run_id    uuid NOT NULL,                        -- the run that brought this content
  recorded_at      timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (source_system_id, record_type, external_id),
  CONSTRAINT inbound_record_disposition_is_known CHECK (disposition IN ('APPLIED','UNCHANGED','SHADOWED','PARKED','FAILED','IGNORED'))
);
COMMENT ON TABLE inbound_record IS 'The last content of each record of each source, by hash, with what became of it; the crosswalk of lines.';
CREATE INDEX inbound_record_waiting ON inbound_record (source_system_id, disposition) WHERE disposition IN ('PARKED','FAILED');

CREATE TABLE field_shadow (
  object_type      text NOT NULL,                        -- as in source_link
  object_id        uuid NOT NULL,
  field            text NOT NULL,
  source_system_id uuid NOT NULL REFERENCES source_system,
  value            text NOT NULL,
  external_id      text COLLATE "C" NOT NULL,
  recorded_at      timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (object_id, field, source_system_id)
);
COMMENT ON TABLE field_shadow IS 'What another source than the owner says of a field, kept beside the value in force.';

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
  payload_hash         uuid,                             -- that of the record, where it could be read as one
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

GRANT SELECT, INSERT, UPDATE ON import_run, inbound_record, inbound_rejection, feed, field_shadow TO revgraph_app;
GRANT DELETE ON field_shadow TO revgraph_app;
-- What an outside owner states of its documents it may state anew.
GRANT UPDATE ON invoice_instalment, invoice_line, invoice_tax, credit_note_line TO revgraph_app;
