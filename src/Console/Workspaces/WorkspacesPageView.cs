using System.Collections.Immutable;
using AiSre.Domain.Workspaces;
using AiSre.Grains.Workspaces;

namespace AiSre.Console.Workspaces;

/// <param name="Search">What was looked for.</param>
/// <param name="Rows">A page of them, by id.</param>
/// <param name="Find">Whether there are more.</param>
/// <param name="Draft">What stands in the form for a new one.</param>
public sealed record WorkspacesPageView(
    WorkspaceSearch Search, ImmutableArray<WorkspaceRow> Rows, WorkspaceFind Find, NewWorkspaceDraft Draft)
{
    internal static async Task<WorkspacesPageView> LoadAsync(IGrainFactory grains, WorkspaceSearch search, NewWorkspaceDraft draft)
    {
        var find = await search.LookAsync(grains.GetGrain<IWorkspaces>(0).ListAsync);
        // Of those that are shown alone: of each of thousands it would be thousands of calls.
        var usages = await Task.WhenAll(find.Found.Select(grains.UsageOfAsync));
        return new(search, [.. find.Found.Zip(usages, static (one, usage) => new WorkspaceRow(one, usage))], find, draft);
    }
}

/// <param name="Of">What it is.</param>
/// <param name="Usage">Null: it cannot be read.</param>
public sealed record WorkspaceRow(Workspace Of, WorkspaceUsage? Usage)
{
    public ImmutableArray<QuotaUse> Uses => QuotaUse.Of(Of.Quotas, Usage);
}
