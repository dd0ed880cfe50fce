-- Who we are and where data comes from: currencies, source systems, legal entities, exchange rates, accounting books and
-- their periods.
SET LOCAL lock_timeout = '5s';

CREATE TABLE currency (
  code         text COLLATE "C" PRIMARY KEY,
  name         text NOT NULL,
  minor_digits int NOT NULL,
  numeric_code text NOT NULL,
  withdrawn_on date,                 -- first day of the month in which ISO withdrew it; never refuse a document by it
  CONSTRAINT currency_code_has_three_capitals CHECK (code ~ '^[A-Z]{3}$'),
  CONSTRAINT currency_minor_digits_are_those_of_its_code CHECK (minor_digits = minor_digits(code))
);
COMMENT ON TABLE currency IS 'ISO 4217 codes with a minor unit, and withdrawn ones that old documents carry.';

CREATE TABLE source_system (
  source_system_id  uuid PRIMARY KEY DEFAULT new_id(),
  key               text COLLATE "C" NOT NULL CONSTRAINT source_system_key_is_unique UNIQUE,
  name              text NOT NULL,
  kind              text NOT NULL,
  freshness_minutes int,             -- promised longest silence of its feed
  last_record_at    timestamptz,     -- when its latest record came in
  CONSTRAINT source_system_kind_is_known CHECK (kind IN ('CRM','CPQ','BILLING','METERING','PAYMENT','TAX','ERP','MDM','SUITE','FILE','GATEWAY'))
);
COMMENT ON TABLE source_system IS 'One instance of a system that records come from; GATEWAY is Revgraph itself as system of record.';
CREATE UNIQUE INDEX source_system_has_one_gateway ON source_system (kind) WHERE kind = 'GATEWAY';
-- The id is fixed, because generated columns (issued_by_gateway) compare with it.
INSERT INTO source_system (source_system_id, key, name, kind)
VALUES ('00000000-0000-7000-8000-000000000001', 'gateway', 'Revgraph', 'GATEWAY');

CREATE TABLE legal_entity (
  legal_entity_id       uuid PRIMARY KEY DEFAULT new_id(),
  code                  text COLLATE "C" NOT NULL CONSTRAINT legal_entity_code_is_unique UNIQUE,
  name                  text NOT NULL,
  country               text,                              -- ISO 3166-1 alpha-2
  functional_currency   text COLLATE "C" NOT NULL REFERENCES currency,
  time_zone             text NOT NULL DEFAULT 'UTC',       -- IANA; decides which day it is there
  fiscal_year_end_month int NOT NULL DEFAULT 12,
  fiscal_year_end_day   int NOT NULL DEFAULT 31,           -- 29 February means the last day of February
  fiscal_pattern        text NOT NULL DEFAULT 'CALENDAR',
  CONSTRAINT legal_entity_fiscal_year_ends_on_a_day CHECK (fiscal_year_end_month BETWEEN 1 AND 12 AND fiscal_year_end_day BETWEEN 1 AND 31),
  CONSTRAINT legal_entity_fiscal_pattern_is_known CHECK (fiscal_pattern IN ('CALENDAR','WEEKS_445','WEEKS_454','WEEKS_544','THIRTEEN'))
);
COMMENT ON TABLE legal_entity IS 'One of our own companies; row rules go by it.';

CREATE TABLE source_system_entity (
  source_system_id uuid NOT NULL REFERENCES source_system,
  legal_entity_id  uuid NOT NULL REFERENCES legal_entity,
  PRIMARY KEY (source_system_id, legal_entity_id)
);
COMMENT ON TABLE source_system_entity IS 'Which legal entities a source system serves.';

CREATE TABLE feed (
  source_system_id uuid NOT NULL REFERENCES source_system,
  record_type      text COLLATE "C" NOT NULL,
  first_record_at  timestamptz NOT NULL,
  last_record_at   timestamptz NOT NULL,
  PRIMARY KEY (source_system_id, record_type)
);
COMMENT ON TABLE feed IS 'Which records a source sends, since when, and when the last came in. No feed: figures are null, not zero.';

