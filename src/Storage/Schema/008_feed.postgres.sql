-- What has committed, for those who follow it: at most a few rows a batch and workspace, kept for a day. Several silos write, and take their numbers before
-- they commit; so rows are ordered by transaction first, and a reader stays below the oldest transaction that still runs: nothing can come in there any more.

CREATE TABLE feed (
  tx        xid8   NOT NULL DEFAULT pg_current_xact_id(),
  seq       bigint GENERATED ALWAYS AS IDENTITY,
  workspace text   NOT NULL,
  at        bigint NOT NULL,                 -- when the batch was written
  changes   text   NOT NULL,                 -- a JSON array: what changed, who did it, when
  PRIMARY KEY (tx, seq)
);

CREATE INDEX feed_of_workspace ON feed (workspace, tx, seq);

-- Written once, read a few times, gone after a day: not worth compressing.
ALTER TABLE feed ALTER COLUMN changes SET STORAGE EXTERNAL;
