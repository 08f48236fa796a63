using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Grains;
using AiSre.Grains.Alerts;

namespace AiSre.Api.Alerts;

/// <summary>Takes the signals of one delivery to their intakes: one call for each service.</summary>
public sealed class IngestRouter(IGrainFactory grains, IPlainRepeats? plain = null)
{
    private const int MaxKnown = 10_000;

    /// <summary>References, not grains: making one anew for every delivery is a few percent of a repeat's cost.</summary>
    private readonly ConcurrentDictionary<string, IServiceIntakeGrain> intakes = new(StringComparer.Ordinal);

    /// <summary>
    /// The results in the order of the signals. Where an intake refused, its signals are marked as refused; a full ledger refuses all of them.
    /// </summary>
    public ValueTask<IntakeAnswer> IngestAsync(string workspace, ImmutableArray<AlertSignal> signals) =>
        plain?.TryCount(workspace, signals) is { } counted ? CountAsync(workspace, signals, counted) : AskAsync(workspace, signals);

    /// <summary>Plain repeats are under way already; whatever else came with them is asked of its intakes meanwhile.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<IntakeAnswer> CountAsync(string workspace, ImmutableArray<AlertSignal> signals, CountedRepeats counted)
    {
        var began = Stopwatch.GetTimestamp();
        var results = counted.Results;
        var others = OpenOf(results) is { Count: > 0 } open ? AskAsync(workspace, signals, open, results) : default;
        var refusal = await counted.CommittedAsync();
        if (await others is not IntakeRefusal.None and var other) refusal = other;
        // Alerts that have changed while they were counted.
        if (refusal is IntakeRefusal.None && OpenOf(results) is { Count: > 0 } changed)
        {
            if (GrainCalls.IsGivenUp(began)) throw new TimeoutException("An alert has changed while this delivery waited; send it again.");
            refusal = await AskAsync(workspace, signals, changed, results);
        }
        if (refusal is IntakeRefusal.Full) return IntakeAnswer.Full;
        for (var i = 0; refusal is not IntakeRefusal.None && i < results.Length; i++) results[i] ??= SignalResult.Refused(signals[i], null);
        if (results.Length > 1) NameParents(results!);
        return new IntakeAnswer(refusal, ImmutableCollectionsMarshal.AsImmutableArray<SignalResult>(results!));
    }

    private static List<int>? OpenOf(SignalResult?[] results)
    {
        List<int>? open = null;
        for (var i = 0; i < results.Length; i++)
        {
            if (results[i] is null) (open ??= []).Add(i);
        }
        return open;
    }

    private async ValueTask<IntakeRefusal> AskAsync(string workspace, ImmutableArray<AlertSignal> signals, List<int> which, SignalResult?[] results)
    {
        var answer = await AskAsync(workspace, [.. which.Select(i => signals[i])]);
        Place(answer, signals, which, results);
        return answer.Refusal;
    }

    /// <summary>Where an intake has no result for a signal, that is refused.</summary>
    private static void Place(IntakeAnswer answer, ImmutableArray<AlertSignal> signals, List<int> which, SignalResult?[] results)
    {
        for (var i = 0; i < which.Count; i++)
            results[which[i]] = i < answer.Results.Length ? answer.Results[i] : SignalResult.Refused(signals[which[i]], null);
    }

    private async ValueTask<IntakeAnswer> AskAsync(string workspace, ImmutableArray<AlertSignal> signals)
    {
        if (signals.Length == 0) return new IntakeAnswer(IntakeRefusal.None, []);
        if (signals.Length == 1) return await AnswerOf(Intake(GrainKeys.IntakeOf(workspace, signals[0])).IngestAsync(signals));

        var byIntake = new Dictionary<string, List<int>>();
        for (var i = 0; i < signals.Length; i++)
        {
            ref var indexes = ref CollectionsMarshal.GetValueRefOrAddDefault(byIntake, GrainKeys.IntakeOf(workspace, signals[i]), out _);
            (indexes ??= []).Add(i);
        }
        if (byIntake.Count == 1) return await AnswerOf(Intake(byIntake.Keys.First()).IngestAsync(signals));
        return await GatherAsync(signals, byIntake);
    }

    /// <summary>
    /// Tells the intakes of what was put into the spool. One that cannot be reached answers nobody, or comes back on a silo that has asked the spool.
    /// </summary>
    public Task QueuedAsync(string workspace, ImmutableArray<AlertSignal> signals) =>
        Task.WhenAll(signals.Select(signal => GrainKeys.IntakeOf(workspace, signal)).Distinct().Select(async key =>
        {
            try
            {
                await Intake(key).QueuedAsync();
            }
            catch (Exception exception) when (exception is TimeoutException or OrleansException)
            {
            }
        }));

    private async Task<IntakeAnswer> GatherAsync(ImmutableArray<AlertSignal> signals, Dictionary<string, List<int>> byIntake)
    {
        var calls = new List<(List<int> Indexes, Task<IntakeAnswer> Answer)>(byIntake.Count);
        foreach (var (key, indexes) in byIntake)
        {
            var batch = new AlertSignal[indexes.Count];
            for (var i = 0; i < batch.Length; i++) batch[i] = signals[indexes[i]];
            calls.Add((indexes, Intake(key).IngestAsync(ImmutableCollectionsMarshal.AsImmutableArray(batch))));
        }
        var results = new SignalResult[signals.Length];
        var refusal = IntakeRefusal.None;
        foreach (var (indexes, call) in calls)
        {
            var answer = await AnswerOf(call);
            if (answer.Refusal is IntakeRefusal.Full) return answer;
            if (answer.Refusal is not IntakeRefusal.None) refusal = answer.Refusal;
            Place(answer, signals, indexes, results);
        }
        NameParents(results);
        return new IntakeAnswer(refusal, ImmutableCollectionsMarshal.AsImmutableArray(results));
    }

    /// <summary>An intake that cannot read the ledger does not even come into being.</summary>
    private static async Task<IntakeAnswer> AnswerOf(Task<IntakeAnswer> call)
    {
        try
        {
            return await call;
        }
        catch (Exception exception) when (LedgerFailure.Is(exception))
        {
            return IntakeAnswer.Unavailable;
        }
    }

    /// <summary>An incident whose first child opened with the same delivery did not know of it yet when its own intake answered.</summary>
    private static void NameParents(SignalResult[] results)
    {
        var groups = results.Where(result => result is { Action: SignalActions.Created, GroupId: not null }).Select(result => result.GroupId)
            .ToHashSet();
        if (groups.Count == 0) return;
        for (var i = 0; i < results.Length; i++)
        {
            if (results[i] is { GroupId: null, IncidentId: { } id } && GroupId.For(id) is var own && groups.Contains(own))
                results[i] = results[i] with { GroupId = own };
        }
    }

    private IServiceIntakeGrain Intake(string key)
    {
        if (intakes.TryGetValue(key, out var intake)) return intake;
        if (intakes.Count >= MaxKnown) intakes.Clear();
        return intakes[key] = grains.GetGrain<IServiceIntakeGrain>(key);
    }
}
