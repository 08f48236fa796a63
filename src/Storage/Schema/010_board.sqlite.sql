-- What the console's list of incidents shows, filters and counts, as columns: documents are read for the rows of one page only.
ALTER TABLE incidents ADD COLUMN scope TEXT;             -- the service, else the workload: whose team it is
ALTER TABLE incidents ADD COLUMN owner TEXT;             -- to whom it was given, else who has acknowledged it
ALTER TABLE incidents ADD COLUMN snoozed_until INTEGER;
ALTER TABLE incidents ADD COLUMN flapping INTEGER;       -- 1 or nothing
ALTER TABLE incidents ADD COLUMN cluster TEXT;
ALTER TABLE incidents ADD COLUMN node TEXT;
ALTER TABLE incidents ADD COLUMN pod TEXT;

-- A pod without service and deployment gets its workload with its next change.
UPDATE incidents SET
  scope = coalesce(nullif(service, ''), nullif(document ->> '$.subject.deployment', '')),
  owner = coalesce(document ->> '$.assigned_to', document ->> '$.acknowledged_by'),
  snoozed_until = unixepoch(document ->> '$.snoozed_until') * 1000,
  flapping = nullif(document ->> '$.flapping', 0),
  cluster = document ->> '$.subject.cluster',
  node = document ->> '$.subject.node',
  pod = document ->> '$.subject.pod';

-- The list counts all incidents of a state. With what it counts in the index it need not look at their rows, of which each has a page nearly for itself.
DROP INDEX incidents_of_workspace_open;
CREATE INDEX incidents_of_workspace_open ON incidents
  (workspace, state, created_at, row_id, id, severity, scope, namespace, source, owner, silenced, snoozed_until, parent_id);
