using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Incidents;

/// <summary>
/// Puts incidents into the sections of the board, the worst first and of equals the newest; those of a group below its parent, as far as that matches
/// too. Counts them by what they can be filtered by.
/// </summary>
internal sealed class BoardLayout
{
    private readonly Dictionary<string, BoardGroup> groups = new(StringComparer.Ordinal);
    private readonly ILookup<Standing, BoardGroup> sections;

    /// <param name="lines">All that may match.</param>
    /// <param name="filter">What must.</param>
    /// <param name="teamOf">The team of a service, null for none.</param>
    /// <param name="now">Decides what is still snoozed.</param>
    public BoardLayout(IReadOnlyList<BoardLine> lines, BoardFilter filter, Func<string?, string?> teamOf, DateTimeOffset now)
    {
        var counts = new FacetCounts(filter, teamOf);
        Matching = [.. lines.Where(counts.Add)];
        Facets = counts.Facets;
        Newest = Matching.Count == 0 ? 0 : Matching.Max(line => line.RowId);
        foreach (var line in Matching) groups[line.Id] = new BoardGroup(line);
        var top = new List<BoardGroup>(Matching.Count);
        foreach (var line in Matching)
        {
            // A parent that was resolved, or is filtered out, leads nobody here.
            if (line.ParentId is { } parent && groups.TryGetValue(parent, out var group)) group.Add(line);
            else top.Add(groups[line.Id]);
        }
        top.Sort(static (a, b) => Compare(a.Place, b.Place));
        sections = top.ToLookup(group => StandingRules.Of(
            group.Line.Phase, group.Line.Owner, group.Line.Silenced, group.Line.SnoozedUntil, now));
    }

    public List<BoardLine> Matching { get; }

    public BoardFacets Facets { get; }

    public long Newest { get; }

    /// <summary>In order; empty for a section without rows.</summary>
    public IEnumerable<BoardGroup> Of(Standing section) => sections[section];

    /// <summary>How many rows of a standing there are, without laying them out.</summary>
    public static long CountOf(IReadOnlyList<BoardLine> lines, Standing standing, DateTimeOffset now)
    {
        var ids = lines.Select(line => line.Id).ToHashSet(StringComparer.Ordinal);
        return lines.LongCount(line => (line.ParentId is null || !ids.Contains(line.ParentId))
            && StandingRules.Of(line.Phase, line.Owner, line.Silenced, line.SnoozedUntil, now) == standing);
    }

    /// <summary>Null for an incident that does not match, or stands below another.</summary>
    public BoardGroup? Find(string incidentId) => groups.GetValueOrDefault(incidentId);

    public static bool IsBehind(BoardGroup group, BoardCursor cursor) =>
        Compare(group.Place, (cursor.Severity, cursor.CreatedAt, cursor.RowId)) > 0;

    private static int Compare((int Severity, long CreatedAt, long RowId) a, (int Severity, long CreatedAt, long RowId) b) => b.CompareTo(a);
}

/// <summary>An incident with those of its group that match.</summary>
internal sealed class BoardGroup(BoardLine line)
{
    private List<BoardLine>? children;
    private Severity worst = line.Severity;

    public BoardLine Line => line;

    /// <summary>What it is ordered by: a critical child makes its group critical.</summary>
    public (int Severity, long CreatedAt, long RowId) Place => ((int)worst, line.CreatedAt, line.RowId);

    public int ChildCount => children?.Count ?? 0;

    /// <summary>The worst first.</summary>
    public IEnumerable<BoardLine> Children =>
        (children ?? []).OrderByDescending(child => child.Severity).ThenByDescending(child => child.CreatedAt).ThenByDescending(child => child.RowId);

    public void Add(BoardLine child)
    {
        (children ??= []).Add(child);
        if (child.Severity > worst) worst = child.Severity;
    }
}

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

    /// <summary>Whether it matches.</summary>
    public bool Add(BoardLine line)
    {
        var (team, service, place) = (TeamOf(line.Scope), line.Scope ?? BoardFilter.None, line.Namespace ?? BoardFilter.None);
        var missed = (filter.Severities.IsEmpty || filter.Severities.Contains(line.Severity) ? 0 : 1)
            | (Fits(filter.Teams, team) ? 0 : 2) | (Fits(filter.Services, service) ? 0 : 4)
            | (Fits(filter.Namespaces, place) ? 0 : 8) | (Fits(filter.Sources, line.Source) ? 0 : 16);
        if ((missed & ~1) == 0) severities[(int)line.Severity]++;
        if ((missed & ~2) == 0) Count(teams, team);
        if ((missed & ~4) == 0) Count(services, service);
        if ((missed & ~8) == 0) Count(namespaces, place);
        if ((missed & ~16) == 0) Count(sources, line.Source);
        return missed == 0;
    }

    private string TeamOf(string? service)
    {
        if (teamsOfServices.TryGetValue(service ?? BoardFilter.None, out var known)) return known;
        return teamsOfServices[service ?? BoardFilter.None] = teamOf(service) ?? BoardFilter.None;
    }

    private static bool Fits(ImmutableArray<string> wanted, string value) =>
        wanted.IsEmpty || wanted.Contains(value, StringComparer.OrdinalIgnoreCase);

    private static void Count(Dictionary<string, long> counts, string value) => counts[value] = counts.GetValueOrDefault(value) + 1;

    private static ImmutableArray<FacetCount> Ordered(Dictionary<string, long> counts) =>
        [.. counts.OrderByDescending(count => count.Value).ThenBy(count => count.Key, StringComparer.Ordinal)
            .Select(count => new FacetCount(count.Key, count.Value))];
}
