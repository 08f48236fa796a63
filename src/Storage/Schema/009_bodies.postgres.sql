-- What alerts were read from: the raw body of an event that an alert brought, the last few of an incident. In a table of their own, by the event's seq.
CREATE TABLE event_bodies (
  seq       bigint  PRIMARY KEY,             -- the event's
  workspace text    NOT NULL,
  body      text    NOT NULL                 -- without secrets
);
