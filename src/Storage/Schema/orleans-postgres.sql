-- Tables of Orleans' own: the state of grains that change rarely, and reminders. Orleans reads its statements from OrleansQuery; the names of columns,
-- parameters and results are its contract. Run at every start, so it must not mind what is there.

CREATE TABLE IF NOT EXISTS OrleansQuery (
  QueryKey  TEXT NOT NULL PRIMARY KEY,
  QueryText TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS OrleansStorage (
  ServiceId              TEXT    NOT NULL,
  GrainTypeString        TEXT    NOT NULL,
  GrainIdN0              BIGINT  NOT NULL,
  GrainIdN1              BIGINT  NOT NULL,
  GrainIdExtensionString TEXT    NOT NULL,   -- empty where the key is a number
  PayloadBinary          BYTEA,              -- null when it was cleared
  ModifiedOn             TIMESTAMPTZ NOT NULL,
  Version                INTEGER NOT NULL,
  PRIMARY KEY (ServiceId, GrainTypeString, GrainIdN0, GrainIdN1, GrainIdExtensionString)
);

CREATE TABLE IF NOT EXISTS OrleansReminders (
  ServiceId    TEXT    NOT NULL,
  GrainId      TEXT    NOT NULL,
  ReminderName TEXT    NOT NULL,
  StartTime    TIMESTAMPTZ NOT NULL,
  Period       BIGINT  NOT NULL,             -- milliseconds
  GrainHash    INTEGER NOT NULL,             -- signed: Orleans picks the range query by comparing signed too
  Version      INTEGER NOT NULL,
  PRIMARY KEY (ServiceId, GrainId, ReminderName)
);

CREATE INDEX IF NOT EXISTS OrleansReminders_by_hash ON OrleansReminders (ServiceId, GrainHash);

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES
-- No row means that somebody else has written: a first write finds a row, a later one finds another version or none.
('WriteToStorageKey', '
  INSERT INTO OrleansStorage (ServiceId, GrainTypeString, GrainIdN0, GrainIdN1, GrainIdExtensionString, PayloadBinary, ModifiedOn, Version)
  SELECT @ServiceId, @GrainTypeString, @GrainIdN0, @GrainIdN1, coalesce(CAST(@GrainIdExtensionString AS text), ''''), @PayloadBinary, now(), 1
  WHERE CAST(@GrainStateVersion AS integer) IS NULL OR EXISTS (
    SELECT 1 FROM OrleansStorage
    WHERE ServiceId = @ServiceId AND GrainTypeString = @GrainTypeString AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1
      AND GrainIdExtensionString = coalesce(CAST(@GrainIdExtensionString AS text), ''''))
  ON CONFLICT (ServiceId, GrainTypeString, GrainIdN0, GrainIdN1, GrainIdExtensionString) DO UPDATE
    SET PayloadBinary = excluded.PayloadBinary, ModifiedOn = excluded.ModifiedOn, Version = OrleansStorage.Version + 1
    WHERE OrleansStorage.Version = CAST(@GrainStateVersion AS integer)
  RETURNING OrleansStorage.Version AS NewGrainStateVersion'),
('ReadFromStorageKey', '
  SELECT PayloadBinary, Version FROM OrleansStorage
  WHERE ServiceId = @ServiceId AND GrainTypeString = @GrainTypeString AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1
    AND GrainIdExtensionString = coalesce(CAST(@GrainIdExtensionString AS text), '''')'),
('ClearStorageKey', '
  UPDATE OrleansStorage SET PayloadBinary = NULL, ModifiedOn = now(), Version = Version + 1
  WHERE ServiceId = @ServiceId AND GrainTypeString = @GrainTypeString AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1
    AND GrainIdExtensionString = coalesce(CAST(@GrainIdExtensionString AS text), '''') AND Version = CAST(@GrainStateVersion AS integer)
  RETURNING OrleansStorage.Version AS NewGrainStateVersion'),
('UpsertReminderRowKey', '
  INSERT INTO OrleansReminders (ServiceId, GrainId, ReminderName, StartTime, Period, GrainHash, Version)
  VALUES (@ServiceId, @GrainId, @ReminderName, @StartTime, @Period, @GrainHash, 0)
  ON CONFLICT (ServiceId, GrainId, ReminderName) DO UPDATE
    SET StartTime = excluded.StartTime, Period = excluded.Period, GrainHash = excluded.GrainHash, Version = OrleansReminders.Version + 1
  RETURNING OrleansReminders.Version'),
('ReadReminderRowsKey', '
  SELECT GrainId, ReminderName, StartTime, Period, Version FROM OrleansReminders WHERE ServiceId = @ServiceId AND GrainId = @GrainId'),
('ReadReminderRowKey', '
  SELECT GrainId, ReminderName, StartTime, Period, Version FROM OrleansReminders
  WHERE ServiceId = @ServiceId AND GrainId = @GrainId AND ReminderName = @ReminderName'),
('ReadRangeRows1Key', '
  SELECT GrainId, ReminderName, StartTime, Period, Version FROM OrleansReminders
  WHERE ServiceId = @ServiceId AND GrainHash > @BeginHash AND GrainHash <= @EndHash'),
-- The range that goes over the end of the ring.
('ReadRangeRows2Key', '
  SELECT GrainId, ReminderName, StartTime, Period, Version FROM OrleansReminders
  WHERE ServiceId = @ServiceId AND (GrainHash > @BeginHash OR GrainHash <= @EndHash)'),
('DeleteReminderRowKey', '
  WITH deleted AS (
    DELETE FROM OrleansReminders WHERE ServiceId = @ServiceId AND GrainId = @GrainId AND ReminderName = @ReminderName AND Version = @Version RETURNING 1)
  SELECT CAST(count(*) AS integer) FROM deleted'),
('DeleteReminderRowsKey', '
  DELETE FROM OrleansReminders WHERE ServiceId = @ServiceId')
ON CONFLICT (QueryKey) DO UPDATE SET QueryText = excluded.QueryText;
