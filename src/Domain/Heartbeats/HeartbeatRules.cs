namespace AiSre.Domain.Heartbeats;

/// <summary>When somebody is given up who has promised to say that it lives.</summary>
public static class HeartbeatRules
{
    /// <summary>Heartbeats of a workspace at most.</summary>
    public const int MaxOfWorkspace = 1_000;

    /// <summary>What a name may be, for people.</summary>
    public const string AllowedNames = "allowed are 1 to 100 letters, digits, '-', '_' and '.'.";

    /// <summary>A day, which once a year has 25 hours, and a little.</summary>
    private static readonly TimeSpan LongestSpare = TimeSpan.FromHours(26);

    /// <summary>Whether a heartbeat may be called so.</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= 100 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    /// <summary>
    /// How old the stored beat may be while newer ones are in memory only. What the disk knows is believed for so much longer: the beats that a crash
    /// takes with it cannot make anybody look dead.
    /// </summary>
    public static TimeSpan StoreEvery(HeartbeatSettings settings) => settings.Schedule is null ? settings.Interval / 4 : TimeSpan.Zero;

    /// <summary>
    /// When the next beat should come. By a schedule a beat counts for one of its times: for the one before it when it is within the grace of that,
    /// else for the nearer of its two neighbours; so a run that ends early counts for what it was early for.
    /// </summary>
    public static DateTimeOffset Expected(HeartbeatSettings settings, DateTimeOffset beat)
    {
        if (Cron(settings) is not { } cron) return beat + settings.Interval;
        var next = cron.Next(beat);
        var isOfTheOneBefore = cron.Previous(beat) is { } before && beat - before is var late && (late <= settings.Grace || late <= next - beat);
        return isOfTheOneBefore ? next : cron.Next(next);
    }

    /// <summary>When the first beat should come where nothing that came before counts.</summary>
    public static DateTimeOffset First(HeartbeatSettings settings, DateTimeOffset since) =>
        Cron(settings) is { } cron ? cron.Next(since) : since + settings.Interval;

    /// <summary>When the next beat should come of somebody who may have been declared, or declared anew, since its last.</summary>
    public static DateTimeOffset Expected(HeartbeatSettings settings, DateTimeOffset lastBeat, DateTimeOffset declaredAt) =>
        declaredAt > lastBeat ? First(settings, declaredAt) : Expected(settings, lastBeat);

    /// <summary>Whether it is missing, and when to look again otherwise.</summary>
    public static HeartbeatVerdict Judge(HeartbeatSettings settings, HeartbeatEvidence known, DateTimeOffset now)
    {
        var last = known.FromDisk ? known.LastBeat + StoreEvery(settings) : known.LastBeat;
        var expected = Expected(settings, last, known.DeclaredAt);
        // After an outage its sender gets one whole turn: until then it could not reach us.
        if (known.AwayUntil is { } back && back > last && back > known.DeclaredAt) expected = First(settings, back);
        if (expected + settings.Grace is var due && due > now) return new(due, IsMissing: false, Spared: false);
        // A short outage leaves no trace but our own start. Where that came when the beat was due, the beat may have met a closed door. Once only, or
        // somebody who never comes back would be waited for as long as we restart; and for a day at most: a page too many is better than a month
        // in which nobody knows.
        var first = First(settings, known.UpSince);
        return !known.Spared && known.UpSince > expected - settings.Grace && first - known.UpSince <= LongestSpare
            && first + settings.Grace is var later && later > now
            ? new(later, IsMissing: false, Spared: true)
            : new(null, IsMissing: true, Spared: false);
    }

    /// <summary>
    /// When a run that began has to have ended; null: whenever it likes. After an outage of ours it has as long again: its end may be lost.
    /// </summary>
    public static DateTimeOffset? EndsBy(HeartbeatSettings settings, DateTimeOffset startedAt, DateTimeOffset? awayUntil) =>
        (awayUntil > startedAt ? awayUntil : startedAt) + settings.MaxRuntime;

    private static CronSchedule? Cron(HeartbeatSettings settings) =>
        settings.Schedule is { } schedule ? CronSchedule.Of(schedule, settings.TimeZone) : null;
}

/// <summary>What is known of somebody's beats.</summary>
/// <param name="LastBeat">The latest that is known.</param>
/// <param name="FromDisk">It was read from disk, so that there may have been later ones.</param>
/// <param name="AwayUntil">When the platform was last back from an outage; null when none is remembered.</param>
/// <param name="UpSince">When this silo started.</param>
/// <param name="Spared">It was spared once since its last beat.</param>
public readonly record struct HeartbeatEvidence(
    DateTimeOffset LastBeat, bool FromDisk, DateTimeOffset? AwayUntil, DateTimeOffset UpSince, bool Spared)
{
    /// <summary>When somebody last said when it is to beat; the default when nobody has.</summary>
    public DateTimeOffset DeclaredAt { get; init; }
}

/// <param name="LookAgainAt">When it is due; null when it is missing.</param>
/// <param name="IsMissing">It is.</param>
/// <param name="Spared">It would be, were it not for our own start.</param>
public readonly record struct HeartbeatVerdict(DateTimeOffset? LookAgainAt, bool IsMissing, bool Spared);
