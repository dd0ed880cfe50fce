-- Records that may be one: pairs of customers, contracts or products with the evidence side by side, and what a steward said of them.
SET LOCAL lock_timeout = '5s';

CREATE TABLE match_candidate (
  match_candidate_id uuid PRIMARY KEY DEFAULT new_id(),
  object_type        text NOT NULL,
  left_id            uuid NOT NULL,                      -- the smaller id of the two, so that a pair is one row
  right_id           uuid NOT NULL,
  score              numeric NOT NULL,                   -- the probability that they are one
  grade              text NOT NULL,                      -- CERTAIN: the rules would allow a link without a person
  evidence           jsonb NOT NULL,                     -- [{signal, agreement, left, right, weight}], weights in bits
  evidence_keys      text[] NOT NULL,                    -- names what speaks for the pair, by its values
  rejected_keys      text[],                             -- those that were there when it was rejected: only others open it again
  state              text NOT NULL DEFAULT 'OPEN',
  found_at           timestamptz NOT NULL,
  changed_at         timestamptz NOT NULL,               -- when score, evidence or state last changed
  decided_by         text,                               -- of the last decision, also where new evidence opened the pair again
  decided_at         timestamptz,
  reason             text,
  CONSTRAINT match_candidate_is_one_row_per_pair UNIQUE (object_type, left_id, right_id),
  CONSTRAINT match_candidate_object_type_is_known CHECK (object_type IN ('CUSTOMER','CONTRACT','PRODUCT')),
  CONSTRAINT match_candidate_names_two_objects_in_order CHECK (left_id < right_id),
  CONSTRAINT match_candidate_score_is_a_share CHECK (score BETWEEN 0 AND 1),
  CONSTRAINT match_candidate_grade_is_known CHECK (grade IN ('CERTAIN','LIKELY')),
  CONSTRAINT match_candidate_state_is_known CHECK (state IN ('OPEN','LINKED','REJECTED','LAPSED')),
  CONSTRAINT match_candidate_decision_has_a_decider CHECK (state NOT IN ('LINKED','REJECTED')
    OR (decided_by IS NOT NULL AND decided_at IS NOT NULL))
);
COMMENT ON TABLE match_candidate IS 'Two records that may be one. LAPSED: what spoke for an open pair is gone.';
CREATE INDEX match_candidate_queue ON match_candidate (object_type, state, score DESC, match_candidate_id);
CREATE INDEX match_candidate_right ON match_candidate (right_id);
CREATE INDEX match_candidate_left ON match_candidate (left_id);

GRANT SELECT, INSERT, UPDATE ON match_candidate TO revgraph_app;
