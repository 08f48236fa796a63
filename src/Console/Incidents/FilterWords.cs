namespace AiSre.Console.Incidents;

/// <summary>How a filter reads on its chip.</summary>
internal static class FilterWords
{
    public static string Of(KeyValuePair<string, string> filter) => filter.Key switch
    {
        ListFilter.State => filter.Value,
        ListFilter.Text => $"“{filter.Value}”",
        ListFilter.Flapping => "flapping",
        ListFilter.Silenced => "silenced",
        ListFilter.Team when filter.Value is ListFilter.Mine => "my teams",
        ListFilter.Since when filter.Value is [.., 'h' or 'd'] => $"since {filter.Value[..^1]} {filter.Value[^1]} ago",
        ListFilter.Since => $"since {filter.Value.Replace('T', ' ')}",
        ListFilter.Until => $"until {filter.Value.Replace('T', ' ')}",
        ListFilter.Group => $"group of {filter.Value}",
        _ => $"{filter.Key}: {filter.Value}",
    };
}
