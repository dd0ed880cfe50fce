-- What settled an invoice by a day; and that an application stands no longer than the two documents that it joins.
SET LOCAL lock_timeout = '5s';

-- What settled an invoice by the end of a day: PAYMENT and CREDIT by application, CREDITED by credit notes that name it or are
-- applied to it (sources give one, the other or both), GIVEN_UP by write-offs and deductions. For what the owner of an invoice
-- leaves out of its statements: that is rare, and as a function it costs nothing where it is not asked.
CREATE FUNCTION invoice_settled(wanted_invoice uuid, wanted_part text, wanted_on date) RETURNS numeric
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
  CASE wanted_part
    WHEN 'PAYMENT', 'CREDIT' THEN
      RETURN (SELECT coalesce(sum(a.amount), 0) FROM allocation a
        WHERE a.invoice_id = wanted_invoice AND a.kind = wanted_part
          AND a.applied_on <= wanted_on AND (a.reversed_on IS NULL OR a.reversed_on > wanted_on));
    WHEN 'CREDITED' THEN
      RETURN greatest(invoice_settled(wanted_invoice, 'CREDIT', wanted_on), (SELECT coalesce(sum(n.total), 0) FROM credit_note n
        WHERE n.invoice_id = wanted_invoice AND n.status <> 'DRAFT'
          AND n.issued_on <= wanted_on AND (n.voided_on IS NULL OR n.voided_on > wanted_on)));
    WHEN 'GIVEN_UP' THEN
      RETURN (SELECT coalesce(sum(g.amount), 0) FROM (
        SELECT amount, posted_on, reversed_on FROM write_off WHERE invoice_id = wanted_invoice
        UNION ALL SELECT amount, posted_on, reversed_on FROM deduction WHERE invoice_id = wanted_invoice) g
        WHERE g.posted_on <= wanted_on AND (g.reversed_on IS NULL OR g.reversed_on > wanted_on));
  END CASE;
END $$;

-- An application stands no longer than the payment or credit note and the invoice that it joins: a payment that bounced settles
-- nothing, and what was applied to a voided invoice is there to be used. Sources say so of the document and seldom of each
-- application, so it follows here, on the day on which the first of the two ended; where a source dates the application itself,
-- that stands.
CREATE FUNCTION allocation_ends_with_its_documents() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET enable_seqscan = off AS $$
DECLARE ids uuid[]; days date[];
BEGIN
  SELECT array_agg(e.allocation_id ORDER BY e.allocation_id), array_agg(e.ended_on ORDER BY e.allocation_id) INTO ids, days
  FROM (SELECT n.allocation_id, least(p.reversed_on, c.voided_on, i.voided_on) AS ended_on
        FROM new_rows n JOIN invoice i ON i.invoice_id = n.invoice_id
          LEFT JOIN payment p ON p.payment_id = n.payment_id
          LEFT JOIN credit_note c ON c.credit_note_id = n.credit_note_id
        WHERE n.reversed_on IS NULL) e
  WHERE e.ended_on IS NOT NULL;
  IF ids IS NOT NULL THEN
    UPDATE allocation a SET reversed_on = e.ended_on
    FROM unnest(ids, days) e (allocation_id, ended_on) WHERE a.allocation_id = e.allocation_id;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER allocation_insert_ends_with_its_documents AFTER INSERT ON allocation
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION allocation_ends_with_its_documents();
CREATE TRIGGER allocation_update_ends_with_its_documents AFTER UPDATE ON allocation
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION allocation_ends_with_its_documents();

-- The same when a document ends after its applications: (key, the column that ends it). Where it turns out not to have ended, or on
-- another day, the applications that ended with it follow.
CREATE FUNCTION document_ends_its_allocations() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET enable_seqscan = off AS $$
DECLARE key text := TG_ARGV[0]; ended date; ids uuid[]; days date[];
BEGIN
  EXECUTE format('SELECT ($1).%I', TG_ARGV[1]) INTO ended USING OLD;
  EXECUTE format('SELECT array_agg(e.allocation_id ORDER BY e.allocation_id), array_agg(e.ended_on ORDER BY e.allocation_id)
    FROM (SELECT a.allocation_id, a.reversed_on, least(p.reversed_on, c.voided_on, i.voided_on) AS ended_on
          FROM allocation a JOIN invoice i ON i.invoice_id = a.invoice_id
            LEFT JOIN payment p ON p.payment_id = a.payment_id
            LEFT JOIN credit_note c ON c.credit_note_id = a.credit_note_id
          WHERE a.%I = ($1).%1$I AND (a.reversed_on IS NULL OR a.reversed_on = $2)) e
    WHERE e.reversed_on IS DISTINCT FROM e.ended_on', key) INTO ids, days USING NEW, ended;
  IF ids IS NOT NULL THEN
    UPDATE allocation a SET reversed_on = e.ended_on
    FROM unnest(ids, days) e (allocation_id, ended_on) WHERE a.allocation_id = e.allocation_id;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER payment_end_takes_applications_back AFTER UPDATE OF reversed_on ON payment FOR EACH ROW
  WHEN (OLD.reversed_on IS DISTINCT FROM NEW.reversed_on)
  EXECUTE FUNCTION document_ends_its_allocations('payment_id', 'reversed_on');
CREATE TRIGGER credit_note_end_takes_applications_back AFTER UPDATE OF voided_on ON credit_note FOR EACH ROW
  WHEN (OLD.voided_on IS DISTINCT FROM NEW.voided_on)
  EXECUTE FUNCTION document_ends_its_allocations('credit_note_id', 'voided_on');
CREATE TRIGGER invoice_end_takes_applications_back AFTER UPDATE OF voided_on ON invoice FOR EACH ROW
  WHEN (OLD.voided_on IS DISTINCT FROM NEW.voided_on)
  EXECUTE FUNCTION document_ends_its_allocations('invoice_id', 'voided_on');

-- What stands already: touching an application is enough.
UPDATE allocation a SET reversed_on = NULL
WHERE a.reversed_on IS NULL AND (
  EXISTS (SELECT FROM payment p WHERE p.payment_id = a.payment_id AND p.reversed_on IS NOT NULL)
  OR EXISTS (SELECT FROM credit_note c WHERE c.credit_note_id = a.credit_note_id AND c.voided_on IS NOT NULL)
  OR EXISTS (SELECT FROM invoice i WHERE i.invoice_id = a.invoice_id AND i.voided_on IS NOT NULL));
