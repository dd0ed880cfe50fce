-- What is sold and on which terms: products, price books, prices and payment terms.
SET LOCAL lock_timeout = '5s';

CREATE TABLE product (
  product_id            uuid PRIMARY KEY DEFAULT new_id(),
  code                  text COLLATE "C" NOT NULL CONSTRAINT product_code_is_unique UNIQUE,
  name                  text NOT NULL,
  sort_name             text COLLATE "C" NOT NULL GENERATED ALWAYS AS (sort_key(name)) STORED,
  description           text,
  family                text,
  kind                  text NOT NULL,
  unit_of_measure       text,
  active                boolean NOT NULL DEFAULT true,
  revenue_account_code  text,                    -- code of the ledger account, the same in every entity's chart
  recognition_template  text,
  standalone_price      numeric,                 -- per unit and price period, in standalone_currency (ASC 606 SSP)
  standalone_currency   text COLLATE "C" REFERENCES currency,
  tax_code              text,
  version               int NOT NULL DEFAULT 1,
  recorded_at           timestamptz NOT NULL DEFAULT now(),
  updated_at            timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT product_kind_is_known CHECK (kind IN ('RECURRING','USAGE','ONE_TIME','SERVICE')),
  CONSTRAINT product_standalone_price_has_a_currency CHECK (standalone_price IS NULL OR standalone_currency IS NOT NULL)
);
COMMENT ON TABLE product IS 'What is sold; pricing and accounting attributes have other owners than the definition.';
CREATE INDEX product_sort_name ON product (sort_name, product_id);

CREATE TABLE product_version (
  product_id     uuid NOT NULL REFERENCES product,
  version        int NOT NULL,
  valid_from     date NOT NULL,
  recorded_at    timestamptz NOT NULL DEFAULT now(),
  audit_event_id uuid,
  image          jsonb NOT NULL,                 -- the whole row as of this version
  PRIMARY KEY (product_id, version)
);
COMMENT ON TABLE product_version IS 'Every state that a product had.';

CREATE TABLE price_book (
  price_book_id uuid PRIMARY KEY DEFAULT new_id(),
  code          text COLLATE "C" NOT NULL CONSTRAINT price_book_code_is_unique UNIQUE,
  name          text NOT NULL,
  currency      text COLLATE "C" NOT NULL REFERENCES currency,
  active        boolean NOT NULL DEFAULT true
);
COMMENT ON TABLE price_book IS 'A list of prices in one currency.';

CREATE TABLE price (
  price_id          uuid PRIMARY KEY DEFAULT new_id(),
  price_book_id     uuid NOT NULL REFERENCES price_book,
  product_id        uuid NOT NULL REFERENCES product,
  price_model       text NOT NULL,
  unit_amount       numeric,                     -- per unit (FLAT: for all units; PERCENTAGE: percent) and price period
  currency          text COLLATE "C" NOT NULL REFERENCES currency,
  period_months     int,                         -- months that the amount covers; null for one-time
  package_size      numeric,                     -- units in one package
  tiers             jsonb,                       -- [{upTo, unitAmount, flatAmount}], upTo null in the last one
  min_commitment    numeric,                     -- money per price period
  included_quantity numeric,                     -- units per price period without charge
  valid_from        date NOT NULL DEFAULT '-infinity',
  valid_to          date NOT NULL DEFAULT 'infinity',   -- exclusive
  recorded_at       timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT price_model_is_known CHECK (price_model IN ('FLAT','PER_UNIT','GRADUATED','VOLUME','PACKAGE','PERCENTAGE','USAGE')),
  CONSTRAINT price_period_is_whole_months CHECK (period_months > 0),
  CONSTRAINT price_ends_after_its_start CHECK (valid_to > valid_from)
);
COMMENT ON TABLE price IS 'One version of the price of a product in a price book.';
CREATE INDEX price_product ON price (product_id, price_book_id, valid_from);
CREATE INDEX price_price_book ON price (price_book_id);

CREATE TABLE payment_term (
  payment_term_id  uuid PRIMARY KEY DEFAULT new_id(),
  code             text COLLATE "C" NOT NULL CONSTRAINT payment_term_code_is_unique UNIQUE,
  name             text NOT NULL,
  basis            text NOT NULL DEFAULT 'INVOICE_DATE',
  days             int NOT NULL DEFAULT 0,       -- days from the basis to the due date
  discount_percent numeric,                      -- cash discount when paid within discount_days
  discount_days    int,
  CONSTRAINT payment_term_basis_is_known CHECK (basis IN ('INVOICE_DATE','END_OF_MONTH','DELIVERY')),
  CONSTRAINT payment_term_days_are_not_negative CHECK (days >= 0 AND discount_days >= 0),
  CONSTRAINT payment_term_discount_is_a_percentage CHECK (discount_percent BETWEEN 0 AND 100)
);
COMMENT ON TABLE payment_term IS 'When an invoice falls due, and the cash discount for paying early.';

CREATE TABLE payment_term_instalment (
  payment_term_id uuid NOT NULL REFERENCES payment_term,
  position        int NOT NULL,
  percent         numeric NOT NULL,              -- share of the total; the shares of a term sum to 100
  days            int NOT NULL,                  -- days from the basis
  PRIMARY KEY (payment_term_id, position),
  CONSTRAINT payment_term_instalment_is_a_share CHECK (percent > 0 AND percent <= 100)
);
COMMENT ON TABLE payment_term_instalment IS 'Parts in which an invoice falls due; a term without rows falls due at once.';

GRANT SELECT, INSERT, UPDATE ON product, price_book, price, payment_term, payment_term_instalment TO revgraph_app;
GRANT SELECT, INSERT ON product_version TO revgraph_app;
