using AiSre.Domain.Escalation;

namespace AiSre.Grains.Incidents;

/// <summary>Incidents as people look at them: who has which, and what happens next. A stateless worker over the ledger's tables. Key: 0.</summary>
[Alias("aisre.incident-board")]
public interface IIncidentBoard : IGrainWithIntegerKey
{
    /// <summary>The first rows of every section, with what is counted over all.</summary>
    [Alias("show"), Idempotent]
    Task<BoardPage> ShowAsync(BoardQuery query);

    /// <summary>All that a filter shows, newest first, a slice at a time: to be exported, or acted on.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="after">The end of the slice before; null for the first.</param>
    /// <param name="limit">1 to 200.</param>
    [Alias("slice"), Idempotent]
    Task<BoardSlice> SliceAsync(BoardFilter filter, IncidentCursor? after, int limit);

    /// <summary>How many incidents of a workspace nobody has; those inside groups are not counted.</summary>
    /// <param name="workspace">Whose.</param>
    /// <param name="heard"><see cref="BoardQuery.Heard"/>.</param>
    [Alias("nobody-has-since"), Idempotent]
    Task<BoardCount> NobodyHasAsync(string workspace, string? heard);

    /// <summary>What happens to one incident next if nobody does anything; null when nothing does, or there is none.</summary>
    [Alias("next"), Idempotent]
    Task<NextStep?> NextAsync(string workspace, string incidentId);
}
