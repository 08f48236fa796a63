-- What incidents are found by and sorted by. A table of its own, narrow and in the order of a list, so that a search walks a few megabytes and not the documents.
CREATE TABLE incident_search (
  workspace       text    NOT NULL,
  created_at      bigint  NOT NULL,
  row_id          bigint  NOT NULL,          -- of the incident
  updated_at      bigint  NOT NULL,          -- of its newest event; repeats are none
  acknowledged_by text,
  assigned_to     text,
  words           text    NOT NULL,          -- title, id, source, place, values of labels: lines in small letters
  labels          text    NOT NULL,          -- lines name=value in small letters
  PRIMARY KEY (workspace, created_at, row_id)
) WITH (fillfactor = 85);

INSERT INTO incident_search (workspace, created_at, row_id, updated_at, acknowledged_by, assigned_to, words, labels)
SELECT i.workspace, i.created_at, i.row_id,
  coalesce((SELECT max(e.at) FROM incident_events e WHERE e.workspace = i.workspace AND e.incident_id = i.id), i.created_at),
  d.json ->> 'acknowledged_by', d.json ->> 'assigned_to',
  lower(concat(E'\n', i.title, E'\n', i.id, E'\n', i.source, E'\n', l.words, E'\n', p.words, E'\n')),
  lower(concat(E'\n', l.labels, E'\n', p.labels, E'\n'))
FROM incidents i
CROSS JOIN LATERAL (SELECT i.document::jsonb AS json) d
CROSS JOIN LATERAL (
  SELECT string_agg(replace(e ->> 'value', E'\n', ' '), E'\n') AS words,
         string_agg((e ->> 'name') || '=' || replace(e ->> 'value', E'\n', ' '), E'\n') AS labels
  FROM jsonb_array_elements(CASE jsonb_typeof(d.json -> 'labels') WHEN 'array' THEN d.json -> 'labels' ELSE '[]' END) e) l
CROSS JOIN LATERAL (
  SELECT string_agg(e.value, E'\n') AS words, string_agg(e.key || '=' || e.value, E'\n') AS labels
  FROM jsonb_each_text(CASE jsonb_typeof(d.json -> 'subject') WHEN 'object' THEN d.json -> 'subject' ELSE '{}' END) e WHERE e.value IS NOT NULL) p;
