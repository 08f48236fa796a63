using System.Collections.Immutable;
using System.Diagnostics;
using AiSre.Api.Cluster;
using AiSre.Api.Security;
using AiSre.Grains.Workspaces;
using Microsoft.Extensions.Hosting;

namespace AiSre.Api.Workspaces;

/// <summary>
/// Keeps what this process knows of the keys that workspaces hand out: everything at the start, then every second what has changed. While the cluster
/// or its ledger is away it goes on with what it knows. Keeps when keys were used, too.
/// </summary>
internal sealed partial class ManagedKeysFollower(
    Func<IGrainFactory> grains, ApiKeyRing ring, TimeProvider clock, ILogger<ManagedKeysFollower> log) : BackgroundService
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenUses = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestCatchUp = TimeSpan.FromSeconds(3);

    private readonly SemaphoreSlim wake = new(0, 1);
    private HashSet<string>? read;
    private string? place;

    /// <summary>
    /// Waits until this process knows of a change, so that whoever made a key may use it at once, and whoever withdrew one sees it refused. Gives up
    /// after a while: the change itself is stored.
    /// </summary>
    public async Task UntilAsync(Func<StoredKeys, bool> isKnown, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        while (!isKnown(ring.Stored) && Stopwatch.GetElapsedTime(began) < LongestCatchUp)
        {
            Wake();
            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellation);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The start of the other services does not wait for the first look.
        await Task.Yield();
        var (usesAt, isAway) = (clock.GetTimestamp(), false);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ReadAsync(stoppingToken);
                if (isAway) LogBack(log);
                isAway = false;
                if (clock.GetElapsedTime(usesAt) >= BetweenUses)
                {
                    usesAt = clock.GetTimestamp();
                    await NoteUsesAsync();
                }
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                if (!isAway) LogAway(log, ring.Stored.Count, exception.Message);
                isAway = true;
            }
            try
            {
                await wake.WaitAsync(Between, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    public override void Dispose()
    {
        wake.Dispose();
        base.Dispose();
    }

    private async Task ReadAsync(CancellationToken stop)
    {
        for (var isLast = false; !isLast && !stop.IsCancellationRequested;)
        {
            // Each read is a call of its own, however long this has lasted.
            CallBudget.Begin(clock);
            var page = await grains().GetGrain<IManagedKeysGrain>(0).ReadAsync(place);
            if (page.BeginsAnew) read = [];
            foreach (var (workspace, keys) in page.Workspaces)
            {
                ring.Stored.Put(workspace, keys);
                read?.Add(workspace);
            }
            (place, isLast) = (page.Next, page.IsLast);
        }
        if (read is null) return;
        ring.Stored.Loaded(read);
        read = null;
    }

    /// <summary>One commit for each workspace of which a key was used that was not for an hour.</summary>
    internal async Task NoteUsesAsync()
    {
        var used = ring.Stored.All.Where(key => key.Use is { LastAt: { } at } use && KeyRules.IsWorthNoting(use.Kept, at));
        foreach (var keys in used.GroupBy(key => key.Workspace!).ToList())
        {
            CallBudget.Begin(clock);
            await grains().GetGrain<IWorkspaceKeysGrain>(keys.Key).NoteUsesAsync(
                keys.ToImmutableDictionary(key => key.Reference![(keys.Key.Length + 1)..], key => key.Use!.LastAt!.Value));
        }
    }

    private void Wake()
    {
        try
        {
            wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is awake already.
        }
    }

    [LoggerMessage(
        Level = LogLevel.Warning, Message = "The keys of workspaces cannot be asked for; the {Count} that are known stay in force: {Reason}")]
    private static partial void LogAway(ILogger log, int count, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "The keys of workspaces can be asked for again.")]
    private static partial void LogBack(ILogger log);
}
