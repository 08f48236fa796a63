using AiSre.Console.Requests;
using AiSre.Domain.Access;
using AiSre.Domain.Slos;
using AiSre.Grains;
using AiSre.Grains.Slos;
using NodaTime;

namespace AiSre.Console.Slos;

/// <summary>Error budgets: how much is left of each, how fast it goes, and times that do not count.</summary>
internal static class SloPages
{
    public static void MapSlos(this ConsoleRoutes routes)
    {
        routes.Page("/slos", List);
        routes.Page("/slos/{name}", Show);
        routes.Act("/slos/{name}/corrections", KeyScope.Configure, Correct);
        routes.Act("/slos/{name}/corrections/{id}/withdraw", KeyScope.Configure, Withdraw);
    }

    /// <summary>Of one objective's page.</summary>
    public static string Address(ConsoleContext context, string name) => context.Link($"/slos/{Uri.EscapeDataString(name)}");

    private static async Task<IResult> List(ConsoleContext context, IGrainFactory grains) =>
        context.Show<SlosPage, SlosView>(await SlosView.LoadAsync(grains, context.Workspace));

    private static Task<IResult> Show(string name, ConsoleContext context, IGrainFactory grains) =>
        ShowAsync(name, context, grains, CorrectionDraft.Empty);

    private static async Task<IResult> ShowAsync(
        string name, ConsoleContext context, IGrainFactory grains, CorrectionDraft draft, int status = StatusCodes.Status200OK) =>
        await SloView.LoadAsync(grains, context, name, draft) is { } view
            ? context.Show<SloPage, SloView>(view, status)
            : context.Missing($"There is no SLO {name}.");

    private static async Task<IResult> Correct(string name, ConsoleContext context, ConsoleForm form, IGrainFactory grains)
    {
        var draft = CorrectionDraft.Of(form);
        var slos = grains.GetGrain<ISlosGrain>(context.Workspace);
        if (await slos.FindAsync(name) is not { } slo || SloGroupRules.IsGroup(slo)) return context.Missing($"There is no SLO {name}.");
        if (form.Instant("from", DateTimeZone.Utc) is not { } from)
            return await RefusedAsync(draft with { Field = "from", Problem = "Say from when, in UTC." });
        if (form.Instant("until", DateTimeZone.Utc) is not { } until)
            return await RefusedAsync(draft with { Field = "until", Problem = "Say until when, in UTC." });
        var outcome = await grains.GetGrain<ISloGrain>(GrainKeys.Slo(context.Workspace, slo.Name))
            .CorrectAsync(new() { From = from, Until = until, Reason = draft.Reason, Author = context.User.Name });
        return outcome.Problem is { } problem
            ? await RefusedAsync(draft with { Field = until - from is var length && (length <= TimeSpan.Zero || length > CorrectionRules.Longest)
                ? "until" : "reason", Problem = problem })
            : context.Said($"That time no longer counts for {slo.Name}.");

        Task<IResult> RefusedAsync(CorrectionDraft wrong) =>
            ShowAsync(name, context, grains, wrong, StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<IResult> Withdraw(string name, string id, ConsoleContext context, IGrainFactory grains)
    {
        if (await grains.GetGrain<ISlosGrain>(context.Workspace).FindAsync(name) is not { } slo || SloGroupRules.IsGroup(slo))
            return context.Missing($"There is no SLO {name}.");
        return await grains.GetGrain<ISloGrain>(GrainKeys.Slo(context.Workspace, slo.Name)).WithdrawAsync(id, context.User.Name)
            ? context.Said($"That time counts again for {slo.Name}.")
            : context.Refused("Nothing was changed: that time counts already.");
    }
}
