-- What PostGraphile needs beside the tables to answer the same questions: the computed figures of a customer as functions that
-- PostgreSQL inlines into its statement, in PostGraphile's own idiom (computed columns).
DROP SCHEMA IF EXISTS bench CASCADE;
CREATE SCHEMA bench;
GRANT USAGE ON SCHEMA bench TO PUBLIC;

CREATE TYPE bench.totals AS (currency text, billed numeric, credited numeric, collected numeric, open_receivable numeric);
CREATE TYPE bench.state AS (status text, stage int, next_step text, collector text, hold boolean, overdue numeric, currency text);

CREATE FUNCTION bench.customer_totals(c public.customer, as_of date) RETURNS SETOF bench.totals LANGUAGE sql STABLE ROWS 1 AS $$
  SELECT d.currency, s.billed, s.credited, s.collected, s.billed - s.credited - s.collected - s.lost
  FROM public.customer_account d, LATERAL (SELECT
    (SELECT coalesce(sum(total), 0) FROM public.invoice WHERE customer_id = c.customer_id AND issued_on <= as_of
      AND status <> 'DRAFT' AND (voided_on IS NULL OR voided_on > as_of)) AS billed,
    (SELECT coalesce(sum(total), 0) FROM public.credit_note WHERE customer_id = c.customer_id AND issued_on <= as_of
      AND status <> 'DRAFT' AND (voided_on IS NULL OR voided_on > as_of)) AS credited,
    (SELECT coalesce(sum(amount), 0) FROM public.payment WHERE customer_id = c.customer_id AND received_on <= as_of
      AND (reversed_on IS NULL OR reversed_on > as_of))
    - (SELECT coalesce(sum(amount), 0) FROM public.refund WHERE customer_id = c.customer_id AND refunded_on <= as_of
      AND (reversed_on IS NULL OR reversed_on > as_of))
    - (SELECT coalesce(sum(amount), 0) FROM public.chargeback WHERE customer_id = c.customer_id AND charged_back_on <= as_of
      AND (won_back_on IS NULL OR won_back_on > as_of)) AS collected,
    (SELECT coalesce(sum(amount), 0) FROM public.write_off WHERE customer_id = c.customer_id AND posted_on <= as_of
      AND (reversed_on IS NULL OR reversed_on > as_of))
    + (SELECT coalesce(sum(amount), 0) FROM public.deduction WHERE customer_id = c.customer_id AND posted_on <= as_of
      AND (reversed_on IS NULL OR reversed_on > as_of)) AS lost
    OFFSET 0) s
  WHERE d.customer_account_id = c.default_account_id
$$;

CREATE FUNCTION bench.customer_state(c public.customer) RETURNS SETOF bench.state LANGUAGE sql STABLE ROWS 1 AS $$
  SELECT coalesce(x.status, 'CURRENT'), x.stage, x.next_step, x.collector,
    coalesce(x.hold_until >= t.today, false) OR EXISTS (SELECT FROM public.customer_account a WHERE a.customer_id = c.customer_id
      AND a.dunning_hold AND a.valid_from <= t.today AND a.valid_to > t.today),
    (SELECT coalesce(sum(coalesce(s.open, CASE WHEN o.due_on < t.today THEN o.open ELSE 0 END)), 0)
      FROM (SELECT i.invoice_id, i.due_on, i.total - i.allocated - i.credited - i.deducted - i.written_off AS open FROM public.invoice i
        WHERE i.customer_id = c.customer_id AND i.status = 'ISSUED' AND i.settlement IN ('OPEN', 'PARTLY_PAID')) o
      LEFT JOIN LATERAL (SELECT sum(n.open) FILTER (WHERE n.due_on < t.today) AS open FROM (
        SELECT n.due_on, greatest(least(n.amount, o.open - coalesce(sum(n.amount) OVER (ORDER BY n.position DESC
          ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)), 0) AS open
        FROM public.invoice_instalment n WHERE n.invoice_id = o.invoice_id) n) s ON true WHERE o.open > 0),
    d.currency
  FROM public.customer_account d JOIN public.legal_entity e USING (legal_entity_id)
    CROSS JOIN LATERAL (SELECT (now() AT TIME ZONE e.time_zone)::date AS today OFFSET 0) t
    LEFT JOIN LATERAL (SELECT * FROM public.collections_case x WHERE x.customer_id = c.customer_id AND x.closed_on IS NULL
      ORDER BY x.stage DESC LIMIT 1) x ON true
  WHERE d.customer_account_id = c.default_account_id
$$;

-- A table and a function of one name are one name too few for PostGraphile.
COMMENT ON FUNCTION public.exchange_rate(text, text, text, date) IS '@name rate_between';
