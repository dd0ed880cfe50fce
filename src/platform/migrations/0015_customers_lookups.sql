-- What few customers need, as functions: PostgreSQL prepares what a function runs when it is first called, but a subquery of a
-- statement at each of its starts, needed or not.
SET LOCAL lock_timeout = '5s';

CREATE FUNCTION functional_currency(of_entity uuid) RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
  RETURN (SELECT e.functional_currency FROM legal_entity e WHERE e.legal_entity_id = of_entity);
END $$;

-- The first account of a customer, for one that names none as its default.
CREATE FUNCTION first_account_id(of_customer uuid) RETURNS uuid LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
  RETURN (SELECT a.customer_account_id FROM customer_account a WHERE a.customer_id = of_customer
    ORDER BY a.recorded_at, a.customer_account_id LIMIT 1);
END $$;

-- The first legal entity that trades with a golden customer, by code, else our first one: for a customer without any account.
CREATE FUNCTION first_entity_id(of_golden uuid) RETURNS uuid LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
  RETURN (SELECT e.legal_entity_id FROM legal_entity e
    ORDER BY NOT EXISTS (SELECT FROM customer_entity t WHERE t.customer_id = of_golden AND t.legal_entity_id = e.legal_entity_id), e.code
    LIMIT 1);
END $$;
