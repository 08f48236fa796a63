using AiSre.Console.Requests;
using AiSre.Domain.Access;
using AiSre.Domain.OnCall;
using AiSre.Grains.Definitions;
using AiSre.Grains.OnCall;

namespace AiSre.Console.OnCall;

/// <summary>Who is on call, and standing in for somebody.</summary>
internal static class OnCallPages
{
    private const string Gone = "Nothing was ended: nobody stands in by that any more.";

    public static void MapOnCall(this ConsoleRoutes routes)
    {
        routes.Page("/oncall", Show);
        routes.Act("/oncall", KeyScope.Respond, Add);
        routes.Act("/oncall/overrides/{id}/end", KeyScope.Respond, End);
    }

    private static Task<IResult> Show(ConsoleContext context, IGrainFactory grains) => ShowAsync(context, grains, OverrideDraft.Of(context.Query));

    private static async Task<IResult> ShowAsync(ConsoleContext context, IGrainFactory grains, OverrideDraft draft, int status = 200) =>
        await OnCallView.LoadAsync(context, grains, draft) is { } view
            ? context.Show<OnCallPage, OnCallView>(view, status)
            : context.Missing($"There is no team {context.Query[OnCallView.Team]}.");

    private static async Task<IResult> Add(ConsoleContext context, ConsoleForm form, IGrainFactory grains)
    {
        var draft = OverrideDraft.Of(form);
        var team = context.Query[OnCallView.Team].ToString();
        if (!OverrideRules.MayDecide(context.User.Name, context.User.MayAdminister, draft.Who))
            return await RefusedAsync(context, grains, draft, "user", NotSelf(context));
        var outcome = await grains.GetGrain<IDefinitionsGrain>(context.Workspace)
            .AddOverrideAsync(new(team, draft.Who, draft.From, draft.To, null, draft.Why, context.User.Name));
        return outcome.Id is not null
            ? context.Said($"{draft.Who} stands in for {team}.")
            : await RefusedAsync(context, grains, draft, outcome.Field, outcome.Problem);
    }

    private static async Task<IResult> End(string id, ConsoleContext context, IGrainFactory grains)
    {
        var overrides = await grains.GetGrain<IOnCallQueries>(0).OverridesAsync(context.Workspace);
        if (overrides.FirstOrDefault(item => item.Id == id) is not { } known) return context.Refused(Gone);
        if (!OverrideRules.MayDecide(context.User.Name, context.User.MayAdminister, known.User)) return context.Refused(NotSelf(context));
        return await grains.GetGrain<IDefinitionsGrain>(context.Workspace).RemoveOverrideAsync(id, context.User.Name)
            ? context.Said($"{known.User} stands in for {known.Team} no longer.")
            : context.Refused(Gone);
    }

    private static Task<IResult> RefusedAsync(ConsoleContext context, IGrainFactory grains, OverrideDraft draft, string? field, string? problem) =>
        ShowAsync(context, grains, draft with { Field = field, Problem = problem }, StatusCodes.Status422UnprocessableEntity);

    private static string NotSelf(ConsoleContext context) => $"Nothing was changed: you decide only for {context.User.Name}, an admin for everybody.";
}
