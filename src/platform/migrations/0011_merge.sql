-- What a merge or un-merge of customers entails in the database: a golden customer is its own golden record, and
-- customer_entity follows. No fact moves.
SET LOCAL lock_timeout = '5s';

-- The entities that trade with the customers of one golden record, read from the facts.
CREATE FUNCTION golden_entities(golden uuid) RETURNS TABLE (legal_entity_id uuid)
LANGUAGE sql STABLE AS $$
  SELECT f.legal_entity_id FROM customer c CROSS JOIN LATERAL (
    SELECT a.legal_entity_id FROM customer_account a WHERE a.customer_id = c.customer_id
    UNION SELECT k.legal_entity_id FROM contract k WHERE k.customer_id = c.customer_id
    UNION SELECT k.legal_entity_id FROM contract_party p JOIN contract k USING (contract_id) WHERE p.customer_id = c.customer_id
    UNION SELECT i.legal_entity_id FROM invoice i WHERE i.customer_id = c.customer_id
    UNION SELECT i.legal_entity_id FROM invoice i
      WHERE c.customer_id IN (i.sold_to_id, i.bill_to_id, i.ship_to_id, i.payer_id, i.end_customer_id)
    UNION SELECT n.legal_entity_id FROM credit_note n WHERE n.customer_id = c.customer_id
    UNION SELECT y.legal_entity_id FROM payment y WHERE y.customer_id = c.customer_id
    UNION SELECT p.legal_entity_id FROM posting p WHERE p.customer_id = c.customer_id
  ) f
  WHERE c.golden_id = golden
$$;

CREATE FUNCTION customer_follow_golden() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM customer WHERE customer_id = NEW.golden_id AND golden_id = customer_id)
    OR (NEW.golden_id <> NEW.customer_id AND EXISTS (SELECT FROM customer WHERE golden_id = NEW.customer_id)) THEN
    RAISE EXCEPTION 'customer % would point to a customer that is itself merged', NEW.customer_id
      USING ERRCODE = 'check_violation', TABLE = 'customer', CONSTRAINT = 'customer_golden_is_its_own_golden_record';
  END IF;
  IF TG_OP = 'UPDATE' THEN
    DELETE FROM customer_entity WHERE customer_id IN (OLD.golden_id, NEW.golden_id);
    INSERT INTO customer_entity (customer_id, legal_entity_id)
    SELECT DISTINCT g.id, e.legal_entity_id FROM (VALUES (OLD.golden_id), (NEW.golden_id)) g (id), golden_entities(g.id) e
    ORDER BY 1, 2
    ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER customer_insert_follows_golden AFTER INSERT ON customer
  FOR EACH ROW WHEN (NEW.golden_id <> NEW.customer_id) EXECUTE FUNCTION customer_follow_golden();
CREATE TRIGGER customer_update_follows_golden AFTER UPDATE OF golden_id ON customer
  FOR EACH ROW WHEN (NEW.golden_id <> OLD.golden_id) EXECUTE FUNCTION customer_follow_golden();
