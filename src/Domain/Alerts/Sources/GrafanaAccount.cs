namespace AiSre.Domain.Alerts.Sources;

/// <summary>Which organisation of which Grafana sent an alert.</summary>
internal static class GrafanaAccount
{
    /// <summary>Fingerprints are hashes of labels only, so equal ones of two organisations or installations are two alerts.</summary>
    public static string? Of(string? url, string? orgId) =>
        orgId is null ? url : SignalLimits.Identity($"{url}#org={orgId}");
}
