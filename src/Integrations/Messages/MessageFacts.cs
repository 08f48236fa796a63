using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Domain.Notifications;
using AiSre.Domain.Reports;

namespace AiSre.Integrations.Messages;

/// <summary>A label and what is known, such as <c>On call</c> and <c>dave</c>.</summary>
public sealed record MessageFact(string Name, string Value);

internal static class MessageFacts
{
    private const int ValueLength = 300;

    /// <summary>Only what is known, the most wanted first; ten at most.</summary>
    public static ImmutableArray<MessageFact> Of(NotificationContent content)
    {
        var facts = content.Digest is { } digest ? Of(digest) : Of(content, content.Kind is NotificationKind.Test);
        return [.. facts.Where(fact => !string.IsNullOrWhiteSpace(fact.Value))
            .Select(fact => new MessageFact(fact.Name, PlainText.Cut(PlainText.OneLine(fact.Value!), ValueLength))).Take(10)];
    }

    private static IEnumerable<(string Name, string? Value)> Of(NotificationContent content, bool isTest) =>
    [
        ("Severity", content.Severity.Name()),
        ("Service", content.Service),
        ("Where", Where(content)),
        ("Alert", content.AlertName),
        ("State", isTest ? null : content.Phase.Name()),
        Who(content),
        ("Since", isTest ? null : Since(content)),
        ("Escalation", content.Step),
        ("Told", content.Recipients.IsDefaultOrEmpty ? null : string.Join(", ", content.Recipients)),
        ("Group", content.Others > 0 ? $"with {Words.Count(content.Others, "other incident")}" : null),
        ("Reported by", content.Source),
    ];

    private static IEnumerable<(string Name, string? Value)> Of(DigestContent digest) =>
    [
        .. digest.BySeverity.Select(severity => (severity.Name, (string?)Invariant($"{severity.Count}"))),
        ("Services", string.Join(", ", digest.ByService.Take(10).Select(service => Invariant($"{service.Name} {service.Count}")))
            + (digest.ByService.Length > 10 ? Invariant($" and {digest.ByService.Length - 10} more") : "")),
        ("From", Spoken.Instant(digest.From)),
        ("To", Spoken.Instant(digest.To)),
    ];

    /// <summary>The service has a line of its own.</summary>
    private static string? Where(NotificationContent content) => string.Join(" in ",
        new[] { content.Workload, content.Namespace, content.Cluster }.Where(part => !string.IsNullOrWhiteSpace(part)));

    private static (string Name, string? Value) Who(NotificationContent content) => content.Phase switch
    {
        _ when content.Kind is NotificationKind.Test => ("On call", content.Owner),
        IncidentPhase.Open => ("On call", content.Owner ?? "nobody"),
        IncidentPhase.Acknowledged => ("On it", content.Owner ?? content.Actor),
        _ => ("Was on it", content.Owner),
    };

    private static string Since(NotificationContent content)
    {
        var age = content.At - content.Since;
        return age < TimeSpan.FromMinutes(1)
            ? Spoken.Instant(content.Since)
            : $"{Spoken.Instant(content.Since)}, {Spoken.Duration(age)} before this message";
    }
}
