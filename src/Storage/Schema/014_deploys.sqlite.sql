-- What was rolled out. A deploy that takes several services with it has a row for each.
CREATE TABLE deploys (
  workspace TEXT    NOT NULL,
  id        TEXT    NOT NULL,
  service   TEXT    NOT NULL,
  version   INTEGER NOT NULL,
  namespace TEXT,
  workload  TEXT    NOT NULL,                -- what runs its pods, in the spelling in which workloads are compared
  at        INTEGER NOT NULL,                -- when it began
  document  TEXT    NOT NULL,                -- the deploy as JSON
  PRIMARY KEY (workspace, id, service)
);

CREATE INDEX deploys_by_time      ON deploys (at);
CREATE INDEX deploys_of_workspace ON deploys (workspace, at, id, service);
CREATE INDEX deploys_of_service   ON deploys (workspace, service, at);
CREATE INDEX deploys_of_namespace ON deploys (workspace, namespace, at) WHERE namespace IS NOT NULL;
