-- What unites facts of all slices about one customer: what happened, and which amounts its figures convert. Views only.
SET LOCAL lock_timeout = '5s';

-- The id is made of kind and record, so that it stays the same; a record may make several events (a dispute opened, resolved).
CREATE VIEW timeline_event AS
SELECT md5(e.kind || e.object_id)::uuid AS timeline_event_id, e.*
FROM (
  SELECT 'CONTRACT_SIGNED' AS kind, contract_id AS object_id, customer_id, legal_entity_id, signed_on AS occurred_on, number,
    NULL::numeric AS amount, currency
  FROM contract WHERE signed_on IS NOT NULL
  UNION ALL
  SELECT 'CONTRACT_AMENDED', a.amendment_id, c.customer_id, c.legal_entity_id, coalesce(a.signed_on, a.effective_on), a.number,
    NULL, c.currency
  FROM amendment a JOIN contract c USING (contract_id)
  UNION ALL
  SELECT 'INVOICE_ISSUED', invoice_id, customer_id, legal_entity_id, issued_on, number, total, currency
  FROM invoice WHERE status <> 'DRAFT'
  UNION ALL
  SELECT 'CREDIT_NOTE_ISSUED', credit_note_id, customer_id, legal_entity_id, issued_on, number, total, currency
  FROM credit_note WHERE status <> 'DRAFT'
  UNION ALL
  SELECT 'PAYMENT_RECEIVED', payment_id, customer_id, legal_entity_id, received_on, number, amount, currency
  FROM payment WHERE customer_id IS NOT NULL
  UNION ALL
  SELECT 'DISPUTE_OPENED', dispute_id, customer_id, legal_entity_id, opened_on, number, amount, currency
  FROM dispute
  UNION ALL
  SELECT 'DISPUTE_RESOLVED', dispute_id, customer_id, legal_entity_id, resolved_on, number, amount, currency
  FROM dispute WHERE resolved_on IS NOT NULL
  UNION ALL
  SELECT 'PROMISE_MADE', promise_id, customer_id, legal_entity_id, made_on, NULL, amount, currency
  FROM promise
  UNION ALL
  SELECT 'COLLECTION_ACTIVITY', collection_activity_id, customer_id, legal_entity_id, performed_on, NULL, fee, currency
  FROM collection_activity
) e;
COMMENT ON VIEW timeline_event IS 'What happened with customers, over all slices.';

-- One row per amount: a flow takes the rate of its day (or its booked one), a stock the closing rate of the day asked for.
CREATE VIEW converted_amount AS
SELECT a.*, e.functional_currency
FROM (
  SELECT customer_id, legal_entity_id, currency, exchange_rate_to_functional AS booked_rate, issued_on AS occurred_on, true AS is_flow
  FROM invoice WHERE status <> 'DRAFT' AND total <> 0
  UNION ALL
  SELECT customer_id, legal_entity_id, currency, exchange_rate_to_functional, issued_on, true
  FROM credit_note WHERE status <> 'DRAFT' AND total <> 0
  UNION ALL
  SELECT customer_id, legal_entity_id, currency, exchange_rate_to_functional, received_on, true FROM payment WHERE amount <> 0
  UNION ALL
  SELECT customer_id, legal_entity_id, currency, exchange_rate_to_functional, refunded_on, true FROM refund WHERE amount <> 0
  UNION ALL
  SELECT customer_id, legal_entity_id, currency, exchange_rate_to_functional, charged_back_on, true FROM chargeback WHERE amount <> 0
  UNION ALL
  SELECT customer_id, legal_entity_id, currency, exchange_rate_to_functional, posted_on, true FROM deduction WHERE amount <> 0
  UNION ALL
  SELECT customer_id, legal_entity_id, currency, exchange_rate_to_functional, posted_on, true FROM write_off WHERE amount <> 0
  UNION ALL
  SELECT l.end_customer_id, c.legal_entity_id, l.currency, NULL, l.starts_on, false
  FROM contract_line l JOIN contract c USING (contract_id) WHERE c.status NOT IN ('DRAFT','CANCELLED')
) a JOIN legal_entity e USING (legal_entity_id);
COMMENT ON VIEW converted_amount IS 'What the figures of a customer convert, by currency and day.';

GRANT SELECT ON timeline_event, converted_amount TO revgraph_app;
