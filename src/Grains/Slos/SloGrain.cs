using System.Collections.Immutable;
using AiSre.Domain.Definitions.Slos;
using AiSre.Domain.Slos;
using AiSre.Domain.Slos.Buckets;
using AiSre.Grains.Alarms;
using AiSre.Grains.Ledger;
using Microsoft.Extensions.Logging;
using Orleans.Placement;

namespace AiSre.Grains.Slos;

/// <summary>
/// One call at a time, so one look at a time. What a tier has become commits with the alarm <c>tell</c>; then the intake is told, and that it was.
/// Whatever breaks in between, the alarm tells again, and what the intake knows already is a repeat.
/// </summary>
[GrainType(SloGrain.Kind), RandomPlacement]
public sealed partial class SloGrain(
    [PersistentState("slo", LedgerState.Storage)] IPersistentState<Kept<SloState>> store, SloDowntimes downtimes, PrometheusReader prometheus,
    IDocumentReads documents, IAlertIndex alerts, TimeProvider clock, ILogger<SloGrain> log) : Grain, ISloGrain, IAlarmTargetGrain
{
    /// <summary>The grain's type, by which alarms find it.</summary>
    public const string Kind = "slo";

    private const string Tell = "tell";

    /// <summary>Longer than it takes to tell at once, which is the usual way.</summary>
    private static readonly TimeSpan TellAfter = TimeSpan.FromSeconds(5);

    /// <summary>How often what a Prometheus answers is stored, for charts and for the time after a restart.</summary>
    private static readonly TimeSpan StoreEvery = TimeSpan.FromMinutes(5);

    private string workspace = "";
    private string name = "";
    private SloEvents events = null!;
    private SourceAnswer? answer;
    private SloStanding? standing;
    private Task asking = Task.CompletedTask;
    private bool mustAsk;
    private DateTimeOffset storedAt;
    private ImmutableArray<SloBucket> unstored = [];

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        (workspace, name) = GrainKeys.Parse(this.GetPrimaryKeyString());
        events = new(documents, workspace, name);
        return Task.CompletedTask;
    }

    public async Task<SloStanding?> EvaluateAsync(SloDefinition definition)
    {
        if (definition.Source is not PrometheusSloSource)
        {
            await JudgeAsync(definition, async (state, now) => (await ReadAsync(definition, state, now)).Reading);
            return standing;
        }
        var (corrections, before) = ((await StateAsync()).Corrections, await AnswerAsync(definition));
        if (asking.IsCompleted) asking = AskAsync(definition, corrections, before);
        return standing;
    }

    public async Task RetireAsync()
    {
        await RetryAsync(async () =>
        {
            var state = await StateAsync();
            return state.Tiers.IsEmpty && !state.IsAbsent || await store.CommitAsync(state with { Tiers = [], IsAbsent = false }, ToTell());
        });
        await TellAsync(null, null, null);
    }

    /// <summary>Looks at what a source says. Nothing is written when nothing has changed.</summary>
    private Task<bool> JudgeAsync(SloDefinition definition, Func<SloState, DateTimeOffset, ValueTask<SloReading>> read) => RetryAsync(async () =>
    {
        var (state, now) = (await StateAsync(), clock.GetUtcNow());
        var reading = await read(state, now);
        var turn = TierRules.Evaluate(definition, reading, state.Tiers, now);
        var budget = BudgetRules.Of(definition, reading, turn.Tiers, now);
        var change = SloPromiseRules.Change(state.Promise, definition, now);
        var next = state with
        {
            Tiers = turn.Tiers, IsAbsent = budget.IsAbsent, Service = definition.Service, Promise = SloPromise.Of(definition),
            Changes = SloPromiseRules.With(state.Changes, change),
        };
        await KeepAsync(definition, state, next, await NotesOfAsync(state, change), now);
        standing = new(name, definition.Service, budget.Level, budget.BurnRate, budget.RemainingPercent, now);
        SloMetrics.Evaluated(reading.IsStale);
        SloMetrics.Rose(turn.Rose.Length);
        SloMetrics.Fell(turn.Fell.Length);
        await TellAsync(definition, budget, reading.LastData);
        return true;
    });

    /// <summary>What a source that is here says, and of incidents which they were.</summary>
    private async ValueTask<(SloReading Reading, ImmutableArray<SloDowntime> Downtimes)> ReadAsync(
        SloDefinition definition, SloState state, DateTimeOffset now)
    {
        if (definition.Source is not IncidentSloSource source) return (await events.ReadAsync(definition, state.Corrections, now), []);
        var known = await downtimes.OfAsync(workspace, definition, source, now);
        return (DowntimeRules.Read(definition, [.. known.Select(one => one.Interval)], state.Corrections, null, now), known);
    }

    private async ValueTask<SloState> StateAsync() => await store.ReadAsync() ?? new();
}
