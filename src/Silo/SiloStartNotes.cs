using System.Data.Common;
using AiSre.Api.Platform;
using AiSre.Api.Settings;
using AiSre.Domain;
using AiSre.Domain.Alerts;
using AiSre.Domain.Definitions.Clusters;
using AiSre.Grains.Definitions;
using AiSre.Grains.Incidents;

namespace AiSre.Silo;

/// <summary>What a silo says of itself when it has started.</summary>
internal sealed class SiloStartNotes(
    SiloOptions options, IConfiguration configuration, IDefinitions definitions, ClusterDefinitions clusters, IGrainFactory grains) : IStartNotes
{
    public string Data => $"{Ledger()}; {Spool()}{Clusters()}";

    /// <summary>On one machine the default is right.</summary>
    public IReadOnlyList<string> Warnings =>
        AiSreSettings.PublicUrl.Text(configuration) is not null || ListeningAddresses.AreLoopbackOnly(configuration)
            ? []
            : [$"{AiSreSettings.PublicUrl.Name} is not set: links in messages begin with {AiSreSettings.PublicUrl.Fallback}, which leads nowhere on "
                + "other machines. Set it to the address at which people reach the API."];

    public async Task<IReadOnlyList<string>> NotConfiguredAsync(CancellationToken cancellation)
    {
        var missing = new List<string>();
        var known = await definitions.FreshAsync(DefaultWorkspace.Id).AsTask().WaitAsync(cancellation);
        if (NotificationsProbe.IsLogOnly(known)) missing.Add($"notifications (log only{await OpenAsync(cancellation)})");
        if (AiSreSettings.PublicUrl.Text(configuration) is null)
            missing.Add($"{AiSreSettings.PublicUrl.Name} (links begin with {AiSreSettings.PublicUrl.Fallback})");
        return missing;
    }

    /// <summary>
    /// A line in the log that was lost with the process is not all that is said of an incident: those that are open are counted at the next start.
    /// </summary>
    private async Task<string> OpenAsync(CancellationToken cancellation)
    {
        var counts = await grains.GetGrain<IIncidentQueries>(0).OpenBySeverityAsync().WaitAsync(cancellation);
        var open = counts.Select(static (count, severity) => (Count: count, Name: ((Severity)severity).Name())).Where(static open => open.Count > 0)
            .Reverse().ToList();
        return open.Count == 0
            ? ""
            : $"; open incidents: {string.Join(", ", open.Select(static open => FormattableString.Invariant($"{open.Count} {open.Name}")))}";
    }

    private string Ledger()
    {
        if (options.Ledger.Postgres is not { } postgres) return $"SQLite in {Path.GetFullPath(options.Ledger.DataDirectory)}";
        var parts = new DbConnectionStringBuilder { ConnectionString = postgres };
        return $"PostgreSQL at {Part("Host") ?? Part("Server")}{(Part("Port") is { } port ? $":{port}" : "")}, database "
            + $"{Part("Database") ?? Part("Username") ?? "by default"}";

        string? Part(string name) => parts.TryGetValue(name, out var value) ? $"{value}" : null;
    }

    /// <summary>A pod's own service account is found without anybody having set it, so what is acted on is said.</summary>
    private string Clusters() => clusters.All.IsEmpty ? "" : "; clusters: " + string.Join(", ", clusters.All.Select(cluster =>
        cluster.Name + (cluster.IsInCluster ? " (this one)" : cluster.Kubeconfig is { } path ? $" ({path})" : " (no kubeconfig)")));

    private string Spool() => options.Cluster.Redis is not null
        ? $"spool in Redis at {options.Cluster.RedisPlaces}"
        : $"spool in {Path.Combine(Path.GetFullPath(options.Ledger.DataDirectory), "spool.jsonl")}";
}
