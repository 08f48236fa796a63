-- Open incidents that nobody is told of for now: they are looked for when a silence is ended early or changed. Incidents that are told of are not in the index,
-- and a column of its own keeps the other changes of a document cheap: an index that names the document would see all of them.
ALTER TABLE incidents ADD COLUMN silenced integer;
CREATE INDEX incidents_silenced ON incidents (workspace, row_id) WHERE silenced = 1;
