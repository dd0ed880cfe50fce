-- The general ledger: accounts, journals, postings, and the guards that hold for every role: journals balance, posted rows
-- stay, closed periods of our own books take nothing.
SET LOCAL lock_timeout = '5s';

CREATE TABLE ledger_account (
  ledger_account_id uuid PRIMARY KEY DEFAULT new_id(),
  legal_entity_id   uuid NOT NULL REFERENCES legal_entity,
  code              text COLLATE "C" NOT NULL,
  name              text NOT NULL,
  class             text NOT NULL DEFAULT 'UNMAPPED',    -- from a declared mapping, never from the source's type alone
  normal_balance    text,
  source_type       text,                                -- the source's own account type
  active            boolean NOT NULL DEFAULT true,
  version           int NOT NULL DEFAULT 1,
  recorded_at       timestamptz NOT NULL DEFAULT now(),
  updated_at        timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT ledger_account_class_is_known CHECK (class IN ('RECEIVABLE','CASH','DEFERRED_REVENUE','CONTRACT_ASSET','REVENUE','TAX','FX',
    'UNAPPLIED','BAD_DEBT','EXPENSE','PAYABLE','EQUITY','INTERCOMPANY','OTHER_ASSET','OTHER_LIABILITY','UNMAPPED')),
  CONSTRAINT ledger_account_normal_balance_is_known CHECK (normal_balance IN ('DEBIT','CREDIT')),
  CONSTRAINT ledger_account_code_is_unique_per_entity UNIQUE (legal_entity_id, code)
);
COMMENT ON TABLE ledger_account IS 'An account of the chart of one legal entity.';

CREATE TABLE journal (
  journal_id          uuid PRIMARY KEY DEFAULT new_id(),
  legal_entity_id     uuid NOT NULL REFERENCES legal_entity,
  accounting_book_id  uuid NOT NULL REFERENCES accounting_book,
  number              text COLLATE "C" NOT NULL,
  type                text NOT NULL DEFAULT 'STANDARD',  -- CROSS_CURRENCY and FX need not balance in transaction currency
  origin              text NOT NULL DEFAULT 'SYSTEM',
  status              text NOT NULL DEFAULT 'POSTED',    -- PROPOSED: for an outside ledger, outside every balance
  posted_on           date NOT NULL,
  description         text,
  reverses_journal_id uuid REFERENCES journal,
  source_reference    text,                              -- the source's id of the document that it came from
  source_type         text,                              -- the source's own journal type
  post_close          boolean NOT NULL DEFAULT false,    -- the period was closed when it came in; set by trigger
  source_system_id    uuid NOT NULL REFERENCES source_system,
  recorded_at         timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT journal_type_is_known CHECK (type IN ('STANDARD','CROSS_CURRENCY','FX','OPENING','REVERSAL')),
  CONSTRAINT journal_origin_is_known CHECK (origin IN ('RULE','SYSTEM','MANUAL','OPENING')),
  CONSTRAINT journal_status_is_known CHECK (status IN ('POSTED','PROPOSED')),
  CONSTRAINT journal_number_is_unique_per_book UNIQUE (number, accounting_book_id)
);
COMMENT ON TABLE journal IS 'A journal of one entity and book. Never changed: a correction is a reversal and a new journal.';
CREATE INDEX journal_posted_on ON journal (posted_on, journal_id);
CREATE INDEX journal_reverses ON journal (reverses_journal_id) WHERE reverses_journal_id IS NOT NULL;

