using AiSre.Domain.Alerts;

namespace AiSre.Domain.Heartbeats;

/// <summary>When somebody is given up who has promised to say that it lives.</summary>
public static class HeartbeatRules
{
    /// <summary>Heartbeats of a workspace at most.</summary>
    public const int MaxOfWorkspace = 1_000;

    /// <summary>
    /// How old the stored beat may be while newer ones are in memory only. What the disk knows is believed for so much longer: the beats that a crash
    /// takes with it cannot make anybody look dead.
    /// </summary>
    public static TimeSpan StoreEvery(HeartbeatSettings settings) => settings.Interval / 4;

    public static DateTimeOffset DueAt(DateTimeOffset lastBeat, HeartbeatSettings settings) => lastBeat + settings.Interval + settings.Grace;

    /// <summary>Whether it is missing, and when to look again otherwise.</summary>
    public static HeartbeatVerdict Judge(HeartbeatSettings settings, HeartbeatEvidence known, DateTimeOffset now)
    {
        var last = known.FromDisk ? known.LastBeat + StoreEvery(settings) : known.LastBeat;
        // After an outage its sender gets one whole turn: until then it could not reach us.
        if (known.AwayUntil > last) last = known.AwayUntil.Value;
        if (DueAt(last, settings) is var due && due > now) return new(due, IsMissing: false, Spared: false);
        // A short outage leaves no trace but our own start. Where that came when the beat was due, the beat may have met a closed door. Once only, or
        // somebody who never comes back would be waited for as long as we restart.
        var expected = last + settings.Interval - settings.Grace;
        return !known.Spared && known.UpSince > expected && DueAt(known.UpSince, settings) is var later && later > now
            ? new(later, IsMissing: false, Spared: true)
            : new(null, IsMissing: true, Spared: false);
    }

    /// <summary>What the intake is told: the beginning or the end of a silence.</summary>
    public static AlertSignal Signal(string name, HeartbeatSettings settings, DateTimeOffset lastBeat, SignalKind kind)
    {
        var heard = lastBeat == default ? "No beat has come yet. " : FormattableString.Invariant(
            $"The last beat came at {lastBeat.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}. ");
        return Of(name, settings, kind) with
        {
            Title = $"Heartbeat {name} is missing",
            Description = heard + FormattableString.Invariant(
                $"One is expected every {settings.IntervalSeconds} s and may be {settings.GraceSeconds} s late."),
            StartsAt = lastBeat == default ? null : lastBeat + settings.Interval,
        };
    }

    /// <summary>What the intake is told when it says itself that it has failed. The next beat ends it, as it ends a silence.</summary>
    /// <param name="name">Whose heart it is.</param>
    /// <param name="settings">What it has promised.</param>
    /// <param name="said">Its own words, if it had any.</param>
    /// <param name="now">When.</param>
    public static AlertSignal Failure(string name, HeartbeatSettings settings, string? said, DateTimeOffset now) =>
        Of(name, settings, SignalKind.Firing) with
        {
            Title = $"Heartbeat {name} says that it failed",
            Description = said ?? "It said so itself; nothing is known of why.",
            StartsAt = now,
        };

    private static AlertSignal Of(string name, HeartbeatSettings settings, SignalKind kind) => new()
    {
        Source = AlertSource.Heartbeat,
        ReportedSource = AlertSource.Heartbeat,
        Kind = kind,
        Identity = name,
        Fingerprint = $"heartbeat:{name}",
        Severity = settings.Severity,
        Subject = new AlertSubject { Service = settings.Service },
    };
}

/// <summary>What is known of somebody's beats.</summary>
/// <param name="LastBeat">The latest that is known.</param>
/// <param name="FromDisk">It was read from disk, so that there may have been later ones.</param>
/// <param name="AwayUntil">When the platform was last back from an outage; null when none is remembered.</param>
/// <param name="UpSince">When this silo started.</param>
/// <param name="Spared">It was spared once since its last beat.</param>
public readonly record struct HeartbeatEvidence(
    DateTimeOffset LastBeat, bool FromDisk, DateTimeOffset? AwayUntil, DateTimeOffset UpSince, bool Spared);

/// <param name="LookAgainAt">When it is due; null when it is missing.</param>
/// <param name="IsMissing">It is.</param>
/// <param name="Spared">It would be, were it not for our own start.</param>
public readonly record struct HeartbeatVerdict(DateTimeOffset? LookAgainAt, bool IsMissing, bool Spared);
