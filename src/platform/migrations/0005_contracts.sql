-- From the deal to what was agreed: opportunities, contracts with parties, line versions and amendments, and usage.
SET LOCAL lock_timeout = '5s';

CREATE TABLE opportunity (
  opportunity_id    uuid PRIMARY KEY DEFAULT new_id(),
  customer_id       uuid NOT NULL REFERENCES customer,
  legal_entity_id   uuid REFERENCES legal_entity,        -- null: not known yet, seen wherever the customer is
  name              text NOT NULL,
  stage             text NOT NULL,                       -- as the source words it
  type              text,
  amount            numeric,
  currency          text COLLATE "C" REFERENCES currency,   -- null: the export does not say
  probability       numeric,                             -- percent
  expected_close_on date,
  closed_on         date,
  won               boolean,                             -- null: still open
  sales_owner       text,
  version           int NOT NULL DEFAULT 1,
  source_system_id  uuid REFERENCES source_system,
  recorded_at       timestamptz NOT NULL DEFAULT now(),
  updated_at        timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE opportunity IS 'A deal as the CRM states it.';
CREATE INDEX opportunity_customer ON opportunity (customer_id, expected_close_on, opportunity_id);

CREATE TABLE opportunity_line (
  opportunity_line_id uuid PRIMARY KEY DEFAULT new_id(),
  opportunity_id      uuid NOT NULL REFERENCES opportunity,
  position            int NOT NULL,
  product_id          uuid REFERENCES product,
  description         text,
  quantity            numeric,
  unit_price          numeric,                           -- in the opportunity's currency
  amount              numeric,
  recorded_at         timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE opportunity_line IS 'One product of a deal.';
CREATE INDEX opportunity_line_opportunity ON opportunity_line (opportunity_id, position, opportunity_line_id);

CREATE TABLE contract (
  contract_id           uuid PRIMARY KEY DEFAULT new_id(),
  number                text COLLATE "C" NOT NULL,
  kind                  text NOT NULL DEFAULT 'ORDER_FORM',
  master_contract_id    uuid REFERENCES contract,
  customer_id           uuid NOT NULL REFERENCES customer,       -- sold-to
  legal_entity_id       uuid NOT NULL REFERENCES legal_entity,
  status                text NOT NULL,
  currency              text COLLATE "C" NOT NULL REFERENCES currency,
  signed_on             date,
  booked_on             date,                            -- drives bookings
  activated_on          date,
  starts_on             date NOT NULL,
  ends_on               date,                            -- inclusive; null: evergreen
  renewal               text NOT NULL DEFAULT 'NONE',
  notice_days           int,
  uplift_cap_percent    numeric,
  purchase_order_number text,
  purchase_order_limit  numeric,                         -- in currency
  payment_term_id       uuid REFERENCES payment_term,
  payment_terms         text,
  opportunity_id        uuid REFERENCES opportunity,
  version               int NOT NULL DEFAULT 1,
  source_system_id      uuid REFERENCES source_system,
  recorded_at           timestamptz NOT NULL DEFAULT now(),
  updated_at            timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT contract_kind_is_known CHECK (kind IN ('MASTER','ORDER_FORM')),
  CONSTRAINT contract_status_is_known CHECK (status IN ('DRAFT','SIGNED','ACTIVE','SUSPENDED','EXPIRED','CANCELLED','TERMINATED')),
  CONSTRAINT contract_renewal_is_known CHECK (renewal IN ('AUTO','MANUAL','NONE')),
  CONSTRAINT contract_notice_is_not_negative CHECK (notice_days >= 0),
  CONSTRAINT contract_number_is_unique_per_entity UNIQUE (number, legal_entity_id)
);
COMMENT ON TABLE contract IS 'A master agreement or an order form with one of our entities.';
CREATE INDEX contract_customer ON contract (customer_id, starts_on, contract_id);
CREATE INDEX contract_starts_on ON contract (starts_on, contract_id);
CREATE INDEX contract_opportunity ON contract (opportunity_id) WHERE opportunity_id IS NOT NULL;
CREATE INDEX contract_master ON contract (master_contract_id) WHERE master_contract_id IS NOT NULL;
CREATE TRIGGER contract_insert_shows_customer AFTER INSERT ON contract
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION customer_entity_add_rows();
CREATE TRIGGER contract_update_shows_customer AFTER UPDATE OF customer_id, legal_entity_id ON contract
  FOR EACH ROW EXECUTE FUNCTION customer_entity_add_row();

CREATE TABLE amendment (
  amendment_id     uuid PRIMARY KEY DEFAULT new_id(),
  contract_id      uuid NOT NULL REFERENCES contract,
  number           text COLLATE "C",
  kind             text NOT NULL,
  signed_on        date,
  booked_on        date,                                 -- drives bookings
  effective_on     date NOT NULL,                        -- drives ARR and revenue
  posted_on        date,                                 -- drives the ledger
  reason           text,
  cause            text,                                 -- e.g. RENEWAL: why an expansion happened
  source_system_id uuid REFERENCES source_system,
  recorded_at      timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT amendment_kind_is_known CHECK (kind IN ('NEW','UPSELL','DOWNSELL','CROSS_SELL','SWAP','PRICE_CHANGE','RENEW','EXTEND',
    'CO_TERM','TRANSFER','SUSPEND','RESUME','CANCEL','CORRECTION'))
);
COMMENT ON TABLE amendment IS 'A change of a contract, with its four dates; the line versions that it made point to it.';
CREATE INDEX amendment_contract ON amendment (contract_id, effective_on, amendment_id);

CREATE TABLE contract_line (
  contract_line_id    uuid PRIMARY KEY DEFAULT new_id(),
  contract_id         uuid NOT NULL REFERENCES contract,
  lineage_id          uuid NOT NULL,                     -- the same through all versions of a line, renewals and transfers too
  line_version        int NOT NULL DEFAULT 1,
  position            int NOT NULL,
  end_customer_id     uuid NOT NULL REFERENCES customer, -- whose ARR it is; left out: the contract's customer
  product_id          uuid REFERENCES product,
  kind                text NOT NULL,
  description         text,
  price_model         text NOT NULL DEFAULT 'PER_UNIT',
  quantity            numeric NOT NULL DEFAULT 1,
  unit_price          numeric NOT NULL,                  -- list, per unit and price period
  discount_percent    numeric NOT NULL DEFAULT 0,
  net_unit_price      numeric NOT NULL,                  -- after discount, per unit and price period
  price_period_months int,                               -- months that the price covers; null for one-time
  currency            text COLLATE "C" NOT NULL REFERENCES currency,
  billing_frequency   text NOT NULL DEFAULT 'MONTHLY',
  billing_timing      text NOT NULL DEFAULT 'ADVANCE',
  trigger             text NOT NULL DEFAULT 'DATE',      -- the event from which it is billed
  starts_on           date NOT NULL,
  ends_on             date,                              -- inclusive; null: open end
  activated_on        date,                              -- null: not activated, so no ARR
  suspended_from      date,
  suspended_to        date,                              -- exclusive; null with suspended_from: until further notice
  min_commitment      numeric,                           -- money per price period
  included_quantity   numeric,                           -- units per price period
  overage_unit_price  numeric,
  ramp                jsonb,                             -- [{from, quantity, netUnitPrice}], in force from that day on
  tiers               jsonb,                             -- as in price
  amendment_id        uuid REFERENCES amendment,         -- the amendment that made this version
  signed_on           date,
  valid_from          date NOT NULL DEFAULT '-infinity', -- days on which this version is in force, within starts_on..ends_on
  valid_to            date NOT NULL DEFAULT 'infinity',
  version             int NOT NULL DEFAULT 1,
  recorded_at         timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT contract_line_kind_is_known CHECK (kind IN ('RECURRING','USAGE','ONE_TIME','SERVICE')),
  CONSTRAINT contract_line_price_model_is_known CHECK (price_model IN ('FLAT','PER_UNIT','GRADUATED','VOLUME','PACKAGE','PERCENTAGE','USAGE')),
  CONSTRAINT contract_line_billing_frequency_is_known CHECK (billing_frequency IN ('WEEKLY','MONTHLY','QUARTERLY','SEMI_ANNUAL','ANNUAL','MULTI_YEAR','ONCE')),
  CONSTRAINT contract_line_billing_timing_is_known CHECK (billing_timing IN ('ADVANCE','ARREARS')),
  CONSTRAINT contract_line_trigger_is_known CHECK (trigger IN ('SIGNATURE','ACTIVATION','DELIVERY','MILESTONE','DATE','USAGE')),
  CONSTRAINT contract_line_price_period_is_whole_months CHECK (price_period_months > 0),
  CONSTRAINT contract_line_recurring_has_a_price_period CHECK (kind <> 'RECURRING' OR price_period_months IS NOT NULL),
  CONSTRAINT contract_line_version_ends_after_its_start CHECK (valid_to >= valid_from),
  CONSTRAINT contract_line_version_is_unique_in_its_lineage UNIQUE (lineage_id, line_version)
);
COMMENT ON TABLE contract_line IS 'One version of a line: in force on D when starts_on <= D <= ends_on and valid_from <= D < valid_to.';
CREATE INDEX contract_line_contract ON contract_line (contract_id, position, contract_line_id);
CREATE INDEX contract_line_end_customer ON contract_line (end_customer_id, kind);
CREATE INDEX contract_line_product ON contract_line (product_id) WHERE product_id IS NOT NULL;

CREATE FUNCTION contract_line_default_end_customer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT customer_id INTO NEW.end_customer_id FROM contract WHERE contract_id = NEW.contract_id;
  RETURN NEW;
END $$;
CREATE TRIGGER contract_line_default_end_customer BEFORE INSERT ON contract_line
  FOR EACH ROW WHEN (NEW.end_customer_id IS NULL) EXECUTE FUNCTION contract_line_default_end_customer();

CREATE TABLE contract_party (
  contract_party_id uuid PRIMARY KEY DEFAULT new_id(),
  contract_id       uuid NOT NULL REFERENCES contract,
  contract_line_id  uuid REFERENCES contract_line,       -- null: for the whole contract
  role              text NOT NULL,
  customer_id       uuid NOT NULL REFERENCES customer,
  CONSTRAINT contract_party_role_is_known CHECK (role IN ('SOLD_TO','BILL_TO','SHIP_TO','PAYER','END_CUSTOMER'))
);
COMMENT ON TABLE contract_party IS 'Who plays which part in a contract or in one of its lines.';
CREATE UNIQUE INDEX contract_party_has_one_customer_per_role ON contract_party (contract_id, role) WHERE contract_line_id IS NULL;
CREATE UNIQUE INDEX contract_party_has_one_customer_per_line_and_role ON contract_party (contract_id, contract_line_id, role)
  WHERE contract_line_id IS NOT NULL;
CREATE INDEX contract_party_customer ON contract_party (customer_id, role);

-- A party of a contract trades with the entity of that contract.
CREATE FUNCTION contract_party_shows_customer() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET enable_seqscan = off AS $$
DECLARE customers uuid[]; entities uuid[];
BEGIN
  SELECT array_agg(n.customer_id), array_agg(k.legal_entity_id) INTO customers, entities
  FROM new_rows n, LATERAL (SELECT legal_entity_id FROM contract WHERE contract_id = n.contract_id OFFSET 0) k
  WHERE NOT EXISTS (SELECT FROM customer_entity e WHERE e.legal_entity_id = k.legal_entity_id
                      AND e.customer_id = (SELECT golden_id FROM customer c WHERE c.customer_id = n.customer_id) OFFSET 0);
  IF customers IS NOT NULL THEN PERFORM customer_entity_add(customers, entities); END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER contract_party_insert_shows_customer AFTER INSERT ON contract_party
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION contract_party_shows_customer();
CREATE TRIGGER contract_party_update_shows_customer AFTER UPDATE ON contract_party
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION contract_party_shows_customer();

CREATE TABLE contract_version (
  contract_id    uuid NOT NULL REFERENCES contract,
  version        int NOT NULL,
  valid_from     date NOT NULL,
  recorded_at    timestamptz NOT NULL DEFAULT now(),
  audit_event_id uuid,
  image          jsonb NOT NULL,                         -- the whole row as of this version
  PRIMARY KEY (contract_id, version)
);
COMMENT ON TABLE contract_version IS 'Every state that a contract had.';

CREATE TABLE contract_line_version (
  contract_line_id uuid NOT NULL REFERENCES contract_line,
  version          int NOT NULL,
  valid_from       date NOT NULL,
  recorded_at      timestamptz NOT NULL DEFAULT now(),
  audit_event_id   uuid,
  image            jsonb NOT NULL,
  PRIMARY KEY (contract_line_id, version)
);
COMMENT ON TABLE contract_line_version IS 'Every state that a row of contract_line had.';

CREATE TABLE usage_record (
  usage_record_id  uuid PRIMARY KEY DEFAULT new_id(),
  contract_line_id uuid REFERENCES contract_line,        -- null: no contract found
  customer_id      uuid NOT NULL REFERENCES customer,
  product_id       uuid REFERENCES product,
  quantity         numeric NOT NULL,
  unit_of_measure  text,
  used_from        timestamptz NOT NULL,
  used_to          timestamptz NOT NULL,                 -- exclusive; equal to used_from for a single event
  rated_amount     numeric,                              -- null: not rated
  currency         text COLLATE "C" REFERENCES currency,
  source_system_id uuid REFERENCES source_system,
  recorded_at      timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT usage_record_ends_after_its_start CHECK (used_to >= used_from),
  CONSTRAINT usage_record_rated_amount_has_a_currency CHECK (rated_amount IS NULL OR currency IS NOT NULL)
);
COMMENT ON TABLE usage_record IS 'What was metered; a correction is a further record, possibly negative.';
CREATE INDEX usage_record_customer ON usage_record (customer_id, used_from, usage_record_id);
CREATE INDEX usage_record_contract_line ON usage_record (contract_line_id, used_from) WHERE contract_line_id IS NOT NULL;

GRANT SELECT, INSERT, UPDATE ON opportunity, opportunity_line, contract, amendment, contract_line, contract_party,
  usage_record TO revgraph_app;
GRANT SELECT, INSERT ON contract_version, contract_line_version TO revgraph_app;
