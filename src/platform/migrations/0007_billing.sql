-- Documents and cash: invoices, credit notes, payments, and what is applied, refunded, charged back, deducted, written off.
-- What an outside owner states is kept as stated; what the gateway issues or applies is bounded by the sums of 0010.
SET LOCAL lock_timeout = '5s';

-- Half of each page stays free, because every document is updated when it is settled: so the sums move without touching an
-- index (HOT). Measured: no more space in the end than at 85, and applications twice as fast. Index none of the sums.
CREATE TABLE invoice (
  invoice_id                  uuid PRIMARY KEY DEFAULT new_id(),
  number                      text COLLATE "C" NOT NULL,           -- where the source has none: its external id
  kind                        text NOT NULL DEFAULT 'INVOICE',
  legal_entity_id             uuid NOT NULL REFERENCES legal_entity,
  customer_id                 uuid NOT NULL REFERENCES customer,   -- who owes it, as issued: the bill-to party
  sold_to_id                  uuid REFERENCES customer,            -- the other parties; null: the same as customer_id
  bill_to_id                  uuid REFERENCES customer,
  ship_to_id                  uuid REFERENCES customer,
  payer_id                    uuid REFERENCES customer,
  end_customer_id             uuid REFERENCES customer,
  contract_id                 uuid REFERENCES contract,
  status                      text NOT NULL,
  settlement                  text NOT NULL DEFAULT 'OPEN',        -- moved by triggers where basis is DERIVED, else as stated
  issued_on                   date NOT NULL,                       -- drafts: the date planned
  due_on                      date NOT NULL,                       -- last due date; none stated: issued_on
  voided_on                   date,
  currency                    text COLLATE "C" NOT NULL REFERENCES currency,
  exchange_rate_to_functional numeric,                             -- 1 unit of currency = rate units functional; null: not stated
  subtotal                    numeric NOT NULL,                    -- without tax
  tax                         numeric NOT NULL,
  total                       numeric NOT NULL,                    -- with tax
  credit_issued               numeric NOT NULL DEFAULT 0,          -- sum of the credit notes that name this invoice, applied or not
  allocated                   numeric NOT NULL DEFAULT 0,          -- applied from payments
  credited                    numeric NOT NULL DEFAULT 0,          -- applied from credit notes
  deducted                    numeric NOT NULL DEFAULT 0,
  written_off                 numeric NOT NULL DEFAULT 0,
  basis                       text NOT NULL DEFAULT 'DERIVED',     -- which of stated balance and applications is served
  purchase_order_number       text,
  payment_terms               text,                                -- as issued
  reference                   text,
  snapshot                    jsonb,                               -- {legalName, billingAddress, taxIds} as issued
  corrects_invoice_id         uuid REFERENCES invoice,
  source_system_id            uuid NOT NULL REFERENCES source_system,
  issued_by_gateway           boolean NOT NULL GENERATED ALWAYS AS (source_system_id = '00000000-0000-7000-8000-000000000001') STORED,
  version                     int NOT NULL DEFAULT 1,
  recorded_at                 timestamptz NOT NULL DEFAULT now(),
  updated_at                  timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT invoice_kind_is_known CHECK (kind IN ('INVOICE','DEBIT_NOTE')),
  CONSTRAINT invoice_status_is_known CHECK (status IN ('DRAFT','ISSUED','VOIDED')),
  CONSTRAINT invoice_settlement_is_known CHECK (settlement IN ('OPEN','PARTLY_PAID','PAID','WRITTEN_OFF')),
  CONSTRAINT invoice_basis_is_known CHECK (basis IN ('STATED','DERIVED')),
  CONSTRAINT invoice_voided_has_a_date CHECK (status <> 'VOIDED' OR voided_on IS NOT NULL),
  CONSTRAINT invoice_amounts_are_finite CHECK (abs(subtotal) < 'Infinity' AND abs(tax) < 'Infinity' AND abs(total) < 'Infinity'),
  CONSTRAINT invoice_number_is_unique_per_entity UNIQUE (number, legal_entity_id),
  CONSTRAINT invoice_is_not_credited_beyond_its_total CHECK (NOT issued_by_gateway OR credit_issued <= total),
  CONSTRAINT invoice_is_not_settled_beyond_its_total CHECK (NOT issued_by_gateway
    OR allocated + credited + deducted + written_off <= total)
) WITH (fillfactor = 50);
COMMENT ON TABLE invoice IS 'An invoice or debit note. Open = total - allocated - credited - deducted - written_off. Parties stay as issued.';
CREATE INDEX invoice_customer ON invoice (customer_id, issued_on, invoice_id)
  INCLUDE (legal_entity_id, currency, status, voided_on, subtotal, total, exchange_rate_to_functional);
