-- Due times are data: a grain that must act later leaves a row, in the transaction of the state that needs it.

CREATE TABLE alarms (
  workspace TEXT    NOT NULL,
  kind      TEXT    NOT NULL,                -- the grain's type
  id        TEXT    NOT NULL,                -- its key behind the workspace
  name      TEXT    NOT NULL,                -- what is due
  partition INTEGER NOT NULL,                -- 0..15: which alarm grain looks after it
  due_at    INTEGER NOT NULL,
  set_at    INTEGER NOT NULL,
  PRIMARY KEY (workspace, kind, id, name)
) WITHOUT ROWID;

-- The rest of the primary key is the order of alarms that are due at the same instant, for reading on where a page ended.
CREATE INDEX alarms_due ON alarms (partition, due_at, workspace, kind, id, name);

-- Held resolves were looked for when an intake woke; now their alarm is.
DROP INDEX alerts_held;

-- What waits already. The incident finds out by itself what is due and when, so that "now" is always right; any partition will do.
INSERT INTO alarms
SELECT DISTINCT i.workspace, 'incident', i.id, 'flapping', i.row_id % 16, unixepoch() * 1000, unixepoch() * 1000
FROM alerts a JOIN incidents i ON i.workspace = a.workspace AND i.id = a.incident_id
WHERE a.held_since IS NOT NULL OR a.flapping = 1;

INSERT INTO alarms
SELECT workspace, 'incident', id, 'snooze', row_id % 16, unixepoch() * 1000, unixepoch() * 1000
FROM incidents WHERE state <> 2 AND document ->> '$.snoozed_until' IS NOT NULL;

INSERT INTO alarms
SELECT workspace, 'incident', id, 'stale', row_id % 16, (unixepoch() + 86400) * 1000, unixepoch() * 1000
FROM incidents WHERE state <> 2 AND document ->> '$.adapter' IN ('alertmanager', 'prometheus');
