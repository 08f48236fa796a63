using AiSre.Api.Settings;
using AiSre.Domain.Definitions.Clusters;

namespace AiSre.Silo;

/// <summary>Where the metrics and logs of the one cluster are that no file names.</summary>
internal sealed record TelemetrySettings(Uri? Prometheus, Uri? Loki, Uri? Elastic, DatadogSource? Datadog)
{
    public static TelemetrySettings Read(IConfiguration configuration) => new(
        DiagnosisSettings.Prometheus.Read(configuration), DiagnosisSettings.Loki.Read(configuration), DiagnosisSettings.Elastic.Read(configuration),
        ReadDatadog(configuration));

    public ClusterDefinition Of(ClusterDefinition cluster) => cluster with
    {
        Prometheus = Source(Prometheus), Loki = Source(Loki), Elastic = Source(Elastic), Datadog = Datadog,
    };

    /// <summary>A file that names clusters says of each where these are, and nobody could tell whose the settings mean.</summary>
    public void RefuseBeside(string file)
    {
        var why = $"is set, and {file} names clusters";
        if (Prometheus is not null) throw DiagnosisSettings.Prometheus.Refusal(why, "'prometheus' of a cluster there");
        if (Loki is not null) throw DiagnosisSettings.Loki.Refusal(why, "'loki' of a cluster there");
        if (Elastic is not null) throw DiagnosisSettings.Elastic.Refusal(why, "'elastic' of a cluster there");
        if (Datadog is not null) throw DiagnosisSettings.DatadogSite.Refusal(why, "'datadog' of a cluster there");
    }

    private static DatadogSource? ReadDatadog(IConfiguration configuration)
    {
        var keys = (DiagnosisSettings.DatadogApiKey.Read(configuration), DiagnosisSettings.DatadogAppKey.Read(configuration));
        if (DiagnosisSettings.DatadogSite.Read(configuration) is not { } site)
        {
            return keys is (null, null) ? null : throw DiagnosisSettings.DatadogApiKey.Refusal(
                "or the other key is set without a site", $"{DiagnosisSettings.DatadogSite.Name} beside them");
        }
        return keys is ({ } api, { } app)
            ? new(site, api, app)
            : throw DiagnosisSettings.DatadogSite.Refusal(
                "is set without both of its keys", $"{DiagnosisSettings.DatadogApiKey.Name} and {DiagnosisSettings.DatadogAppKey.Name} beside it");
    }

    private static TelemetrySource? Source(Uri? url) => url is null ? null : new(url, null, null, null, null, null);
}
