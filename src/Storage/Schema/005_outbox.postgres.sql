-- Messages that must be sent, stored in the transaction of what they tell about. What waits is found by partial indexes, so that what was sent long ago costs
-- nothing.

CREATE TABLE outbox (
  seq         bigint  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  workspace   text    NOT NULL,
  key         text    NOT NULL,              -- the idempotency key
  channel     text    NOT NULL,
  address     text    NOT NULL,              -- a name, never a secret
  partition   integer NOT NULL,              -- 0..15: which alarm grain looks after the destination
  incident_id text,
  kind        integer NOT NULL,
  severity    integer NOT NULL,
  is_page     integer NOT NULL,
  status      integer NOT NULL,              -- 0 pending, 1 sent, 2 dead, 3 suppressed
  attempts    integer NOT NULL,
  created_at  bigint  NOT NULL,
  next_at     bigint,
  done_at     bigint,
  error       text,
  reference   text,                          -- what the vendor calls it
  document    text    NOT NULL,              -- the content as JSON
  UNIQUE (workspace, key)
) WITH (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.05);

-- With the time it also tells how long the oldest has waited, without a look at the rows.
CREATE INDEX outbox_pending           ON outbox (workspace, channel, address, seq, created_at) WHERE status = 0;
CREATE INDEX outbox_of_incident       ON outbox (workspace, incident_id, seq) WHERE incident_id IS NOT NULL;
CREATE INDEX outbox_dead              ON outbox (seq) WHERE status = 2;
CREATE INDEX outbox_dead_of_workspace ON outbox (workspace, seq) WHERE status = 2;
CREATE INDEX outbox_done              ON outbox (status, done_at) WHERE done_at IS NOT NULL;
