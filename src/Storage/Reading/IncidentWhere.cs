using AiSre.Grains.Incidents;

namespace AiSre.Storage.Reading;

/// <summary>The WHERE clause of a list: only the conditions that the caller gave, so that each combination keeps its own plan and index.</summary>
internal sealed class IncidentWhere
{
    private readonly List<string> conditions = [];
    private readonly List<(string, object?)> parameters = [];

    public IncidentWhere(IncidentFilter filter)
    {
        Add("i.workspace = @workspace", "@workspace", filter.Workspace);
        Add("i.state = @state", "@state", (long?)filter.Phase);
        Add("i.severity = @severity", "@severity", (long?)filter.Severity);
        Add("i.service = @service", "@service", filter.Service);
        Add("i.namespace = @namespace", "@namespace", filter.Namespace);
        Add("i.created_at >= @since", "@since", filter.Since?.ToUnixTimeMilliseconds());
        Add("i.created_at < @until", "@until", filter.Until?.ToUnixTimeMilliseconds());
        Add("lower(i.title) LIKE lower(@text) ESCAPE '\\'", "@text", Pattern(filter.Text));
        if (filter.After is not { } cursor) return;
        conditions.Add("(i.created_at, i.row_id) < (@cursor_at, @cursor_row)");
        parameters.Add(("@cursor_at", cursor.CreatedAt));
        parameters.Add(("@cursor_row", cursor.RowId));
    }

    public string Sql => conditions.Count == 0 ? "" : "WHERE " + string.Join(" AND ", conditions);

    public IEnumerable<(string, object?)> Parameters => parameters;

    private void Add(string condition, string name, object? value)
    {
        if (value is null) return;
        conditions.Add(condition);
        parameters.Add((name, value));
    }

    internal static string? Pattern(string? text)
    {
        var plain = text?.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal);
        return plain is null ? null : $"%{plain.Replace("_", "\\_", StringComparison.Ordinal)}%";
    }
}
