using System.Collections.Immutable;
using AiSre.Domain.Alerts;

namespace AiSre.Domain.Notifications;

/// <summary>Writes one message that says what many would have.</summary>
public static class DigestMessage
{
    private const int MaxTitles = 10;

    /// <summary>What a digest that holds more services calls the rest.</summary>
    private const string Others = "others";

    private const int MaxServices = 50;

    /// <param name="messages">At least one, in order; digests among them are taken apart.</param>
    /// <param name="now">When it is made.</param>
    public static OutboxMessage Of(ImmutableArray<QueuedMessage> messages, DateTimeOffset now)
    {
        var first = messages[0].Message;
        var contents = messages.Select(message => message.Message.Content).ToList();
        var parts = contents.ConvertAll(Part);
        var count = parts.Sum(part => part.Count);
        return new()
        {
            Key = $"n:{first.Workspace}:digest:{messages[0].Seq}-{messages[^1].Seq}:{first.Channel}:{first.Address}",
            Workspace = first.Workspace,
            Channel = first.Channel,
            Address = first.Address,
            IsPage = messages.Any(message => message.Message.IsPage),
            Content = new()
            {
                Kind = NotificationKind.Digest,
                Severity = contents.Max(content => content.Severity),
                Workspace = first.Workspace,
                Title = $"{count} notifications in one",
                Since = parts.Min(part => part.From),
                At = now,
                Recipients = Union(contents, content => content.Recipients),
                Mentions = Union(contents, content => content.Mentions),
                Link = contents.Select(Base).FirstOrDefault(link => link is not null),
                Digest = new()
                {
                    Count = count,
                    BySeverity = [.. Sum(parts.SelectMany(part => part.BySeverity)).OrderByDescending(entry => SeverityMap.Parse(entry.Name))],
                    ByService = Services(Sum(parts.SelectMany(part => part.ByService))),
                    Titles =
                        [.. contents.OrderByDescending(content => content.Severity).SelectMany(Titles).Distinct(StringComparer.Ordinal)
                            .Take(MaxTitles)],
                    From = parts.Min(part => part.From),
                    To = parts.Max(part => part.To),
                },
            },
        };
    }

    private static DigestContent Part(NotificationContent content) => content.Digest ?? new()
    {
        Count = 1,
        BySeverity = [new(content.Severity.Name(), 1)],
        ByService = [new(content.Service ?? "no service", 1)],
        Titles = [],
        From = content.At,
        To = content.At,
    };

    private static IEnumerable<string> Titles(NotificationContent content) => content.Digest is { } digest ? digest.Titles
        : [content.Kind is NotificationKind.Resolved ? $"Resolved: {content.Title}" : content.Title];

    private static IEnumerable<DigestCount> Sum(IEnumerable<DigestCount> counts) =>
        counts.GroupBy(count => count.Name, StringComparer.Ordinal).Select(group => new DigestCount(group.Key, group.Sum(count => count.Count)));

    private static ImmutableArray<DigestCount> Services(IEnumerable<DigestCount> counts)
    {
        var ordered = counts.OrderBy(count => count.Name == Others).ThenByDescending(count => count.Count)
            .ThenBy(count => count.Name, StringComparer.Ordinal).ToList();
        if (ordered.Count <= MaxServices) return [.. ordered];
        return [.. ordered.Take(MaxServices - 1), new(Others, ordered.Skip(MaxServices - 1).Sum(count => count.Count))];
    }

    private static ImmutableArray<string> Union(List<NotificationContent> contents, Func<NotificationContent, ImmutableArray<string>> of) =>
        [.. contents.SelectMany(content => of(content)).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>The list of incidents, from the link to one of them.</summary>
    private static string? Base(NotificationContent content) =>
        content.Digest is not null ? content.Link
        : content is { Link: { } link, IncidentId: { } id } && link.EndsWith($"/{id}", StringComparison.Ordinal) ? link[..^(id.Length + 1)]
        : null;
}
