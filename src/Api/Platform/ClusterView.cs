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
            return await Task.WhenAll(members.Select(async member =>
                new SiloView($"{member.SiloAddress.Endpoint}", $"{member.Status}".ToLowerInvariant(), await ActivationsAsync(member, cancellation))));
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested)
        {
            log.ClusterTableUnread(exception);
            return [];
        }
    }

    private async Task<int?> ActivationsAsync(MembershipEntry member, CancellationToken cancellation)
    {
        if (member.Status is not SiloStatus.Active) return null;
        try
        {
            return (await Management.GetRuntimeStatistics([member.SiloAddress], cancellation).WaitAsync(Patience, clock, cancellation))[0]
                .ActivationCount;
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested)
        {
            // It may have died a second ago; the table says so soon.
            log.ClusterTableUnread(exception);
            return null;
        }
    }
}

public sealed record SiloView(string Address, string Status, int? Activations);
