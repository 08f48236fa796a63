-- The state of grains that act at a time or tell somebody, one row a grain: what they do then commits with it. Also what they keep beside it.
CREATE TABLE documents (
  workspace  text    NOT NULL,
  kind       text    NOT NULL,               -- the grain's type
  id         text    NOT NULL,               -- its key behind the workspace
  version    integer NOT NULL,
  changed_at bigint  NOT NULL,
  document   text    NOT NULL,               -- the state as JSON
  PRIMARY KEY (workspace, kind, id)
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);

-- Who did what, for those who ask later.
CREATE TABLE audit (
  seq       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  workspace text   NOT NULL,
  actor     text   NOT NULL,
  action    text   NOT NULL,
  kind      text   NOT NULL,
  id        text   NOT NULL,
  at        bigint NOT NULL,
  detail    text   NOT NULL                  -- JSON
);

CREATE INDEX audit_of_workspace ON audit (workspace, seq);
