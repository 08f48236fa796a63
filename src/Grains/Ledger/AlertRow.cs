using AiSre.Domain.Alerts;

namespace AiSre.Grains.Ledger;

/// <summary>One alert identity in one episode: the row of the <c>alerts</c> table. Instants are Unix milliseconds.</summary>
public sealed record AlertRow
{
    public long RowId { get; set; }

    /// <summary>Raised by every change but a repeat.</summary>
    public int Version { get; init; } = 1;

    public required string Workspace { get; init; }
    public required string Identity { get; init; }
    public string? Alternate { get; init; }
    public required string IncidentId { get; init; }

    /// <summary>The part of the intake's key that names the service.</summary>
    public required string Scope { get; init; }

    public required string Source { get; init; }
    public AlertStatus Status { get; init; } = AlertStatus.Firing;
    public required Severity Severity { get; init; }
    public required string ContentHash { get; init; }
    public required string Title { get; init; }
    public string? Namespace { get; init; }
    public int Count { get; init; } = 1;
    public required long FirstSeen { get; init; }
    public required long LastSeen { get; init; }
    public long? StartsAt { get; init; }
    public long? ResolvedAt { get; init; }
    public bool ResolvedByHuman { get; init; }

    /// <summary>The sender's clock at the latest event that was applied: older ones come too late.</summary>
    public long? LastEventAt { get; init; }

    public FlappingState Flapping { get; init; } = FlappingState.Calm;

    /// <summary>Its source said that it is over, but it is flapping: the resolve waits since then.</summary>
    public long? HeldSince { get; init; }

    /// <summary>The first row of a signal's identity.</summary>
    public static AlertRow Of(
        AlertSignal signal, string workspace, string identity, string incidentId, string scope, string contentHash, Severity severity,
            DateTimeOffset now)
    {
        var unix = now.ToUnixTimeMilliseconds();
        return new AlertRow
        {
            Workspace = workspace,
            Identity = identity,
            Alternate = IdentityKey.AlternateOf(signal),
            IncidentId = incidentId,
            Scope = scope,
            Source = signal.Source,
            Severity = severity,
            ContentHash = contentHash,
            Title = signal.Title,
            Namespace = signal.Subject.Namespace,
            FirstSeen = unix,
            LastSeen = unix,
            StartsAt = signal.StartsAt?.ToUnixTimeMilliseconds(),
            LastEventAt = signal.OccurredAt?.ToUnixTimeMilliseconds(),
        };
    }
}

/// <summary>The numbers are stored; never renumber.</summary>
public enum AlertStatus
{
    Firing = 0,
    Resolved = 1,

    /// <summary>Known by content only and not seen within its window: its incident stands, later alerts do not join it.</summary>
    Expired = 2,
}

