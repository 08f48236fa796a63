using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace AiSre.Grains.Notifications;

/// <summary>
/// Messages of this silo that were given up. Their fallback may have reached somebody, so nobody misses them: a channel that is broken is told in the
/// log, a line a minute for each address, and for a while in the health.
/// </summary>
public sealed partial class GivenUpMessages(TimeProvider clock, ILogger<GivenUpMessages> log)
{
    /// <summary>A token that was revoked fails every message of a storm.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(string Workspace, string Channel, string Address), LogPace> lines = [];
    private volatile GivenUp? last;

    /// <summary>The last of them; null: there was none since this process started.</summary>
    public GivenUp? Last => last;

    /// <param name="workspace">Whose messages.</param>
    /// <param name="channel">Through which channel.</param>
    /// <param name="address">To which of its addresses.</param>
    /// <param name="count">How many, at least one.</param>
    /// <param name="error">What the vendor said to the last of them.</param>
    public void Note(string workspace, string channel, string address, int count, string? error)
    {
        last = new(channel, clock.GetUtcNow());
        if (lines.GetOrAdd((workspace, channel, address), static (_, time) => new(time, Pause), clock).Count(count) is { } all)
            LogGivenUp(log, all, channel, address, workspace, error ?? "no reason was given");
    }

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "{Count} messages by {Channel} to {Address} in {Workspace} are given up: {Error}. GET /notifications/dead-letter has them.")]
    private static partial void LogGivenUp(ILogger log, int count, string channel, string address, string workspace, string error);
}

/// <param name="Channel">The channel's name.</param>
/// <param name="At">When.</param>
public sealed record GivenUp(string Channel, DateTimeOffset At);
