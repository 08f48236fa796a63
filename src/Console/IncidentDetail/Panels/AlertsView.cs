using System.Collections.Immutable;
using AiSre.Console.Parts;
using AiSre.Domain.Alerts;
using AiSre.Grains.Incidents;

namespace AiSre.Console.IncidentDetail.Panels;

/// <summary>The alerts that the incident stands for, with what their sender said of it.</summary>
public sealed record AlertsView(
    string Path, ImmutableArray<AlertFacts> Alerts, int Hidden, bool CanUnmerge, ImmutableArray<AlertLabel> Labels, ImmutableArray<AlertLink> Links)
{
    private const int Shown = 25;

    internal static Task<AlertsView?> LoadAsync(ShownIncident shown)
    {
        var incident = shown.Incident;
        // What fires stands first.
        var alerts = shown.Alerts.OrderBy(alert => alert.Status is "firing" ? 0 : 1).ThenByDescending(alert => alert.LastSeen).ToList();
        // Only links to the web are kept; they come from outside, so they are looked at again where they are shown.
        return Task.FromResult<AlertsView?>(new(
            shown.Context.Link($"/incidents/{shown.Id}"), [.. alerts.Take(Shown)], Math.Max(0, alerts.Count - Shown),
            incident.Alerts.Length > 1, incident.Labels, [.. incident.Links.Where(link => WebAddress.Is(link.Url))]));
    }
}
