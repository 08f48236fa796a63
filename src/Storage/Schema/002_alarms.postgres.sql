-- Due times are data: a grain that must act later leaves a row, in the transaction of the state that needs it.

CREATE TABLE alarms (
  workspace text    NOT NULL,
  kind      text    NOT NULL,                -- the grain's type
  id        text    NOT NULL,                -- its key behind the workspace
  name      text    NOT NULL,                -- what is due
  partition integer NOT NULL,                -- 0..15: which alarm grain looks after it
  due_at    bigint  NOT NULL,
  set_at    bigint  NOT NULL,
  PRIMARY KEY (workspace, kind, id, name)
) WITH (autovacuum_vacuum_scale_factor = 0.05);

-- The rest of the primary key is the order of alarms that are due at the same instant, for reading on where a page ended.
CREATE INDEX alarms_due ON alarms (partition, due_at, workspace, kind, id, name);
