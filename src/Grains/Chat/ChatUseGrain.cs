using AiSre.Domain.Chat;
using AiSre.Grains.Ledger;
using AiSre.Grains.Workspaces;

namespace AiSre.Grains.Chat;

/// <summary>
/// Counts before a call and not behind it, so that a crash makes no call free. Who asks at once is known in memory alone: after a crash nobody does.
/// </summary>
[GrainType("chat-use")]
public sealed class ChatUseGrain(
    [PersistentState("chat-use", LedgerState.Storage)] IPersistentState<Kept<ChatUse>> store, ChatAllowance options, TimeProvider clock)
    : Grain, IChatUseGrain
{
    /// <summary>Longer than a question takes.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, DateTimeOffset> turns = [];

    public Task<ChatTurn> BeginAsync(string key) => store.RetryOnConflictAsync(async () =>
    {
        var now = clock.GetUtcNow();
        var use = await store.ReadAsync() ?? new();
        if (ChatUseRules.Answered(use, key, now) is { } answer) return new ChatTurn(null, answer, null);
        foreach (var (old, until) in turns.ToList()) if (until <= now) turns.Remove(old);
        if (turns.Count >= options.AtOnce) return new(null, null, ChatReasons.Busy);
        if (ChatUseRules.Begin(use, await BudgetAsync(), now) is not { } next) return new(null, null, ChatReasons.OutOfBudget);
        await store.CommitAsync(next, LedgerFacts.None);
        var turn = NewIds.ChatTurn(now);
        turns[turn] = now + Lease;
        return new(turn, null, null);
    });

    /// <summary>The platform's, with the workspace's own number of calls where it has one.</summary>
    private async Task<ChatBudget> BudgetAsync() =>
        (await GrainFactory.GetGrain<IWorkspaceGrain>(this.GetPrimaryKeyString()).FindAsync())?.Quotas.ModelCallsPerDay is { } calls
            ? options.Budget with { CallsPerDay = calls }
            : options.Budget;

    public async Task<int> CallsTodayAsync() => await store.ReadAsync() is { } use ? ChatUseRules.CallsOn(use, clock.GetUtcNow()) : 0;

    public async Task EndAsync(string turn, ChatSpent spent)
    {
        turns.Remove(turn);
        await store.RetryOnConflictAsync(async () =>
        {
            var use = await store.ReadAsync() ?? new();
            return await store.CommitAsync(
                ChatUseRules.End(use, spent.Calls - 1, spent.Tokens, spent.Key, spent.Answer, clock.GetUtcNow()), LedgerFacts.None);
        });
    }
}
