-- The sums that stand on parents (credited, allocated, refunded, ...): triggers move them, a CHECK on the parent bounds them,
-- and the parent's row lock makes two writers wait for each other. A trigger that summed up the children would race.
SET LOCAL lock_timeout = '5s';

-- What the gateway itself applies is positive; only an outside owner's statement may be anything.
ALTER TABLE invoice ADD CONSTRAINT invoice_of_gateway_is_not_negative CHECK (NOT issued_by_gateway OR total >= 0);
ALTER TABLE credit_note ADD CONSTRAINT credit_note_of_gateway_is_not_negative CHECK (NOT issued_by_gateway OR total >= 0);
ALTER TABLE payment ADD CONSTRAINT payment_of_gateway_is_positive CHECK (NOT issued_by_gateway OR amount > 0);
ALTER TABLE allocation ADD CONSTRAINT allocation_of_gateway_is_positive CHECK (NOT issued_by_gateway OR (amount > 0
  AND coalesce(drawn_amount, amount) > 0));
ALTER TABLE refund ADD CONSTRAINT refund_of_gateway_is_positive CHECK (NOT issued_by_gateway OR amount > 0);
ALTER TABLE chargeback ADD CONSTRAINT chargeback_of_gateway_is_positive CHECK (NOT issued_by_gateway OR amount > 0);
ALTER TABLE deduction ADD CONSTRAINT deduction_of_gateway_is_positive CHECK (NOT issued_by_gateway OR amount > 0);
ALTER TABLE write_off ADD CONSTRAINT write_off_of_gateway_is_positive CHECK (NOT issued_by_gateway OR amount > 0);

