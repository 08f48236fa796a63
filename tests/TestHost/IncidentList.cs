using System.Text.Json;

namespace AiSre.TestHost;

/// <summary>One incident as the API shows it.</summary>
public sealed record ListedIncident(string Id, string Title, string Severity, string State, string? Namespace, string? Pod);

/// <summary>Asks a server for its incidents.</summary>
public static class IncidentList
{
    /// <summary>The newest hundred.</summary>
    public static async Task<IReadOnlyList<ListedIncident>> GetAsync(HttpClient http)
    {
        using var answer = JsonDocument.Parse(await http.GetStringAsync(new Uri("incidents?limit=100", UriKind.Relative)));
        return [.. answer.RootElement.GetProperty("incidents").EnumerateArray().Select(Read)];
    }

    /// <summary>Null when there is none.</summary>
    public static async Task<ListedIncident?> FindAsync(HttpClient http, string id)
    {
        using var response = await http.GetAsync(new Uri($"incidents/{id}", UriKind.Relative));
        if (response.StatusCode == System.Net.HttpStatusCode.NotFound) return null;
        response.EnsureSuccessStatusCode();
        using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return Read(answer.RootElement.GetProperty("incident"));
    }

    private static ListedIncident Read(JsonElement incident) => new(
        incident.GetProperty("id").GetString()!, incident.GetProperty("title").GetString()!, incident.GetProperty("severity").GetString()!,
        incident.GetProperty("state").GetString()!, Text(incident, "namespace"), Text(incident, "pod"));

    private static string? Text(JsonElement incident, string name) => incident.TryGetProperty(name, out var value) ? value.GetString() : null;
}
