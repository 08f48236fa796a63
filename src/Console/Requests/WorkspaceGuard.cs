using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Console.Requests;

/// <summary>A workspace that the reader may not see does not exist for him.</summary>
internal static class WorkspaceGuard
{
    public static async ValueTask<object?> Check(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        var context = ConsoleContext.Of(call.HttpContext);
        var door = call.HttpContext.RequestServices.GetRequiredService<IConsoleDoor>();
        return door.IsWorkspace(context.Workspace) && context.User.MaySee(context.Workspace)
            ? await next(call)
            : ConsoleAnswers.Lone(404, "There is no such workspace here", "Its name is not known, or your key is for another one.");
    }
}
