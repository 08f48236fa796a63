using System.Collections.Immutable;
using AiSre.Domain.Definitions.Slos;
using AiSre.Domain.Slos;
using AiSre.Grains.Alarms;
using AiSre.Grains.Definitions;
using AiSre.Grains.Ledger;
using Microsoft.Extensions.Logging;
using Orleans.Placement;
using Orleans.Storage;

namespace AiSre.Grains.Slos;

/// <summary>
/// Its alarm comes every minute while there is anything to look at: it is moved first, so that a silo which dies loses one look and no more, and
/// then all objectives are looked at, a few at a time.
/// </summary>
[GrainType(SlosTarget.Kind), RandomPlacement]
public sealed partial class SlosGrain(
    [PersistentState("slos", LedgerState.Storage)] IPersistentState<Kept<SlosState>> store, ILedger ledger, IDefinitions definitions,
    PrometheusReader prometheus, TimeProvider clock, ILogger<SlosGrain> log) : Grain, ISlosGrain, IAlarmTargetGrain
{
    /// <summary>Objectives of a workspace at most.</summary>
    internal const int Most = 2_000;

    /// <summary>How long those wait who ask how all stand; real time, whatever the clock.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, SloStanding> standings = new(StringComparer.Ordinal);
    private readonly HashSet<string> retired = new(StringComparer.Ordinal);
    private Task round = Task.CompletedTask;

    private string Workspace => this.GetPrimaryKeyString();

    private AlarmTarget Target => SlosTarget.Of(Workspace);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        SloMetrics.Publish();
        return Task.CompletedTask;
    }

    public async Task<ImmutableArray<SloDefinition>> ListAsync() => All(await DefinedAsync(), await ReadAsync());

    public async Task<SloDefinition?> FindAsync(string name)
    {
        var state = await ReadAsync();
        var (group, value) = SloGroupRules.Split(name);
        if (Written(await DefinedAsync(), state).FirstOrDefault(one => one.Name == group) is not { } one) return null;
        if (value is null) return one;
        return SloGroupRules.IsGroup(one) && state.Groups.GetValueOrDefault(group) is { } known && known.Values.Contains(value)
            ? SloGroupRules.Of(one, value)
            : null;
    }

    public Task<SloDefinition?> GroupedAsync(string name, ImmutableArray<string> values) => store.RetryOnConflictAsync(async () =>
    {
        var state = await ReadAsync();
        if (Written(await DefinedAsync(), state).FirstOrDefault(one => one.Name == name) is not { } definition) return null;
        if (!SloGroupRules.IsGroup(definition)) return null;
        var known = state.Groups.GetValueOrDefault(name) ?? SloGroups.None;
        var groups = SloGroupRules.With(known, values, definition);
        if (!groups.Values.SequenceEqual(known.Values) || groups.LeftOut != known.LeftOut)
            await store.CommitAsync(state with { Groups = state.Groups.SetItem(name, groups) }, LedgerFacts.None);
        return values.LastOrDefault() is { } last && groups.Values.Contains(last) ? SloGroupRules.Of(definition, last) : null;
    });

    public async Task<ImmutableArray<SloStanding>> StandingsAsync()
    {
        var all = await ListAsync();
        // After an activation nothing is known: they are looked at now, and whoever asks waits for a moment.
        var unknown = all.Where(one => !standings.ContainsKey(one.Name)).ToList();
        if (unknown.Count > 0)
        {
            if (round.IsCompleted) round = LookAsync(unknown);
            await WakeAsync();
            try
            {
                await round.WaitAsync(Patience);
            }
            catch (TimeoutException)
            {
                // What is known by now is the answer.
            }
        }
        return [.. all.Select(one => standings.GetValueOrDefault(one.Name)).OfType<SloStanding>()];
    }

    public async Task<SloPutOutcome> PutAsync(ImmutableArray<SloDefinition> wanted, string actor)
    {
        var defined = (await definitions.FreshAsync(Workspace)).Of(SloSection.Key);
        return await store.RetryOnConflictAsync(async () =>
        {
            var state = await ReadAsync();
            if (wanted.FirstOrDefault(one => defined.Any(other => other.Name == one.Name)) is { } taken)
                return new(SloRefusal.DefinedElsewhere, taken.Name);
            var names = wanted.Select(one => one.Name).ToHashSet(StringComparer.Ordinal);
            var others = state.Posted.RemoveAll(one => names.Contains(one.Name));
            if (others.Length + wanted.Length + defined.Length > Most) return new(SloRefusal.TooMany, wanted[0].Name);
            var isNew = others.Length == state.Posted.Length;
            var now = clock.GetUtcNow();
            ImmutableArray<SloDefinition> posted = [.. others.Concat(wanted).OrderBy(one => one.Name, StringComparer.Ordinal)];
            await store.CommitAsync(state with { Posted = posted }, new()
            {
                Alarms = [SlosTarget.At(Workspace, now)],
                Audit = [.. wanted.Select(one => new AuditRecord(actor, "slo_put", SlosTarget.Kind, one.Name, now.ToUnixTimeMilliseconds()))],
            });
            return new SloPutOutcome(SloRefusal.None, IsNew: isNew);
        });
    }

    public async Task<SloRefusal> RemoveAsync(string name, string actor)
    {
        var defined = (await definitions.FreshAsync(Workspace)).Of(SloSection.Key);
        return await store.RetryOnConflictAsync(async () =>
        {
            var state = await ReadAsync();
            if (state.Posted.FirstOrDefault(one => one.Name == name) is not { } known)
                return defined.Any(one => one.Name == name) ? SloRefusal.DefinedElsewhere : SloRefusal.Unknown;
            var now = clock.GetUtcNow();
            await store.CommitAsync(state with { Posted = state.Posted.Remove(known) }, new()
            {
                Alarms = [SlosTarget.At(Workspace, now)],
                Audit = [new(actor, "slo_removed", SlosTarget.Kind, name, now.ToUnixTimeMilliseconds())],
            });
            return SloRefusal.None;
        });
    }

    public Task<AlarmAnswer> OnAlarmAsync(DueAlarm alarm) => store.AnswerAsync(async () =>
    {
        var (state, now) = (await ReadAsync(), clock.GetUtcNow());
        // A copy that is a little old must not end the looking.
        var defined = (await definitions.FreshAsync(Workspace)).Of(SloSection.Key);
        var all = All(defined, state);
        var names = all.Select(one => one.Name).ToHashSet(StringComparer.Ordinal);
        retired.RemoveWhere(names.Contains);
        var gone = state.Running.Where(name => !names.Contains(name) && !retired.Contains(name)).ToList();
        ImmutableArray<string> running = [.. names.Concat(gone).Order(StringComparer.Ordinal)];
        // A definition over a label may have no value yet.
        var isNothing = running.IsEmpty && !Written(defined, state).Any();
        await CommitAsync(state, running, isNothing ? [alarm.Fired()] : [alarm.Fired(), SlosTarget.At(Workspace, NextAfter(now))]);
        foreach (var name in standings.Keys.Where(name => !names.Contains(name)).ToList()) standings.Remove(name);
        // One that takes longer than a minute is not joined by a second.
        if (round.IsCompleted) round = RoundAsync(all, gone);
        return AlarmAnswer.Settled;
    });

    /// <summary>Most minutes change nothing but the alarm.</summary>
    private async Task CommitAsync(SlosState state, ImmutableArray<string> running, ImmutableArray<AlarmChange> alarms)
    {
        var facts = new LedgerFacts { Alarms = alarms };
        if (!running.SequenceEqual(state.Running))
        {
            await store.CommitAsync(state with { Running = running }, facts);
            return;
        }
        var entry = new FactsEntry(Target) { Facts = facts };
        await ledger.CommitAsync(entry);
        if (entry.Outcome is LedgerOutcome.Conflict) throw new InconsistentStateException("Somebody else has acted on the alarm.");
    }

    private async ValueTask<SlosState> ReadAsync() => await store.ReadAsync() ?? new();

    private async ValueTask<ImmutableArray<SloDefinition>> DefinedAsync() => (await definitions.OfAsync(Workspace)).Of(SloSection.Key);

    /// <summary>A definition over a label is as many SLOs as the label has values.</summary>
    private static ImmutableArray<SloDefinition> All(ImmutableArray<SloDefinition> defined, SlosState state) =>
    [
        .. Written(defined, state).SelectMany(one => SloGroupRules.IsGroup(one)
            ? (state.Groups.GetValueOrDefault(one.Name) ?? SloGroups.None).Values.Select(value => SloGroupRules.Of(one, value))
            : [one]).OrderBy(one => one.Name, StringComparer.Ordinal),
    ];

    /// <summary>What is defined decides over what was posted.</summary>
    private static IEnumerable<SloDefinition> Written(ImmutableArray<SloDefinition> defined, SlosState state)
    {
        if (state.Posted.IsEmpty) return defined;
        var names = defined.Select(one => one.Name).ToHashSet(StringComparer.Ordinal);
        return defined.Concat(state.Posted.Where(one => !names.Contains(one.Name)));
    }

    private ISloGrain GrainOf(string name) => GrainFactory.GetGrain<ISloGrain>(GrainKeys.Slo(Workspace, name));
}
