-- The inbox keeps every content that a source ever sent, with what became of it; what waits for its parent; messages that are
-- recorded before they are understood; and one queue of exceptions with its routes and its history.
SET LOCAL lock_timeout = '5s';

-- One row per content of a record. Written once per record that comes in, so it is lean: no foreign keys, one index.
ALTER TABLE inbound_record DROP CONSTRAINT inbound_record_pkey;
ALTER TABLE inbound_record
  ADD COLUMN payload text,             -- JSON: the canonical values; rows that come as a whole as an array
  ADD COLUMN source_version numeric,                   -- the source's version, or its time in microseconds since 1970; null: it states none
  ADD COLUMN is_current boolean NOT NULL DEFAULT true, -- the newest content of the record
  ADD COLUMN rows int NOT NULL DEFAULT 1,              -- how many rows came as this one record
  ADD COLUMN reason text,                              -- the rule by which it was ignored
  ADD PRIMARY KEY (source_system_id, record_type, external_id, payload_hash);
DROP INDEX inbound_record_waiting;
COMMENT ON TABLE inbound_record IS 'The inbox: every content of each record of each source with its one disposition; the crosswalk of lines.';

-- How many rows of a run met which end: moved in the transaction of each batch, so that it holds whenever the run dies.
CREATE TABLE import_run_count (
  import_run_id uuid NOT NULL REFERENCES import_run,
  record_type   text COLLATE "C" NOT NULL,
  disposition   text NOT NULL,
  rows          bigint NOT NULL,
  PRIMARY KEY (import_run_id, record_type, disposition),
  CONSTRAINT import_run_count_disposition_is_known CHECK (disposition IN ('APPLIED','UNCHANGED','SHADOWED','PARKED','FAILED','IGNORED'))
);
COMMENT ON TABLE import_run_count IS 'What became of the rows of a run, by record type; their sum is what was received.';

-- A record whose parent has not come yet, under the name by which the parent will be known.
CREATE TABLE inbound_wait (
  source_system_id    uuid NOT NULL,
  record_type         text COLLATE "C" NOT NULL,
  external_id         text COLLATE "C" NOT NULL,
  import_run_id       uuid NOT NULL,                     -- the run that received it
  waits_for_type      text COLLATE "C" NOT NULL,
  waits_for_id        text COLLATE "C" NOT NULL,         -- the parent's id in the same source, `source:id`, or its code
  records             jsonb NOT NULL,                    -- the checked rows: file, line, id, values
  is_due              boolean NOT NULL DEFAULT false,    -- its parent has come
  since               timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (source_system_id, record_type, external_id)
);
COMMENT ON TABLE inbound_wait IS 'Parked records and the parents that they wait for.';
CREATE INDEX inbound_wait_parent ON inbound_wait (waits_for_type, waits_for_id) WHERE NOT is_due;
CREATE INDEX inbound_wait_due ON inbound_wait (record_type) WHERE is_due;

-- A message of a webhook, an event or a stream: kept as it came before anybody asks what it means.
CREATE TABLE inbound_message (
  inbound_message_id uuid NOT NULL DEFAULT new_id(),
  received_on        date NOT NULL DEFAULT current_date,
  received_at        timestamptz NOT NULL DEFAULT now(),
  source_system_id   uuid NOT NULL REFERENCES source_system,
  format             text NOT NULL,                      -- which translator understands it
  message_type       text NOT NULL,
  message_id         text COLLATE "C" NOT NULL,          -- the sender's id; it may come again for another event
  payload            text NOT NULL,      -- as it came
  payload_hash       uuid NOT NULL,
  disposition        text,                               -- null: not yet applied
  processed_at       timestamptz,
  PRIMARY KEY (received_on, inbound_message_id),
  CONSTRAINT inbound_message_disposition_is_known CHECK (disposition IN ('APPLIED','UNCHANGED','SHADOWED','PARKED','FAILED','IGNORED'))
);
COMMENT ON TABLE inbound_message IS 'Messages that were pushed, recorded before they are understood.';
CREATE UNIQUE INDEX inbound_message_is_received_once ON inbound_message (source_system_id, message_type, message_id, payload_hash);
CREATE INDEX inbound_message_waiting ON inbound_message (source_system_id, inbound_message_id) WHERE disposition IS NULL;