CREATE INDEX invoice_stated ON invoice (customer_id, issued_on) WHERE basis = 'STATED';
CREATE INDEX invoice_issued_on ON invoice (issued_on, invoice_id);
CREATE INDEX invoice_due_on ON invoice (due_on, invoice_id);
CREATE INDEX invoice_contract ON invoice (contract_id, issued_on, invoice_id) WHERE contract_id IS NOT NULL;

ALTER TABLE posting ADD CONSTRAINT posting_invoice_exists FOREIGN KEY (invoice_id) REFERENCES invoice;

-- All parties of an invoice trade with its entity.
CREATE FUNCTION invoice_shows_parties() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET enable_seqscan = off AS $$
DECLARE customers uuid[]; entities uuid[];
BEGIN
  SELECT array_agg(n.customer_id), array_agg(n.legal_entity_id) INTO customers, entities
  FROM (SELECT DISTINCT p.customer_id, r.legal_entity_id
        FROM new_rows r, unnest(ARRAY[r.customer_id, r.sold_to_id, r.bill_to_id, r.ship_to_id, r.payer_id, r.end_customer_id])
          p (customer_id)
        WHERE p.customer_id IS NOT NULL) n
  WHERE NOT EXISTS (SELECT FROM customer_entity e WHERE e.legal_entity_id = n.legal_entity_id
                      AND e.customer_id = (SELECT golden_id FROM customer c WHERE c.customer_id = n.customer_id) OFFSET 0);
  IF customers IS NOT NULL THEN PERFORM customer_entity_add(customers, entities); END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER invoice_insert_shows_parties AFTER INSERT ON invoice
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION invoice_shows_parties();

CREATE TABLE invoice_instalment (
  invoice_id uuid NOT NULL REFERENCES invoice,
  position   int NOT NULL,
  due_on     date NOT NULL,
  amount     numeric NOT NULL,                           -- in the invoice's currency; instalments sum to the total
  PRIMARY KEY (invoice_id, position)
);
COMMENT ON TABLE invoice_instalment IS 'Due schedule of an invoice; an invoice without rows here is due as a whole on invoice.due_on.';

CREATE TABLE invoice_line (
  invoice_line_id     uuid PRIMARY KEY DEFAULT new_id(),
  invoice_id          uuid NOT NULL REFERENCES invoice,
  position            int NOT NULL,
  contract_line_id    uuid REFERENCES contract_line,
  lineage_id          uuid,                              -- lineage of the contract line
  product_id          uuid REFERENCES product,
  description         text,
  quantity            numeric,
  unit_price          numeric,                           -- in the invoice's currency
  discount_percent    numeric,
  amount              numeric NOT NULL,                  -- without tax
  tax_amount          numeric,                           -- null: tax per invoice
  period_from         date,
  period_to           date,                              -- inclusive
  ledger_account_code text,
  CONSTRAINT invoice_line_position_is_unique UNIQUE (invoice_id, position)
);
COMMENT ON TABLE invoice_line IS 'One line of an invoice.';
CREATE INDEX invoice_line_lineage ON invoice_line (lineage_id, period_from) WHERE lineage_id IS NOT NULL;

CREATE TABLE invoice_tax (
  invoice_tax_id uuid PRIMARY KEY DEFAULT new_id(),
  invoice_id     uuid NOT NULL REFERENCES invoice,
  tax_code       text NOT NULL,
  rate           numeric,                                -- percent
  base           numeric NOT NULL,
  amount         numeric NOT NULL
);
COMMENT ON TABLE invoice_tax IS 'Tax of an invoice by code.';
CREATE INDEX invoice_tax_invoice ON invoice_tax (invoice_id);

CREATE TABLE invoice_stated_balance (
  invoice_id       uuid NOT NULL REFERENCES invoice,
  stated_on        date NOT NULL,
  recorded_at      timestamptz NOT NULL DEFAULT now(),
  paid             numeric,                              -- in the invoice's currency; null: not stated
  credited         numeric,
  due              numeric,
  source_system_id uuid REFERENCES source_system,
  PRIMARY KEY (invoice_id, stated_on, recorded_at)
);
COMMENT ON TABLE invoice_stated_balance IS 'What the owner says is paid and due, kept as stated; the latest wins.';

