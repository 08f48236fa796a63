using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Domain.Notifications;
using AiSre.Grains;
using AiSre.Grains.Ledger;

namespace AiSre.BudgetSilo;

/// <summary>
/// A kind of grain that the ledger has never heard of: it has a state, an alarm, somebody to tell and something to say, and no SQL.
/// </summary>
[Alias("aisre.tests.budget")]
public interface IBudgetGrain : IGrainWithStringKey
{
    /// <returns>How much is spent by now; it is on disk.</returns>
    [Alias("spend")]
    Task<int> SpendAsync();
}

/// <summary>What is stored of a budget.</summary>
public sealed record BudgetState
{
    public int Spent { get; init; }
}

[GrainType(BudgetGrain.Kind)]
public sealed class BudgetGrain([PersistentState("budget", LedgerState.Storage)] IPersistentState<Kept<BudgetState>> store) : Grain, IBudgetGrain
{
    public const string Kind = "budget";

    public Task<int> SpendAsync() => store.RetryOnConflictAsync(async () =>
    {
        var (workspace, id) = GrainKeys.Parse(this.GetPrimaryKeyString());
        var spent = ((await store.ReadAsync())?.Spent ?? 0) + 1;
        var at = DateTimeOffset.FromUnixTimeMilliseconds(spent);
        await store.CommitAsync(new BudgetState { Spent = spent }, new()
        {
            Alarms = [new AlarmSet("refill", spent)],
            Messages = [MessageOf(workspace, spent, at)],
            Events = [new(workspace, "inc-1", new TimelineEvent("budget_spent", "system", at, "{}"))],
            Audit = [new("system", "budget_spent", Kind, id, spent)],
            Attachments = [new("budget-note", $"{spent}", "{}")],
        });
        return spent;
    });

    private static OutboxMessage MessageOf(string workspace, int spent, DateTimeOffset at) => new()
    {
        Key = $"budget-{spent}",
        Workspace = workspace,
        Channel = "log",
        Address = "default",
        Content = new() { Kind = NotificationKind.Opened, Severity = Severity.Info, Workspace = workspace, Title = "Budget", Since = at, At = at },
    };
}