CREATE TABLE posting (
  posting_id             uuid NOT NULL DEFAULT new_id(),
  posted_on              date NOT NULL,                  -- that of its journal
  journal_id             uuid NOT NULL REFERENCES journal,
  position               int NOT NULL,                   -- order within the journal
  legal_entity_id        uuid NOT NULL,                  -- those of its journal (checked by posting_check)
  accounting_book_id     uuid NOT NULL,
  proposed               boolean NOT NULL DEFAULT false, -- its journal is PROPOSED: outside every balance
  ledger_account_id      uuid NOT NULL REFERENCES ledger_account,
  currency               text COLLATE "C",               -- transaction currency; null with the transaction amounts
  transaction_debit      numeric,                        -- null: not stated, and never guessed
  transaction_credit     numeric,
  functional_currency    text COLLATE "C" NOT NULL,
  functional_debit       numeric NOT NULL,
  functional_credit      numeric NOT NULL,
  customer_id            uuid REFERENCES customer,
  contract_id            uuid REFERENCES contract,
  invoice_id             uuid,                           -- references invoice, see 0007
  product_id             uuid REFERENCES product,
  counterparty_entity_id uuid REFERENCES legal_entity,
  dimensions             jsonb,                          -- {project: ..., trackingCategory: ...}
  link_method            text,                           -- how customer, contract, invoice were found
  link_evidence          jsonb,
  description            text,
  PRIMARY KEY (posted_on, posting_id),
  CONSTRAINT posting_position_is_unique_in_its_journal UNIQUE (journal_id, position),
  CONSTRAINT posting_amounts_are_not_negative CHECK (functional_debit >= 0 AND functional_credit >= 0
    AND transaction_debit >= 0 AND transaction_credit >= 0),
  CONSTRAINT posting_is_debit_or_credit CHECK (functional_debit = 0 OR functional_credit = 0),
  CONSTRAINT posting_transaction_amount_is_whole CHECK ((transaction_debit IS NULL) = (transaction_credit IS NULL)
    AND (transaction_debit IS NULL OR currency IS NOT NULL)),
  CONSTRAINT posting_link_method_is_known CHECK (link_method IN ('STATED','INFERRED'))
);
COMMENT ON TABLE posting IS 'One line of a journal. Only ever added to; all lines of a journal come in one statement or in balanced parts.';
CREATE INDEX posting_customer ON posting (customer_id, posted_on, posting_id) WHERE customer_id IS NOT NULL;
CREATE INDEX posting_contract ON posting (contract_id, posted_on, posting_id) WHERE contract_id IS NOT NULL;
CREATE INDEX posting_invoice ON posting (invoice_id, posted_on, posting_id) WHERE invoice_id IS NOT NULL;
CREATE INDEX posting_ledger_account ON posting (ledger_account_id, posted_on, posting_id);

-- The status of the period that a journal falls into: refused in our own books, flagged in those of an outside owner.
-- An approved historical load sets revgraph.historical_load = 'on' for its transaction: then nothing is flagged.
CREATE FUNCTION journal_check_period() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE period record;
BEGIN
  NEW.post_close := false;
  IF NEW.status = 'PROPOSED' THEN RETURN NEW; END IF;
  -- Periods do not overlap, so the last one that started is the only candidate.
  SELECT name, ends_on, status INTO period FROM accounting_period
  WHERE accounting_book_id = NEW.accounting_book_id AND class = 'LEDGER' AND starts_on <= NEW.posted_on
  ORDER BY starts_on DESC LIMIT 1;
  IF NOT FOUND OR period.ends_on < NEW.posted_on OR period.status NOT IN ('CLOSED','LOCKED') THEN RETURN NEW; END IF;
  IF EXISTS (SELECT FROM accounting_book WHERE accounting_book_id = NEW.accounting_book_id
             AND owner_source_system_id = '00000000-0000-7000-8000-000000000001') THEN
    RAISE EXCEPTION 'period % is closed: journal % of % is refused', period.name, NEW.number, NEW.posted_on
      USING ERRCODE = 'check_violation', TABLE = 'journal', CONSTRAINT = 'closed_period_takes_no_posting';
  END IF;
  NEW.post_close := current_setting('revgraph.historical_load', true) IS DISTINCT FROM 'on';
  RETURN NEW;
END $$;
CREATE TRIGGER journal_check_period BEFORE INSERT ON journal FOR EACH ROW EXECUTE FUNCTION journal_check_period();

