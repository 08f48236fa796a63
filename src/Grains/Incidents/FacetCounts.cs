using System.Collections.Immutable;
using System.Runtime.InteropServices;
using AiSre.Domain.Alerts;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Incidents;

/// <summary>Counts incidents by each thing that they can be filtered by, as if it were not filtered by that.</summary>
internal sealed class FacetCounts(BoardFilter filter, Func<string?, string?> teamOf)
{
    private readonly long[] severities = new long[4];
    private readonly Dictionary<string, long> teams = [];
    private readonly Dictionary<string, long> services = [];
    private readonly Dictionary<string, long> namespaces = [];
    private readonly Dictionary<string, long> sources = [];
    private readonly Dictionary<string, string> teamsOfServices = [];

    public BoardFacets Facets => new()
    {
        Severities = [.. Enum.GetValues<Severity>().OrderDescending().Select(severity => new FacetCount(severity.Name(), severities[(int)severity]))],
        Teams = Ordered(teams),
        Services = Ordered(services),
        Namespaces = Ordered(namespaces),
        Sources = Ordered(sources),
    };

    /// <summary>One that comes (1) or goes (-1).</summary>
    /// <returns>Whether it matches.</returns>
    public bool Count(BoardLine line, int by)
    {
        var (team, service, place) = (TeamOf(line.Scope), line.Scope ?? BoardFilter.None, line.Namespace ?? BoardFilter.None);
        var missed = (filter.Severities.IsEmpty || filter.Severities.Contains(line.Severity) ? 0 : 1)
            | (Fits(filter.Teams, team) ? 0 : 2) | (Fits(filter.Services, service) ? 0 : 4)
            | (Fits(filter.Namespaces, place) ? 0 : 8) | (Fits(filter.Sources, line.Source) ? 0 : 16);
        if ((missed & ~1) == 0) severities[(int)line.Severity] += by;
        if ((missed & ~2) == 0) Add(teams, team, by);
        if ((missed & ~4) == 0) Add(services, service, by);
        if ((missed & ~8) == 0) Add(namespaces, place, by);
        if ((missed & ~16) == 0) Add(sources, line.Source, by);
        return missed == 0;
    }

    private string TeamOf(string? service)
    {
        if (teamsOfServices.TryGetValue(service ?? BoardFilter.None, out var known)) return known;
        return teamsOfServices[service ?? BoardFilter.None] = teamOf(service) ?? BoardFilter.None;
    }

    private static bool Fits(ImmutableArray<string> wanted, string value) =>
        wanted.IsEmpty || wanted.Contains(value, StringComparer.OrdinalIgnoreCase);

    private static void Add(Dictionary<string, long> counts, string value, int by)
    {
        if ((CollectionsMarshal.GetValueRefOrAddDefault(counts, value, out _) += by) == 0) counts.Remove(value);
    }

    private static ImmutableArray<FacetCount> Ordered(Dictionary<string, long> counts) =>
        [.. counts.OrderByDescending(count => count.Value).ThenBy(count => count.Key, StringComparer.Ordinal)
            .Select(count => new FacetCount(count.Key, count.Value))];
}
