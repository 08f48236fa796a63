using System.Collections.Immutable;
using AiSre.Domain.Workspaces;
using AiSre.Grains.Workspaces;

namespace AiSre.Console.Workspaces;

/// <param name="Of">What it is.</param>
/// <param name="Usage">Null: it cannot be read.</param>
public sealed record WorkspacePageView(Workspace Of, WorkspaceUsage? Usage)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(2);

    /// <summary>Settings that somebody has sent and that are wrong; null: the form shows those that count.</summary>
    public WorkspaceSettingsDraft? Settings { get; init; }

    /// <summary>Quotas likewise.</summary>
    public QuotasDraft? Quotas { get; init; }

    /// <summary>Why it was not suspended; null: nobody has tried.</summary>
    public string? SuspendProblem { get; init; }

    /// <summary>Why it was not deleted; null likewise.</summary>
    public string? DeleteProblem { get; init; }

    public bool IsDeleting => Of.Status is WorkspaceStatus.Deleting;

    public ImmutableArray<QuotaUse> Uses =>
    [
        .. QuotaUse.Of(Of.Quotas, Usage), new("Deliveries a minute", null, Of.Quotas.DeliveriesPerMinute),
    ];

    /// <summary>While it is being erased the page looks again how far that is.</summary>
    public IEnumerable<DateTimeOffset?> Turns(DateTimeOffset now) => IsDeleting ? [now + BetweenLooks] : [];

    /// <summary>Null when there is no such workspace.</summary>
    internal static async Task<WorkspacePageView?> LoadAsync(IGrainFactory grains, string workspace) =>
        await grains.Grain(workspace).FindAsync() is { } one ? new(one, await grains.UsageOfAsync(one)) : null;
}
