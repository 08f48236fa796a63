using System.Collections.Immutable;

namespace AiSre.Domain.History;

/// <summary>Incidents that were over so soon, and without anything done, that their alert may not be worth a page.</summary>
public static class NoisyRules
{
    /// <summary>Over sooner than somebody could have helped.</summary>
    public static readonly TimeSpan Brief = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    /// <param name="inOrder">Oldest first.</param>
    /// <param name="longest">An incident of exactly this is noisy too.</param>
    /// <param name="limit">How many, at most.</param>
    /// <param name="now">Until when they are counted.</param>
    /// <returns>The newest first.</returns>
    public static ImmutableArray<NoisyIncident> Of(IReadOnlyList<RememberedIncident> inOrder, TimeSpan longest, int limit, DateTimeOffset now)
    {
        // A child that people were paged for makes its whole group worth it.
        var told = inOrder.Where(incident => incident.ParentId is not null && !incident.Pages.IsEmpty).Select(incident => incident.ParentId!)
            .ToHashSet();
        var noisy = inOrder.Reverse().Where(incident => incident.TimeToResolve <= longest && incident.Actions == 0 && !told.Contains(incident.Id))
            .Take(limit).ToList();
        var counts = inOrder.Within(now - Week, now).CountBy(KeyOf).ToDictionary();
        return [.. noisy.Select(incident => new NoisyIncident(incident.Id, counts.GetValueOrDefault(KeyOf(incident))))];
    }

    private static (string Source, string? Service, string Title) KeyOf(RememberedIncident incident) =>
        (incident.Source, incident.Service, incident.Title);
}

/// <param name="Id">The incident.</param>
/// <param name="Score">How often the same came within 7 days.</param>
[GenerateSerializer, Immutable, Alias("aisre.noisy-incident")]
public readonly record struct NoisyIncident([property: Id(0)] string Id, [property: Id(1)] int Score);
