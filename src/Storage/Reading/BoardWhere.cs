using AiSre.Domain.Incidents;
using AiSre.Grains.Incidents;
using AiSre.Grains.Ledger;

namespace AiSre.Storage.Reading;

/// <summary>Which incidents the board looks at: only the conditions that were given, so that without any the index has it all.</summary>
internal sealed class BoardWhere
{
    private readonly List<(string Condition, string Name, object? Value)> span = [];
    private readonly List<(string Condition, string Name, object? Value)> rest = [];

    /// <param name="filter">Which.</param>
    /// <param name="phase">One of its states; null for any.</param>
    /// <param name="after">Only older ones.</param>
    /// <param name="from">The oldest one.</param>
    public BoardWhere(BoardFilter filter, IncidentPhase? phase, IncidentCursor? after, IncidentCursor? from = null)
    {
        span.Add(("i.workspace = @workspace", "@workspace", filter.Workspace));
        Add(span, "i.state = @state", "@state", (int?)phase);
        Add(span, "i.created_at >= @since", "@since", filter.Since?.ToUnixTimeMilliseconds());
        Add(span, "i.created_at < @until", "@until", filter.Until is { } until ? UnixTime.RoundedUp(until) : null);
        if (after is { } cursor)
        {
            span.Add(("(i.created_at, i.row_id) < (@after_at, @after_row)", "@after_at", cursor.CreatedAt));
            span.Add(("", "@after_row", cursor.RowId));
        }
        if (from is { } oldest)
        {
            rest.Add(("(i.created_at, i.row_id) >= (@from_at, @from_row)", "@from_at", oldest.CreatedAt));
            rest.Add(("", "@from_row", oldest.RowId));
        }
        Add(rest, filter.Owner is BoardFilter.None ? "coalesce(i.owner, '') = @owner" : "i.owner = @owner", "@owner", filter.Owner);
        Add(rest, "i.silenced = @silenced", "@silenced", filter.OnlySilenced ? 1 : null);
        Add(rest, "i.flapping = @flapping", "@flapping", filter.OnlyFlapping ? 1 : null);
        Add(rest, "i.cluster = @cluster", "@cluster", filter.Cluster);
        Add(rest, "i.node = @node", "@node", filter.Node);
        Add(rest, "(i.parent_id = @group OR i.id = @group)", "@group", filter.Group);
        var number = 0;
        foreach (var word in IncidentWords.Of(filter.Text ?? "").Take(IncidentWords.MostWords))
        {
            var name = FormattableString.Invariant($"@word_{number++}_");
            rest.Add(($"""
                EXISTS (SELECT 1 FROM incident_search s WHERE s.workspace = i.workspace AND s.created_at = i.created_at AND s.row_id = i.row_id
                AND s.words LIKE {name} ESCAPE '\')
                """, name, LikeText.Part(word)));
        }
    }

    /// <summary>Workspace, state and time alone.</summary>
    public string SpanSql => Join(span);

    public string Sql => Join(span.Concat(rest));

    public IEnumerable<(string, object?)> SpanParameters => span.Select(part => (part.Name, part.Value));

    public IEnumerable<(string, object?)> Parameters => span.Concat(rest).Select(part => (part.Name, part.Value));

    private static string Join(IEnumerable<(string Condition, string, object?)> parts) =>
        string.Join(" AND ", parts.Select(part => part.Condition).Where(condition => condition.Length > 0));

    private static void Add(List<(string, string, object?)> to, string condition, string name, object? value)
    {
        if (value is not null) to.Add((condition, name, value));
    }
}
