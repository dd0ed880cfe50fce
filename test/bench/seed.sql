-- The benchmark's company, made by sets: 4 legal entities, 10,000 customers, 400,000 invoices with 1,000,000 lines, payments with
-- their applications, 2,100,000 postings. Rows stand in the order of their dates, so that those of one customer lie far apart, as
-- they do where documents come in day by day. Triggers and foreign keys are off: the amounts that they keep are written here.
SET session_replication_role = replica;
SET work_mem = '256MB';
SET maintenance_work_mem = '512MB';

-- An id that says what and which it is, in version-7 layout and in ascending order, as new_id() makes them.
CREATE FUNCTION pg_temp.id(kind int, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
  SELECT (lpad(to_hex(kind), 8, '0') || '-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid
$$;
-- A number from 0 to below `below` that looks like chance and is the same in every run.
CREATE FUNCTION pg_temp.chance(n bigint, salt int, below int) RETURNS int LANGUAGE sql IMMUTABLE AS $$
  SELECT (hashint8extended(n, salt) & 2147483647)::bigint % below
$$;

INSERT INTO source_system (source_system_id, key, name, kind, freshness_minutes, last_record_at) VALUES
  (pg_temp.id(1, 1), 'crm', 'Sales', 'CRM', 60, '2026-10-31 12:00Z'),
  (pg_temp.id(1, 2), 'billing', 'Billing', 'BILLING', 60, '2026-10-31 12:00Z'),
  (pg_temp.id(1, 3), 'erp', 'Books', 'ERP', 1440, '2026-10-31 12:00Z');
INSERT INTO legal_entity (legal_entity_id, code, name, country, functional_currency, time_zone) VALUES
  (pg_temp.id(2, 0), 'US1', 'Bench Inc.', 'US', 'USD', 'America/New_York'),
  (pg_temp.id(2, 1), 'DE1', 'Bench GmbH', 'DE', 'EUR', 'Europe/Berlin'),
  (pg_temp.id(2, 2), 'GB1', 'Bench Ltd.', 'GB', 'GBP', 'Europe/London'),
  (pg_temp.id(2, 3), 'JP1', 'Bench KK', 'JP', 'JPY', 'Asia/Tokyo');
INSERT INTO source_system_entity SELECT pg_temp.id(1, s), pg_temp.id(2, e) FROM generate_series(1, 3) s, generate_series(0, 3) e;
INSERT INTO feed (source_system_id, record_type, first_record_at, last_record_at)
SELECT pg_temp.id(1, 3), t, '2023-07-01Z', '2026-10-31Z' FROM unnest(ARRAY['customer','customer_account','contract','contract_line',
  'invoice','invoice_line','credit_note','payment','allocation','journal','posting','collections_case','dispute']) t;
INSERT INTO exchange_rate (rate_on, rate_type, base_currency, quote_currency, rate)
SELECT d::date, t, 'USD', q, round(r * (1 + pg_temp.chance(extract(epoch FROM d)::bigint, ascii(q), 100) / 2000.0), 6)
FROM generate_series(timestamp '2023-07-01', '2026-12-31', '1 day') d, (VALUES ('SPOT'), ('CLOSING')) types (t),
  (VALUES ('EUR', 0.92), ('GBP', 0.79), ('JPY', 148.5)) quotes (q, r);
INSERT INTO accounting_book (accounting_book_id, legal_entity_id, code, name, standard, is_primary, owner_source_system_id)
SELECT pg_temp.id(3, e), pg_temp.id(2, e), 'ACCRUAL', 'Accrual', 'IFRS', true, pg_temp.id(1, 3) FROM generate_series(0, 3) e;
INSERT INTO accounting_period (accounting_book_id, class, name, starts_on, ends_on, status)
SELECT pg_temp.id(3, e), c, to_char(m, 'YYYY-MM'), m::date, (m + interval '1 month' - interval '1 day')::date, 'OPEN'
FROM generate_series(0, 3) e, unnest(ARRAY['RECEIVABLES','REVENUE','LEDGER']) c,
  generate_series(timestamp '2023-07-01', '2026-12-01', '1 month') m;
INSERT INTO ledger_account (ledger_account_id, legal_entity_id, code, name, class, normal_balance)
SELECT pg_temp.id(4, e * 16 + p), pg_temp.id(2, e), code, name, class, normal
FROM generate_series(0, 3) e, (VALUES (0, '1200', 'Trade receivables', 'RECEIVABLE', 'DEBIT'), (1, '1000', 'Bank', 'CASH', 'DEBIT'),
  (2, '2400', 'Deferred revenue', 'DEFERRED_REVENUE', 'CREDIT'), (3, '2200', 'Tax payable', 'TAX', 'CREDIT'),
  (4, '4000', 'Subscription revenue', 'REVENUE', 'CREDIT')) accounts (p, code, name, class, normal);
INSERT INTO product (product_id, code, name, family, kind, unit_of_measure)
SELECT pg_temp.id(5, n), 'P-' || lpad(n::text, 3, '0'), (ARRAY['Analytics','Storage','Support','Workflow','Gateway'])[n % 5 + 1]
  || ' ' || (ARRAY['Basic','Team','Business','Enterprise'])[n % 4 + 1] || ' ' || n, 'Platform', 'RECURRING', 'seat'
FROM generate_series(0, 199) n;

CREATE TEMP TABLE c AS
SELECT n, pg_temp.id(6, n) AS id, n % 4 AS e, n % 5 = 0 AS second, (ARRAY['USD','EUR','GBP','JPY'])[n % 4 + 1] AS currency,
  CASE n % 4 WHEN 3 THEN 100 ELSE 1 END AS scale
FROM generate_series(0, 9999) n;
INSERT INTO customer (customer_id, number, name, legal_name, status, segment, industry, region, country, sales_owner, golden_id,
  default_account_id)
SELECT id, 'C-' || lpad(n::text, 5, '0'), w, w || (ARRAY[' Inc.',' GmbH',' Ltd.',' KK'])[e + 1], 'ACTIVE',
  (ARRAY['ENTERPRISE','MID_MARKET','SMB'])[n % 3 + 1], (ARRAY['Retail','Health','Energy','Software','Transport'])[n % 5 + 1],
  (ARRAY['AMER','EMEA','EMEA','APAC'])[e + 1], (ARRAY['US','DE','GB','JP'])[e + 1], 'Owner ' || n % 40, id, pg_temp.id(7, n)
FROM c, LATERAL (SELECT (ARRAY['Aurora','Birch','Cobalt','Delta','Ember','Fjord','Granite','Harbor','Indigo','Juniper'])
  [pg_temp.chance(n, 1, 10) + 1] || ' ' || (ARRAY['Systems','Foods','Motors','Logistics','Media','Energy','Labs','Textiles'])
  [pg_temp.chance(n, 2, 8) + 1] || ' ' || lpad(pg_temp.chance(n, 3, 10000)::text, 4, '0') AS w) words;
INSERT INTO customer_account (customer_account_id, customer_id, legal_entity_id, currency, payment_terms, credit_limit,
  billing_email, billing_street, billing_city, billing_postal_code, billing_country)
SELECT pg_temp.id(7, n), id, pg_temp.id(2, e), currency, 'Net 30', 50000 * scale, 'ap' || n || '@customer.example', n || ' Main Street',
  'Springfield', lpad(n::text, 5, '0'), (ARRAY['US','DE','GB','JP'])[e + 1] FROM c
UNION ALL
SELECT pg_temp.id(7, 10000 + n), id, pg_temp.id(2, (e + 1) % 4), currency, 'Net 30', 20000 * scale, 'ap' || n || '@customer.example',
  n || ' Main Street', 'Springfield', lpad(n::text, 5, '0'), (ARRAY['US','DE','GB','JP'])[e + 1] FROM c WHERE second;
INSERT INTO customer_entity SELECT id, pg_temp.id(2, e) FROM c UNION ALL SELECT id, pg_temp.id(2, (e + 1) % 4) FROM c WHERE second;
INSERT INTO source_link (source_system_id, object_type, source_object, external_id, target_id)
SELECT pg_temp.id(1, s), 'CUSTOMER', 'Account', 'X' || s || '-' || n, id FROM c, generate_series(1, 3) s;
INSERT INTO contact (contact_id, customer_id, first_name, last_name, full_name, email)
SELECT pg_temp.id(8, n * 2 + k), id, 'First' || n, 'Last' || k, 'First' || n || ' Last' || k, 'p' || n || k || '@customer.example'
FROM c, generate_series(0, 1) k;
INSERT INTO contact_role SELECT pg_temp.id(8, n * 2), 'PAYABLES' FROM c;
INSERT INTO tax_registration (customer_id, country, number)
SELECT id, (ARRAY['US','DE','GB','JP'])[e + 1], 'T' || lpad(n::text, 9, '0') FROM c;

INSERT INTO contract (contract_id, number, customer_id, legal_entity_id, status, currency, signed_on, booked_on, activated_on,
  starts_on, ends_on, renewal, source_system_id)
SELECT pg_temp.id(9, k * 10000 + n), 'K-' || k || '-' || lpad(n::text, 5, '0'), id, pg_temp.id(2, e), 'ACTIVE', currency, d, d, d, d,
  d + 1460, 'AUTO', pg_temp.id(1, 1)
FROM c, generate_series(0, 2) k, LATERAL (SELECT date '2023-06-01' + n % 28 + k * 30 AS d) dates;
INSERT INTO contract_line (contract_line_id, contract_id, lineage_id, position, end_customer_id, product_id, kind, description,
  quantity, unit_price, discount_percent, net_unit_price, price_period_months, currency, starts_on, ends_on, activated_on, signed_on)
SELECT pg_temp.id(10, (k * 10000 + n) * 4 + p), pg_temp.id(9, k * 10000 + n), pg_temp.id(10, (k * 10000 + n) * 4 + p), p, id,
  pg_temp.id(5, pg_temp.chance(n * 12 + k * 4 + p, 4, 200)), 'RECURRING', 'Seats of plan ' || p, 5 + n % 20, 20 * scale, 10, 18 * scale, 1,
  currency, d, d + 1460, d, d
FROM c, generate_series(0, 2) k, generate_series(1, 3) p, LATERAL (SELECT date '2023-06-01' + n % 28 + k * 30 AS d) dates;

-- Invoice n is of customer n % 10000 in month n / 10000; how it was settled follows from `fate`.
CREATE TEMP TABLE i AS
SELECT m.n, pg_temp.id(11, m.n) AS id, c.n AS cn, c.id AS customer_id, c.currency,
  CASE WHEN second AND m.n / 10000 % 4 = 3 THEN (e + 1) % 4 ELSE e END AS e,
  (date '2023-07-01' + (m.n / 10000) * interval '1 month' + (c.n % 28) * interval '1 day')::date AS issued_on,
  CASE WHEN m.n / 10000 >= 39 OR (m.n / 10000 = 38 AND m.n % 2 = 0) THEN 0 ELSE 1 + pg_temp.chance(m.n, 5, 40) END AS fate,
  2 + (m.n % 2)::int AS lines, ((100 + pg_temp.chance(m.n, 6, 4000)) * scale)::numeric AS unit, 0::numeric AS subtotal, 0::numeric AS tax
FROM generate_series(0::bigint, 399999) m (n) JOIN c ON c.n = m.n % 10000 ORDER BY m.n;
UPDATE i SET subtotal = unit * lines, tax = round(unit * lines * 0.19, 0);
ANALYZE i;
-- fate 0, 1: open; 2: half paid; 3: a tenth credited, the rest paid; 4 and above: paid.
INSERT INTO invoice (invoice_id, number, legal_entity_id, customer_id, contract_id, status, settlement, issued_on, due_on, currency,
  exchange_rate_to_functional, subtotal, tax, total, credit_issued, allocated, credited, purchase_order_number, payment_terms,
  source_system_id)
SELECT id, 'I-' || lpad(n::text, 7, '0'), pg_temp.id(2, e), customer_id, pg_temp.id(9, (n / 10000 % 3) * 10000 + cn), 'ISSUED',
  CASE WHEN fate <= 1 THEN 'OPEN' WHEN fate = 2 THEN 'PARTLY_PAID' ELSE 'PAID' END, issued_on, issued_on + 30, currency, 1,
  subtotal, tax, subtotal + tax, credit, CASE WHEN fate <= 1 THEN 0 WHEN fate = 2 THEN half ELSE subtotal + tax - credit END, credit,
  'PO-' || n % 977, 'Net 30', pg_temp.id(1, 2)
FROM i, LATERAL (SELECT CASE WHEN fate = 3 THEN round((subtotal + tax) / 10, 0) ELSE 0 END AS credit, round((subtotal + tax) / 2, 0) AS half) parts
ORDER BY n;
INSERT INTO invoice_instalment SELECT id, p, issued_on + p * 15, CASE p WHEN 1 THEN round((subtotal + tax) / 2, 0)
  ELSE subtotal + tax - round((subtotal + tax) / 2, 0) END FROM i, generate_series(1, 2) p WHERE n % 10 = 0 ORDER BY n, p;
INSERT INTO invoice_line (invoice_line_id, invoice_id, position, contract_line_id, lineage_id, product_id, description, quantity,
  unit_price, amount, tax_amount, period_from, period_to, ledger_account_code)
SELECT pg_temp.id(12, n * 4 + p), id, p, line, line, pg_temp.id(5, pg_temp.chance(cn * 12 + (n / 10000 % 3) * 4 + p, 4, 200)), 'Seats of plan ' || p || ', '
  || to_char(issued_on, 'YYYY-MM'), 1, unit, unit, NULL, issued_on, (issued_on + interval '1 month')::date - 1, '4000'
FROM i, generate_series(1, 3) p, LATERAL (SELECT pg_temp.id(10, ((n / 10000 % 3) * 10000 + cn) * 4 + p) AS line) lines
WHERE p <= lines ORDER BY n, p;
INSERT INTO invoice_tax (invoice_id, tax_code, rate, base, amount) SELECT id, 'VAT19', 19, subtotal, tax FROM i ORDER BY n;
INSERT INTO credit_note (credit_note_id, number, legal_entity_id, customer_id, invoice_id, status, issued_on, currency,
  exchange_rate_to_functional, subtotal, tax, total, allocated, reason, source_system_id)
SELECT pg_temp.id(13, n), 'N-' || lpad(n::text, 7, '0'), pg_temp.id(2, e), customer_id, id, 'ISSUED', issued_on + 10, currency, 1, credit, 0,
  credit, credit, 'Goodwill', pg_temp.id(1, 2)
FROM i, LATERAL (SELECT round((subtotal + tax) / 10, 0) AS credit) parts WHERE fate = 3 ORDER BY n;
INSERT INTO payment (payment_id, number, method, legal_entity_id, customer_id, received_on, posted_on, currency,
  exchange_rate_to_functional, amount, allocated, reference, source_system_id)
SELECT pg_temp.id(14, n), 'Y-' || lpad(n::text, 7, '0'), 'BANK_TRANSFER', pg_temp.id(2, e), customer_id, issued_on + 25, issued_on + 25, currency,
  1, paid, paid, 'I-' || lpad(n::text, 7, '0'), pg_temp.id(1, 3)
FROM i, LATERAL (SELECT CASE fate WHEN 2 THEN round((subtotal + tax) / 2, 0) WHEN 3 THEN subtotal + tax - round((subtotal + tax) / 10, 0)
  ELSE subtotal + tax END AS paid) parts WHERE fate >= 2 ORDER BY n;
INSERT INTO allocation (allocation_id, legal_entity_id, kind, payment_id, invoice_id, amount, currency, applied_on, source_system_id)
SELECT pg_temp.id(15, n), legal_entity_id, 'PAYMENT', payment_id, pg_temp.id(11, n), amount, currency, received_on, source_system_id
FROM payment, LATERAL (SELECT substr(number, 3)::bigint AS n) numbers ORDER BY n;
INSERT INTO allocation (allocation_id, legal_entity_id, kind, credit_note_id, invoice_id, amount, currency, applied_on, source_system_id)
SELECT pg_temp.id(16, substr(number, 3)::bigint), legal_entity_id, 'CREDIT', credit_note_id, invoice_id, total, currency, issued_on, source_system_id
FROM credit_note;

-- Three postings of each invoice, two of each payment, and for every fourth invoice two that recognise it later.
CREATE TEMP TABLE j AS
SELECT 0 AS kind, n, e, customer_id, currency, issued_on AS posted_on, subtotal, tax FROM i
UNION ALL SELECT 1, i.n, i.e, i.customer_id, i.currency, y.received_on, y.amount, 0 FROM i JOIN payment y ON y.payment_id = pg_temp.id(14, i.n)
UNION ALL SELECT 2, n, e, customer_id, currency, issued_on + 27, unit, 0 FROM i WHERE n % 4 = 0;
INSERT INTO journal (journal_id, legal_entity_id, accounting_book_id, number, type, origin, posted_on, description, source_reference,
  source_system_id)
SELECT pg_temp.id(17, n * 4 + kind), pg_temp.id(2, e), pg_temp.id(3, e), 'J-' || kind || '-' || n, 'STANDARD', 'SYSTEM', posted_on,
  (ARRAY['Invoice','Payment','Recognition'])[kind + 1] || ' ' || n, 'I-' || lpad(n::text, 7, '0'), pg_temp.id(1, 3)
FROM j ORDER BY posted_on, kind, n;
INSERT INTO posting (posting_id, posted_on, journal_id, position, legal_entity_id, accounting_book_id, ledger_account_id, currency,
  transaction_debit, transaction_credit, functional_currency, functional_debit, functional_credit, customer_id, contract_id, invoice_id,
  link_method, description)
SELECT pg_temp.id(18, (n * 4 + kind) * 4 + p), posted_on, pg_temp.id(17, n * 4 + kind), p, pg_temp.id(2, e), pg_temp.id(3, e),
  pg_temp.id(4, e * 16 + account), currency, debit, credit, (ARRAY['USD','EUR','GBP','JPY'])[e + 1], debit, credit, customer_id,
  pg_temp.id(9, (n / 10000 % 3) * 10000 + n % 10000), pg_temp.id(11, n), 'STATED', (ARRAY['Invoice','Payment','Recognition'])[kind + 1] || ' ' || n
FROM j, LATERAL (VALUES (0, 1, 0, subtotal + tax, 0), (0, 2, 2, 0, subtotal), (0, 3, 3, 0, tax), (1, 1, 1, subtotal, 0), (1, 2, 0, 0, subtotal),
  (2, 1, 2, subtotal, 0), (2, 2, 4, 0, subtotal)) parts (of_kind, p, account, debit, credit)
WHERE of_kind = kind ORDER BY posted_on, kind, n, p;

INSERT INTO collections_case (collections_case_id, customer_id, legal_entity_id, status, stage, collector, opened_on, next_step, next_step_on)
SELECT pg_temp.id(19, n), id, pg_temp.id(2, e), (ARRAY['REMINDED','DUNNING','ESCALATED'])[n / 3 % 3 + 1], n / 3 % 3 + 1, 'Collector ' || n % 12,
  '2026-08-01', 'Call the payables contact', '2026-11-05' FROM c WHERE n / 4 % 3 = 0;
INSERT INTO promise (promise_id, customer_id, legal_entity_id, collections_case_id, made_on, promised_on, amount, currency)
SELECT pg_temp.id(20, n), id, pg_temp.id(2, e), pg_temp.id(19, n), '2026-10-01', '2026-11-15', 500 * scale, currency FROM c WHERE n / 4 % 3 = 0;
INSERT INTO collection_activity (collections_case_id, customer_id, legal_entity_id, kind, performed_on, performed_by, note)
SELECT pg_temp.id(19, n), id, pg_temp.id(2, e), (ARRAY['REMINDER','CALL','EMAIL'])[k], date '2026-08-01' + k * 14, 'Collector ' || n % 12, 'Reached nobody'
FROM c, generate_series(1, 3) k WHERE n / 4 % 3 = 0;
INSERT INTO dispute (dispute_id, number, invoice_id, customer_id, legal_entity_id, reason, amount, currency, opened_on)
SELECT pg_temp.id(21, n), 'D-' || n, id, customer_id, pg_temp.id(2, e), 'Wrong quantity', unit, currency, issued_on + 5 FROM i WHERE n >= 380000 AND fate <= 1 AND n % 10 = 0;
INSERT INTO refund (legal_entity_id, customer_id, refunded_on, amount, currency, exchange_rate_to_functional, source_system_id)
SELECT pg_temp.id(2, e), id, '2026-06-01', 10 * scale, currency, 1, pg_temp.id(1, 3) FROM c WHERE n / 4 % 20 = 0;
INSERT INTO chargeback (legal_entity_id, customer_id, charged_back_on, amount, currency, exchange_rate_to_functional, source_system_id)
SELECT pg_temp.id(2, e), id, '2026-06-02', 20 * scale, currency, 1, pg_temp.id(1, 3) FROM c WHERE n / 4 % 50 = 0;
INSERT INTO deduction (kind, legal_entity_id, customer_id, posted_on, amount, currency, exchange_rate_to_functional, source_system_id)
SELECT 'DISCOUNT', pg_temp.id(2, e), id, '2026-06-03', 5 * scale, currency, 1, pg_temp.id(1, 3) FROM c WHERE n / 4 % 10 = 0;
INSERT INTO write_off (legal_entity_id, customer_id, posted_on, amount, currency, exchange_rate_to_functional, source_system_id)
SELECT pg_temp.id(2, e), id, '2026-06-04', 7 * scale, currency, 1, pg_temp.id(1, 3) FROM c WHERE n / 4 % 25 = 0;