CREATE TABLE credit_note (
  credit_note_id              uuid PRIMARY KEY DEFAULT new_id(),
  number                      text COLLATE "C" NOT NULL,
  legal_entity_id             uuid NOT NULL REFERENCES legal_entity,
  customer_id                 uuid NOT NULL REFERENCES customer,
  invoice_id                  uuid REFERENCES invoice,   -- null: a standalone credit
  status                      text NOT NULL,
  issued_on                   date NOT NULL,
  voided_on                   date,
  currency                    text COLLATE "C" NOT NULL REFERENCES currency,
  exchange_rate_to_functional numeric,
  subtotal                    numeric NOT NULL,          -- positive: what it takes away
  tax                         numeric NOT NULL,
  total                       numeric NOT NULL,
  allocated                   numeric NOT NULL DEFAULT 0,   -- applied to invoices
  refunded                    numeric NOT NULL DEFAULT 0,
  commercial                  boolean NOT NULL DEFAULT false,   -- goodwill, not the correction of an error
  reason                      text,
  reference                   text,
  source_system_id            uuid NOT NULL REFERENCES source_system,
  issued_by_gateway           boolean NOT NULL GENERATED ALWAYS AS (source_system_id = '00000000-0000-7000-8000-000000000001') STORED,
  version                     int NOT NULL DEFAULT 1,
  recorded_at                 timestamptz NOT NULL DEFAULT now(),
  updated_at                  timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT credit_note_status_is_known CHECK (status IN ('DRAFT','ISSUED','VOIDED')),
  CONSTRAINT credit_note_voided_has_a_date CHECK (status <> 'VOIDED' OR voided_on IS NOT NULL),
  CONSTRAINT credit_note_amounts_are_finite CHECK (abs(subtotal) < 'Infinity' AND abs(tax) < 'Infinity' AND abs(total) < 'Infinity'),
  CONSTRAINT credit_note_number_is_unique_per_entity UNIQUE (number, legal_entity_id),
  CONSTRAINT credit_note_is_not_used_beyond_its_total CHECK (NOT issued_by_gateway OR allocated + refunded <= total)
) WITH (fillfactor = 50);
COMMENT ON TABLE credit_note IS 'A credit, against an invoice or standalone; applied by rows in allocation.';
CREATE INDEX credit_note_customer ON credit_note (customer_id, issued_on, credit_note_id)
  INCLUDE (legal_entity_id, currency, status, voided_on, subtotal, total, exchange_rate_to_functional);
CREATE INDEX credit_note_invoice ON credit_note (invoice_id) WHERE invoice_id IS NOT NULL;
CREATE TRIGGER credit_note_insert_shows_customer AFTER INSERT ON credit_note
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION customer_entity_add_rows();

CREATE TABLE credit_note_line (
  credit_note_line_id uuid PRIMARY KEY DEFAULT new_id(),
  credit_note_id      uuid NOT NULL REFERENCES credit_note,
  position            int NOT NULL,
  invoice_line_id     uuid REFERENCES invoice_line,
  product_id          uuid REFERENCES product,
  description         text,
  quantity            numeric,
  unit_price          numeric,
  amount              numeric NOT NULL,                  -- without tax, positive
  tax_amount          numeric,
  ledger_account_code text,
  CONSTRAINT credit_note_line_position_is_unique UNIQUE (credit_note_id, position)
);
COMMENT ON TABLE credit_note_line IS 'One line of a credit note.';
CREATE INDEX credit_note_line_invoice_line ON credit_note_line (invoice_line_id) WHERE invoice_line_id IS NOT NULL;

CREATE TABLE payment (
  payment_id                  uuid PRIMARY KEY DEFAULT new_id(),
  number                      text COLLATE "C" NOT NULL,
  kind                        text NOT NULL DEFAULT 'PAYMENT',
  method                      text,                      -- e.g. BANK_TRANSFER, CARD, DIRECT_DEBIT, CHEQUE, as stated
  legal_entity_id             uuid NOT NULL REFERENCES legal_entity,
  customer_id                 uuid REFERENCES customer,  -- null: payer not identified yet
  received_on                 date NOT NULL,             -- value date
  posted_on                   date NOT NULL,
  reversed_on                 date,
  currency                    text COLLATE "C" NOT NULL REFERENCES currency,
  exchange_rate_to_functional numeric,
  amount                      numeric NOT NULL,
  allocated                   numeric NOT NULL DEFAULT 0,   -- applied to invoices
  refunded                    numeric NOT NULL DEFAULT 0,
  charged_back                numeric NOT NULL DEFAULT 0,
  reference                   text,
  source_system_id            uuid NOT NULL REFERENCES source_system,
  issued_by_gateway           boolean NOT NULL GENERATED ALWAYS AS (source_system_id = '00000000-0000-7000-8000-000000000001') STORED,
  version                     int NOT NULL DEFAULT 1,
  recorded_at                 timestamptz NOT NULL DEFAULT now(),
  updated_at                  timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT payment_kind_is_known CHECK (kind IN ('PAYMENT','DEPOSIT')),
  CONSTRAINT payment_amount_is_finite CHECK (abs(amount) < 'Infinity'),
  CONSTRAINT payment_number_is_unique_per_entity UNIQUE (number, legal_entity_id),
  CONSTRAINT payment_is_not_used_beyond_its_amount CHECK (NOT issued_by_gateway OR allocated + refunded + charged_back <= amount)
) WITH (fillfactor = 50);
COMMENT ON TABLE payment IS 'Money received. Unapplied = amount - allocated - refunded - charged_back while not reversed.';
CREATE INDEX payment_customer ON payment (customer_id, received_on, payment_id)
  INCLUDE (legal_entity_id, currency, posted_on, reversed_on, amount, exchange_rate_to_functional);
