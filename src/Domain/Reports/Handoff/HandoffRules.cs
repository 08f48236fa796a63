using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;

namespace AiSre.Domain.Reports.Handoff;

/// <summary>Makes the digest of a period. Same facts, same digest.</summary>
public static class HandoffRules
{
    /// <summary>Changes of who is on call are shown this far ahead.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromHours(12);

    /// <summary>Rows of a list; the totals count all.</summary>
    public const int Rows = 50;

    private const int Top = 5;
    private const int MostTitles = 500;
    private const int EscalatedLevel = 2;

    public static HandoffDigest Of(HandoffFacts facts)
    {
        var opened = facts.Courses.Where(course => course.CreatedAt >= facts.From).ToList();
        var digest = new HandoffDigest
        {
            Workspace = facts.Workspace,
            From = facts.From,
            To = facts.To,
            Totals = TotalsRules.Of(facts.From, facts.Courses, facts.Open),
            OpenIncidents =
            [
                .. facts.OpenIncidents.OrderByDescending(incident => incident.Severity).ThenBy(incident => incident.CreatedAt)
                    .ThenBy(incident => incident.Id, StringComparer.Ordinal).Take(Rows).Select(incident => Note(incident, facts)),
            ],
            ResolvedIncidents = [.. facts.ResolvedIncidents.Where(incident => incident.ResolvedAt is not null).Take(Rows).Select(Resolved)],
            TopServices = Most(opened.Select(course => course.Scope)),
            TopPatterns = Patterns(opened),
            Actions = new(
                Count("success"), Count("failed") + Count("unknown") + Count("started"), Count("denied"), facts.AwaitingApproval,
                [.. facts.Actions.Where(action => !action.DryRun).Take(Rows)]),
            Escalations = [.. facts.OpenIncidents.Concat(facts.ResolvedIncidents).SelectMany(incident => Escalated(incident, facts.From))],
            Deploys = [.. facts.Deploys.Take(Rows)],
            OnCall = [.. facts.Duty.Select(team => new DutyHandover(team.Team, At(team, facts.From), At(team, facts.To)))],
            NextOnCall = [.. facts.Duty.SelectMany(team => Changes(team, facts.To)).OrderBy(change => change.At)],
            Outlook = facts.Outlook,
        };
        return digest with { Summary = HandoffSummary.Of(digest) };

        long Count(string outcome) => facts.Outcomes.GetValueOrDefault(outcome);
    }

    private static OpenNote Note(Incident incident, HandoffFacts facts) => new(
        incident.Id, incident.Title, incident.Severity.Name(), incident.Phase.Name(), incident.Subject.Service, incident.CreatedAt,
        Math.Max(0, (long)(facts.To - incident.CreatedAt).TotalMinutes), incident.AcknowledgedAt, StandingRules.OwnerOf(incident),
        facts.LastActions.GetValueOrDefault(incident.Id), facts.Outlook.Diagnoses.GetValueOrDefault(incident.Id))
    {
        QuietUntil = incident.Silenced?.Until ?? (incident.SnoozedUntil > facts.To ? incident.SnoozedUntil : null),
    };

    private static ResolvedNote Resolved(Incident incident) => new(
        incident.Id, incident.Title, incident.Severity.Name(), incident.Subject.Service, incident.CreatedAt, incident.ResolvedAt!.Value,
        incident.ResolvedBy, incident.Resolution);

    private static IEnumerable<EscalationNote> Escalated(Incident incident, DateTimeOffset from)
    {
        var steps = (incident.Escalation?.Fired ?? []).Where(step =>
            step.Level >= EscalatedLevel && step.FiredAt >= from && StepOutcome.Reached(step.Outcome)).ToList();
        if (steps.Count == 0) yield break;
        var highest = steps.MaxBy(step => step.Level)!;
        yield return new(incident.Id, incident.Title, highest.Level, highest.FiredAt, highest.People);
    }

    private static ImmutableArray<NamedCount> Most(IEnumerable<string?> names) =>
    [
        .. names.OfType<string>().GroupBy(name => name).Select(same => new NamedCount(same.Key, same.Count()))
            .OrderByDescending(count => count.Count).ThenBy(count => count.Name, StringComparer.Ordinal).Take(Top),
    ];

    /// <summary>Looking at a title takes its time, so each is looked at once, and in a storm only the most frequent are.</summary>
    private static ImmutableArray<NamedCount> Patterns(List<IncidentCourse> opened) =>
    [
        .. opened.GroupBy(course => course.Title).Select(same => (Title: same.Key, Count: same.LongCount()))
            .OrderByDescending(same => same.Count).ThenBy(same => same.Title, StringComparer.Ordinal).Take(MostTitles)
            .GroupBy(same => FailurePatterns.Label(same.Title, null)).Where(same => same.Key is not FailurePatterns.Unknown)
            .Select(same => new NamedCount(same.Key, same.Sum(title => title.Count)))
            .OrderByDescending(count => count.Count).ThenBy(count => count.Name, StringComparer.Ordinal).Take(Top),
    ];

    private static string? At(TeamDuty team, DateTimeOffset at) =>
        team.Shifts.Where(shift => shift.Start <= at && at < shift.End).Select(shift => shift.Person).FirstOrDefault();

    private static IEnumerable<DutyChange> Changes(TeamDuty team, DateTimeOffset now)
    {
        var before = At(team, now);
        foreach (var shift in team.Shifts.Where(shift => shift.Start > now && shift.Start <= now + Ahead))
        {
            if (shift.Person != before) yield return new(team.Team, shift.Start, shift.Person);
            before = shift.Person;
        }
    }
}
