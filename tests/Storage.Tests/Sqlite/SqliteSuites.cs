using AiSre.Storage.Tests.NewKind;
using AiSre.Storage.Tests.Reading;
using AiSre.Storage.Tests.Upgrades;

namespace AiSre.Storage.Tests.Sqlite;

public sealed class SqliteBirthTests() : BirthTests(new SqliteDialect());

public sealed class SqliteRepeatTests() : RepeatTests(new SqliteDialect());

public sealed class SqliteIncidentChangeTests() : IncidentChangeTests(new SqliteDialect());

public sealed class SqliteGrainStorageTests() : GrainStorageTests(new SqliteDialect());

public sealed class SqliteRecordTests() : RecordTests(new SqliteDialect());

public sealed class SqliteSchemaTests()
    : SchemaTests(new SqliteDialect(),
    "DROP INDEX incidents_of_workspace_open; CREATE INDEX incidents_of_workspace_open ON incidents (workspace, state, created_at); "
        + string.Concat(new[] { "scope", "owner", "snoozed_until", "flapping", "cluster", "node", "pod" }
            .Select(column => $"ALTER TABLE incidents DROP COLUMN {column}; "))
        + "DROP TABLE deploys; DROP TABLE incident_search; "
        + "DROP TABLE outbox; DROP TABLE feed; DROP TABLE event_bodies; DROP INDEX incidents_silenced; ALTER TABLE incidents DROP COLUMN silenced; "
        + "DROP INDEX actions_by_id; DROP INDEX actions_executed; "
        + string.Concat(new[] { "id", "workload", "executed" }.Select(column => $"ALTER TABLE actions DROP COLUMN {column}; "))
        + "DROP TABLE documents; DROP TABLE audit; ALTER TABLE dead_letters DROP COLUMN attempts; "
        + "ALTER TABLE dead_letters DROP COLUMN tried_at; ALTER TABLE alarms DROP COLUMN number; PRAGMA user_version = 4");

public sealed class SqliteIncidentListTests() : IncidentListTests(new SqliteDialect());

public sealed class SqliteIncidentSearchTests() : IncidentSearchTests(new SqliteDialect(), "sqlite");

public sealed class SqliteAlertIndexTests() : AlertIndexTests(new SqliteDialect());

public sealed class SqliteAlarmTests() : AlarmTests(new SqliteDialect());

public sealed class SqliteOverviewTests() : OverviewTests(new SqliteDialect());

public sealed class SqliteReportTests() : ReportTests(new SqliteDialect());

public sealed class SqliteDowntimeTests() : DowntimeTests(new SqliteDialect());

public sealed class SqliteOutboxTests() : OutboxTests(new SqliteDialect());

public sealed class SqliteOutboxResultTests() : OutboxResultTests(new SqliteDialect());

public sealed class SqliteSilencedTests() : SilencedTests(new SqliteDialect());

public sealed class SqliteBoardTests() : BoardTests(new SqliteDialect(), "sqlite");

public sealed class SqliteHistoryTests() : HistoryTests(new SqliteDialect());

public sealed class SqliteDocumentTests() : DocumentTests(new SqliteDialect());

public sealed class SqliteKeyReadTests() : KeyReadTests(new SqliteDialect());

public sealed class SqliteDeployTests() : DeployTests(new SqliteDialect());

public sealed class SqliteFactTests() : FactTests(new SqliteDialect());

public sealed class SqliteStatesToDocumentsTests() : StatesToDocumentsTests(new SqliteDialect());

public sealed class SqliteErasureTests() : ErasureTests(new SqliteDialect(), Columns)
{
    internal const string Columns = """
        SELECT m.name, p.name FROM sqlite_master m JOIN pragma_table_info(m.name) p WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'
        """;
}

public sealed class SqliteTransferTests() : TransferTests(new SqliteDialect(), SqliteErasureTests.Columns);

public sealed class SqliteWorkspaceListTests() : WorkspaceListTests(new SqliteDialect());

public sealed class SqliteNewKindTests() : NewKindTests(new SqliteDialect());
