-- What is read only of invoices whose owner states their balance, or as of a day that has passed, as functions: PostgreSQL prepares
-- what a function runs when it is first called, but a subquery of a statement at each of its starts, needed or not.
SET LOCAL lock_timeout = '5s';

-- What the owner of an invoice last stated by a day as `paid`, `credited` or `due`; null where it stated nothing by then. Paid and
-- credited are null where it left them out; what is due follows from the rest, and what it left out of that from what is on record.
CREATE FUNCTION stated_balance(of_invoice uuid, part text, by_day date) RETURNS numeric LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
  said invoice_stated_balance;
  whole numeric;
BEGIN
  SELECT s.* INTO said FROM invoice_stated_balance s WHERE s.invoice_id = of_invoice AND s.stated_on <= by_day
    ORDER BY s.stated_on DESC, s.recorded_at DESC LIMIT 1;
  IF NOT FOUND THEN RETURN NULL; END IF;
  IF part = 'paid' THEN RETURN said.paid; END IF;
  IF part = 'credited' THEN RETURN said.credited; END IF;
  IF said.due IS NOT NULL THEN RETURN said.due; END IF;
  SELECT i.total INTO whole FROM invoice i WHERE i.invoice_id = of_invoice;
  RETURN whole - coalesce(said.paid, invoice_settled(of_invoice, 'PAYMENT', by_day))
    - coalesce(said.credited, invoice_settled(of_invoice, 'CREDIT', by_day)) - invoice_settled(of_invoice, 'GIVEN_UP', by_day);
END $$;

-- What the owner stated as paid by a day beyond what payments on record explain. Where only the balance is stated, what is neither
-- due nor otherwise settled was paid: less what was credited, deducted and written off by the day of the statement, because what
-- came later cannot have been in it.
CREATE FUNCTION stated_beyond_payments(of_invoice uuid, by_day date) RETURNS numeric LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
  whole numeric;
  beyond numeric;
BEGIN
  SELECT i.total INTO whole FROM invoice i WHERE i.invoice_id = of_invoice;
  beyond := coalesce((SELECT coalesce(s.paid, whole - coalesce(s.credited, invoice_settled(of_invoice, 'CREDITED', s.stated_on))
      - invoice_settled(of_invoice, 'GIVEN_UP', s.stated_on) - s.due)
    FROM invoice_stated_balance s WHERE s.invoice_id = of_invoice AND s.stated_on <= by_day
    ORDER BY s.stated_on DESC, s.recorded_at DESC LIMIT 1), 0) - invoice_settled(of_invoice, 'PAYMENT', by_day);
  RETURN CASE WHEN whole < 0 THEN least(beyond, 0) ELSE greatest(beyond, 0) END;
END $$;

-- What the owner stated as credited by a day beyond what credit notes on record explain.
CREATE FUNCTION stated_beyond_credit_notes(of_invoice uuid, by_day date) RETURNS numeric LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
  stated numeric := coalesce(stated_balance(of_invoice, 'credited', by_day), 0);
  beyond numeric;
BEGIN
  IF stated = 0 THEN RETURN 0; END IF;
  beyond := stated - invoice_settled(of_invoice, 'CREDITED', by_day);
  RETURN CASE WHEN stated < 0 THEN least(beyond, 0) ELSE greatest(beyond, 0) END;
END $$;

-- What applications, write-offs and deductions together settled of an invoice by the end of a day, in one look.
CREATE FUNCTION settled_by(of_invoice uuid, by_day date) RETURNS numeric LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
  RETURN coalesce((SELECT sum(x.amount) FROM allocation x WHERE x.invoice_id = of_invoice
      AND x.applied_on <= by_day AND (x.reversed_on IS NULL OR x.reversed_on > by_day)), 0)
    + coalesce((SELECT sum(x.amount) FROM write_off x WHERE x.invoice_id = of_invoice
      AND x.posted_on <= by_day AND (x.reversed_on IS NULL OR x.reversed_on > by_day)), 0)
    + coalesce((SELECT sum(x.amount) FROM deduction x WHERE x.invoice_id = of_invoice
      AND x.posted_on <= by_day AND (x.reversed_on IS NULL OR x.reversed_on > by_day)), 0);
END $$;
