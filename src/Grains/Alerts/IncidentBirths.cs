using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Deploys;
using AiSre.Domain.Escalation;
using AiSre.Domain.Incidents;
using AiSre.Domain.Silences;
using AiSre.Grains.Alarms;
using AiSre.Grains.Definitions;
using AiSre.Grains.Diagnosis;
using AiSre.Grains.Incidents;
using AiSre.Grains.Ledger;
using AiSre.Grains.Notifications;
using AiSre.Grains.Silences;

namespace AiSre.Grains.Alerts;

/// <summary>
/// Opens incidents, and nothing else does: each is placed by the workspace's correlator, then stored with its alert row and its first events in one
/// transaction.
/// </summary>
internal sealed class IncidentBirths(
    string workspace, string scope, ILedger ledger, AlertMemory memory, AlertMatcher matcher, IDefinitions definitions, ISilences silences,
    UnroutedLog unrouted, AlarmBell bell, DiagnosisOptions diagnosis, IGrainFactory grains, TimeProvider clock, DedupOptions options)
{
    private const int MaxSettled = 1_000;

    /// <summary>Incidents that are not stored yet, each with what ends when they are, or will not be.</summary>
    private readonly Dictionary<string, Task> underWay = [];

    /// <summary>Incidents of other intakes that are no longer under way.</summary>
    private readonly HashSet<string> settled = [];

    /// <param name="signal">What fires.</param>
    /// <param name="text">Its names.</param>
    /// <param name="previous">The same alert's resolved row, whose incident is over for good.</param>
    /// <returns>Null when the alert turned out to be known: the signal is decided anew.</returns>
    public async Task<SignalResult?> OpenAsync(AlertSignal signal, SignalText text, AlertEntry? previous)
    {
        var found = matcher.Find(signal, text);
        if (found.Entry is { } other && other != previous) return null;

        var now = signal.Spooled?.At ?? clock.GetUtcNow();
        var opened = IncidentBirth.Of(signal, NewIds.Incident(now), workspace, text.Identity, previous?.Row.IncidentId, now);
        var incident = opened.Incident;
        var row = AlertRow.Of(signal, workspace, text.Identity, incident.Id, scope, text.Hash, incident.Severity, now) with
        {
            Flapping = previous is null ? FlappingState.Calm : FlappingRules.OnTransition(previous.Row.Flapping, now, options),
        };
        var entry = new AlertEntry(row)
        {
            Busy = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously),
            Subject = incident.Subject,
            Described = incident.Description.Length > 0,
            Features = text.Features,
        };
        if (previous is not null) memory.Remove(previous);
        if (found.Expired is not null) memory.Remove(found.Expired);
        memory.Add(entry);
        underWay.Add(incident.Id, entry.Busy.Task);
        var stored = false;
        try
        {
            var birth = await StoreAsync(opened, row, found.Expired, signal, now);
            stored = birth.Outcome is LedgerOutcome.Applied or LedgerOutcome.ParentGone;
            if (birth.Outcome is LedgerOutcome.Marked) return SignalAnswers.OfNone(signal, SignalActions.Unchanged);
            if (!stored) return null;
            entry.GroupId = birth.Placement?.GroupId;
            return new SignalResult
            {
                Fingerprint = signal.Fingerprint ?? signal.Identity,
                IncidentId = incident.Id,
                GroupId = entry.GroupId,
                Action = SignalActions.Created,
            };
        }
        finally
        {
            if (!stored) memory.Remove(entry);
            underWay.Remove(incident.Id);
            var busy = entry.Busy;
            entry.Busy = null;
            busy.SetResult();
        }
    }

    /// <summary>Ends when that incident is stored, or will not be; at once when it is not one of those that are opened now.</summary>
    public Task StoredAsync(string incidentId) => underWay.GetValueOrDefault(incidentId) ?? Task.CompletedTask;

    /// <summary>
    /// A child that overtook its parent on the way to the ledger would stand alone, and page by itself: all that come with the first payload of a
    /// storm would. An intake that cannot be asked is not waited for.
    /// </summary>
    private async Task BeBehindAsync(FreshIncident fresh)
    {
        if (fresh.Scope == scope)
        {
            await StoredAsync(fresh.IncidentId);
            return;
        }
        if (settled.Contains(fresh.IncidentId)) return;
        await grains.GetGrain<IServiceIntakeGrain>(GrainKeys.Intake(workspace, fresh.Scope)).StoredAsync(fresh.IncidentId)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        if (settled.Count >= MaxSettled) settled.Clear();
        settled.Add(fresh.IncidentId);
    }

    private async Task<IncidentBirthEntry> StoreAsync(
        IncidentChange opened, AlertRow row, AlertEntry? expired, AlertSignal signal, DateTimeOffset now)
    {
        var incident = opened.Incident;
        var tells = await definitions.TellsAsync(workspace);
        // By the clock and not by when it was received: what waited in the spool is told of now.
        var silence = SilenceRules.MarkFor(incident, await silences.OfAsync(workspace), clock.GetUtcNow());
        var marked = opened.Then(i => SilenceRules.Mark(i, silence, null, now));
        var correlator = grains.GetGrain<ICorrelatorGrain>(workspace);
        var member = GroupCandidates.MemberOf(marked.Incident);
        var placement = await correlator.PlaceAsync(member, row.Scope);
        var born = marked.Then(i => DeployCorrelation.Correlate(i, placement.Deploy, now));
        if (placement.Storm) matcher.StormUntil = now + options.StormQuiet;
        foreach (var fresh in placement.Fresh.IsDefault ? [] : placement.Fresh) await BeBehindAsync(fresh);
        var asksAtOnce = tells && await MayMeanOthersAsync(member, placement);
        var birth = new IncidentBirthEntry
        {
            Alert = row,
            Incident = born.Incident,
            Placement = placement,
            ExpiresRowId = expired?.Row.RowId ?? 0,
            Facts = new()
            {
                Events = IncidentEvent.Of(incident, born.Events, signal.Raw.Text),
                Mark = SpoolMarks.Of(signal, clock),
                Alarms = AlarmsOf(marked.Incident, row, tells, now, placement, asksAtOnce),
            },
            AlarmsAlone = placement.ParentId is null ? default : AlarmsOf(marked.Incident, row, tells, now),
        };
        try
        {
            await ledger.CommitAsync(birth);
        }
        catch
        {
            _ = correlator.ClosedAsync(incident.Id);
            throw;
        }
        if (birth.Outcome is LedgerOutcome.Applied) bell.After(birth.Target, birth.Facts.Alarms);
        if (birth.Outcome is LedgerOutcome.ParentGone) bell.After(birth.Target, birth.AlarmsAlone);
        if (birth.Outcome is LedgerOutcome.Conflict or LedgerOutcome.Marked or LedgerOutcome.Gone) _ = correlator.ClosedAsync(incident.Id);
        if (birth.Outcome is LedgerOutcome.ParentGone && placement.ParentId is { } parent)
        {
            _ = correlator.ClosedAsync(parent);
            _ = correlator.StandsAloneAsync(member, row.Scope);
        }
        if (!tells && birth.Outcome is (LedgerOutcome.Applied or LedgerOutcome.ParentGone)) unrouted.Opened(birth.Incident);
        return birth;
    }

    /// <summary>
    /// A child whose people the group may not have paged. It asks when its alarm comes, with what has become of its parent by then.
    /// </summary>
    private async ValueTask<bool> MayMeanOthersAsync(GroupMember member, Placement placement)
    {
        if (placement.ParentId is null || member.Silenced) return false;
        if (placement.ParentSilenced) return true;
        return placement.FirstOfItsKind && !GroupRules.SharesFirstLevel(
            await definitions.OfAsync(workspace), (member.Service, member.Severity), (placement.ParentService, placement.ParentSeverity));
    }

    private ImmutableArray<AlarmChange> AlarmsOf(
        Incident incident, AlertRow row, bool tells, DateTimeOffset now, Placement? placement = null, bool asksAtOnce = false) =>
    [
        .. IncidentAlarms.AtBirth(row, incident.Severity, tells, now, options, placement, asksAtOnce), .. IncidentAlarms.OfSilence(incident),
        .. DiagnosisAlarms.AtBirth(incident, placement?.ParentId is not null, diagnosis, clock.GetUtcNow()),
    ];
}
