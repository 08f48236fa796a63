-- What the console's list of incidents shows, filters and counts, as columns: documents are read for the rows of one page only.
ALTER TABLE incidents
  ADD COLUMN scope         text,             -- the service, else the workload: whose team it is
  ADD COLUMN owner         text,             -- to whom it was given, else who has acknowledged it
  ADD COLUMN snoozed_until bigint,
  ADD COLUMN flapping      integer,          -- 1 or nothing
  ADD COLUMN cluster       text,
  ADD COLUMN node          text,
  ADD COLUMN pod           text;

-- A pod without service and deployment gets its workload with its next change.
UPDATE incidents i SET
  scope = coalesce(nullif(i.service, ''), nullif(d.json -> 'subject' ->> 'deployment', '')),
  owner = coalesce(d.json ->> 'assigned_to', d.json ->> 'acknowledged_by'),
  snoozed_until = (extract(epoch FROM (d.json ->> 'snoozed_until')::timestamptz) * 1000)::bigint,
  flapping = CASE WHEN (d.json ->> 'flapping')::boolean THEN 1 END,
  cluster = d.json -> 'subject' ->> 'cluster',
  node = d.json -> 'subject' ->> 'node',
  pod = d.json -> 'subject' ->> 'pod'
FROM (SELECT row_id, document::jsonb AS json FROM incidents) AS d WHERE d.row_id = i.row_id;