-- Moves one sum of one parent by the rows of one statement: move_sum(parent, sum, which rows count, their amount, currency).
-- Parents are locked in id order. A move by the gateway is bounded even where an outside owner issued the parent.
CREATE FUNCTION move_sum() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET enable_seqscan = off AS $$
DECLARE
  parent   text := TG_ARGV[0];
  key      text := TG_ARGV[0] || '_id';
  total    text := TG_ARGV[1];
  counts   text := TG_ARGV[2];
  amount   text := TG_ARGV[3];
  currency text := TG_ARGV[4];
  moves    text := format('SELECT %I AS id, %s AS currency, %s AS amount, issued_by_gateway AS guarded FROM new_rows WHERE %s',
                          key, currency, amount, counts);
  bound    text := CASE WHEN total = 'credit_issued' THEN 'credit_issued > total'
                        WHEN parent = 'invoice' THEN 'allocated + credited + deducted + written_off > total'
                        WHEN parent = 'credit_note' THEN 'allocated + refunded > total'
                        WHEN parent = 'payment' THEN 'allocated + refunded + charged_back > amount' END;
  ids uuid[]; deltas numeric[]; currencies text[]; guarded uuid[]; moved bigint; beyond uuid;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    moves := moves || format(' UNION ALL SELECT %I, %s, -(%s), false FROM old_rows WHERE %s', key, currency, amount, counts);
  END IF;
  EXECUTE format('SELECT array_agg(id ORDER BY id), array_agg(delta ORDER BY id), array_agg(currency ORDER BY id),
      array_agg(id) FILTER (WHERE guarded AND delta > 0)
    FROM (SELECT id, sum(amount) AS delta, bool_or(guarded) AS guarded,
        CASE WHEN min(currency) = max(currency) THEN min(currency) ELSE left(min(currency), 0) END AS currency
      FROM (%s) m WHERE id IS NOT NULL GROUP BY id HAVING sum(amount) <> 0) g', moves)
    INTO ids, deltas, currencies, guarded;
  IF ids IS NULL THEN RETURN NULL; END IF;

  EXECUTE format('SELECT FROM %I WHERE %I = ANY ($1) ORDER BY %2$I FOR NO KEY UPDATE', parent, key) USING ids;
  EXECUTE format('UPDATE %1$I p SET %2$I = p.%2$I + m.delta, updated_at = now()
    FROM unnest($1, $2, $3) AS m (id, delta, currency) WHERE p.%3$I = m.id AND (m.currency IS NULL OR m.currency = p.currency)',
    parent, total, key) USING ids, deltas, currencies;
  GET DIAGNOSTICS moved = ROW_COUNT;
  IF moved <> cardinality(ids) THEN
    RAISE EXCEPTION '% is in another currency than its %', TG_TABLE_NAME, parent
      USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = TG_TABLE_NAME || '_has_the_currency_of_its_' || parent;
  END IF;
  IF guarded IS NOT NULL THEN
    EXECUTE format('SELECT %I FROM %I WHERE %1$I = ANY ($1) AND %3$s LIMIT 1', key, parent, bound) INTO beyond USING guarded;
    IF beyond IS NOT NULL THEN
      RAISE EXCEPTION '% % would be used beyond its amount: %', parent, beyond, bound
        USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = TG_TABLE_NAME || '_stays_within_its_' || parent;
    END IF;
  END IF;
  RETURN NULL;
END $$;

-- Both triggers of each move. Triggers of a table fire by name: payment, credit note, invoice is the lock order.
DO $$
DECLARE m record; event text;
BEGIN
  FOR m IN SELECT * FROM (VALUES
    ('allocation', '1_payment', 'payment', 'allocated', 'reversed_on IS NULL', 'coalesce(drawn_amount, amount)',
      'CASE WHEN drawn_amount IS NULL THEN currency END'),
    ('allocation', '2_credit_note', 'credit_note', 'allocated', 'reversed_on IS NULL', 'coalesce(drawn_amount, amount)',
      'CASE WHEN drawn_amount IS NULL THEN currency END'),
    ('allocation', '3_invoice_cash', 'invoice', 'allocated', 'reversed_on IS NULL AND kind = ''PAYMENT''', 'amount', 'currency'),
    ('allocation', '4_invoice_credit', 'invoice', 'credited', 'reversed_on IS NULL AND kind = ''CREDIT''', 'amount', 'currency'),
    ('credit_note', '3_invoice', 'invoice', 'credit_issued', 'status = ''ISSUED''', 'total', 'currency'),
    ('refund', '1_payment', 'payment', 'refunded', 'reversed_on IS NULL', 'amount', 'currency'),
    ('refund', '2_credit_note', 'credit_note', 'refunded', 'reversed_on IS NULL', 'amount', 'currency'),
    ('chargeback', '1_payment', 'payment', 'charged_back', 'won_back_on IS NULL', 'amount', 'currency'),
    ('deduction', '3_invoice', 'invoice', 'deducted', 'reversed_on IS NULL', 'amount', 'currency'),
    ('write_off', '3_invoice', 'invoice', 'written_off', 'reversed_on IS NULL', 'amount', 'currency')
  ) AS move (child, step, parent, total, counts, amount, currency)
  LOOP
    FOREACH event IN ARRAY ARRAY['INSERT', 'UPDATE'] LOOP
      EXECUTE format('CREATE TRIGGER %I AFTER %s ON %I REFERENCING %s NEW TABLE AS new_rows FOR EACH STATEMENT
        EXECUTE FUNCTION move_sum(%L, %L, %L, %L, %L)', m.child || '_' || lower(event) || '_moves_' || m.step, event, m.child,
        CASE event WHEN 'UPDATE' THEN 'OLD TABLE AS old_rows' ELSE '' END, m.parent, m.total, m.counts, m.amount, m.currency);
    END LOOP;
  END LOOP;
END $$;

-- Settlement follows the sums wherever it is derived. Of a negative document (an outside owner's) the signs turn round.
CREATE FUNCTION invoice_settle() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE settled numeric := NEW.allocated + NEW.credited + NEW.deducted;
BEGIN
  NEW.settlement := CASE
    WHEN (NEW.total - settled - NEW.written_off) * sign(NEW.total) <= 0
      THEN CASE WHEN NEW.written_off <> 0 THEN 'WRITTEN_OFF' ELSE 'PAID' END
    WHEN settled = 0 AND NEW.written_off = 0 THEN 'OPEN'
    ELSE 'PARTLY_PAID' END;
  RETURN NEW;
END $$;
CREATE TRIGGER invoice_settle BEFORE UPDATE OF total, allocated, credited, deducted, written_off, basis ON invoice
  FOR EACH ROW WHEN (NEW.basis = 'DERIVED') EXECUTE FUNCTION invoice_settle();
