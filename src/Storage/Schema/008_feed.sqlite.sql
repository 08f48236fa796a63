-- What has committed, in commit order, for those who follow it: at most a few rows a batch and workspace. Numbers are never used again. Kept for a day.

CREATE TABLE feed (
  seq       INTEGER PRIMARY KEY AUTOINCREMENT,
  workspace TEXT    NOT NULL,
  at        INTEGER NOT NULL,                -- when the batch was written
  changes   TEXT    NOT NULL                 -- a JSON array: what changed, who did it, when
);

CREATE INDEX feed_of_workspace ON feed (workspace, seq);
