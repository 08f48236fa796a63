using AiSre.Domain.Alerts;
using AiSre.Grains.Definitions;
using AiSre.Grains.Heartbeats;
using AiSre.Grains.Ledger;
using AiSre.Grains.Silences;
using AiSre.Storage.Upgrades;
using AiSre.TestHost;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Storage.Tests.Upgrades;

/// <summary>What was stored by version 0.1.0, byte for byte: what a person said then must be in force afterwards.</summary>
public abstract class StatesToDocumentsTests(LedgerDialect dialect) : LedgerSuite(dialect)
{
    [Fact]
    public async Task What_version_0_1_0_kept_is_in_the_ledger_afterwards_and_its_rows_are_gone()
    {
        await FillAsync();
        await MoveAsync();

        var definitions = await StateAsync<DefinitionsState>("definitions", "");
        Assert.Equal((2, 1), (definitions.Revisions.Length, definitions.Overrides.Length));
        Assert.Equal(("heidi", "shop"), (definitions.Overrides[0].User, definitions.Overrides[0].Team));
        Assert.NotNull(definitions.Refused);
        var texts = await StateAsync<DefinitionsTexts>("definitions-texts", $"1-{definitions.Revisions[0].Fingerprint}");
        Assert.Contains("members: [dana, erik]", texts.Documents[0].Text, StringComparison.Ordinal);
        Assert.Contains("members: [erik, dana, heidi]", definitions.Documents[0].Text, StringComparison.Ordinal);

        var silences = (await StateAsync<SilencesState>("silences", "")).Silences;
        Assert.Equal(["service=\"payments\"", "service=~\"web.*\""], silences.Take(2).Select(silence => $"{silence.Matchers[0]}"));
        Assert.Equal((true, 22 * 60, "Europe/Berlin"), (silences[1].Maintenance, silences[1].Schedule!.FromMinute, silences[1].Schedule!.TimeZone));
        Assert.Equal([DayOfWeek.Sunday], silences[1].Schedule!.Days);
        // That storage left out what is false: read with the default of the record, "not" would be "is".
        Assert.Equal("severity!=\"critical\"", $"{silences[^1].Matchers[0]}");

        Assert.Equal(["backup", "chatty", "nightly"], (await StateAsync<HeartbeatNamesState>("heartbeat-names", "")).Names);
        var backup = (await StateAsync<HeartbeatGrainState>("heartbeat", "backup")).Settings!;
        Assert.Equal((7_200, 3_600, Severity.Critical, "db"), (backup.IntervalSeconds, backup.GraceSeconds, backup.Severity, backup.Service));
        Assert.Equal(Severity.Info, (await StateAsync<HeartbeatGrainState>("heartbeat", "chatty")).Settings!.Severity);
        Assert.Equal(0, Count("OrleansStorage", "GrainIdExtensionString <> ''"));
    }

    [Fact]
    public async Task A_move_that_was_cut_short_goes_on_and_takes_nothing_back()
    {
        await FillAsync();
        await MoveAsync();
        var newer = new HeartbeatNamesState { Names = ["newer"] };
        await CommitAsync(new DocumentEntry(new("default", "heartbeat-names", "")) { Version = 1, Document = DocumentText.Write(newer) });
        await FillAsync();
        await MoveAsync();
        Assert.Equal(["newer"], (await StateAsync<HeartbeatNamesState>("heartbeat-names", "")).Names);
        Assert.Equal(0, Count("OrleansStorage", "GrainIdExtensionString <> ''"));
    }

    private async Task MoveAsync()
    {
        using var connection = OpenConnection();
        await ActivatorUtilities.CreateInstance<StatesToDocuments>(Service<IServiceProvider>()).MoveAsync(connection);
    }

    private async Task FillAsync()
    {
        using var connection = OpenConnection();
        var now = "now()";
        if (connection is SqliteConnection sqlite)
        {
            OrleansSchema.ApplySqlite(sqlite.DataSource);
            now = "1";
        }
        else await OrleansSchema.ApplyPostgresAsync(connection.ConnectionString, Cancel);
        await RecordedStates.FillAsync(connection, now);
    }

    private async Task<T> StateAsync<T>(string kind, string id) =>
        DocumentText.Read<T>((await Service<IDocumentReads>().FindAsync(new("default", kind, id)))!.Text);
}
