using System.Text.Json.Serialization;
using AiSre.Domain.Silences;
using AiSre.Grains.Incidents;

namespace AiSre.Api.Silences;

/// <summary>Alertmanager's <c>gettableAlert</c>.</summary>
/// <param name="Labels">The incident's, and what a silence can match of it beside them.</param>
/// <param name="Annotations">Title and description.</param>
/// <param name="EndsAt">As Alertmanager says of what still fires: a time to come.</param>
/// <param name="UpdatedAt">When one of its alerts last fired.</param>
/// <param name="Fingerprint">The incident's id.</param>
/// <param name="GeneratorUrl">Where its sender shows it; empty when it does not say.</param>
public sealed record GettableAlert(
    IReadOnlyDictionary<string, string> Labels, IReadOnlyDictionary<string, string> Annotations, IReadOnlyList<AlertReceiver> Receivers,
    [property: JsonPropertyName("startsAt")] DateTimeOffset StartsAt, [property: JsonPropertyName("endsAt")] DateTimeOffset EndsAt,
    [property: JsonPropertyName("updatedAt")] DateTimeOffset UpdatedAt, string Fingerprint, GettableAlertStatus Status,
    [property: JsonPropertyName("generatorURL")] string GeneratorUrl)
{
    private static readonly TimeSpan StillFires = TimeSpan.FromMinutes(5);

    public static GettableAlert From(IncidentListItem item, DateTimeOffset now)
    {
        var incident = item.Incident;
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var label in incident.Labels) labels[label.Name] = label.Value;
        foreach (var name in LabelValues.DerivedNames.Where(name => name is not "title" && !labels.ContainsKey(name)))
        {
            if (LabelValues.Of(incident, name).Derived is { } value) labels[name] = value;
        }
        return new(
            labels, new Dictionary<string, string> { ["summary"] = incident.Title, ["description"] = incident.Description },
            [new("ai-sre")], incident.StartsAt ?? incident.CreatedAt, now + StillFires, item.Facts.LastSeen ?? incident.CreatedAt, incident.Id,
            incident.Silenced is { } mark ? new("suppressed", [mark.SilenceId], []) : new("active", [], []),
            incident.Links.FirstOrDefault(link => link.Name == "source")?.Url ?? "");
    }
}

public sealed record AlertReceiver(string Name);

/// <param name="State">active or suppressed.</param>
public sealed record GettableAlertStatus(
    string State, [property: JsonPropertyName("silencedBy")] IReadOnlyList<string> SilencedBy,
    [property: JsonPropertyName("inhibitedBy")] IReadOnlyList<string> InhibitedBy);
