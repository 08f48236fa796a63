namespace AiSre.Domain.Alerts;

/// <summary>An alert whose incident is open or acknowledged, as the intake keeps it in memory to compare new signals with.</summary>
/// <param name="Identity">The key of source, account and vendor's id; null for an alert that came without.</param>
/// <param name="AlternateIdentity">The second key, if the vendor has one.</param>
/// <param name="IncidentId">The incident that it belongs to.</param>
/// <param name="ContentHash">The key of rule S2.</param>
/// <param name="Severity">The highest that was said so far.</param>
/// <param name="Service">Null if the sender did not say.</param>
/// <param name="Namespace">Null if the sender did not say.</param>
/// <param name="Features">Null once the title is too old to be compared.</param>
/// <param name="FirstSeen">When its first signal was received.</param>
/// <param name="LastSeen">When its latest signal was received.</param>
public sealed record OpenAlert(
    string? Identity,
    string? AlternateIdentity,
    string IncidentId,
    string ContentHash,
    Severity Severity,
    string? Service,
    string? Namespace,
    TitleFeatures? Features,
    DateTimeOffset FirstSeen,
    DateTimeOffset LastSeen)
{
    /// <summary>What runs it, as <see cref="Alerts.Workload.Of"/> gives it; null: not known any more.</summary>
    public string? Workload { get; init; }

    /// <summary>As <see cref="AlertPlace.Of"/> gives it.</summary>
    public ulong Place => Alerts.ContentHash.PlaceOf(ContentHash);
}
