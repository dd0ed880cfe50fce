-- What goes out: events written with the change that they tell of, the endpoints that they go to, and one delivery per event
-- and endpoint with what became of it. Only the oldest undelivered event of an object is ever due at an endpoint.
SET LOCAL lock_timeout = '5s';

CREATE TABLE outbox_object (
  object_type   text COLLATE "C" NOT NULL,
  object_id     uuid NOT NULL,
  last_sequence bigint NOT NULL,
  PRIMARY KEY (object_type, object_id),
  CONSTRAINT outbox_object_sequence_starts_at_one CHECK (last_sequence >= 1)
) WITH (fillfactor = 80);
COMMENT ON TABLE outbox_object IS 'The number of each object''s last event. Who adds the next one waits here, so numbers follow the order of commits.';

CREATE TABLE outbox_event (
  outbox_event_id uuid NOT NULL DEFAULT new_id(),
  occurred_on     date NOT NULL DEFAULT (now() AT TIME ZONE 'UTC')::date,
  occurred_at     timestamptz NOT NULL DEFAULT now(),
  event_type      text COLLATE "C" NOT NULL,            -- as CloudEvents has it, e.g. com.revgraph.customer.updated
  object_type     text COLLATE "C" NOT NULL,            -- endpoints are registered for it
  object_id       uuid NOT NULL,
  sequence        bigint NOT NULL,                      -- 1, 2, 3, ... per object, without a gap
  subject         text NOT NULL,                        -- what people call the object
  data            jsonb NOT NULL,
  addressee_id    uuid REFERENCES source_system,        -- for this system alone; null: for whoever is registered
  PRIMARY KEY (occurred_on, outbox_event_id),           -- so that it can be partitioned
  CONSTRAINT outbox_event_day_is_that_of_its_time CHECK (occurred_on = (occurred_at AT TIME ZONE 'UTC')::date),
  CONSTRAINT outbox_event_sequence_starts_at_one CHECK (sequence >= 1)
);
COMMENT ON TABLE outbox_event IS 'One event of an object, written in the transaction of its change; never changed.';
CREATE TRIGGER outbox_event_never_changes BEFORE UPDATE ON outbox_event
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE outbox_event ENABLE ALWAYS TRIGGER outbox_event_never_changes;

CREATE TABLE endpoint (
  endpoint_id      uuid PRIMARY KEY DEFAULT new_id(),
  source_system_id uuid NOT NULL REFERENCES source_system,
  url              text COLLATE "C" NOT NULL,
  object_types     text[] COLLATE "C" NOT NULL,         -- empty: no new events for it
  secret_name      text COLLATE "C" NOT NULL,           -- the secret stands in the setting WEBHOOK_SECRET_<name>, never here
  is_active        boolean NOT NULL DEFAULT true,       -- false: its events are kept for it, and nothing is sent
  inactive_reason  text,
  created_at       timestamptz NOT NULL DEFAULT now(),
  updated_at       timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT endpoint_url_is_unique_per_system UNIQUE (source_system_id, url),
  CONSTRAINT endpoint_url_is_of_the_web_without_password CHECK (url ~ '^https?://[^\s/?#@\\]+([/?]\S*)?$' AND length(url) <= 2000),
  CONSTRAINT endpoint_secret_is_named_not_told CHECK (secret_name ~ '^[A-Z][A-Z0-9_]{0,60}$'),
  CONSTRAINT endpoint_says_why_it_is_inactive CHECK (is_active = (inactive_reason IS NULL))
);
COMMENT ON TABLE endpoint IS 'Where a system wants events of some object types to be sent.';

