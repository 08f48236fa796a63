using AiSre.Domain.Diagnosis;
using AiSre.Domain.Incidents;
using AiSre.Grains.Alarms;
using AiSre.Grains.Incidents;
using AiSre.Grains.Ledger;
using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace AiSre.Grains.Diagnosis;

/// <summary>A look that nobody has asked for: when it begins, and who hears of it.</summary>
public sealed partial class DiagnosisGrain
{
    private async Task<AlarmAnswer> LookBySelfAsync(DueAlarm alarm)
    {
        var incident = await GrainFactory.GetGrain<IIncidentGrain>(this.GetPrimaryKeyString()).GetAsync();
        if (incident is null or { Phase: IncidentPhase.Resolved }) return AlarmAnswer.Obsolete;
        var (now, since) = (clock.GetUtcNow(), incident.CreatedAt);
        if ((await store.ReadAsync())?.Last is not null || DiagnosisRules.IsTooLate(since, now)) return AlarmAnswer.Obsolete;
        var begins = underWay is null && !waits && places.TryEnter();
        try
        {
            // What people were told is much to read: only who looks now reads it, and not all those who wait.
            var told = begins ? await ReadSymptomAsync() : null;
            if (begins && told is not { ParentId: null }) return AlarmAnswer.Obsolete;
            if (!await MoveAsync(alarm, now + Lease)) return AlarmAnswer.Settled;
            if (told is not null)
            {
                begins = false;
                _ = LookUnaskedAsync(told);
            }
            else if (underWay is null && !waits)
            {
                waits = true;
                _ = LookInTurnAsync();
            }
            return AlarmAnswer.Settled;
        }
        finally
        {
            if (begins) places.Leave();
        }
    }

    /// <returns>False: somebody else has acted on it.</returns>
    private async Task<bool> MoveAsync(DueAlarm alarm, DateTimeOffset to)
    {
        try
        {
            var state = await store.ReadAsync() ?? new();
            await store.CommitAsync(state, new() { Alarms = [alarm.Fired(), AlarmSet.At(Due, to)] });
            return true;
        }
        catch (InconsistentStateException)
        {
            await store.RefreshAsync();
            return false;
        }
    }

    /// <summary>What is to be looked at is decided when it is its turn: while it waited, it may have ended or found its group.</summary>
    private async Task LookInTurnAsync()
    {
        var hasPlace = false;
        try
        {
            await places.EnterAsync(Workspace, leaving.Token);
            hasPlace = true;
            if (await ReadSymptomAsync() is not { ParentId: null, Incident.Phase: not IncidentPhase.Resolved } told)
            {
                await store.CommitAsync(await store.ReadAsync() ?? new(), new() { Alarms = [new AlarmClear(Due)] });
                return;
            }
            if (underWay is not null) return;
            hasPlace = false;
            await LookUnaskedAsync(told);
        }
        catch (OperationCanceledException) when (leaving.IsCancellationRequested)
        {
            // The alarm stands, and calls whoever comes next.
        }
        catch (InconsistentStateException)
        {
            await store.RefreshAsync();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            LogFailed(log, IncidentId, exception);
        }
        finally
        {
            if (hasPlace) places.Leave();
            waits = false;
        }
    }

    private async Task LookUnaskedAsync(ToldSymptom told)
    {
        try
        {
            var found = await OneAtATimeAsync(told, DiagnosisRules.DefaultLogLimit, withModel: false);
            if (found.Cause is { Confidence: >= DiagnosisRules.WorthTelling } cause) await TellAsync(told.Incident, cause);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // The alarm stands, and calls again.
            LogFailed(log, told.Incident.Id, exception);
        }
        finally
        {
            places.Leave();
        }
    }

    private Task<Incident?> TellAsync(Incident incident, Hypothesis cause) => GrainFactory
        .GetGrain<IIncidentGrain>(GrainKeys.Incident(incident.Workspace, incident.Id))
        .DiagnosedAsync(new($"{cause.Cause}.{cause.Component}", cause.Advice.Length == 0 ? cause.RootCause : $"{cause.RootCause} {cause.Advice}"));

    [LoggerMessage(Level = LogLevel.Error, Message = "The diagnosis of {Incident} failed")]
    private static partial void LogFailed(ILogger log, string incident, Exception exception);
}
