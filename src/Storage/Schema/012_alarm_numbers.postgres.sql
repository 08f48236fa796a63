-- Which setting of an alarm it is: two that are due in the same millisecond are two. Of those that stand already nobody asks for it.
ALTER TABLE alarms ADD COLUMN number bigint NOT NULL DEFAULT 0;
