using AiSre.Domain.Alerts;
using AiSre.Domain.Notifications;
using AiSre.Domain.Reports;

namespace AiSre.Integrations.Messages;

/// <summary>The one line that is read at three in the morning: how bad, what and where.</summary>
public static class Headline
{
    private const int PlaceLength = 60;

    /// <summary>At most <paramref name="limit"/> characters. The title gives way, never severity or place.</summary>
    public static string Of(NotificationContent content, int limit)
    {
        var start = content.Digest is { } digest ? Start(digest) : Start(content);
        var place = content.Digest is { ByService: var services } ? Services(services) : Place(content);
        var end = place is null ? "" : $" — {PlainText.Cut(place, PlaceLength)}";
        if (content.Digest is not null) return PlainText.Cut(start + end, limit);
        var title = PlainText.OneLine(content.Title);
        return $"{start}: {PlainText.Cut(title.Length == 0 ? "(no title)" : title, Math.Max(1, limit - start.Length - end.Length - 2))}{end}";
    }

    private static string Start(NotificationContent content) => content.Kind switch
    {
        NotificationKind.Escalated => $"{content.Severity.Loud()}, escalated",
        NotificationKind.SeverityRaised => $"{content.Severity.Loud()}, raised",
        // Good news first.
        NotificationKind.Acknowledged => $"Acknowledged, {content.Severity.Name()}",
        NotificationKind.Resolved => $"Resolved, {content.Severity.Name()}",
        NotificationKind.Reopened => $"{content.Severity.Loud()}, again",
        NotificationKind.DiagnosisReady => $"{content.Severity.Loud()}, likely cause found",
        NotificationKind.ActionNeedsApproval => $"{content.Severity.Loud()}, needs your approval",
        NotificationKind.Reminder => $"{content.Severity.Loud()}, still open",
        NotificationKind.Test => $"TEST, {content.Severity.Name()}",
        NotificationKind.Unacknowledged => $"{content.Severity.Loud()}, nobody is on it",
        NotificationKind.Flapping => $"{content.Severity.Loud()}, flapping",
        NotificationKind.FixFailed => $"{content.Severity.Loud()}, a fix has not helped",
        NotificationKind.FixUnverified => $"{content.Severity.Loud()}, a fix needs a look",
        NotificationKind.AutonomyPaused => $"{content.Severity.Loud()}, autonomy keeps off",
        _ => content.Severity.Loud(),
    };

    private static string Start(DigestContent digest) =>
        $"{Words.Count(digest.Count, "message")} in one: " +
            $"{string.Join(", ", digest.BySeverity.Select(severity => Invariant($"{severity.Count} {severity.Name}")))}";

    private static string? Place(NotificationContent content)
    {
        var name = Known(content.Service) ?? Known(content.Workload);
        var area = Known(content.Namespace) ?? Known(content.Cluster);
        return name is null ? area : area is null ? name : $"{name} in {area}";
    }

    private static string? Services(IReadOnlyList<DigestCount> services) => services.Count switch
    {
        0 => null,
        <= 3 => string.Join(", ", services.Select(service => PlainText.OneLine(service.Name))),
        _ => $"{string.Join(", ", services.Take(2).Select(service => PlainText.OneLine(service.Name)))} and {services.Count - 2} more",
    };

    private static string? Known(string? text) => string.IsNullOrWhiteSpace(text) ? null : PlainText.OneLine(text);
}
