-- Customers as golden records, their accounts per legal entity, who may see them, and what belongs to them: source links,
-- hierarchies, contacts, tax registrations, bank accounts, versions, provenance.
-- Intervals are half-open throughout: valid_to is the first day on which it no longer holds.
SET LOCAL lock_timeout = '5s';

CREATE TABLE customer (
  customer_id        uuid PRIMARY KEY DEFAULT new_id(),
  number             text COLLATE "C" NOT NULL CONSTRAINT customer_number_is_unique UNIQUE,
  name               text NOT NULL,
  sort_name          text COLLATE "C" NOT NULL GENERATED ALWAYS AS (sort_key(name)) STORED,
  legal_name         text,
  status             text NOT NULL DEFAULT 'ACTIVE',
  segment            text,
  industry           text,
  region             text,
  country            text,                               -- ISO 3166-1 alpha-2
  website            text,
  sales_owner        text,
  internal           boolean NOT NULL DEFAULT false,     -- one of our own entities: out of ARR, DSO and revenue
  golden_id          uuid NOT NULL REFERENCES customer,  -- itself, or the customer that it was merged into
  default_account_id uuid,                               -- the account that answers for the customer's single fields
  version            int NOT NULL DEFAULT 1,
  created_at         timestamptz NOT NULL DEFAULT now(),
  updated_at         timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT customer_status_is_known CHECK (status IN ('PROSPECT','ONBOARDING','ACTIVE','BLOCKED','INACTIVE','MERGED'))
);
COMMENT ON TABLE customer IS 'The golden record. A merge moves no facts: it points golden_id of the loser to the winner.';
CREATE INDEX customer_sort_name ON customer (sort_name, customer_id);
CREATE INDEX customer_golden ON customer (golden_id);
CREATE INDEX customer_updated_at ON customer (updated_at, customer_id);

-- Whoever leaves golden_id out makes a customer that is its own golden record.
CREATE FUNCTION customer_default_golden() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.golden_id := NEW.customer_id;
  RETURN NEW;
END $$;
CREATE TRIGGER customer_default_golden BEFORE INSERT ON customer
  FOR EACH ROW WHEN (NEW.golden_id IS NULL) EXECUTE FUNCTION customer_default_golden();

CREATE TABLE customer_account (
  customer_account_id     uuid PRIMARY KEY DEFAULT new_id(),
  customer_id             uuid NOT NULL REFERENCES customer,
  legal_entity_id         uuid NOT NULL REFERENCES legal_entity,
  sales_area              text NOT NULL DEFAULT '',
  currency                text COLLATE "C" NOT NULL REFERENCES currency,
  payment_term_id         uuid REFERENCES payment_term,
  payment_terms           text,                          -- as the source words them
  credit_limit            numeric,                       -- in currency; null: no limit set
  credit_hold             boolean NOT NULL DEFAULT false,
  delivery_hold           boolean NOT NULL DEFAULT false,
  dunning_hold            boolean NOT NULL DEFAULT false,
  dunning_strategy        text,
  receivable_account_code text,
  billing_email           text,
  billing_street          text,
  billing_city            text,
  billing_postal_code     text,
  billing_region          text,
  billing_country         text,
  invoice_delivery        text,                          -- e.g. EMAIL, POST, PORTAL, EDI
  po_required             boolean NOT NULL DEFAULT false,
  valid_from              date NOT NULL DEFAULT '-infinity',
  valid_to                date NOT NULL DEFAULT 'infinity',
  version                 int NOT NULL DEFAULT 1,
  recorded_at             timestamptz NOT NULL DEFAULT now(),
  updated_at              timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT customer_account_is_unique_per_entity_and_sales_area UNIQUE (customer_id, legal_entity_id, sales_area),
  CONSTRAINT customer_account_credit_limit_is_not_negative CHECK (credit_limit >= 0)
);
COMMENT ON TABLE customer_account IS 'A customer at one legal entity (and sales area): the fields that differ per entity.';
ALTER TABLE customer ADD CONSTRAINT customer_default_account_exists FOREIGN KEY (default_account_id) REFERENCES customer_account;

CREATE TABLE customer_entity (
  customer_id     uuid NOT NULL REFERENCES customer,     -- always a golden id
  legal_entity_id uuid NOT NULL REFERENCES legal_entity,
  PRIMARY KEY (customer_id, legal_entity_id)
);
COMMENT ON TABLE customer_entity IS 'Which golden customers a legal entity trades with, and so may see. Kept by triggers only.';
CREATE INDEX customer_entity_by_entity ON customer_entity (legal_entity_id, customer_id);

