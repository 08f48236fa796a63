-- How many incidents were resolved lately and how long that took, for /platform/overview, without a look at their rows. An incident enters it with its end:
-- births pay nothing.
CREATE INDEX incidents_resolved ON incidents (workspace, resolved_at, created_at, parent_id) WHERE resolved_at IS NOT NULL;
