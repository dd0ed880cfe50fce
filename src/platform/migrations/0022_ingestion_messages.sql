-- Messages that are pushed: their order within one request, and the rule by which one was ignored. And every content of a record
-- waits by itself: changes that say only a part must not put out what came before them.
SET LOCAL lock_timeout = '5s';

ALTER TABLE inbound_message
  ADD COLUMN place  int NOT NULL DEFAULT 0,               -- among those of the same request
  ADD COLUMN reason text;                                 -- the rule by which it was ignored or has failed
DROP INDEX inbound_message_waiting;
CREATE INDEX inbound_message_waiting ON inbound_message (source_system_id, received_at, place, inbound_message_id)
  WHERE disposition IS NULL;

ALTER TABLE inbound_wait ADD COLUMN payload_hash uuid;
UPDATE inbound_wait SET payload_hash = coalesce((records->0->>'hash')::uuid, new_id());
ALTER TABLE inbound_wait ALTER COLUMN payload_hash SET NOT NULL;
ALTER TABLE inbound_wait DROP CONSTRAINT inbound_wait_pkey;
ALTER TABLE inbound_wait ADD PRIMARY KEY (source_system_id, record_type, external_id, payload_hash);

-- Which version of its table a record of a Singer stream last came with: when another version is activated, the others are gone.
CREATE TABLE singer_record (
  source_system_id uuid NOT NULL REFERENCES source_system,
  stream           text COLLATE "C" NOT NULL,
  record_type      text COLLATE "C" NOT NULL,
  external_id      text COLLATE "C" NOT NULL,
  table_version    numeric NOT NULL,
  PRIMARY KEY (source_system_id, stream, record_type, external_id)
);
COMMENT ON TABLE singer_record IS 'The table version with which each record of a Singer stream came.';
GRANT SELECT, INSERT, UPDATE, DELETE ON singer_record TO revgraph_app;