CREATE TABLE exchange_rate (
  exchange_rate_id uuid NOT NULL DEFAULT new_id(),
  rate_on          date NOT NULL,
  rate_type        text COLLATE "C" NOT NULL,   -- C like the currencies, or the function below could not use its indexes
  base_currency    text COLLATE "C" NOT NULL REFERENCES currency,
  quote_currency   text COLLATE "C" NOT NULL REFERENCES currency,
  rate             numeric NOT NULL,          -- 1 base = rate quote
  source_system_id uuid REFERENCES source_system,
  recorded_at      timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (rate_type, base_currency, quote_currency, rate_on),
  CONSTRAINT exchange_rate_type_is_known CHECK (rate_type IN ('SPOT','AVERAGE','CLOSING')),
  CONSTRAINT exchange_rate_is_positive CHECK (rate > 0 AND rate < 'Infinity'),
  CONSTRAINT exchange_rate_has_two_currencies CHECK (base_currency <> quote_currency)
);
COMMENT ON TABLE exchange_rate IS 'Rates by day and type; 1 unit of the base currency is rate units of the quote currency.';
CREATE UNIQUE INDEX exchange_rate_rate_on ON exchange_rate (rate_on, exchange_rate_id);

CREATE INDEX exchange_rate_base ON exchange_rate (base_currency, rate_type, rate_on, quote_currency) INCLUDE (rate);
CREATE INDEX exchange_rate_quote ON exchange_rate (quote_currency, rate_type, rate_on, base_currency) INCLUDE (rate);

-- The worth of one unit of a currency in another on a day, by rates of one type: the last one of that day and the 7 before,
-- direct, else inverse, else over one currency that both have rates with (the freshest, then by code). 1 where the two are
-- equal, null where there is none. Where a pair never had a CLOSING rate, its SPOT rate stands in.
-- An inverse has 40 digits after the point: it rounds nothing that an amount could show.
CREATE FUNCTION exchange_rate(wanted_type text, from_currency text, to_currency text, wanted_on date) RETURNS numeric
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE found numeric;
BEGIN
  IF from_currency = to_currency THEN RETURN 1; END IF;
  found := coalesce(
    (SELECT r.rate FROM exchange_rate r
     WHERE r.rate_type = wanted_type AND r.base_currency = from_currency AND r.quote_currency = to_currency
       AND r.rate_on BETWEEN wanted_on - 7 AND wanted_on
     ORDER BY r.rate_on DESC LIMIT 1),
    (SELECT round(1::numeric, 40) / r.rate FROM exchange_rate r
     WHERE r.rate_type = wanted_type AND r.base_currency = to_currency AND r.quote_currency = from_currency
       AND r.rate_on BETWEEN wanted_on - 7 AND wanted_on
     ORDER BY r.rate_on DESC LIMIT 1));
  IF found IS NOT NULL THEN RETURN found; END IF;
  SELECT d.rate * a.rate INTO found FROM (
    SELECT DISTINCT ON (over) over, rate, rate_on FROM (
      SELECT r.quote_currency AS over, r.rate, r.rate_on, 1 AS preference FROM exchange_rate r
      WHERE r.base_currency = from_currency AND r.rate_type = wanted_type AND r.rate_on BETWEEN wanted_on - 7 AND wanted_on
      UNION ALL
      SELECT r.base_currency, round(1::numeric, 40) / r.rate, r.rate_on, 2 FROM exchange_rate r
      WHERE r.quote_currency = from_currency AND r.rate_type = wanted_type AND r.rate_on BETWEEN wanted_on - 7 AND wanted_on
    ) departure ORDER BY over, preference, rate_on DESC
  ) d JOIN (
    SELECT DISTINCT ON (over) over, rate, rate_on FROM (
      SELECT r.base_currency AS over, r.rate, r.rate_on, 1 AS preference FROM exchange_rate r
      WHERE r.quote_currency = to_currency AND r.rate_type = wanted_type AND r.rate_on BETWEEN wanted_on - 7 AND wanted_on
      UNION ALL
      SELECT r.quote_currency, round(1::numeric, 40) / r.rate, r.rate_on, 2 FROM exchange_rate r
      WHERE r.base_currency = to_currency AND r.rate_type = wanted_type AND r.rate_on BETWEEN wanted_on - 7 AND wanted_on
    ) arrival ORDER BY over, preference, rate_on DESC
  ) a USING (over)
  ORDER BY least(d.rate_on, a.rate_on) DESC, over LIMIT 1;
  IF found IS NULL AND wanted_type = 'CLOSING' AND NOT EXISTS (
    SELECT FROM exchange_rate r WHERE r.rate_type = 'CLOSING' AND r.base_currency = from_currency AND r.quote_currency = to_currency
    UNION ALL
    SELECT FROM exchange_rate r WHERE r.rate_type = 'CLOSING' AND r.base_currency = to_currency AND r.quote_currency = from_currency)
  THEN RETURN exchange_rate('SPOT', from_currency, to_currency, wanted_on); END IF;
  RETURN found;
