using System.Collections.Immutable;
using AiSre.Domain.Definitions.Notifications;

namespace AiSre.Domain.Notifications;

/// <summary>When one message stands in for many, and for which (docs/rules/notifications.md).</summary>
public static class DigestRules
{
    /// <summary>
    /// At most one digest of a destination is sent in this time, and until it has passed all that is not critical waits for the next.
    /// </summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>Waiting messages are put into the digest that waits from here on, so that they need not be kept in memory.</summary>
    public const int Overflow = 500;

    /// <summary>A digest that is this old takes along what came after it, however little.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);

    /// <summary>Waiting messages from which on there is a digest; 0: never.</summary>
    public static int After(ChannelDefinition channel) => channel.DigestAfter ?? channel.Type.DigestAfter;

    /// <summary>The messages that one digest stands in for, earlier digests that wait included; empty: no digest now.</summary>
    /// <param name="queue">In order.</param>
    /// <param name="after">Of the channel.</param>
    /// <param name="criticals">So many critical messages are sent by themselves.</param>
    /// <param name="maySend">A digest would be sent at once: otherwise it is only made when too much waits.</param>
    /// <param name="now">Now.</param>
    public static ImmutableArray<QueuedMessage> Fold(
        IReadOnlyCollection<QueuedMessage> queue, int after, int criticals, bool maySend, DateTimeOffset now)
    {
        if (after == 0) return [];
        var digests = queue.Where(message => message.IsDigest).ToList();
        var single = queue.Count - digests.Count;
        var takesAlong = digests.Count > 1 || (single > 0 && digests.Exists(digest => now - digest.WrittenAt >= Fresh));
        if (single < Overflow && !(maySend && (single > after || takesAlong))) return [];

        var urgent = Urgent(queue);
        var kept = 0;
        var folded = queue.Where(message => message.IsDigest || !IsUrgent(message, urgent) || kept++ >= criticals).ToImmutableArray();
        return folded.Length > 1 ? folded : [];
    }

    /// <summary>Incidents of which something critical waits: what they said before must not hold it up.</summary>
    internal static HashSet<string> Urgent(IEnumerable<QueuedMessage> queue) =>
        [.. queue.Where(message => message.IsCritical && message.IncidentId is not null).Select(message => message.IncidentId!)];

    internal static bool IsUrgent(QueuedMessage message, HashSet<string> urgent) =>
        message.IncidentId is { } incident ? urgent.Contains(incident) : message.IsCritical && !message.IsDigest;
}
