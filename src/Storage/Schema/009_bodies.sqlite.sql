-- What alerts were read from: the raw body of an event that an alert brought, the last few of an incident. In a table of their own, by the event's seq:
-- next to the events each would cost a page.
CREATE TABLE event_bodies (
  seq       INTEGER PRIMARY KEY,             -- the event's
  workspace TEXT    NOT NULL,
  body      TEXT    NOT NULL                 -- without secrets
);
