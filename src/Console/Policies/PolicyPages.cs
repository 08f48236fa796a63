using AiSre.Console.Acting;
using AiSre.Console.Requests;
using AiSre.Domain.Actions;

namespace AiSre.Console.Policies;

/// <summary>What may be done where, by whom and how often, to be read at night. They are written elsewhere.</summary>
internal static class PolicyPages
{
    public static void MapPolicies(this ConsoleRoutes routes) => routes.Page("/policies", Show);

    private static async Task<IResult> Show(ConsoleContext context, IConsoleDoor door, IGrainFactory grains)
    {
        var view = await PoliciesView.LoadAsync(grains, context.Workspace);
        if (ActionNames.Of(context.Query["action"]) is not { } action) return context.Show<PoliciesPage, PoliciesView>(view);
        var asked = new PolicyQuestion(action, context.Query["namespace"].ToString().Trim());
        return context.Show<PoliciesPage, PoliciesView>(view with
        {
            Asked = asked,
            Answer = PolicyAnswer.Of(
                asked, view, ActingPerson.Of(context.User), isDevMode: !context.User.HasKey, door.MayActWithoutKeys, context.Now),
        });
    }
}
