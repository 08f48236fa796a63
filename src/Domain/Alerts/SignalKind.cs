namespace AiSre.Domain.Alerts;

/// <summary>What a sender says about one alert, whatever word the vendor uses for it.</summary>
public enum SignalKind
{
    /// <summary>The problem exists: opens an incident, or repeats one.</summary>
    Firing = 0,

    /// <summary>The sender says that the problem is over.</summary>
    Resolved = 1,

    /// <summary>Somebody took it in the vendor's product.</summary>
    Acknowledged = 2,

    /// <summary>Somebody gave it back: open again.</summary>
    Unacknowledged = 3,

    /// <summary>A person wrote something; <see cref="AlertSignal.Note"/> holds it.</summary>
    Note = 4,

    /// <summary>A field changed (severity, service, assignee); never opens an incident.</summary>
    Updated = 5,

    /// <summary>Authentic, well-formed, and nothing to do: answered 2xx so that the sender goes on.</summary>
    Ignored = 6,
}
