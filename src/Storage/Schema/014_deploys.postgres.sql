-- What was rolled out. A deploy that takes several services with it has a row for each.
CREATE TABLE deploys (
  workspace text    NOT NULL,
  id        text    NOT NULL,
  service   text    NOT NULL,
  version   integer NOT NULL,
  namespace text,
  workload  text    NOT NULL,                -- what runs its pods, in the spelling in which workloads are compared
  at        bigint  NOT NULL,                -- when it began
  document  text    NOT NULL,                -- the deploy as JSON
  PRIMARY KEY (workspace, id, service)
);

CREATE INDEX deploys_by_time      ON deploys (at);
CREATE INDEX deploys_of_workspace ON deploys (workspace, at, id, service);
CREATE INDEX deploys_of_service   ON deploys (workspace, service, at);
CREATE INDEX deploys_of_namespace ON deploys (workspace, namespace, at) WHERE namespace IS NOT NULL;
