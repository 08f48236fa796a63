namespace AiSre.Grains.Ledger;

/// <summary>The names of one alert.</summary>
/// <param name="Identity">The first.</param>
/// <param name="Alternate">Another; null when it has none.</param>
public readonly record struct AlertName(string Identity, string? Alternate);

/// <summary>What an intake asks of the <c>alerts</c> table.</summary>
public interface IAlertIndex
{
    /// <summary>
    /// The newest row of an identity, under its first or its alternate name; null when it was never seen. A firing row wins over a newer one that is
    /// not.
    /// </summary>
    ValueTask<AlertRow?> FindAsync(string workspace, string identity, string? alternate);

    /// <summary>The same for several alerts at once: a row or null for each, in their order.</summary>
    ValueTask<IReadOnlyList<AlertRow?>> FindAllAsync(string workspace, IReadOnlyList<AlertName> alerts);

    /// <summary>
    /// Firing rows of sources that do not guarantee identity, last seen after <paramref name="since"/>, newest first, at most <paramref
    /// name="limit"/>.
    /// </summary>
    ValueTask<IReadOnlyList<AlertRow>> RecentAsync(string workspace, string scope, long since, int limit);

    /// <summary>Rows of an identity that were left behind by a newer one.</summary>
    ValueTask<IReadOnlyList<AlertRow>> ExpiredAsync(string workspace, string identity);

    /// <summary>The group that an incident belongs to or leads.</summary>
    ValueTask<string?> GroupOfAsync(string workspace, string incidentId);

    /// <summary>Whether a spooled alert is durable already (<see cref="SpoolMark"/>).</summary>
    ValueTask<bool> IsMarkedAsync(string workspace, string mark);

    /// <summary>Those of the marks that are there.</summary>
    ValueTask<IReadOnlyList<string>> MarkedAsync(string workspace, IReadOnlyCollection<string> marks);

    /// <summary>All rows of an incident, in the order in which they came.</summary>
    ValueTask<IReadOnlyList<AlertRow>> OfIncidentAsync(string workspace, string incidentId);
}
