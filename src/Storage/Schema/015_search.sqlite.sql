-- What incidents are found by and sorted by. A table of its own, narrow and in the order of a list, so that a search walks a few megabytes and not the documents.
CREATE TABLE incident_search (
  workspace       TEXT    NOT NULL,
  created_at      INTEGER NOT NULL,
  row_id          INTEGER NOT NULL,          -- of the incident
  updated_at      INTEGER NOT NULL,          -- of its newest event; repeats are none
  acknowledged_by TEXT,
  assigned_to     TEXT,
  words           TEXT    NOT NULL,          -- title, id, source, place, values of labels: lines in small letters
  labels          TEXT    NOT NULL,          -- lines name=value in small letters
  PRIMARY KEY (workspace, created_at, row_id)
) WITHOUT ROWID;

-- Letters beyond ASCII stay as they are here: incidents of before are found by them as they were written.
INSERT INTO incident_search (workspace, created_at, row_id, updated_at, acknowledged_by, assigned_to, words, labels)
SELECT i.workspace, i.created_at, i.row_id,
  coalesce((SELECT max(e.at) FROM incident_events e WHERE e.workspace = i.workspace AND e.incident_id = i.id), i.created_at),
  i.document ->> '$.acknowledged_by', i.document ->> '$.assigned_to',
  lower(char(10) || i.title || char(10) || i.id || char(10) || i.source || char(10)
    || coalesce((SELECT group_concat(replace(l.value ->> '$.value', char(10), ' '), char(10)) FROM json_each(i.document, '$.labels') l), '') || char(10)
    || coalesce((SELECT group_concat(p.value, char(10)) FROM json_each(i.document, '$.subject') p WHERE p.value IS NOT NULL), '') || char(10)),
  lower(char(10)
    || coalesce((SELECT group_concat((l.value ->> '$.name') || '=' || replace(l.value ->> '$.value', char(10), ' '), char(10))
                 FROM json_each(i.document, '$.labels') l), '') || char(10)
    || coalesce((SELECT group_concat(p.key || '=' || p.value, char(10)) FROM json_each(i.document, '$.subject') p WHERE p.value IS NOT NULL), '') || char(10))
FROM incidents i;
