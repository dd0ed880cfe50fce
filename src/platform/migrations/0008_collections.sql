-- Getting paid: disputes, collections cases, promises to pay and the activities around them.
SET LOCAL lock_timeout = '5s';

CREATE TABLE dispute (
  dispute_id       uuid PRIMARY KEY DEFAULT new_id(),
  number           text COLLATE "C" NOT NULL,
  invoice_id       uuid NOT NULL REFERENCES invoice,
  customer_id      uuid NOT NULL REFERENCES customer,
  legal_entity_id  uuid NOT NULL REFERENCES legal_entity,
  status           text NOT NULL DEFAULT 'OPEN',
  reason           text NOT NULL,
  amount           numeric NOT NULL,                     -- disputed, with tax
  currency         text COLLATE "C" NOT NULL REFERENCES currency,
  opened_on        date NOT NULL,
  waiting_since    date,                                 -- the clock stands since then: waiting for the customer
  waited_days      int NOT NULL DEFAULT 0,               -- earlier waits, in calendar days
  resolved_on      date,
  resolution       text,
  error_confirmed  boolean,                              -- null: not decided
  root_cause       text,
  version          int NOT NULL DEFAULT 1,
  source_system_id uuid REFERENCES source_system,
  recorded_at      timestamptz NOT NULL DEFAULT now(),
  updated_at       timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT dispute_status_is_known CHECK (status IN ('OPEN','WAITING_CUSTOMER','RESOLVED')),
  CONSTRAINT dispute_resolution_is_known CHECK (resolution IN ('CREDITED','REBILLED','PARTLY_CREDITED','REJECTED','WITHDRAWN')),
  CONSTRAINT dispute_resolved_has_date_and_resolution CHECK ((status = 'RESOLVED') = (resolved_on IS NOT NULL)
    AND (status = 'RESOLVED') = (resolution IS NOT NULL)),
  CONSTRAINT dispute_amount_is_not_negative CHECK (amount >= 0),
  CONSTRAINT dispute_number_is_unique_per_entity UNIQUE (number, legal_entity_id)
);
COMMENT ON TABLE dispute IS 'A customer contests an invoice; dunning holds for the disputed part only.';
CREATE INDEX dispute_customer ON dispute (customer_id, opened_on, dispute_id);
CREATE INDEX dispute_invoice ON dispute (invoice_id);

CREATE TABLE dispute_line (
  dispute_line_id uuid PRIMARY KEY DEFAULT new_id(),
  dispute_id      uuid NOT NULL REFERENCES dispute,
  invoice_line_id uuid REFERENCES invoice_line,          -- null: the invoice as a whole
  amount          numeric NOT NULL                       -- in the dispute's currency
);
COMMENT ON TABLE dispute_line IS 'The disputed amount per invoice line.';
CREATE INDEX dispute_line_dispute ON dispute_line (dispute_id);

CREATE TABLE collections_case (
  collections_case_id uuid PRIMARY KEY DEFAULT new_id(),
  customer_id         uuid NOT NULL REFERENCES customer,
  legal_entity_id     uuid NOT NULL REFERENCES legal_entity,
  status              text NOT NULL,
  stage               int NOT NULL DEFAULT 0,            -- dunning level reached
  collector           text,
  opened_on           date NOT NULL,
  closed_on           date,
  next_step           text,
  next_step_on        date,
  hold_until          date,                              -- last day of the hold
  version             int NOT NULL DEFAULT 1,
  source_system_id    uuid REFERENCES source_system,
  recorded_at         timestamptz NOT NULL DEFAULT now(),
  updated_at          timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT collections_case_status_is_known CHECK (status IN ('CURRENT','REMINDED','DUNNING','ESCALATED','LEGAL','CLOSED')),
  CONSTRAINT collections_case_closed_has_a_date CHECK ((status = 'CLOSED') = (closed_on IS NOT NULL))
);
COMMENT ON TABLE collections_case IS 'The dunning of one customer by one legal entity, from the first reminder to the end.';
CREATE UNIQUE INDEX collections_case_is_open_once_per_entity ON collections_case (customer_id, legal_entity_id) WHERE closed_on IS NULL;
CREATE INDEX collections_case_customer ON collections_case (customer_id, opened_on, collections_case_id);

CREATE TABLE promise (
  promise_id          uuid PRIMARY KEY DEFAULT new_id(),
  customer_id         uuid NOT NULL REFERENCES customer,
  legal_entity_id     uuid NOT NULL REFERENCES legal_entity,
  collections_case_id uuid REFERENCES collections_case,
  status              text NOT NULL DEFAULT 'OPEN',
  made_on             date NOT NULL,                     -- when the customer gave it
  promised_on         date NOT NULL,                     -- last day on which the money was promised
  amount              numeric NOT NULL,
  currency            text COLLATE "C" NOT NULL REFERENCES currency,
  grace_days          int NOT NULL DEFAULT 0,
  version             int NOT NULL DEFAULT 1,
  source_system_id    uuid REFERENCES source_system,
  recorded_at         timestamptz NOT NULL DEFAULT now(),
  updated_at          timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT promise_status_is_known CHECK (status IN ('OPEN','PARTIALLY_KEPT','KEPT','BROKEN')),
  CONSTRAINT promise_amount_is_positive CHECK (amount > 0),
  CONSTRAINT promise_grace_is_not_negative CHECK (grace_days >= 0)
);
COMMENT ON TABLE promise IS 'A promise to pay, judged by the value date of receipts up to promised_on plus grace_days.';
CREATE INDEX promise_customer ON promise (customer_id, promised_on, promise_id);
CREATE INDEX promise_case ON promise (collections_case_id) WHERE collections_case_id IS NOT NULL;

CREATE TABLE promise_instalment (
  promise_id uuid NOT NULL REFERENCES promise,
  position   int NOT NULL,
  due_on     date NOT NULL,
  amount     numeric NOT NULL,                           -- in the promise's currency
  PRIMARY KEY (promise_id, position)
);
COMMENT ON TABLE promise_instalment IS 'Parts of a promise; a promise without rows here is one part on promised_on.';

CREATE TABLE collection_activity (
  collection_activity_id uuid PRIMARY KEY DEFAULT new_id(),
  collections_case_id    uuid REFERENCES collections_case,
  customer_id            uuid NOT NULL REFERENCES customer,
  legal_entity_id        uuid NOT NULL REFERENCES legal_entity,
  invoice_id             uuid REFERENCES invoice,
  kind                   text NOT NULL,
  performed_on           date NOT NULL,
  performed_by           text,
  note                   text,
  fee                    numeric,                        -- charged for this step
  interest               numeric,
  currency               text COLLATE "C" REFERENCES currency,
  source_system_id       uuid REFERENCES source_system,
  recorded_at            timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT collection_activity_kind_is_known CHECK (kind IN ('REMINDER','CALL','EMAIL','LETTER','DUNNING','ESCALATION','LEGAL','NOTE')),
  CONSTRAINT collection_activity_charge_has_a_currency CHECK ((fee IS NULL AND interest IS NULL) OR currency IS NOT NULL)
);
COMMENT ON TABLE collection_activity IS 'One thing that was done to get paid.';
CREATE INDEX collection_activity_customer ON collection_activity (customer_id, performed_on, collection_activity_id);
CREATE INDEX collection_activity_case ON collection_activity (collections_case_id, performed_on) WHERE collections_case_id IS NOT NULL;

GRANT SELECT, INSERT, UPDATE ON dispute, dispute_line, collections_case, promise, promise_instalment, collection_activity
  TO revgraph_app;