END $$;

CREATE TABLE accounting_book (
  accounting_book_id     uuid PRIMARY KEY DEFAULT new_id(),
  legal_entity_id        uuid NOT NULL REFERENCES legal_entity,
  code                   text COLLATE "C" NOT NULL,          -- e.g. ACCRUAL
  name                   text,
  standard               text NOT NULL,
  is_primary             boolean NOT NULL DEFAULT false,     -- the accrual book that figures are read from
  owner_source_system_id uuid NOT NULL REFERENCES source_system,   -- the gateway: ours, closed periods are refused
  CONSTRAINT accounting_book_standard_is_known CHECK (standard IN ('GAAP','IFRS','TAX','CASH')),
  CONSTRAINT accounting_book_code_is_unique_per_entity UNIQUE (legal_entity_id, code)
);
COMMENT ON TABLE accounting_book IS 'A set of books of one legal entity, with the system that owns it.';
CREATE UNIQUE INDEX accounting_book_has_one_primary_per_entity ON accounting_book (legal_entity_id) WHERE is_primary;

CREATE TABLE accounting_period (
  accounting_period_id uuid PRIMARY KEY DEFAULT new_id(),
  accounting_book_id   uuid NOT NULL REFERENCES accounting_book,
  class                text NOT NULL,
  name                 text NOT NULL,
  starts_on            date NOT NULL,
  ends_on              date NOT NULL,         -- inclusive
  status               text NOT NULL DEFAULT 'OPEN',
  updated_at           timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT accounting_period_class_is_known CHECK (class IN ('RECEIVABLES','REVENUE','LEDGER')),
  CONSTRAINT accounting_period_status_is_known CHECK (status IN ('FUTURE','OPEN','CLOSING','CLOSED','LOCKED')),
  CONSTRAINT accounting_period_ends_after_its_start CHECK (ends_on >= starts_on),
  CONSTRAINT accounting_period_starts_once UNIQUE (accounting_book_id, class, starts_on)
);
COMMENT ON TABLE accounting_period IS 'A period of one book and class; the ledger refuses or flags postings by its status.';

-- Periods of one book and class never overlap. (An exclusion constraint would need btree_gist, which not every server has.)
-- The lock on the book makes two writers wait for each other.
CREATE FUNCTION accounting_period_check_overlap() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE clash record;
BEGIN
  PERFORM FROM accounting_book WHERE accounting_book_id IN (SELECT accounting_book_id FROM new_rows)
  ORDER BY accounting_book_id FOR NO KEY UPDATE;
  SELECT a.name AS one, b.name AS other INTO clash
  FROM new_rows a JOIN accounting_period b ON b.accounting_book_id = a.accounting_book_id AND b.class = a.class
    AND b.accounting_period_id <> a.accounting_period_id AND b.starts_on <= a.ends_on AND a.starts_on <= b.ends_on
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'period % overlaps period % of the same book and class', clash.one, clash.other
      USING ERRCODE = 'exclusion_violation', TABLE = 'accounting_period', CONSTRAINT = 'accounting_period_does_not_overlap';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER accounting_period_insert_check AFTER INSERT ON accounting_period
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION accounting_period_check_overlap();
CREATE TRIGGER accounting_period_update_check AFTER UPDATE ON accounting_period
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION accounting_period_check_overlap();

