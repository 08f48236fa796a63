using System.Globalization;
using System.Text.RegularExpressions;
using AiSre.TestHost;

namespace AiSre.Storage.Tests.NewKind;

/// <summary>
/// A grain of a kind that the ledger has never heard of (tests/BudgetSilo) changes its state with an alarm, a message, an event, an audit row and a
/// document beside it, in a process that is killed wherever it is: all of a change is there, or nothing of it, and what was acknowledged is.
/// </summary>
public abstract partial class NewKindTests(LedgerDialect dialect) : IAsyncLifetime
{
    private const int Kills = 8;

    /// <summary>
    /// How much is spent, and what must be as much. One statement sees one moment: a server may still be ending a commit of the process that is gone.
    /// </summary>
    private const string Facts = """
        SELECT
          (SELECT document FROM documents WHERE kind = 'budget'),
          (SELECT version FROM documents WHERE kind = 'budget'),
          (SELECT due_at FROM alarms WHERE kind = 'budget' AND name = 'refill'),
          (SELECT count(*) FROM outbox),
          (SELECT count(*) FROM incident_events),
          (SELECT count(*) FROM audit),
          (SELECT count(*) FROM documents WHERE kind = 'budget-note')
        """;

    private static readonly string Program = Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "../../../../BudgetSilo/bin", SiloBuild.Configuration, new DirectoryInfo(AppContext.BaseDirectory).Name,
            "AiSre.BudgetSilo.dll"));

    private static readonly int Seed = Environment.GetEnvironmentVariable("AI_SRE_TEST_SEED") is { Length: > 0 } seed
        ? int.Parse(seed, CultureInfo.InvariantCulture)
        : Random.Shared.Next();

    public async ValueTask InitializeAsync() => await dialect.StartAsync();

    public ValueTask DisposeAsync()
    {
        dialect.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_process_that_is_killed_leaves_all_of_a_change_or_nothing()
    {
        var chance = new Random(Seed);
        var (before, acknowledged) = (0, 0);
        for (var kill = 0; kill < Kills; kill++)
        {
            await using var silo = ChildProcess.Start("dotnet", [Program, .. dialect.Arguments]);
            await Poll.UntilAsync("a first change", () => SpentOf(silo) > before || silo.HasExited, onTimeout: () => silo.Log);
            await Task.Delay(chance.Next(0, 120), TestContext.Current.CancellationToken);
            await silo.KillAsync();
            acknowledged = SpentOf(silo);
            before = Check(acknowledged);
        }
        Assert.True(before > Kills);
    }

    /// <returns>How much is spent on disk.</returns>
    private int Check(int acknowledged)
    {
        var facts = Numbers();
        var spent = facts[0];
        Assert.True(spent >= acknowledged, $"Acknowledged {acknowledged}, on disk {spent}; AI_SRE_TEST_SEED={Seed}");
        Assert.All(facts, fact => Assert.Equal(spent, fact));
        return spent;
    }

    private int[] Numbers()
    {
        using var connection = dialect.Open();
        using var command = connection.CreateCommand();
        command.CommandText = Facts;
        using var reader = command.ExecuteReader();
        Assert.True(reader.Read());
        return [.. Enumerable.Range(0, reader.FieldCount).Select(i => Number(Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture)!))];
    }

    private static int Number(string text) => int.Parse(Digits().Match(text).Value, CultureInfo.InvariantCulture);

    private static int SpentOf(ChildProcess silo) =>
        Spent().Matches(silo.Log).LastOrDefault() is { } last ? int.Parse(last.Groups[1].Value, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"spent (\d+)\b")]
    private static partial Regex Spent();

    [GeneratedRegex(@"\d+")]
    private static partial Regex Digits();
}
