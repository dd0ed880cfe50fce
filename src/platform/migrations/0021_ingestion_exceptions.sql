-- The queue of exceptions as people read it: what is open, in the orders in which it is listed.
SET LOCAL lock_timeout = '5s';

CREATE INDEX exception_open ON exception (due_at, exception_id) WHERE resolved_at IS NULL;
CREATE INDEX exception_opened ON exception (opened_at, exception_id);