-- Makes visible what is not yet: pairs of customer (golden or not) and entity. The lock on the customers makes a concurrent
-- merge wait, or us for the merge.
CREATE FUNCTION customer_entity_add(customers uuid[], entities uuid[]) RETURNS void
LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
  PERFORM FROM customer WHERE customer_id = ANY (customers) ORDER BY customer_id FOR SHARE;
  INSERT INTO customer_entity (customer_id, legal_entity_id)
  SELECT DISTINCT c.golden_id, n.legal_entity_id
  FROM unnest(customers, entities) n (customer_id, legal_entity_id) JOIN customer c ON c.customer_id = n.customer_id
  ORDER BY 1, 2
  ON CONFLICT DO NOTHING;
END $$;

-- Statement trigger of every table with customer_id and legal_entity_id. Facts are never taken back, so adding is enough.
-- OFFSET 0 and the ban on sequential scans force one index probe per pair: plans are kept for the session, and one made
-- over empty tables would turn quadratic as they grow.
CREATE FUNCTION customer_entity_add_rows() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET enable_seqscan = off AS $$
DECLARE customers uuid[]; entities uuid[];
BEGIN
  SELECT array_agg(n.customer_id), array_agg(n.legal_entity_id) INTO customers, entities
  FROM (SELECT DISTINCT customer_id, legal_entity_id FROM new_rows WHERE customer_id IS NOT NULL) n
  WHERE NOT EXISTS (SELECT FROM customer_entity e WHERE e.legal_entity_id = n.legal_entity_id
                      AND e.customer_id = (SELECT golden_id FROM customer c WHERE c.customer_id = n.customer_id) OFFSET 0);
  IF customers IS NOT NULL THEN PERFORM customer_entity_add(customers, entities); END IF;
  RETURN NULL;
END $$;

-- Row trigger for the rare UPDATE that gives a row another customer or entity (a payment identified later).
CREATE FUNCTION customer_entity_add_row() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  IF NEW.customer_id IS NOT NULL THEN
    PERFORM customer_entity_add(ARRAY[NEW.customer_id], ARRAY[NEW.legal_entity_id]);
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER customer_account_insert_shows_customer AFTER INSERT ON customer_account
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION customer_entity_add_rows();
CREATE TRIGGER customer_account_update_shows_customer AFTER UPDATE OF customer_id, legal_entity_id ON customer_account
  FOR EACH ROW EXECUTE FUNCTION customer_entity_add_row();

CREATE TABLE source_link (
  source_link_id   uuid PRIMARY KEY DEFAULT new_id(),
  source_system_id uuid NOT NULL REFERENCES source_system,
  object_type      text NOT NULL,
  source_object    text NOT NULL,                        -- the source's own name of its object, e.g. Account
  external_id      text COLLATE "C" NOT NULL,
  target_id        uuid NOT NULL,                        -- the canonical row of that object type
  method           text NOT NULL DEFAULT 'KEY',
  confidence       numeric,                              -- 0 to 1; null for KEY
  evidence         jsonb,
  valid_from       date NOT NULL DEFAULT '-infinity',
  valid_to         date,                                 -- exclusive; null: the link holds
  linked_at        timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT source_link_object_type_is_known CHECK (object_type IN ('CUSTOMER','CUSTOMER_ACCOUNT','CONTACT','TAX_REGISTRATION',
    'BANK_ACCOUNT','HIERARCHY','PRODUCT','PRICE_BOOK','PRICE','PAYMENT_TERM','OPPORTUNITY','OPPORTUNITY_LINE','CONTRACT',
    'CONTRACT_LINE','AMENDMENT','USAGE','INVOICE','INVOICE_LINE','CREDIT_NOTE','CREDIT_NOTE_LINE','PAYMENT','ALLOCATION',
    'REFUND','CHARGEBACK','DEDUCTION','WRITE_OFF','DISPUTE','COLLECTIONS_CASE','PROMISE','COLLECTION_ACTIVITY','LEGAL_ENTITY',
    'ACCOUNTING_BOOK','ACCOUNTING_PERIOD','LEDGER_ACCOUNT','JOURNAL','POSTING')),
  CONSTRAINT source_link_method_is_known CHECK (method IN ('KEY','MATCH','STEWARD')),
  CONSTRAINT source_link_confidence_is_a_share CHECK (confidence BETWEEN 0 AND 1)
);
COMMENT ON TABLE source_link IS 'The crosswalk: which record of which source system is which canonical row, of every object type.';
-- One record may make two objects (a CRM account: a customer and its account), so the object type is part of the key.
CREATE UNIQUE INDEX source_link_names_one_target ON source_link (source_system_id, external_id, source_object, object_type)
  WHERE valid_to IS NULL;
