using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Diagnosis;
using AiSre.Domain.Incidents;
using AiSre.Grains.Alarms;
using AiSre.Grains.Incidents;
using AiSre.Grains.Ledger;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Placement;
using Orleans.Storage;

namespace AiSre.Grains.Diagnosis;

/// <summary>
/// One look at a time, whoever asks. A look that nobody has asked for is due by an alarm: while it is under way, or waits for its turn, the alarm
/// stands a minute later, so that a crash only delays it. What a look predicts is checked by another.
/// </summary>
[GrainType(DiagnosisTarget.Kind), Reentrant, RandomPlacement]
public sealed partial class DiagnosisGrain(
    [PersistentState("diagnosis", LedgerState.Storage)] IPersistentState<Kept<DiagnosisState>> store, SymptomReader symptoms, DiagnosisRun run,
    DiagnosisPlaces places, Verdicts verdicts, PredictionReader predictions, TimeProvider clock, ILogger<DiagnosisGrain> log)
    : Grain, IDiagnosisGrain, IAlarmTargetGrain, IDisposable
{
    /// <summary>The names of its alarms: a look that nobody has asked for, and whether what was predicted has come true.</summary>
    internal const string Due = "due", Check = "check";

    /// <summary>Longer than a look takes.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource leaving = new();
    private (Task<IncidentDiagnosis> Found, bool WithModel)? underWay;
    private bool waits;

    private string Workspace => GrainKeys.Parse(this.GetPrimaryKeyString()).Workspace;

    private string IncidentId => GrainKeys.Parse(this.GetPrimaryKeyString()).Name;

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => leaving.CancelAsync();

    public void Dispose() => leaving.Dispose();

    public async Task<IncidentDiagnosis?> GetAsync(int logLimit, bool refresh, bool withModel)
    {
        if (await ReadSymptomAsync() is not { } told) return null;
        var kept = await store.ReadAsync();
        return !refresh && kept?.Last is { } last && DiagnosisRules.StillHolds(last, told.Fingerprint, logLimit, clock.GetUtcNow())
            && DiagnosisRules.HasOpinion(last, withModel)
            ? await ShownAsync(last, kept)
            : await OneAtATimeAsync(told, logLimit, withModel);
    }

    public async Task<IncidentDiagnosis?> LastAsync() =>
        await store.ReadAsync() is { Last: { } last } kept ? await ShownAsync(last, kept) : null;

    public Task<IncidentDiagnosis?> FeedbackAsync(bool isCorrect, string? rootCause, string actor) => store.RetryOnConflictAsync(async () =>
    {
        var counts = await verdicts.CountsAsync(Workspace, (await store.ReadAsync())?.Service ?? "");
        // From here to the commit nothing is waited for: calls interleave, and what another one has written in between would be lost.
        if (await store.ReadAsync() is not { Last: { } last } kept) return null;
        var shown = Shown(last, kept, counts);
        var said = FeedbackRules.Of(shown, isCorrect, rootCause, actor, clock.GetUtcNow());
        if (FeedbackRules.Says(kept.Feedback, said)) return shown;
        var next = kept with { Feedback = FeedbackRules.Add(kept.Feedback, said) };
        await KeepAsync(next, DiagnosisRecords.Said(Workspace, IncidentId, said, ActedVia.Key));
        return await ShownAsync(last, next);
    });

    public Task<AlarmAnswer> OnAlarmAsync(DueAlarm alarm) => alarm.Name is Check ? CheckAsync(alarm) : LookBySelfAsync(alarm);

    private Task<AlarmAnswer> CheckAsync(DueAlarm alarm) => store.AnswerAsync(async () =>
    {
        if (await predictions.ReadAsync(Workspace, IncidentId) is not { } facts) return AlarmAnswer.Obsolete;
        if (await store.ReadAsync() is not { } kept || kept.Predictions.LastOrDefault(one => one.Outcome is null) is not { } waiting)
            return AlarmAnswer.Obsolete;
        var now = clock.GetUtcNow();
        var check = PredictionRules.Check(waiting, facts, now);
        if (check.LookAgainAt is { } again)
        {
            await store.CommitAsync(kept, new() { Alarms = [alarm.Fired(), AlarmSet.At(Check, again)] });
            return AlarmAnswer.Settled;
        }

        var known = waiting with { Outcome = check.Outcome, CheckedAt = now, Reason = check.Reason };
        await KeepAsync(
            kept with { Predictions = kept.Predictions.Replace(waiting, known) },
            DiagnosisRecords.Checked(facts.Incident, known) with { Alarms = [alarm.Fired()] });
        return AlarmAnswer.Settled;
    });

    private async Task<IncidentDiagnosis> ShownAsync(IncidentDiagnosis found, DiagnosisState kept) =>
        Shown(found, kept, await verdicts.CountsAsync(Workspace, kept.Service));

    /// <summary>What people have said moves how sure the rules are.</summary>
    private static IncidentDiagnosis Shown(IncidentDiagnosis found, DiagnosisState kept, ImmutableArray<CauseCounts> counts) => found with
    {
        Report = ConfidenceRules.Adjust(found.Report, counts),
        Feedback = kept.Feedback,
        Predictions = kept.Predictions,
    };

    /// <summary>Writes a state with what calibration counts of it.</summary>
    private async Task KeepAsync(DiagnosisState next, LedgerFacts facts)
    {
        var verdict = DiagnosisVerdict.Of(IncidentId, next.Service, next.Last!, next.Feedback, next.Predictions);
        await store.CommitAsync(next, facts with { Attachments = Verdicts.Attachments(verdict) });
        await verdicts.TellAsync(Workspace, verdict);
    }

    /// <summary>A look under way answers all who ask meanwhile, but for those who want a model beside it: they wait for one that has it.</summary>
    private async Task<IncidentDiagnosis> OneAtATimeAsync(ToldSymptom told, int logLimit, bool withModel)
    {
        while (underWay is { } other)
        {
            var found = await other.Found;
            if (other.WithModel || DiagnosisRules.HasOpinion(found, withModel)) return found;
            // Whoever began it may come to this only later.
            if (underWay?.Found == other.Found) underWay = null;
        }

        var own = LookAsync(told, logLimit, withModel);
        underWay = (own, withModel);
        try
        {
            return await own;
        }
        finally
        {
            if (underWay?.Found == own) underWay = null;
        }
    }

    private async Task<IncidentDiagnosis> LookAsync(ToldSymptom told, int logLimit, bool withModel)
    {
        var service = ServiceScope.Of(told.Incident.Subject) ?? "";
        var counts = await verdicts.CountsAsync(Workspace, service);
        var found = await run.LookAsync(told, logLimit, counts, withModel);
        try
        {
            return await store.RetryOnConflictAsync(async () =>
            {
                var kept = await store.ReadAsync() ?? new();
                var next = kept with
                {
                    Last = found, Service = service,
                    Predictions = PredictionRules.After(kept.Predictions, found, told.Incident.Phase is IncidentPhase.Resolved),
                };
                await KeepAsync(next, DiagnosisRecords.Found(told.Incident, Shown(found, next, counts)) with { Alarms = Alarms(next) });
                return await ShownAsync(found, next);
            });
        }
        catch (Exception exception) when (exception is LedgerUnavailableException or LedgerFullException or InconsistentStateException)
        {
            // Whoever asked gets the answer all the same; the next one has it looked for again.
            LogNotKept(log, told.Incident.Id, exception);
            return Shown(found, new() { Service = service }, counts);
        }
    }

    private ImmutableArray<AlarmChange> Alarms(DiagnosisState next) =>
    [
        new AlarmClear(Due),
        next.Predictions.Any(one => one.Outcome is null)
            ? AlarmSet.At(Check, clock.GetUtcNow() + PredictionRules.WaitFor(TimeSpan.Zero))
            : new AlarmClear(Check),
    ];

    private Task<ToldSymptom?> ReadSymptomAsync() => symptoms.ReadAsync(Workspace, IncidentId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The diagnosis of {Incident} could not be kept")]
    private static partial void LogNotKept(ILogger log, string incident, Exception exception);
}
