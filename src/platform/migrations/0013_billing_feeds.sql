-- Balances that owners of invoices state are a feed of their own. Here it is noted for stores that took some in before.
SET LOCAL lock_timeout = '5s';

INSERT INTO feed (source_system_id, record_type, first_record_at, last_record_at)
SELECT coalesce(b.source_system_id, i.source_system_id), 'invoice_stated_balance', min(b.recorded_at), max(b.recorded_at)
FROM invoice_stated_balance b JOIN invoice i USING (invoice_id)
GROUP BY 1
ON CONFLICT DO NOTHING;
