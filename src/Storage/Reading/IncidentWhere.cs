using System.Collections.Immutable;
using AiSre.Domain.Incidents;
using AiSre.Domain.OnCall;
using AiSre.Grains.Incidents;
using AiSre.Grains.Ledger;

namespace AiSre.Storage.Reading;

/// <summary>
/// FROM and WHERE of a list: only the conditions that the caller gave, so that each combination keeps its own plan and index. What is asked of words
/// walks <c>incident_search</c> and looks at the incident afterwards, or the other way round among the few that are not resolved; the database is not
/// free to choose.
/// </summary>
internal sealed class IncidentWhere
{
    private readonly List<string> conditions = [];
    private readonly List<(string, object?)> parameters = [];
    private readonly string place;
    private string behind = "";

    /// <param name="filter">What is asked for.</param>
    /// <param name="phase">Of its phases this one; null for any.</param>
    public IncidentWhere(IncidentFilter filter, IncidentPhase? phase)
    {
        Words = [.. IncidentWords.Of(filter.Text ?? "").Take(IncidentWords.MostWords)];
        Searches = Words.Length > 0 || !filter.Labels.IsEmpty || filter.AcknowledgedBy is not null || filter.AssignedTo is not null
            || filter.Sort is IncidentSort.Updated;
        var isAmongFew = phase is IncidentPhase.Open or IncidentPhase.Acknowledged;
        place = Searches && !isAmongFew ? "s" : "i";
        var onIncidents = AddIncident(filter, phase);
        From = !Searches ? "incidents i" : isAmongFew ? "incidents i CROSS JOIN incident_search s"
            : onIncidents ? "incident_search s CROSS JOIN incidents i" : "incident_search s";
        Add($"{place}.workspace = @workspace", "@workspace", filter.Workspace);
        Add($"{place}.created_at >= @since", "@since", filter.Since?.ToUnixTimeMilliseconds());
        Add($"{place}.created_at < @until", "@until", filter.Until is { } until ? UnixTime.RoundedUp(until) : null);
        Add("s.acknowledged_by = @acknowledged_by", "@acknowledged_by", filter.AcknowledgedBy);
        Add("s.assigned_to = @assigned_to", "@assigned_to", filter.AssignedTo);
        AddEach("s.words LIKE {0} ESCAPE '\\'", "@word", [.. Words.Select(LikeText.Part)]);
        AddEach("s.labels LIKE {0} ESCAPE '\\'", "@label", [.. filter.Labels.Select(label => LikeText.Part(IncidentWords.Line(label)))]);
        if (Searches && isAmongFew) conditions.Add("s.workspace = i.workspace AND s.created_at = i.created_at AND s.row_id = i.row_id");
        else if (Searches && onIncidents) conditions.Add("i.row_id = s.row_id");
        Key = filter.Sort switch { IncidentSort.Severity => "i.severity", IncidentSort.Updated => "s.updated_at", _ => null };
        (Order, PageOrder) = (Ordered(filter, Key, place), Ordered(filter, Key is null ? null : "p.place", "i"));
        if (filter.After is { } cursor) AddCursor(filter, cursor);
    }

    /// <summary>The other table is needed.</summary>
    public bool Searches { get; }

    public ImmutableArray<string> Words { get; }

    public string From { get; }

    /// <summary>With the place where the page starts.</summary>
    public string Sql => Where([.. conditions, .. behind.Length > 0 ? [behind] : Array.Empty<string>()]);

    /// <summary>Without it.</summary>
    public string AllSql => Where(conditions);

    /// <summary>What the list is sorted by before the time; null: nothing else.</summary>
    public string? Key { get; }

    /// <summary>The row's number in the table that is walked.</summary>
    public string RowId => $"{place}.row_id";

    /// <summary>Behind ORDER BY.</summary>
    public string Order { get; }

    /// <summary>The same of the rows of a page, as <c>p</c> has found them.</summary>
    public string PageOrder { get; }

    public IEnumerable<(string, object?)> Parameters => parameters.Concat(PlaceParameters);

    /// <summary>Those of <see cref="AllSql"/>.</summary>
    public IEnumerable<(string, object?)> AllParameters => parameters;

    private List<(string, object?)> PlaceParameters { get; } = [];

    private static string Ordered(IncidentFilter filter, string? key, string table)
    {
        var way = filter.Ascending ? "ASC" : "DESC";
        var time = $"{table}.created_at {way}, {table}.row_id {way}";
        return key is null ? time : $"{key} {way}, {time}";
    }

    private void AddCursor(IncidentFilter filter, IncidentCursor cursor)
    {
        var than = filter.Ascending ? '>' : '<';
        behind = Key is null
            ? $"({place}.created_at, {place}.row_id) {than} (@cursor_at, @cursor_row)"
            : $"({Key}, {place}.created_at, {place}.row_id) {than} (@cursor_key, @cursor_at, @cursor_row)";
        if (Key is not null) PlaceParameters.Add(("@cursor_key", cursor.Key));
        PlaceParameters.AddRange([("@cursor_at", cursor.CreatedAt), ("@cursor_row", cursor.RowId)]);
    }

    /// <returns>Whether there is a condition on the incident's own row.</returns>
    private bool AddIncident(IncidentFilter filter, IncidentPhase? phase)
    {
        var before = conditions.Count;
        Add("i.state = @state", "@state", (long?)phase);
        AddOneOf("i.severity", "@severity", [.. filter.Severities.Distinct().Select(severity => (object)(long)severity)]);
        Add("i.service = @service", "@service", filter.Service);
        Add("i.namespace = @namespace", "@namespace", filter.Namespace);
        if (filter.Scopes is { } scopes) AddTeam(scopes);
        return conditions.Count > before || filter.Sort is IncidentSort.Severity;
    }

    private void AddTeam(TeamScopes scopes)
    {
        var none = scopes.WithNone ? "i.scope IS NULL OR " : scopes.IsAllBut ? "i.scope IS NOT NULL AND " : "";
        var names = Parts("@team", [.. scopes.Names.Cast<object>()]);
        var named = names.Length == 0 ? scopes.IsAllBut ? "i.scope IS NOT NULL" : "i.scope IS NULL AND i.scope IS NOT NULL"
            : $"lower(i.scope) {(scopes.IsAllBut ? "NOT IN" : "IN")} ({string.Join(", ", names)})";
        conditions.Add($"({none}{named})");
    }

    private void Add(string condition, string name, object? value)
    {
        if (value is null) return;
        conditions.Add(condition);
        parameters.Add((name, value));
    }

    private void AddOneOf(string column, string name, object[] values)
    {
        if (values.Length == 0) return;
        var parts = Parts(name, values);
        conditions.Add(parts is [var one] ? $"{column} = {one}" : $"{column} IN ({string.Join(", ", parts)})");
    }

    private void AddEach(string condition, string name, object[] values)
    {
        foreach (var part in Parts(name, values)) conditions.Add(condition.Replace("{0}", part, StringComparison.Ordinal));
    }

    /// <summary>A parameter for each value. Filled up to a power of two with the last one, so that there are few different statements.</summary>
    private string[] Parts(string name, object[] values)
    {
        if (values.Length == 0) return [];
        var count = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)values.Length);
        var parts = Enumerable.Range(0, count).Select(i => FormattableString.Invariant($"{name}_{i}_")).ToArray();
        for (var i = 0; i < count; i++) parameters.Add((parts[i], values[Math.Min(i, values.Length - 1)]));
        return parts;
    }

    private static string Where(List<string> conditions) =>
        conditions.Count == 0 ? "" : "WHERE " + string.Join(" AND ", conditions);
}