-- Who owns an exception, how grave it is and by when it is due. The most specific route answers.
CREATE TABLE exception_route (
  exception_route_id uuid PRIMARY KEY DEFAULT new_id(),
  class              text NOT NULL,
  record_type        text,                               -- null: any
  legal_entity_id    uuid REFERENCES legal_entity,       -- null: any
  owner_role         text NOT NULL,
  severity           text NOT NULL,
  sla_hours          int NOT NULL,
  playbook           text NOT NULL,
  CONSTRAINT exception_route_is_unique UNIQUE NULLS NOT DISTINCT (class, record_type, legal_entity_id),
  CONSTRAINT exception_route_severity_is_known CHECK (severity IN ('LOW','MEDIUM','HIGH','CRITICAL')),
  CONSTRAINT exception_route_sla_is_positive CHECK (sla_hours > 0)
);
COMMENT ON TABLE exception_route IS 'Owner, severity, due time and playbook of exceptions, as data.';
INSERT INTO exception_route (class, record_type, owner_role, severity, sla_hours, playbook) VALUES
  ('MAPPING', NULL, 'design_authority', 'MEDIUM', 48, 'Complete the mapping of the source, then retry.'),
  ('VALIDATION', NULL, 'data_steward', 'MEDIUM', 24, 'Have the source mend the field, or retry with a corrected value.'),
  ('VALIDATION', 'invoice', 'billing_ops', 'HIGH', 8, 'Have billing mend the document at its source, then retry.'),
  ('VALIDATION', 'payment', 'cash_application', 'HIGH', 8, 'Compare with the bank statement and correct the payment at its source.'),
  ('REFERENCE', NULL, 'data_steward', 'LOW', 72, 'The record applies by itself when its parent comes. If it does not come, ask the source for it.'),
  ('OWNERSHIP', NULL, 'data_steward', 'LOW', 72, 'Two systems state a field differently: agree on the value with the owner and mend the other.'),
  ('DUPLICATE', NULL, 'data_steward', 'MEDIUM', 48, 'Compare the evidence side by side, then link, merge or reject.'),
  ('BILLING_ERROR', NULL, 'billing_ops', 'HIGH', 24, 'Confirm the error, credit and rebill.'),
  ('DISPUTE', NULL, 'collector', 'MEDIUM', 48, 'Work the dispute to its resolution.'),
  ('POSTING', NULL, 'revenue_accountant', 'HIGH', 24, 'Have the ledger mend the journal, or post a correction.'),
  ('RECONCILIATION', NULL, 'revenue_accountant', 'HIGH', 48, 'Explain the difference by its parts, then correct the side that is wrong.'),
  ('WRITE_BACK', NULL, 'data_steward', 'HIGH', 8, 'Find out why the receiver refused, then deliver again.'),
  ('STALE_FEED', NULL, 'programme_office', 'HIGH', 4, 'Ask the operator of the source; the exception ends by itself when the feed returns.');

