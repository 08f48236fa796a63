using System.Collections.Concurrent;

namespace AiSre.Cluster.Tests.Kill;

/// <summary>What the clients know about one alert identity.</summary>
internal sealed class Tally
{
    private long acknowledged;
    private long maybe;

    /// <summary>Sightings that were answered with 2xx.</summary>
    public long Acknowledged => acknowledged;

    /// <summary>Sightings that may or may not be stored: no answer, or a refusal.</summary>
    public long Maybe => maybe;

    /// <summary>The incidents that acknowledged answers named.</summary>
    public ConcurrentDictionary<string, bool> IncidentIds { get; } = [];

    /// <summary>Set when a resolve was sent, whatever became of it.</summary>
    public volatile bool ResolveSent;

    /// <summary>Set when a resolve was acknowledged.</summary>
    public volatile bool ResolveAcknowledged;

    /// <summary>What was sent of an alert that begins and ends, and what was answered: for whoever has to find out why it does not add up.</summary>
    public ConcurrentQueue<string> History { get; } = [];

    public void Acknowledge() => Interlocked.Increment(ref acknowledged);

    public void Doubt() => Interlocked.Increment(ref maybe);
}
