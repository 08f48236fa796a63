using AiSre.Api.Edge;

namespace AiSre.Api.Platform;

/// <summary>The silos as the cluster's own table shows them, asked of a silo.</summary>
public sealed class ClusterView(IGrainFactory grains, TimeProvider clock, ILogger<ClusterView> log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);

    private IManagementGrain Management => grains.GetGrain<IManagementGrain>(0);

    /// <summary>Whether as many silos live as lately did at the same time. Throws when nobody answers.</summary>
    public async Task<bool> IsWholeAsync(CancellationToken cancellation) =>
        ClusterMembers.IsWhole(await Management.GetDetailedHosts(false, cancellation).WaitAsync(Patience, clock, cancellation), clock.GetUtcNow());

    /// <summary>Those that live and those that lately did; none while the table cannot be read.</summary>
    public async Task<IReadOnlyList<SiloView>> SilosAsync(CancellationToken cancellation)
    {
        try
        {
            var members = ClusterMembers.Recent(
                await Management.GetDetailedHosts(false, cancellation).WaitAsync(Patience, clock, cancellation), clock.GetUtcNow());
            return await Task.WhenAll(members.Select(member => ViewAsync(member, cancellation)));
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested)
        {
            log.ClusterTableUnread(exception);
            return [];
        }
    }

    private async Task<SiloView> ViewAsync(MembershipEntry member, CancellationToken cancellation)
    {
        var view = new SiloView($"{member.SiloAddress.Endpoint}", $"{member.Status}".ToLowerInvariant(), null)
        {
            Name = member.SiloName ?? "", StartedAt = new(DateTime.SpecifyKind(member.StartTime, DateTimeKind.Utc)),
        };
        return await StatisticsAsync(member, cancellation) is not { } statistics ? view : view with
        {
            Activations = statistics.ActivationCount,
            MemoryBytes = statistics.EnvironmentStatistics.RawMemoryUsageBytes,
            CpuPercent = statistics.EnvironmentStatistics.RawCpuUsagePercentage,
        };
    }

    private async Task<SiloRuntimeStatistics?> StatisticsAsync(MembershipEntry member, CancellationToken cancellation)
    {
        if (member.Status is not SiloStatus.Active) return null;
        try
        {
            return (await Management.GetRuntimeStatistics([member.SiloAddress], cancellation).WaitAsync(Patience, clock, cancellation))[0];
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested)
        {
            // It may have died a second ago; the table says so soon.
            log.ClusterTableUnread(exception);
            return null;
        }
    }
}

/// <param name="Address">Where other processes reach it.</param>
/// <param name="Status">Orleans' word for it.</param>
/// <param name="Activations">Grains in its memory; null when it did not say.</param>
public sealed record SiloView(string Address, string Status, int? Activations)
{
    public string Name { get; init; } = "";
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>What its process uses; null when it did not say.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>Of its machine; null when it did not say.</summary>
    public double? CpuPercent { get; init; }
}