CREATE TABLE exception (
  exception_id     uuid PRIMARY KEY DEFAULT new_id(),
  fingerprint      uuid NOT NULL,                        -- what makes two occurrences the same piece of work
  class            text NOT NULL,
  rule             text NOT NULL,
  message          text NOT NULL,
  source_system_id uuid REFERENCES source_system,
  record_type      text COLLATE "C",
  external_id      text COLLATE "C",
  import_run_id    uuid,
  file             text,
  line             bigint,                               -- 0: the file as a whole
  field            text,
  value            text,
  records          jsonb,                                -- the rows as they came
  edited           jsonb,                                -- values that a person put in their place
  object_type      text,
  object_id        uuid,
  customer_id      uuid REFERENCES customer,
  legal_entity_id  uuid REFERENCES legal_entity,
  amount_at_risk   numeric,
  currency         text COLLATE "C" REFERENCES currency,
  owner_role       text NOT NULL,
  assignee         text,                                 -- the subject of a person
  severity         text NOT NULL,
  playbook         text NOT NULL,
  due_at           timestamptz NOT NULL,
  occurrences      int NOT NULL DEFAULT 1,
  opened_at        timestamptz NOT NULL DEFAULT now(),
  last_seen_at     timestamptz NOT NULL DEFAULT now(),
  resolved_at      timestamptz,
  resolved_by      text,                                 -- null: it ended by itself
  resolution       text,
  CONSTRAINT exception_class_is_known CHECK (class IN ('MAPPING','VALIDATION','REFERENCE','OWNERSHIP','DUPLICATE','BILLING_ERROR',
    'DISPUTE','POSTING','RECONCILIATION','WRITE_BACK','STALE_FEED')),
  CONSTRAINT exception_severity_is_known CHECK (severity IN ('LOW','MEDIUM','HIGH','CRITICAL')),
  CONSTRAINT exception_amount_has_currency CHECK (amount_at_risk IS NULL OR currency IS NOT NULL),
  CONSTRAINT exception_resolution_has_reason CHECK ((resolved_at IS NULL) = (resolution IS NULL))
);
COMMENT ON TABLE exception IS 'Everything that could not be applied or does not agree: one queue of owned work.';
CREATE UNIQUE INDEX exception_is_open_once ON exception (fingerprint) WHERE resolved_at IS NULL;
CREATE INDEX exception_record ON exception (source_system_id, record_type, external_id) WHERE resolved_at IS NULL;
CREATE INDEX exception_customer ON exception (customer_id, opened_at) WHERE customer_id IS NOT NULL;
CREATE INDEX exception_due ON exception (due_at, exception_id);
CREATE INDEX exception_run ON exception (import_run_id, line);

CREATE TABLE exception_event (
  exception_event_id uuid PRIMARY KEY DEFAULT new_id(),
  exception_id       uuid NOT NULL REFERENCES exception,
  kind               text NOT NULL,
  actor              text,                               -- the subject of a person; null: the system
  note               text,
  occurred_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT exception_event_kind_is_known CHECK (kind IN ('OPENED','SEEN_AGAIN','ASSIGNED','RETRIED','EDITED','RESOLVED'))
);
COMMENT ON TABLE exception_event IS 'The history of an exception; only ever added to.';
CREATE INDEX exception_event_exception ON exception_event (exception_id, occurred_at);
CREATE TRIGGER exception_event_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON exception_event
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE exception_event ENABLE ALWAYS TRIGGER exception_event_is_append_only;

-- What stood open as a rejection goes on as an exception.
INSERT INTO exception (fingerprint, class, rule, message, source_system_id, record_type, external_id, import_run_id, file, line,
  field, value, records, owner_role, severity, playbook, due_at, opened_at, last_seen_at)
SELECT DISTINCT ON (fingerprint) * FROM (
  SELECT md5(concat_ws(chr(1), r.source_system_id, r.record_type, coalesce(r.external_id, r.file || ':' || r.row_number), r.rule, r.field))::uuid
      AS fingerprint, r.class, r.rule, r.message, r.source_system_id, r.record_type, r.external_id, r.import_run_id, r.file, r.row_number,
    r.field, r.value, r.record, t.owner_role, t.severity, t.playbook, r.recorded_at + make_interval(hours => t.sla_hours), r.recorded_at,
    r.recorded_at AS last_seen_at
  FROM inbound_rejection r JOIN exception_route t ON t.class = r.class AND t.record_type IS NULL
  WHERE r.resolved_at IS NULL) r
ORDER BY fingerprint, last_seen_at;
DROP TABLE inbound_rejection;

GRANT SELECT, INSERT, UPDATE ON import_run_count, inbound_message, exception, exception_route TO revgraph_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON inbound_wait TO revgraph_app;
GRANT SELECT, INSERT ON exception_event TO revgraph_app;