CREATE INDEX source_link_target ON source_link (target_id);

CREATE TABLE customer_hierarchy (
  customer_hierarchy_id uuid PRIMARY KEY DEFAULT new_id(),
  hierarchy             text NOT NULL,
  parent_id             uuid NOT NULL REFERENCES customer,
  child_id              uuid NOT NULL REFERENCES customer,
  valid_from            date NOT NULL DEFAULT '-infinity',
  valid_to              date NOT NULL DEFAULT 'infinity',
  source_system_id      uuid REFERENCES source_system,
  recorded_at           timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT customer_hierarchy_is_known CHECK (hierarchy IN ('LEGAL','BILLING','SALES')),
  CONSTRAINT customer_is_not_its_own_parent CHECK (parent_id <> child_id),
  CONSTRAINT customer_hierarchy_ends_after_its_start CHECK (valid_to > valid_from)
);
COMMENT ON TABLE customer_hierarchy IS 'Parent of a customer in one of three hierarchies; cycles are shown, not refused.';
CREATE INDEX customer_hierarchy_child ON customer_hierarchy (child_id, hierarchy, valid_from);
CREATE INDEX customer_hierarchy_parent ON customer_hierarchy (parent_id, hierarchy);

-- A child has one parent per hierarchy at a time. The lock on the child makes two writers wait for each other.
CREATE FUNCTION customer_hierarchy_check_parent() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET enable_seqscan = off AS $$
DECLARE clash record;
BEGIN
  PERFORM FROM customer WHERE customer_id IN (SELECT child_id FROM new_rows) ORDER BY customer_id FOR NO KEY UPDATE;
  SELECT a.child_id, a.hierarchy INTO clash
  FROM new_rows a JOIN customer_hierarchy b ON b.child_id = a.child_id AND b.hierarchy = a.hierarchy
    AND b.customer_hierarchy_id <> a.customer_hierarchy_id AND b.valid_from < a.valid_to AND a.valid_from < b.valid_to
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'customer % would have two parents at a time in hierarchy %', clash.child_id, clash.hierarchy
      USING ERRCODE = 'exclusion_violation', TABLE = 'customer_hierarchy', CONSTRAINT = 'customer_has_one_parent_at_a_time';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER customer_hierarchy_insert_check AFTER INSERT ON customer_hierarchy
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION customer_hierarchy_check_parent();
CREATE TRIGGER customer_hierarchy_update_check AFTER UPDATE ON customer_hierarchy
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION customer_hierarchy_check_parent();