GRANT SELECT ON currency TO revgraph_app;
GRANT SELECT, INSERT, UPDATE ON source_system, legal_entity, source_system_entity, exchange_rate, accounting_book,
  accounting_period TO revgraph_app;

-- Active codes with a minor unit, funds codes included. Metals, the SDR, bond units and the test code have none: they are
-- no currency of a document.
INSERT INTO currency (code, name, minor_digits, numeric_code)
SELECT code, name, minor_digits(code), numeric_code FROM (VALUES
  ('AED','UAE Dirham','784'), ('AFN','Afghani','971'), ('ALL','Lek','008'), ('AMD','Armenian Dram','051'),
  ('AOA','Kwanza','973'), ('ARS','Argentine Peso','032'), ('AUD','Australian Dollar','036'), ('AWG','Aruban Florin','533'),
  ('AZN','Azerbaijan Manat','944'), ('BAM','Convertible Mark','977'), ('BBD','Barbados Dollar','052'), ('BDT','Taka','050'),
  ('BHD','Bahraini Dinar','048'), ('BIF','Burundi Franc','108'), ('BMD','Bermudian Dollar','060'), ('BND','Brunei Dollar','096'),
  ('BOB','Boliviano','068'), ('BOV','Mvdol','984'), ('BRL','Brazilian Real','986'), ('BSD','Bahamian Dollar','044'),
  ('BTN','Ngultrum','064'), ('BWP','Pula','072'), ('BYN','Belarusian Ruble','933'), ('BZD','Belize Dollar','084'),
  ('CAD','Canadian Dollar','124'), ('CDF','Congolese Franc','976'), ('CHE','WIR Euro','947'), ('CHF','Swiss Franc','756'),
  ('CHW','WIR Franc','948'), ('CLF','Unidad de Fomento','990'), ('CLP','Chilean Peso','152'), ('CNY','Yuan Renminbi','156'),
  ('COP','Colombian Peso','170'), ('COU','Unidad de Valor Real','970'), ('CRC','Costa Rican Colon','188'),
  ('CUP','Cuban Peso','192'), ('CVE','Cabo Verde Escudo','132'), ('CZK','Czech Koruna','203'), ('DJF','Djibouti Franc','262'),
  ('DKK','Danish Krone','208'), ('DOP','Dominican Peso','214'), ('DZD','Algerian Dinar','012'), ('EGP','Egyptian Pound','818'),
  ('ERN','Nakfa','232'), ('ETB','Ethiopian Birr','230'), ('EUR','Euro','978'), ('FJD','Fiji Dollar','242'),
  ('FKP','Falkland Islands Pound','238'), ('GBP','Pound Sterling','826'), ('GEL','Lari','981'), ('GHS','Ghana Cedi','936'),
  ('GIP','Gibraltar Pound','292'), ('GMD','Dalasi','270'), ('GNF','Guinean Franc','324'), ('GTQ','Quetzal','320'),
  ('GYD','Guyana Dollar','328'), ('HKD','Hong Kong Dollar','344'), ('HNL','Lempira','340'), ('HTG','Gourde','332'),
  ('HUF','Forint','348'), ('IDR','Rupiah','360'), ('ILS','New Israeli Sheqel','376'), ('INR','Indian Rupee','356'),
  ('IQD','Iraqi Dinar','368'), ('IRR','Iranian Rial','364'), ('ISK','Iceland Krona','352'), ('JMD','Jamaican Dollar','388'),
  ('JOD','Jordanian Dinar','400'), ('JPY','Yen','392'), ('KES','Kenyan Shilling','404'), ('KGS','Som','417'),
  ('KHR','Riel','116'), ('KMF','Comorian Franc','174'), ('KPW','North Korean Won','408'), ('KRW','Won','410'),
  ('KWD','Kuwaiti Dinar','414'), ('KYD','Cayman Islands Dollar','136'), ('KZT','Tenge','398'), ('LAK','Lao Kip','418'),
  ('LBP','Lebanese Pound','422'), ('LKR','Sri Lanka Rupee','144'), ('LRD','Liberian Dollar','430'), ('LSL','Loti','426'),
  ('LYD','Libyan Dinar','434'), ('MAD','Moroccan Dirham','504'), ('MDL','Moldovan Leu','498'), ('MGA','Malagasy Ariary','969'),
  ('MKD','Denar','807'), ('MMK','Kyat','104'), ('MNT','Tugrik','496'), ('MOP','Pataca','446'), ('MRU','Ouguiya','929'),
  ('MUR','Mauritius Rupee','480'), ('MVR','Rufiyaa','462'), ('MWK','Malawi Kwacha','454'), ('MXN','Mexican Peso','484'),
  ('MXV','Mexican Unidad de Inversion','979'), ('MYR','Malaysian Ringgit','458'), ('MZN','Mozambique Metical','943'),
  ('NAD','Namibia Dollar','516'), ('NGN','Naira','566'), ('NIO','Cordoba Oro','558'), ('NOK','Norwegian Krone','578'),
  ('NPR','Nepalese Rupee','524'), ('NZD','New Zealand Dollar','554'), ('OMR','Rial Omani','512'), ('PAB','Balboa','590'),
  ('PEN','Sol','604'), ('PGK','Kina','598'), ('PHP','Philippine Peso','608'), ('PKR','Pakistan Rupee','586'),
  ('PLN','Zloty','985'), ('PYG','Guarani','600'), ('QAR','Qatari Rial','634'), ('RON','Romanian Leu','946'),
  ('RSD','Serbian Dinar','941'), ('RUB','Russian Ruble','643'), ('RWF','Rwanda Franc','646'), ('SAR','Saudi Riyal','682'),
  ('SBD','Solomon Islands Dollar','090'), ('SCR','Seychelles Rupee','690'), ('SDG','Sudanese Pound','938'),
  ('SEK','Swedish Krona','752'), ('SGD','Singapore Dollar','702'), ('SHP','Saint Helena Pound','654'), ('SLE','Leone','925'),
  ('SOS','Somali Shilling','706'), ('SRD','Surinam Dollar','968'), ('SSP','South Sudanese Pound','728'), ('STN','Dobra','930'),
  ('SVC','El Salvador Colon','222'), ('SYP','Syrian Pound','760'), ('SZL','Lilangeni','748'), ('THB','Baht','764'),
  ('TJS','Somoni','972'), ('TMT','Turkmenistan New Manat','934'), ('TND','Tunisian Dinar','788'), ('TOP','Pa''anga','776'),
  ('TRY','Turkish Lira','949'), ('TTD','Trinidad and Tobago Dollar','780'), ('TWD','New Taiwan Dollar','901'),
  ('TZS','Tanzanian Shilling','834'), ('UAH','Hryvnia','980'), ('UGX','Uganda Shilling','800'), ('USD','US Dollar','840'),
  ('USN','US Dollar (next day)','997'), ('UYI','Uruguay Peso en Unidades Indexadas','940'), ('UYU','Peso Uruguayo','858'),
  ('UYW','Unidad Previsional','927'), ('UZS','Uzbekistan Sum','860'), ('VED','Bolivar Digital','926'),
  ('VES','Bolivar Soberano','928'), ('VND','Dong','704'), ('VUV','Vatu','548'), ('WST','Tala','882'),
  ('XAD','Arab Accounting Dinar','396'), ('XAF','CFA Franc BEAC','950'), ('XCD','East Caribbean Dollar','951'),
  ('XCG','Caribbean Guilder','532'), ('XOF','CFA Franc BCEAO','952'), ('XPF','CFP Franc','953'), ('YER','Yemeni Rial','886'),
  ('ZAR','Rand','710'), ('ZMW','Zambian Kwacha','967'), ('ZWG','Zimbabwe Gold','924')
) AS active (code, name, numeric_code);