CREATE TABLE delivery (
  delivery_id      uuid PRIMARY KEY DEFAULT new_id(),
  outbox_event_id  uuid NOT NULL,
  occurred_on      date NOT NULL,
  endpoint_id      uuid NOT NULL REFERENCES endpoint,
  object_type      text COLLATE "C" NOT NULL,           -- these three as in the event
  object_id        uuid NOT NULL,
  sequence         bigint NOT NULL,
  state            text NOT NULL DEFAULT 'NOT_SENT',
  attempts         int NOT NULL DEFAULT 0,
  next_attempt_at  timestamptz,                         -- while claimed, the end of the lease; null: not its turn, or over
  claim            uuid,                                -- token of the worker that has it under way
  last_status      int,                                 -- HTTP
  last_error       text,
  created_at       timestamptz NOT NULL DEFAULT now(),
  sent_at          timestamptz,                         -- when it first went out
  answered_at      timestamptz,                         -- when it was confirmed or refused
  parked_at        timestamptz,                         -- after the last try; what follows it waits
  dismissed_at     timestamptz,                         -- given up by a person; what follows it goes on
  dismissed_reason text,
  CONSTRAINT delivery_is_of_an_event FOREIGN KEY (occurred_on, outbox_event_id) REFERENCES outbox_event,
  CONSTRAINT delivery_is_one_per_event_and_endpoint UNIQUE (outbox_event_id, endpoint_id),
  -- NOT_SENT: nothing of it ever left. SENT: it left, and no answer settles it. CONFIRMED, REFUSED: the endpoint said so.
  CONSTRAINT delivery_state_is_known CHECK (state IN ('NOT_SENT','SENT','CONFIRMED','REFUSED')),
  CONSTRAINT delivery_not_sent_has_never_left CHECK ((state = 'NOT_SENT') = (sent_at IS NULL)),
  CONSTRAINT delivery_confirmed_or_refused_was_answered CHECK ((state IN ('CONFIRMED','REFUSED')) = (answered_at IS NOT NULL)
    AND (answered_at IS NULL OR last_status IS NOT NULL)),
  CONSTRAINT delivery_is_due_only_while_open CHECK (next_attempt_at IS NULL
    OR (answered_at IS NULL AND parked_at IS NULL AND dismissed_at IS NULL)),
  CONSTRAINT delivery_claim_has_an_end CHECK (claim IS NULL OR next_attempt_at IS NOT NULL),
  CONSTRAINT delivery_is_parked_after_a_try CHECK (parked_at IS NULL OR (answered_at IS NULL AND attempts > 0)),
  CONSTRAINT delivery_is_dismissed_for_a_reason CHECK ((dismissed_at IS NULL) = (dismissed_reason IS NULL)
    AND (dismissed_at IS NULL OR answered_at IS NULL)),
  CONSTRAINT delivery_attempts_are_counted CHECK (attempts >= 0)
) WITH (fillfactor = 80);
COMMENT ON TABLE delivery IS 'One event on its way to one endpoint, and how far it got.';
-- The queue of an object at an endpoint, in its order; and that at most one of it is due or under way.
CREATE UNIQUE INDEX delivery_queue ON delivery (endpoint_id, object_type, object_id, sequence)
  WHERE state IN ('NOT_SENT','SENT') AND dismissed_at IS NULL;
CREATE UNIQUE INDEX delivery_one_of_an_object_at_a_time ON delivery (endpoint_id, object_type, object_id)
  WHERE next_attempt_at IS NOT NULL;
CREATE INDEX delivery_due ON delivery (endpoint_id, next_attempt_at) WHERE next_attempt_at IS NOT NULL;
CREATE INDEX delivery_not_confirmed ON delivery (state, created_at) INCLUDE (parked_at, dismissed_at) WHERE state <> 'CONFIRMED';

-- What was sent stays sent, and what was confirmed stays confirmed; only a refusal may be tried anew.
CREATE FUNCTION delivery_check_state() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (OLD.state, NEW.state) IN (('NOT_SENT','SENT'), ('SENT','CONFIRMED'), ('SENT','REFUSED'), ('REFUSED','NOT_SENT')) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a delivery does not go from % to %', OLD.state, NEW.state
    USING ERRCODE = 'check_violation', TABLE = 'delivery', CONSTRAINT = 'delivery_state_moves_forward';
END $$;
CREATE TRIGGER delivery_state_moves_forward BEFORE UPDATE OF state ON delivery
  FOR EACH ROW WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION delivery_check_state();

-- After each step of a delivery the oldest open one of its object is due, unless it is parked or one is still under way.
CREATE FUNCTION delivery_give_turn() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE head uuid;
BEGIN
  -- Who adds events to the object holds this row: what he adds is seen below, or he sees what has happened here.
  PERFORM FROM outbox_object o WHERE o.object_type = NEW.object_type AND o.object_id = NEW.object_id FOR UPDATE;
  SELECT d.delivery_id INTO head FROM delivery d
  WHERE d.endpoint_id = NEW.endpoint_id AND d.object_type = NEW.object_type AND d.object_id = NEW.object_id
    AND d.state IN ('NOT_SENT','SENT') AND d.dismissed_at IS NULL
  ORDER BY d.sequence LIMIT 1;
  UPDATE delivery d SET next_attempt_at = NULL
  WHERE d.endpoint_id = NEW.endpoint_id AND d.object_type = NEW.object_type AND d.object_id = NEW.object_id
    AND d.next_attempt_at IS NOT NULL AND d.claim IS NULL AND d.delivery_id <> head;
  UPDATE delivery d SET next_attempt_at = now()
  WHERE d.delivery_id = head AND d.next_attempt_at IS NULL AND d.parked_at IS NULL
    AND NOT EXISTS (SELECT FROM delivery o WHERE o.endpoint_id = NEW.endpoint_id AND o.object_type = NEW.object_type
      AND o.object_id = NEW.object_id AND o.next_attempt_at IS NOT NULL);
  RETURN NULL;
