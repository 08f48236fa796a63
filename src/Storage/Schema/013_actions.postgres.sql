-- The log of actions. What came of one is written over its beginning, by its id; limits are counted over what was executed.
ALTER TABLE actions
  ADD COLUMN id       text,
  ADD COLUMN workload text,                       -- cluster/namespace/kind/name
  ADD COLUMN executed integer;                    -- 1 or nothing

CREATE UNIQUE INDEX actions_by_id ON actions (workspace, id) WHERE id IS NOT NULL;
CREATE INDEX actions_executed ON actions (workspace, at) WHERE executed = 1;
