using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;

namespace AiSre.Grains.Alerts;

/// <summary>What the senders of signals are told: the incident, and the group that it belongs to or leads.</summary>
internal sealed class SignalAnswers
{
    private const int MaxLeaders = 10_000;

    /// <summary>Incidents of this intake that lead a group.</summary>
    private readonly HashSet<string> leaders = [];

    /// <summary>The incident has got its first child.</summary>
    public void Grouped(string incidentId)
    {
        lock (leaders)
        {
            if (leaders.Count >= MaxLeaders) leaders.Clear();
            leaders.Add(incidentId);
        }
    }

    /// <summary>About an alert that was known.</summary>
    public SignalResult Of(AlertEntry entry, AlertSignal signal, string strategy, string action = SignalActions.Deduplicated) => new()
    {
        Fingerprint = signal.Fingerprint ?? signal.Identity,
        IncidentId = entry.Row.IncidentId,
        Deduplicated = true,
        Strategy = strategy,
        GroupId = entry.GroupId ?? (Leads(entry.Row.IncidentId) ? GroupId.For(entry.Row.IncidentId) : null),
        Action = action,
    };

    private bool Leads(string incidentId)
    {
        lock (leaders) return leaders.Contains(incidentId);
    }

    /// <summary>About a signal that belongs to no incident.</summary>
    public static SignalResult OfNone(AlertSignal signal, string action) =>
        new() { Fingerprint = signal.Fingerprint ?? signal.Identity, Action = action };
}
