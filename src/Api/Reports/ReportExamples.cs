using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Domain.Reports.Handoff;
using AiSre.Domain.Reports.PostMortems;

namespace AiSre.Api.Reports;

/// <summary>What is answered, as the description shows it: made from facts by the very rules.</summary>
internal static class ReportExamples
{
    private const string Id = "inc-01k5x8m2r9t4v";

    private static readonly DateTimeOffset Start = new(2026, 1, 15, 8, 0, 0, TimeSpan.Zero);

    private static readonly Incident Incident = new()
    {
        Id = Id, Workspace = "default", Title = "High CPU on payments-api", Severity = Severity.Critical, Source = "prometheus",
        Subject = new AlertSubject { Service = "payments-api", Namespace = "production" }, CreatedAt = Start.AddHours(2),
        Phase = IncidentPhase.Acknowledged, AcknowledgedAt = Start.AddHours(2).AddMinutes(3), AcknowledgedBy = "dave",
    };

    private static readonly DoneAction Restart = new("restart_pod", "success", false, "production", "dave", Id, Start.AddHours(3));

    public static readonly HandoffResponse Handoff = HandoffResponse.From(
        HandoffRules.Of(new()
        {
            Workspace = "default",
            From = Start,
            To = Start.AddHours(12),
            Open = [new(Severity.Critical, 1, 1)],
            Courses = [new(Id, Incident.Title, Incident.Severity, Incident.Phase, "payments-api", Incident.CreatedAt, IsMember: false, [])],
            OpenIncidents = [Incident],
            Actions = [Restart],
            LastActions = ImmutableDictionary<string, DoneAction>.Empty.Add(Id, Restart),
            Outcomes = ImmutableDictionary<string, long>.Empty.Add("success", 1),
            Duty =
            [
                new("payments", [new(Start, Start.AddHours(11), "dave"), new(Start.AddHours(11), Start.AddHours(23), "eve"),
                    new(Start.AddHours(23), Start.AddHours(35), "dave")]),
            ],
        }), hours: 12);

    public static readonly PostMortemResponse PostMortem = PostMortemResponse.From(PostMortemRules.Of(new()
    {
        Incident = Incident with
        {
            Phase = IncidentPhase.Resolved, ResolvedAt = Start.AddHours(4), ResolvedBy = "dave", ResolvedByHuman = true,
            Resolution = "Memory limit raised to 1Gi.",
        },
        Now = Start.AddHours(12),
        Timeline = [new(EventTypes.IncidentAcknowledged, "dave", Start.AddHours(2).AddMinutes(3))],
        Alerts = 3,
        Actions = [Restart],
    }));
}
