using AiSre.Console.Requests;
using AiSre.Domain.Access;
using AiSre.Grains.Workspaces;

namespace AiSre.Console.Workspaces;

/// <summary>The workspaces there are, and what each is set to be.</summary>
internal static class WorkspacePages
{
    public static void MapWorkspaces(this ConsoleRoutes routes)
    {
        var beside = routes.Below(ConsoleRoutes.Workspaces);
        beside.Page("", List);
        beside.ActAsPlatform("", Create);
        beside.Page("/{workspaceId}", Show);
        beside.ActAsAdmin("/{workspaceId}/settings", KeyScope.Administer, Change);
        beside.ActAsPlatform("/{workspaceId}/quotas", ChangeQuotas);
        beside.ActAsPlatform("/{workspaceId}/suspend", WorkspaceEnding.Suspend);
        beside.ActAsPlatform("/{workspaceId}/resume", WorkspaceEnding.Resume);
        beside.ActAsPlatform("/{workspaceId}/delete", WorkspaceEnding.Delete);
    }

    private static async Task<IResult> List(ConsoleContext context, IGrainFactory grains) => context.User.BoundWorkspace is not null
        ? TypedResults.LocalRedirect(context.About())
        : context.Show<WorkspacesPage, WorkspacesPageView>(
            await WorkspacesPageView.LoadAsync(grains, WorkspaceSearch.Of(context.Query), new()));

    private static async Task<IResult> Create(ConsoleContext context, ConsoleForm form, IConsoleDoor door, IGrainFactory grains)
    {
        if (NewWorkspaceDraft.Of(form).Read(door.IsWorkspace, out var draft) is not { } first) return await AgainAsync(draft);
        var outcome = await grains.Grain(draft.Id).CreateAsync(first, context.User.Name);
        if (outcome.Refusal is not WorkspaceRefusal.None)
            return await AgainAsync(draft.Refused(WorkspaceWords.Refusal(outcome.Refusal, draft.Id)));
        return context.Said($"{draft.Id} is there. Make keys for it next.", $"{ConsoleRoutes.Workspaces}/{draft.Id}");

        async Task<IResult> AgainAsync(NewWorkspaceDraft wrong) => context.Show<WorkspacesPage, WorkspacesPageView>(
            await WorkspacesPageView.LoadAsync(grains, new(null, null, null), wrong), 422);
    }

    private static async Task<IResult> Show(ConsoleContext context, IGrainFactory grains) =>
        await WorkspacePageView.LoadAsync(grains, context.Workspace) is { } view
            ? context.Show<WorkspacePage, WorkspacePageView>(view)
            : context.NoWorkspace();

    private static async Task<IResult> Change(ConsoleContext context, ConsoleForm form, IGrainFactory grains)
    {
        if (await WorkspacePageView.LoadAsync(grains, context.Workspace) is not { } view) return context.NoWorkspace();
        if (WorkspaceSettingsDraft.Of(form).Read(view.Of.Name, out var draft) is not { } change)
            return context.Wrong(view with { Settings = draft });
        var outcome = await grains.Grain(context.Workspace).ChangeAsync(change, context.User.Name);
        return context.Done(outcome, "Kept: name and retention count from now on.");
    }

    private static async Task<IResult> ChangeQuotas(ConsoleContext context, ConsoleForm form, IGrainFactory grains)
    {
        if (QuotasDraft.Of(form).Read(out var draft) is { } quotas)
        {
            var outcome = await grains.Grain(context.Workspace).ChangeAsync(new() { Quotas = quotas }, context.User.Name);
            return context.Done(outcome, "Kept: the quotas count from now on.");
        }
        return await WorkspacePageView.LoadAsync(grains, context.Workspace) is { } view
            ? context.Wrong(view with { Quotas = draft })
            : context.NoWorkspace();
    }
}