CREATE TRIGGER payment_insert_shows_customer AFTER INSERT ON payment
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION customer_entity_add_rows();
CREATE TRIGGER payment_update_shows_customer AFTER UPDATE OF customer_id, legal_entity_id ON payment
  FOR EACH ROW EXECUTE FUNCTION customer_entity_add_row();

CREATE TABLE allocation (
  allocation_id     uuid PRIMARY KEY DEFAULT new_id(),
  legal_entity_id   uuid NOT NULL REFERENCES legal_entity,
  kind              text NOT NULL,
  payment_id        uuid REFERENCES payment,
  credit_note_id    uuid REFERENCES credit_note,
  invoice_id        uuid NOT NULL REFERENCES invoice,
  amount            numeric NOT NULL,                    -- in the invoice's currency
  currency          text COLLATE "C" NOT NULL,           -- that of the invoice (checked by trigger)
  drawn_amount      numeric,                             -- taken from the payment or credit in its own currency; null: amount
  applied_on        date NOT NULL,
  reversed_on       date,
  source_system_id  uuid NOT NULL REFERENCES source_system,
  issued_by_gateway boolean NOT NULL GENERATED ALWAYS AS (source_system_id = '00000000-0000-7000-8000-000000000001') STORED,
  recorded_at       timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT allocation_kind_is_known CHECK (kind IN ('PAYMENT','CREDIT')),
  CONSTRAINT allocation_draws_on_one_document CHECK ((kind = 'PAYMENT') = (payment_id IS NOT NULL) AND (kind = 'CREDIT') = (credit_note_id IS NOT NULL)),
  CONSTRAINT allocation_amount_is_finite CHECK (abs(amount) < 'Infinity')
);
COMMENT ON TABLE allocation IS 'Application of a payment or credit note to an invoice; taken back by reversed_on, never removed.';
CREATE INDEX allocation_invoice ON allocation (invoice_id, applied_on) INCLUDE (kind, amount, reversed_on);
CREATE INDEX allocation_payment ON allocation (payment_id, applied_on) WHERE payment_id IS NOT NULL;
CREATE INDEX allocation_credit_note ON allocation (credit_note_id, applied_on) WHERE credit_note_id IS NOT NULL;

-- The last day on which anything happened: where it is not after a day, the sums on the invoices are those of that day.
CREATE INDEX allocation_last_day ON allocation (greatest(applied_on, reversed_on));

CREATE TABLE refund (
  refund_id                   uuid PRIMARY KEY DEFAULT new_id(),
  legal_entity_id             uuid NOT NULL REFERENCES legal_entity,
  customer_id                 uuid NOT NULL REFERENCES customer,
  payment_id                  uuid REFERENCES payment,
  credit_note_id              uuid REFERENCES credit_note,
  refunded_on                 date NOT NULL,
  reversed_on                 date,                      -- it failed or came back
  amount                      numeric NOT NULL,
  currency                    text COLLATE "C" NOT NULL REFERENCES currency,
  exchange_rate_to_functional numeric,
  reference                   text,
  source_system_id            uuid NOT NULL REFERENCES source_system,
  issued_by_gateway           boolean NOT NULL GENERATED ALWAYS AS (source_system_id = '00000000-0000-7000-8000-000000000001') STORED,
  recorded_at                 timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT refund_pays_back_at_most_one_document CHECK (payment_id IS NULL OR credit_note_id IS NULL)
);
COMMENT ON TABLE refund IS 'Money paid back to a customer, out of a payment or a credit.';
CREATE INDEX refund_customer ON refund (customer_id, refunded_on, refund_id);
CREATE INDEX refund_payment ON refund (payment_id) WHERE payment_id IS NOT NULL;
CREATE INDEX refund_credit_note ON refund (credit_note_id) WHERE credit_note_id IS NOT NULL;