-- The law of the ledger, checked once per statement. Rows that came earlier balanced by themselves, so the new rows of a
-- journal must, too: that spares a look at the old ones. Transaction amounts balance per currency where all are stated.
CREATE FUNCTION posting_check() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET enable_seqscan = off AS $$
DECLARE bad record; closed record;
BEGIN
  SELECT * INTO bad FROM (
    SELECT g.journal_id, sum(g.functional) AS functional,
      bool_or(g.transaction <> 0) AND sum(g.missing) = 0 AS transaction_off,
      bool_or(j.type IN ('CROSS_CURRENCY','FX')) AS may_differ,
      min(g.functional_currency) <> max(g.functional_currency) AS two_functional,
      bool_or(j.journal_id IS NULL OR j.legal_entity_id <> g.legal_entity_id OR j.accounting_book_id <> g.accounting_book_id
        OR j.posted_on <> g.posted_on OR (j.status = 'PROPOSED') <> g.proposed) AS astray
    FROM (
      SELECT journal_id, legal_entity_id, accounting_book_id, posted_on, proposed, functional_currency, currency,
        sum(functional_debit) - sum(functional_credit) AS functional,
        sum(transaction_debit) - sum(transaction_credit) AS transaction,
        count(*) - count(transaction_debit) AS missing
      FROM new_rows GROUP BY 1, 2, 3, 4, 5, 6, 7
    ) g LEFT JOIN LATERAL (SELECT * FROM journal WHERE journal_id = g.journal_id OFFSET 0) j ON true
    GROUP BY g.journal_id
  ) t
  WHERE t.functional <> 0 OR t.astray OR t.two_functional OR (t.transaction_off AND NOT t.may_differ)
  LIMIT 1;
  IF FOUND THEN
    IF bad.astray THEN
      RAISE EXCEPTION 'postings of journal % differ from it in entity, book, date or status', bad.journal_id
        USING ERRCODE = 'check_violation', TABLE = 'posting', CONSTRAINT = 'posting_agrees_with_its_journal';
    ELSIF bad.functional <> 0 OR bad.two_functional THEN
      RAISE EXCEPTION 'journal % does not balance: functional debits - credits = %', bad.journal_id, bad.functional
        USING ERRCODE = 'check_violation', TABLE = 'posting', CONSTRAINT = 'journal_debits_equal_credits';
    END IF;
    RAISE EXCEPTION 'journal % does not balance in transaction currency', bad.journal_id
      USING ERRCODE = 'check_violation', TABLE = 'posting', CONSTRAINT = 'journal_debits_equal_credits_per_currency';
  END IF;

  SELECT d.code INTO bad FROM (SELECT currency AS code FROM new_rows UNION SELECT functional_currency FROM new_rows) d
  WHERE d.code IS NOT NULL AND NOT EXISTS (SELECT FROM currency c WHERE c.code = d.code) LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'currency % is not known', bad.code
      USING ERRCODE = 'foreign_key_violation', TABLE = 'posting', CONSTRAINT = 'posting_currency_is_known';
  END IF;

  -- The share lock makes a close wait for us, or us for the close: no posting slips past it.
  IF EXISTS (SELECT FROM new_rows n JOIN accounting_book b USING (accounting_book_id)
             WHERE NOT n.proposed AND b.owner_source_system_id = '00000000-0000-7000-8000-000000000001') THEN
    FOR closed IN
      SELECT p.name, p.status FROM accounting_period p
      WHERE p.class = 'LEDGER'
        AND p.accounting_book_id IN (SELECT accounting_book_id FROM accounting_book
          WHERE owner_source_system_id = '00000000-0000-7000-8000-000000000001')
        AND EXISTS (SELECT FROM (SELECT DISTINCT accounting_book_id, posted_on FROM new_rows WHERE NOT proposed) d
          WHERE d.accounting_book_id = p.accounting_book_id AND d.posted_on BETWEEN p.starts_on AND p.ends_on)
      ORDER BY p.accounting_period_id FOR SHARE OF p
    LOOP
      IF closed.status IN ('CLOSED','LOCKED') THEN
        RAISE EXCEPTION 'period % is closed: postings are refused', closed.name
          USING ERRCODE = 'check_violation', TABLE = 'posting', CONSTRAINT = 'closed_period_takes_no_posting';
      END IF;
    END LOOP;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER posting_check AFTER INSERT ON posting
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION posting_check();
CREATE TRIGGER posting_insert_shows_customer AFTER INSERT ON posting
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION customer_entity_add_rows();

CREATE TRIGGER journal_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER posting_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON posting
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE journal ENABLE ALWAYS TRIGGER journal_is_append_only;
ALTER TABLE posting ENABLE ALWAYS TRIGGER posting_is_append_only;

GRANT SELECT, INSERT, UPDATE ON ledger_account TO revgraph_app;
GRANT SELECT, INSERT ON journal, posting TO revgraph_app;