END $$;
CREATE TRIGGER delivery_gives_turn AFTER UPDATE OF state, claim, parked_at, dismissed_at ON delivery
  FOR EACH ROW WHEN (NEW.claim IS NULL AND (OLD.state, OLD.claim, OLD.parked_at, OLD.dismissed_at)
    IS DISTINCT FROM (NEW.state, NEW.claim, NEW.parked_at, NEW.dismissed_at)) EXECUTE FUNCTION delivery_give_turn();

-- The only way in: numbers the events and makes their deliveries. Objects are locked in their order, whatever the batch's.
CREATE FUNCTION add_outbox_events(event_types text[], object_types text[], object_ids uuid[], subjects text[], bodies jsonb[],
  addressees uuid[]) RETURNS TABLE (event_id uuid, event_sequence bigint, delivery_count int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET enable_seqscan = off AS $$
DECLARE known_types text[]; known_ids uuid[]; last_sequences bigint[];
BEGIN
  -- In a snapshot taken before the lock, a predecessor that has just been delivered would still seem open: nobody would wake
  -- the new event.
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION 'events are added in READ COMMITTED transactions only' USING ERRCODE = 'invalid_transaction_state';
  END IF;
  WITH heads AS (
    INSERT INTO outbox_object AS o (object_type, object_id, last_sequence)
    SELECT i.object_type, i.object_id, count(*) FROM unnest($2, $3) i (object_type, object_id)
    GROUP BY 1, 2 ORDER BY 1, 2
    ON CONFLICT (object_type, object_id) DO UPDATE SET last_sequence = o.last_sequence + excluded.last_sequence
    RETURNING o.object_type, o.object_id, o.last_sequence
  )
  SELECT array_agg(h.object_type), array_agg(h.object_id), array_agg(h.last_sequence) FROM heads h
  INTO known_types, known_ids, last_sequences;

  RETURN QUERY
  WITH given AS MATERIALIZED (
    SELECT new_id() AS id, i.*, h.last_sequence - count(*) OVER (PARTITION BY i.object_type, i.object_id)
      + row_number() OVER (PARTITION BY i.object_type, i.object_id ORDER BY i.place) AS sequence
    FROM unnest($1, $2, $3, $4, $5, $6) WITH ORDINALITY i (event_type, object_type, object_id, subject, data, addressee_id, place)
    LEFT JOIN unnest(known_types, known_ids, last_sequences) h (object_type, object_id, last_sequence)
      ON h.object_type = i.object_type AND h.object_id = i.object_id
  ), added AS (
    INSERT INTO outbox_event (outbox_event_id, event_type, object_type, object_id, sequence, subject, data, addressee_id)
    SELECT g.id, g.event_type, g.object_type, g.object_id, g.sequence, g.subject, g.data, g.addressee_id FROM given g
    RETURNING outbox_event_id, occurred_on
  ), deliveries AS (
    INSERT INTO delivery (outbox_event_id, occurred_on, endpoint_id, object_type, object_id, sequence, next_attempt_at)
    SELECT g.id, a.occurred_on, p.endpoint_id, g.object_type, g.object_id, g.sequence,
      CASE WHEN row_number() OVER (PARTITION BY p.endpoint_id, g.object_type, g.object_id ORDER BY g.sequence) = 1
        -- Not as EXISTS, for which the whole queue might be hashed.
        AND (SELECT d.delivery_id FROM delivery d WHERE d.endpoint_id = p.endpoint_id AND d.object_type = g.object_type
          AND d.object_id = g.object_id AND d.state IN ('NOT_SENT','SENT') AND d.dismissed_at IS NULL LIMIT 1) IS NULL
        THEN now() END
    FROM given g JOIN added a ON a.outbox_event_id = g.id
    JOIN endpoint p ON g.object_type = ANY (p.object_types) AND (g.addressee_id IS NULL OR g.addressee_id = p.source_system_id)
    RETURNING outbox_event_id
  )
  SELECT g.id, g.sequence, count(d.outbox_event_id)::int
  FROM given g LEFT JOIN deliveries d ON d.outbox_event_id = g.id
  GROUP BY g.place, g.id, g.sequence ORDER BY g.place;
END $$;

GRANT SELECT ON outbox_event, endpoint, delivery TO revgraph_app;
GRANT INSERT (source_system_id, url, object_types, secret_name),
  UPDATE (url, object_types, secret_name, is_active, inactive_reason, updated_at) ON endpoint TO revgraph_app;
GRANT UPDATE (state, attempts, next_attempt_at, claim, last_status, last_error, sent_at, answered_at, parked_at, dismissed_at,
  dismissed_reason) ON delivery TO revgraph_app;
REVOKE ALL ON FUNCTION add_outbox_events, delivery_give_turn FROM PUBLIC;
GRANT EXECUTE ON FUNCTION add_outbox_events TO revgraph_app;
