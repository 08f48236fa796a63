using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Deploys;
using AiSre.Domain.Diagnosis;
using AiSre.Domain.History;
using AiSre.Domain.Incidents;
using AiSre.Domain.Reports.Handoff;
using AiSre.Domain.Reports.PostMortems;
using AiSre.Domain.Slos;
using AiSre.Grains.Actions;
using AiSre.Grains.Chat;
using AiSre.Grains.Diagnosis;
using AiSre.Grains.History;
using AiSre.Grains.Ledger;
using AiSre.Grains.OnCall;
using AiSre.Grains.Slos;
using Orleans.Concurrency;

namespace AiSre.Grains.Reports;

[GrainType("reports"), StatelessWorker, Reentrant]
public sealed class ReportsGrain(
    IReportReads reads, IIncidentReads incidents, IDeployReads deploys, IDocumentReads documents, Verdicts verdicts,
    TimeProvider clock) : Grain, IReports
{
    /// <summary>Incidents whose documents are read: more than are shown, for those that were escalated.</summary>
    private const int Documents = 200;

    private const int Approvals = 100;

    public async Task<HandoffDigest> HandoffAsync(string workspace, int hours)
    {
        var now = clock.GetUtcNow();
        var from = now.AddHours(-hours);
        var duty = GrainFactory.GetGrain<IOnCallQueries>(0).ScheduleAsync(
            new() { Workspace = workspace, From = from, To = now + HandoffRules.Ahead });
        var approvals = GrainFactory.GetGrain<IActionQueries>(0).ApprovalsAsync(workspace, Approvals);
        var courses = await reads.CoursesAsync(workspace, from);
        var open = await reads.WorstOpenAsync(workspace, Documents);
        return HandoffRules.Of(new()
        {
            Workspace = workspace,
            From = from,
            To = now,
            Open = await reads.OpenAsync(workspace),
            Courses = courses,
            OpenIncidents = open,
            ResolvedIncidents = await ResolvedAsync(workspace, courses),
            LastActions = await reads.LastActionsAsync(workspace, [.. open.Select(incident => incident.Id)]),
            Actions = await reads.ActionsAsync(workspace, from, Documents),
            Outcomes = await reads.OutcomesAsync(workspace, from),
            AwaitingApproval = (await approvals).Count(approval => approval.State is ApprovalState.Pending && approval.ExpiresAt > now),
            Deploys = [.. await deploys.SinceAsync(workspace, from, HandoffRules.Rows)],
            Duty = [.. ((await duty)?.Teams ?? []).Select(DutyOf)],
            Outlook = await OutlookAsync(workspace, from, open),
        });
    }

    public async Task<PostMortem?> PostMortemAsync(string workspace, string incidentId, bool reworded)
    {
        var written = await WriteAsync(workspace, incidentId);
        if (written is null || !reworded) return written;
        var texts = PostMortemWording.Texts(written);
        var words = await GrainFactory.GetGrain<IChatWords>(0).RewordAsync(workspace, texts);
        return words.Model is null ? written : PostMortemWording.With(written, texts, words.Texts);
    }

    private async Task<PostMortem?> WriteAsync(string workspace, string incidentId)
    {
        if (await incidents.FindAsync(workspace, incidentId) is not { Incident: var incident }) return null;
        var members = await incidents.MembersAsync(workspace, incidentId);
        var actions = await incidents.ActionsAsync(workspace, incidentId);
        return PostMortemRules.Of(new()
        {
            Incident = incident,
            Now = clock.GetUtcNow(),
            Timeline = await incidents.TimelineAsync(workspace, incidentId),
            Alerts = (await incidents.FactsAsync(workspace, incidentId))?.Occurrences ?? 0,
            Members = [.. members.Select(member => new GroupMemberNote(member.Id, member.Title, member.Service))],
            Actions =
            [
                .. actions.Select(action => new DoneAction(
                    action.Action, action.Outcome, action.DryRun, action.Namespace, action.Actor, action.IncidentId, action.At)),
            ],
            Deploy = await DeployAsync(incident),
            SloMinutesBurnt = await BurntAsync(incident),
            RootCauses = (await CausesAsync(workspace, [incidentId])).GetValueOrDefault(incidentId) is { } cause
                ? [.. cause.Claims.Select(claim => claim.Text)] : [],
        });
    }

    /// <summary>Of the objective of its service that has lost most by it; null: there is none, or nobody knows.</summary>
    private async Task<double?> BurntAsync(Incident incident)
    {
        var burnt = await GrainFactory.GetGrain<ISlosGrain>(incident.Workspace).BurntAsync(incident);
        return burnt.IsEmpty ? null : burnt.Max(one => one.Minutes);
    }

    /// <summary>What the last looks at incidents gave, however long ago, as people's words have moved it, of those where a cause was found.</summary>
    private async Task<ImmutableDictionary<string, Hypothesis>> CausesAsync(string workspace, IReadOnlyCollection<string> incidentIds)
    {
        var states = (await documents.FindAsync(workspace, DiagnosisTarget.Kind, incidentIds))
            .Select(stored => (Id: stored.Key, State: DocumentText.Read<DiagnosisState>(stored.Value))).ToList();
        var counts = new Dictionary<string, ImmutableArray<CauseCounts>>(StringComparer.Ordinal);
        foreach (var service in states.Select(found => found.State.Service).Distinct(StringComparer.Ordinal))
            counts[service] = await verdicts.CountsAsync(workspace, service);
        return states.Select(found => (found.Id, Cause: found.State.Last is { } last
                ? (last with { Report = ConfidenceRules.Adjust(last.Report, counts[found.State.Service]) }).Cause : null))
            .Where(found => found.Cause is not null).ToImmutableDictionary(found => found.Id, found => found.Cause!);
    }

    private async Task<Deploy?> DeployAsync(Incident incident)
    {
        if (incident.Deploy is not { } mark) return null;
        var near = await deploys.AroundAsync(
            incident.Workspace, DeployTarget.Of(incident.Subject), mark.At.AddSeconds(-1), mark.At.AddSeconds(1), Documents);
        return near.FirstOrDefault(deploy => deploy.Id == mark.Id);
    }

    /// <summary>What other parts of the platform have worked out: drift and noise, while history is not being read, and diagnoses.</summary>
    private async Task<HandoffOutlook> OutlookAsync(string workspace, DateTimeOffset from, ImmutableArray<Incident> open)
    {
        var history = GrainFactory.GetGrain<IIncidentHistoryGrain>(workspace);
        var (drift, noisy) = (history.DriftAsync(), history.NoisyAsync(NoisyRules.Brief, HandoffRules.Rows));
        var slos = GrainFactory.GetGrain<ISlosGrain>(workspace).StandingsAsync();
        var causes = await CausesAsync(workspace, [.. open.Take(HandoffRules.Rows).Select(incident => incident.Id)]);
        return new()
        {
            SlosAtRisk =
            [
                .. (await slos).Where(slo => slo.Level is not SloLevel.Ok).OrderByDescending(slo => slo.Level)
                    .ThenBy(slo => slo.Name, StringComparer.Ordinal)
                    .Select(slo => new SloAtRisk(slo.Name, slo.Service, slo.Level.Name(), SloRounding.Burn(slo.BurnRate))),
            ],
            DriftSignals = [.. ((await drift)?.Signals ?? []).Select(signal => new DriftNote(signal.Type, signal.Severity.Name(), signal.Detail))],
            NoisyIncidents = [.. ((await noisy)?.Incidents ?? []).Select(item => item.Incident)
                .Where(incident => incident.ResolvedAt >= from).Select(incident => new NoisyNote(
                    incident.Id, incident.Title, incident.Severity.Name(), incident.CreatedAt, incident.ResolvedAt!.Value))],
            Diagnoses = causes.ToImmutableDictionary(found => found.Key, found => found.Value.RootCause),
        };
    }

    private async Task<ImmutableArray<Incident>> ResolvedAsync(string workspace, ImmutableArray<IncidentCourse> courses)
    {
        var last = courses.Where(course => course is { Phase: IncidentPhase.Resolved, IsMember: false, LastResolvedAt: not null })
            .OrderByDescending(course => course.LastResolvedAt).ThenByDescending(course => course.Id, StringComparer.Ordinal).Take(Documents)
            .Select(course => course.Id).ToList();
        var found = (await reads.IncidentsAsync(workspace, last)).ToDictionary(incident => incident.Id);
        return [.. last.Where(found.ContainsKey).Select(id => found[id])];
    }

    private static TeamDuty DutyOf(TeamSchedule team) =>
        new(team.Team, [.. team.Final.Select(entry => new DutyShift(entry.Start, entry.End, entry.Person))]);
}