CREATE TABLE contact (
  contact_id          uuid PRIMARY KEY DEFAULT new_id(),
  customer_id         uuid NOT NULL REFERENCES customer,
  first_name          text,
  last_name           text,
  full_name           text NOT NULL,
  sort_name           text COLLATE "C" NOT NULL GENERATED ALWAYS AS (sort_key(full_name)) STORED,
  email               text,
  phone               text,
  title               text,
  mailing_street      text,
  mailing_city        text,
  mailing_postal_code text,
  mailing_region      text,
  mailing_country     text,
  active              boolean NOT NULL DEFAULT true,
  version             int NOT NULL DEFAULT 1,
  recorded_at         timestamptz NOT NULL DEFAULT now(),
  updated_at          timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE contact IS 'A person at a customer. A shared mailbox joins nobody.';
CREATE INDEX contact_customer ON contact (customer_id, sort_name, contact_id);

CREATE TABLE contact_role (
  contact_id uuid NOT NULL REFERENCES contact,
  role       text NOT NULL,
  PRIMARY KEY (contact_id, role),
  CONSTRAINT contact_role_is_known CHECK (role IN ('PAYABLES','BILLING','LEGAL_NOTICE','TECHNICAL','SALES','OTHER'))
);
COMMENT ON TABLE contact_role IS 'What a contact is asked about.';

CREATE TABLE tax_registration (
  tax_registration_id uuid PRIMARY KEY DEFAULT new_id(),
  customer_id         uuid NOT NULL REFERENCES customer,
  country             text,                              -- ISO 3166-1 alpha-2; null where the source does not say
  scheme              text NOT NULL DEFAULT 'VAT',       -- VAT, GST, EIN, ...
  number              text COLLATE "C" NOT NULL,
  valid_from          date NOT NULL DEFAULT '-infinity',
  valid_to            date NOT NULL DEFAULT 'infinity',
  check_result        text NOT NULL DEFAULT 'UNCHECKED',
  checked_at          timestamptz,
  recorded_at         timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT tax_registration_check_result_is_known CHECK (check_result IN ('UNCHECKED','VALID','INVALID','PLACEHOLDER'))
);
COMMENT ON TABLE tax_registration IS 'A tax number of a customer; the same number on two customers merges nothing by itself.';
CREATE INDEX tax_registration_customer ON tax_registration (customer_id);
CREATE INDEX tax_registration_number ON tax_registration (number);

CREATE TABLE tax_exemption (
  tax_exemption_id uuid PRIMARY KEY DEFAULT new_id(),
  customer_id      uuid NOT NULL REFERENCES customer,
  country          text,
  region           text,
  reason           text,
  certificate      text,
  starts_on        date,
  expires_on       date,                                 -- last day of the exemption; null: does not expire
  recorded_at      timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE tax_exemption IS 'An exemption certificate of a customer.';
CREATE INDEX tax_exemption_customer ON tax_exemption (customer_id);

CREATE TABLE bank_account (
  bank_account_id uuid PRIMARY KEY DEFAULT new_id(),
  customer_id     uuid NOT NULL REFERENCES customer,
  legal_entity_id uuid REFERENCES legal_entity,          -- null: for all entities
  holder_name     text,
  iban_or_number  text NOT NULL,                         -- never leaves the store whole
  last_four       text NOT NULL GENERATED ALWAYS AS (right(replace(iban_or_number, ' ', ''), 4)) STORED,
  bank_code       text,
  country         text,
  currency        text COLLATE "C" REFERENCES currency,
  valid_from      date NOT NULL DEFAULT '-infinity',
  valid_to        date NOT NULL DEFAULT 'infinity',
  recorded_at     timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE bank_account IS 'A bank account of a customer; readers get the last four digits.';
CREATE INDEX bank_account_customer ON bank_account (customer_id);

CREATE TABLE customer_version (
  customer_id    uuid NOT NULL REFERENCES customer,
  version        int NOT NULL,
  valid_from     date NOT NULL,
  recorded_at    timestamptz NOT NULL DEFAULT now(),
  audit_event_id uuid,
  image          jsonb NOT NULL,                         -- the whole row as of this version
  PRIMARY KEY (customer_id, version)
);
COMMENT ON TABLE customer_version IS 'Every state that a customer had.';

CREATE TABLE customer_account_version (
  customer_account_id uuid NOT NULL REFERENCES customer_account,
  version             int NOT NULL,
  valid_from          date NOT NULL,
  recorded_at         timestamptz NOT NULL DEFAULT now(),
  audit_event_id      uuid,
  image               jsonb NOT NULL,
  PRIMARY KEY (customer_account_id, version)
);
COMMENT ON TABLE customer_account_version IS 'Every state that a customer account had.';

CREATE TABLE field_provenance (
  object_type      text NOT NULL,                        -- as in source_link
  object_id        uuid NOT NULL,
  field_group      text NOT NULL,                        -- e.g. customer.commercial
  event_id         text NOT NULL DEFAULT '',             -- the source's event or the command's request id
  fields           text[],                               -- fields set by the event; null: the whole group
  defaulted        boolean NOT NULL DEFAULT false,       -- the value came from a default (such as --currency), not from the record
  source_system_id uuid NOT NULL REFERENCES source_system,
  source_object    text,
  external_id      text,
  rule_version     int,                                  -- version of the ownership policy that let it through
  occurred_at      timestamptz,                          -- as the source says; null: it does not
  recorded_at      timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (object_id, field_group, recorded_at, event_id, defaulted)
);
COMMENT ON TABLE field_provenance IS 'Where the values of an object come from: one row per object, field group and event; the latest answers.';

GRANT SELECT, INSERT, UPDATE ON customer, customer_account, source_link, customer_hierarchy, contact, contact_role,
  tax_registration, tax_exemption, bank_account TO revgraph_app;
GRANT DELETE ON contact_role TO revgraph_app;
GRANT SELECT, INSERT ON customer_version, customer_account_version, field_provenance TO revgraph_app;
GRANT SELECT ON customer_entity TO revgraph_app;
