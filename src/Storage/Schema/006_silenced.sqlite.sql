-- Open incidents that nobody is told of for now: they are looked for when a silence is ended early or changed. Incidents that are told of are not in the index.
ALTER TABLE incidents ADD COLUMN silenced INTEGER;
CREATE INDEX incidents_silenced ON incidents (workspace) WHERE silenced = 1;
