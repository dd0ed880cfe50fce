-- What is listed at the root as well as under a customer is listed in its standing order without sorting all of it.
SET LOCAL lock_timeout = '5s';

CREATE INDEX payment_received_on ON payment (received_on, payment_id);
CREATE INDEX credit_note_issued_on ON credit_note (issued_on, credit_note_id);
CREATE INDEX dispute_opened_on ON dispute (opened_on, dispute_id);
CREATE INDEX opportunity_expected_close_on ON opportunity (coalesce(expected_close_on, '9999-12-31'), opportunity_id);
CREATE INDEX contact_sort_name ON contact (sort_name, contact_id);