INSERT INTO currency (code, name, minor_digits, numeric_code, withdrawn_on)
SELECT code, name, minor_digits(code), numeric_code, withdrawn_on::date FROM (VALUES
  ('ADP','Andorran Peseta','020','2002-03-01'), ('ANG','Netherlands Antillean Guilder','532','2025-03-01'),
  ('ATS','Schilling','040','2002-03-01'), ('AZM','Azerbaijanian Manat','031','2005-12-01'),
  ('BEF','Belgian Franc','056','2002-03-01'), ('BGL','Lev A/99','100','2003-11-01'), ('BGN','Bulgarian Lev','975','2026-01-01'),
  ('BYB','Belarusian Ruble (old)','112','2001-01-01'), ('BYR','Belarusian Ruble','974','2017-01-01'),
  ('CUC','Peso Convertible','931','2021-06-01'), ('CYP','Cyprus Pound','196','2008-01-01'),
  ('DEM','Deutsche Mark','276','2002-03-01'), ('EEK','Kroon','233','2011-01-01'), ('ESP','Spanish Peseta','724','2002-03-01'),
  ('FIM','Markka','246','2002-03-01'), ('FRF','French Franc','250','2002-03-01'), ('GHC','Cedi','288','2008-01-01'),
  ('GRD','Drachma','300','2002-03-01'), ('HRK','Kuna','191','2023-01-01'), ('IEP','Irish Pound','372','2002-03-01'),
  ('ITL','Italian Lira','380','2002-03-01'), ('LTL','Lithuanian Litas','440','2014-12-01'),
  ('LUF','Luxembourg Franc','442','2002-03-01'), ('LVL','Latvian Lats','428','2014-01-01'),
  ('MGF','Malagasy Franc','450','2004-12-01'), ('MRO','Ouguiya (old)','478','2017-12-01'),
  ('MTL','Maltese Lira','470','2008-01-01'), ('MZM','Mozambique Metical (old)','508','2006-06-01'),
  ('NLG','Netherlands Guilder','528','2002-03-01'), ('PTE','Portuguese Escudo','620','2002-03-01'),
  ('ROL','Romanian Leu (old)','642','2005-06-01'), ('RUR','Russian Ruble (old)','810','2004-01-01'),
  ('SDD','Sudanese Dinar','736','2007-07-01'), ('SIT','Tolar','705','2007-01-01'), ('SKK','Slovak Koruna','703','2009-01-01'),
  ('SLL','Leone (old)','694','2023-12-01'), ('SRG','Surinam Guilder','740','2003-12-01'), ('STD','Dobra (old)','678','2017-12-01'),
  ('TMM','Turkmenistan Manat','795','2009-01-01'), ('TPE','Timor Escudo','626','2002-11-01'),
  ('TRL','Turkish Lira (old)','792','2005-12-01'), ('VEB','Bolivar','862','2008-01-01'),
  ('VEF','Bolivar Fuerte','937','2018-08-01'), ('YUM','New Dinar','891','2003-07-01'), ('CSD','Serbian Dinar (old)','891','2006-10-01'),
  ('ZMK','Zambian Kwacha (old)','894','2012-12-01'), ('ZWD','Zimbabwe Dollar (old)','716','2008-08-01'),
  ('ZWL','Zimbabwe Dollar','932','2024-09-01')
) AS withdrawn (code, name, numeric_code, withdrawn_on);