CREATE TABLE chargeback (
  chargeback_id               uuid PRIMARY KEY DEFAULT new_id(),
  legal_entity_id             uuid NOT NULL REFERENCES legal_entity,
  customer_id                 uuid NOT NULL REFERENCES customer,
  payment_id                  uuid REFERENCES payment,
  charged_back_on             date NOT NULL,
  won_back_on                 date,                      -- the money came back on that day
  amount                      numeric NOT NULL,
  currency                    text COLLATE "C" NOT NULL REFERENCES currency,
  exchange_rate_to_functional numeric,
  reason                      text,
  reference                   text,
  source_system_id            uuid NOT NULL REFERENCES source_system,
  issued_by_gateway           boolean NOT NULL GENERATED ALWAYS AS (source_system_id = '00000000-0000-7000-8000-000000000001') STORED,
  recorded_at                 timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE chargeback IS 'A card or direct-debit payment that the payer''s bank took back. Not a dispute.';
CREATE INDEX chargeback_customer ON chargeback (customer_id, charged_back_on, chargeback_id);
CREATE INDEX chargeback_payment ON chargeback (payment_id) WHERE payment_id IS NOT NULL;

CREATE TABLE deduction (
  deduction_id                uuid PRIMARY KEY DEFAULT new_id(),
  kind                        text NOT NULL,
  legal_entity_id             uuid NOT NULL REFERENCES legal_entity,
  customer_id                 uuid NOT NULL REFERENCES customer,
  invoice_id                  uuid REFERENCES invoice,
  payment_id                  uuid REFERENCES payment,   -- the payment with which it was taken
  posted_on                   date NOT NULL,
  reversed_on                 date,
  amount                      numeric NOT NULL,
  currency                    text COLLATE "C" NOT NULL REFERENCES currency,
  exchange_rate_to_functional numeric,
  reason                      text,
  source_system_id            uuid NOT NULL REFERENCES source_system,
  issued_by_gateway           boolean NOT NULL GENERATED ALWAYS AS (source_system_id = '00000000-0000-7000-8000-000000000001') STORED,
  recorded_at                 timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT deduction_kind_is_known CHECK (kind IN ('DISCOUNT','WITHHOLDING','BANK_CHARGE','OTHER'))
);
COMMENT ON TABLE deduction IS 'What the payer kept back: discount taken, withholding tax, bank charge.';
CREATE INDEX deduction_customer ON deduction (customer_id, posted_on, deduction_id);
CREATE INDEX deduction_invoice ON deduction (invoice_id) WHERE invoice_id IS NOT NULL;
CREATE INDEX deduction_last_day ON deduction (greatest(posted_on, reversed_on));

CREATE TABLE write_off (
  write_off_id                uuid PRIMARY KEY DEFAULT new_id(),
  legal_entity_id             uuid NOT NULL REFERENCES legal_entity,
  customer_id                 uuid NOT NULL REFERENCES customer,
  invoice_id                  uuid REFERENCES invoice,
  posted_on                   date NOT NULL,
  reversed_on                 date,                      -- taken back, e.g. because a late payment recovered it
  amount                      numeric NOT NULL,
  currency                    text COLLATE "C" NOT NULL REFERENCES currency,
  exchange_rate_to_functional numeric,
  reason                      text,
  source_system_id            uuid NOT NULL REFERENCES source_system,
  issued_by_gateway           boolean NOT NULL GENERATED ALWAYS AS (source_system_id = '00000000-0000-7000-8000-000000000001') STORED,
  recorded_at                 timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE write_off IS 'A receivable given up as bad debt (no credit note).';
CREATE INDEX write_off_customer ON write_off (customer_id, posted_on, write_off_id);
CREATE INDEX write_off_invoice ON write_off (invoice_id) WHERE invoice_id IS NOT NULL;
CREATE INDEX write_off_last_day ON write_off (greatest(posted_on, reversed_on));

GRANT SELECT, INSERT, UPDATE ON allocation, refund, chargeback, deduction, write_off TO revgraph_app;
GRANT SELECT, INSERT ON invoice_instalment, invoice_line, invoice_tax, invoice_stated_balance, credit_note_line TO revgraph_app;
SELECT grant_write('invoice', 'credit_issued', 'allocated', 'credited', 'deducted', 'written_off');
SELECT grant_write('credit_note', 'allocated', 'refunded');
SELECT grant_write('payment', 'allocated', 'refunded', 'charged_back');
