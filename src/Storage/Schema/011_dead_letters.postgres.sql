-- How often somebody tried in vain to take a dead letter in again, and when last.
ALTER TABLE dead_letters ADD COLUMN attempts integer NOT NULL DEFAULT 0;
ALTER TABLE dead_letters ADD COLUMN tried_at bigint;

-- A workspace's messages that are done with, newest first. What waits is not in it, so writing a message costs what it did.
CREATE INDEX outbox_done_of_workspace ON outbox (workspace, seq) WHERE status <> 0;
