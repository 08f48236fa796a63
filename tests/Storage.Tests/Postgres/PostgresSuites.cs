using AiSre.Storage.Tests.NewKind;
using AiSre.Storage.Tests.Reading;
using AiSre.Storage.Tests.Upgrades;

namespace AiSre.Storage.Tests.Postgres;

public sealed class PostgresBirthTests() : BirthTests(new PostgresDialect());

public sealed class PostgresRepeatTests() : RepeatTests(new PostgresDialect());

public sealed class PostgresIncidentChangeTests() : IncidentChangeTests(new PostgresDialect());

public sealed class PostgresGrainStorageTests() : GrainStorageTests(new PostgresDialect());

public sealed class PostgresRecordTests() : RecordTests(new PostgresDialect());

public sealed class PostgresSchemaTests() : SchemaTests(new PostgresDialect(), "DROP TABLE outbox; DELETE FROM schema_versions WHERE number = 5");

public sealed class PostgresIncidentListTests() : IncidentListTests(new PostgresDialect());

public sealed class PostgresIncidentSearchTests() : IncidentSearchTests(new PostgresDialect(), "postgres");

public sealed class PostgresAlertIndexTests() : AlertIndexTests(new PostgresDialect());

public sealed class PostgresAlarmTests() : AlarmTests(new PostgresDialect());

public sealed class PostgresOverviewTests() : OverviewTests(new PostgresDialect());

public sealed class PostgresReportTests() : ReportTests(new PostgresDialect());

public sealed class PostgresDowntimeTests() : DowntimeTests(new PostgresDialect());

public sealed class PostgresOutboxTests() : OutboxTests(new PostgresDialect());

public sealed class PostgresOutboxResultTests() : OutboxResultTests(new PostgresDialect());

public sealed class PostgresSilencedTests() : SilencedTests(new PostgresDialect());

public sealed class PostgresBoardTests() : BoardTests(new PostgresDialect(), "postgres");

public sealed class PostgresHistoryTests() : HistoryTests(new PostgresDialect());

public sealed class PostgresDocumentTests() : DocumentTests(new PostgresDialect());

public sealed class PostgresKeyReadTests() : KeyReadTests(new PostgresDialect());

public sealed class PostgresDeployTests() : DeployTests(new PostgresDialect());

public sealed class PostgresFactTests() : FactTests(new PostgresDialect());

public sealed class PostgresStatesToDocumentsTests() : StatesToDocumentsTests(new PostgresDialect());

public sealed class PostgresErasureTests() : ErasureTests(new PostgresDialect(), Columns)
{
    internal const string Columns = "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'";
}

public sealed class PostgresTransferTests() : TransferTests(new PostgresDialect(), PostgresErasureTests.Columns);

public sealed class PostgresWorkspaceListTests() : WorkspaceListTests(new PostgresDialect());

public sealed class PostgresNewKindTests() : NewKindTests(new PostgresDialect());
