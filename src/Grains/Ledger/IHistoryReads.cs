using AiSre.Domain.Incidents;
using AiSre.Grains.Incidents;

namespace AiSre.Grains.Ledger;

/// <summary>Walks over all incidents of a workspace. A database that is away is a <see cref="LedgerUnavailableException"/>.</summary>
public interface IHistoryReads
{
    /// <summary>The place of the incident before which so many newer ones lie; null when there are not so many.</summary>
    ValueTask<IncidentCursor?> BehindNewestAsync(string workspace, int count);

    /// <summary>In the order of their birth.</summary>
    /// <param name="workspace">Whose.</param>
    /// <param name="after">Only those born after this one; null: from the first.</param>
    /// <param name="limit">At most so many.</param>
    ValueTask<IReadOnlyList<HistoryRow>> PageAsync(string workspace, IncidentCursor? after, int limit);

    /// <summary>Those that there are, in no order.</summary>
    ValueTask<IReadOnlyList<HistoryRow>> OfAsync(string workspace, IReadOnlyCollection<string> incidentIds);

    /// <summary>How often the alerts fired of incidents that were born then or later.</summary>
    ValueTask<long> AlertsAsync(string workspace, DateTimeOffset since);
}

/// <param name="Incident">As it is now.</param>
/// <param name="Place">In the order of birth.</param>
/// <param name="ParentId">Whose child it is.</param>
/// <param name="Actions">How many were executed for it.</param>
public sealed record HistoryRow(Incident Incident, IncidentCursor Place, string? ParentId, int Actions);
