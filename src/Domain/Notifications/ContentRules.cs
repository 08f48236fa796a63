using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Domain.OnCall;

namespace AiSre.Domain.Notifications;

/// <summary>What a message about an incident shows.</summary>
public static class ContentRules
{
    private const int MaxTitle = 500;
    private const int MaxSummary = 2_000;

    public static NotificationContent Of(Incident incident, NotificationKind kind, TellContext context) => new()
    {
        Kind = kind,
        Severity = incident.Severity,
        Workspace = incident.Workspace,
        IncidentId = incident.Id,
        GroupId = context.Others > 0 ? GroupId.For(incident.Id) : null,
        Title = TitleOf(incident),
        Phase = incident.Phase,
        Service = ServiceScope.Of(incident.Subject),
        Namespace = incident.Subject.Namespace,
        Cluster = incident.Subject.Cluster,
        Workload = incident.Subject.Pod ?? incident.Subject.Deployment ?? incident.Subject.Node,
        Source = incident.Source,
        Since = incident.StartsAt ?? incident.CreatedAt,
        At = context.Now,
        Owner = OwnerOf(incident, context),
        Summary = Short(SecretText.Redact(SummaryOf(incident, kind)), MaxSummary),
        Link = context.PublicUrl is { } url ? $"{url}/console/{incident.Workspace}/incidents/{incident.Id}" : null,
        Links = incident.Links,
        Others = context.Others,
        ExternalId = ExternalIdOf(incident),
        AlertName = AlertNames.Of(incident.Labels) is { } name ? SecretText.Redact(name) : null,
    };

    public static string TitleOf(Incident incident) => Short(SecretText.Redact(incident.Title), MaxTitle) ?? "";

    /// <summary>PagerDuty's own id of an incident that it opened: changes of it go there by that, and not under a key of ours.</summary>
    private static string? ExternalIdOf(Incident incident) =>
        incident.Adapter == AlertSource.PagerDuty && incident.Alerts is [var first, ..]
            ? $"{AlertSource.PagerDuty}:{IdentityKey.IdOf(first.Identity)}"
            : null;

    /// <summary>
    /// Who is on it: who has acknowledged it, else whose it is, else who is on call. When it is over nobody was on it who did not acknowledge.
    /// </summary>
    private static string? OwnerOf(Incident incident, TellContext context) =>
        incident.Phase is IncidentPhase.Resolved ? incident.AcknowledgedBy
        : incident.AcknowledgedBy ?? incident.AssignedTo
        ?? (TeamRules.Of(context.Definitions, ServiceScope.Of(incident.Subject)) is { } team ? context.Duty(team, context.Now).OnCall : null);

    private static string? SummaryOf(Incident incident, NotificationKind kind) =>
        kind is NotificationKind.Resolved && incident.Resolution is { Length: > 0 } resolution ? resolution
        : kind is NotificationKind.Acknowledged or NotificationKind.Unacknowledged ? null
        : incident.Description is { Length: > 0 } description ? description : null;

    private static string? Short(string? text, int limit) =>
        text is null || text.Length <= limit ? text : text[..(char.IsHighSurrogate(text[limit - 2]) ? limit - 2 : limit - 1)] + "…";
}
