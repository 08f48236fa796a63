-- Every batch leaves its number in its writer's row. A writer is one connection of one silo; when that breaks under a commit, the row says whether the
-- commit happened, also after a failover or a restore: it is part of what was or was not saved.
CREATE TABLE ledger_writers (
  id    text   NOT NULL PRIMARY KEY,
  batch bigint NOT NULL,
  at    bigint NOT NULL                      -- Unix milliseconds of the writer's first batch
) WITH (fillfactor = 50);
