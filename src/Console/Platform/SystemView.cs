using System.Collections.Immutable;
using AiSre.Console.Requests;
using AiSre.Grains;
using AiSre.Grains.Alerts;
using AiSre.Grains.Notifications;
using AiSre.Grains.Platform;

namespace AiSre.Console.Platform;

/// <param name="Health">What <c>/health</c> says.</param>
/// <param name="Work">What waits over all workspaces; null when nobody could say.</param>
/// <param name="Silos">None for a key that is bound to a workspace, and while the cluster's table cannot be read.</param>
/// <param name="SeesAll">False for a key that is bound to a workspace: how large the platform is is no tenant's business.</param>
/// <param name="Messages">What waits in this workspace; null when nobody could say.</param>
/// <param name="DeadLetters">Of this workspace; null when nobody could say.</param>
public sealed record SystemView(
    SystemHealth Health, WaitingWork? Work, IReadOnlyList<SiloFacts> Silos, bool SeesAll, NotificationCounts? Messages, long? DeadLetters)
{
    public ImmutableArray<SystemCheck> Unwell => [.. Health.Checks.Where(check => check.State is CheckState.Degraded or CheckState.Failed)];

    public bool IsKept => Health.Checks.All(check => check is not { Name: "ledger", State: CheckState.Failed });

    public static async Task<SystemView> LoadAsync(IGrainFactory grains, ConsoleContext context, ISystemFacts facts, CancellationToken cancellation)
    {
        var seesAll = context.User.BoundWorkspace is null;
        var health = facts.HealthAsync(cancellation);
        var silos = seesAll ? facts.SilosAsync(cancellation) : Task.FromResult<IReadOnlyList<SiloFacts>>([]);
        var work = seesAll ? OrNull(grains.GetGrain<IPlatformGrain>(0).WaitingAsync()) : Task.FromResult<WaitingWork?>(null);
        var messages = OrNull(grains.GetGrain<INotificationQueries>(0).CountsAsync(context.Workspace));
        var letters = OrNull(grains.GetGrain<IDeadLetters>(0).PageAsync(context.Workspace, null, 1));
        return new(await health, await work, await silos, seesAll, await messages, (await letters)?.Count);
    }

    /// <summary>This page must open above all when something does not answer.</summary>
    private static async Task<T?> OrNull<T>(Task<T> question) where T : class
    {
        try
        {
            return await question;
        }
        catch (Exception exception) when (exception is TimeoutException or OrleansException || LedgerFailure.Is(exception))
        {
            return null;
        }
    }
}
