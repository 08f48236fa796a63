using System.Collections.Immutable;

namespace AiSre.Domain.Notifications;

/// <summary>
/// What of a queue need not be sent any more because of what came after it. Only what nobody has tried: after an attempt that timed out nobody knows
/// what the other side has seen, and then the end must follow.
/// </summary>
public static class QueueRules
{
    public static ImmutableArray<StoodIn> StandIns(IEnumerable<QueuedMessage> queue)
    {
        var found = ImmutableArray.CreateBuilder<StoodIn>();
        foreach (var incident in queue.Where(message => message.IncidentId is not null).GroupBy(message => message.IncidentId))
        {
            var waiting = incident.ToList();
            if (waiting.Count < 2) continue;
            EndBeforeSent(waiting, found);
            SayOnce(waiting, found);
        }
        return found.ToImmutable();
    }

    /// <summary>An end cancels its unsent beginning together with itself; else it stands in for all updates that wait before it.</summary>
    private static void EndBeforeSent(List<QueuedMessage> waiting, ImmutableArray<StoodIn>.Builder found)
    {
        var from = 0;
        for (var end = waiting.FindIndex(IsEnd); end >= 0; end = waiting.FindIndex(from, IsEnd))
        {
            var episode = waiting.GetRange(from, end - from);
            var resolved = waiting[end];
            var untold = resolved.Attempts == 0 && episode is [{ Kind: NotificationKind.Opened }, ..]
                && episode.TrueForAll(message => message.Attempts == 0);
            var obsolete = episode.FindAll(message => message.Attempts == 0 && (untold || message.Kind is not NotificationKind.Opened));
            found.AddRange(obsolete.Select(message => new StoodIn(message.Seq, $"Over before it was sent, see {resolved.Message.Key}")));
            if (untold) found.Add(new(resolved.Seq, $"Its beginning was not sent, see {episode[0].Message.Key}"));
            waiting.RemoveAll(message => obsolete.Contains(message) || (untold && message == resolved));
            from = untold ? from : waiting.IndexOf(resolved) + 1;
        }
    }

    /// <summary>Of the same news in a row, to the same people, the newest is enough.</summary>
    private static void SayOnce(List<QueuedMessage> waiting, ImmutableArray<StoodIn>.Builder found)
    {
        foreach (var (older, newer) in waiting.Zip(waiting.Skip(1)))
        {
            if (older.Kind == newer.Kind && IsUpdate(older.Kind) && older.Attempts == 0 && Covers(newer.Message, older.Message))
                found.Add(new(older.Seq, $"Newer news stood in for it, see {newer.Message.Key}"));
        }
    }

    private static bool IsEnd(QueuedMessage message) => message.Kind is NotificationKind.Resolved;

    private static bool IsUpdate(NotificationKind kind) =>
        kind is NotificationKind.Escalated or NotificationKind.SeverityRaised or NotificationKind.Acknowledged
        or NotificationKind.DiagnosisReady or NotificationKind.Reminder;

    private static bool Covers(OutboxMessage newer, OutboxMessage older) =>
        (newer.IsPage || !older.IsPage)
        && newer.Content.Severity >= older.Content.Severity
        && older.Content.Recipients.All(newer.Content.Recipients.Contains)
        && older.Content.Mentions.All(newer.Content.Mentions.Contains);
}
