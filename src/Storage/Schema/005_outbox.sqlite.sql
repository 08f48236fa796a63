-- Messages that must be sent, stored in the transaction of what they tell about. What waits is found by partial indexes, so that what was sent long ago costs
-- nothing. Numbers are never used twice (AUTOINCREMENT): a result that comes late must not find another message.

CREATE TABLE outbox (
  seq         INTEGER PRIMARY KEY AUTOINCREMENT,
  workspace   TEXT    NOT NULL,
  key         TEXT    NOT NULL,              -- the idempotency key
  channel     TEXT    NOT NULL,
  address     TEXT    NOT NULL,              -- a name, never a secret
  partition   INTEGER NOT NULL,              -- 0..15: which alarm grain looks after the destination
  incident_id TEXT,
  kind        INTEGER NOT NULL,
  severity    INTEGER NOT NULL,
  is_page     INTEGER NOT NULL,
  status      INTEGER NOT NULL,              -- 0 pending, 1 sent, 2 dead, 3 suppressed
  attempts    INTEGER NOT NULL,
  created_at  INTEGER NOT NULL,
  next_at     INTEGER,
  done_at     INTEGER,
  error       TEXT,
  reference   TEXT,                          -- what the vendor calls it
  document    TEXT    NOT NULL,              -- the content as JSON
  UNIQUE (workspace, key)
);

-- With the time it also tells how long the oldest has waited, without a look at the rows.
CREATE INDEX outbox_pending           ON outbox (workspace, channel, address, seq, created_at) WHERE status = 0;
CREATE INDEX outbox_of_incident       ON outbox (workspace, incident_id, seq) WHERE incident_id IS NOT NULL;
CREATE INDEX outbox_dead              ON outbox (seq) WHERE status = 2;
CREATE INDEX outbox_dead_of_workspace ON outbox (workspace, seq) WHERE status = 2;
CREATE INDEX outbox_done              ON outbox (status, done_at) WHERE done_at IS NOT NULL;
