using System.Collections.Immutable;

namespace AiSre.Domain.Notifications;

/// <summary>
/// Pages that nobody tries to send, because their destination fails and is left alone, or has asked for a pause: they wait on, and their escalation
/// goes on without them (docs/rules/escalation.md).
/// </summary>
public static class HeldRules
{
    /// <summary>A page that takes longer is not in time any more.</summary>
    public static readonly TimeSpan InTime = TimeSpan.FromSeconds(8);

    /// <summary>So many at once.</summary>
    private const int Most = 200;

    /// <param name="queue">What waits.</param>
    /// <param name="state">Of the destination.</param>
    /// <param name="now">Now.</param>
    public static ImmutableArray<QueuedMessage> NotInTime(IEnumerable<QueuedMessage> queue, SendingState state, DateTimeOffset now) =>
        state.Circuit.OpenUntil - now > InTime || state.PausedUntil - now > InTime
            ? [.. queue.Where(message => message is { Message.IsPage: true, IsHeld: false, IncidentId: not null }).Take(Most)]
            : [];
}
