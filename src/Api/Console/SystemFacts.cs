using System.Diagnostics;
using AiSre.Api.Events;
using AiSre.Api.Platform;
using AiSre.Api.Settings;
using AiSre.Console.Platform;

namespace AiSre.Api.Console;

/// <summary>What this process knows of the platform, for the console's page about it.</summary>
internal sealed class SystemFacts(
    HealthReport health, ClusterView cluster, OpenStreams streams, LiveTopics topics, IConfiguration configuration) : ISystemFacts
{
    public string? PublicUrl { get; } = AiSreSettings.PublicUrl.Text(configuration)?.TrimEnd('/');

    public string Version => Telemetry.Version;

    public DateTimeOffset StartedAt { get; } = new(Process.GetCurrentProcess().StartTime);

    public int OpenStreams => streams.Count + topics.Tabs;

    public async Task<SystemHealth> HealthAsync(CancellationToken cancellation)
    {
        var states = await health.GetAsync(cancellation);
        return new(
            [
                new(HealthChecks.Ledger, Of(states.Ledger)), new(HealthChecks.Cluster, Of(states.Cluster)),
                new(HealthChecks.Alarms, Of(states.Alarms)), new(HealthChecks.Notifications, Of(states.Notifications)),
            ],
            states.Details);
    }

    public async Task<IReadOnlyList<SiloFacts>> SilosAsync(CancellationToken cancellation) =>
    [
        .. (await cluster.SilosAsync(cancellation)).Select(silo => new SiloFacts(
            silo.Address, silo.Name, silo.Status, silo.StartedAt, silo.Activations, silo.MemoryBytes, silo.CpuPercent)),
    ];

    private static CheckState Of(HealthState state) => state switch
    {
        HealthState.Ok => CheckState.Ok,
        HealthState.Degraded => CheckState.Degraded,
        HealthState.Failed => CheckState.Failed,
        _ => CheckState.NotConfigured,
    };
}
