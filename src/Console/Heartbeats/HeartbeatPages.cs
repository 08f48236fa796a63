using AiSre.Console.Requests;
using AiSre.Console.Platform;
using AiSre.Domain.Access;
using AiSre.Grains;
using AiSre.Grains.Heartbeats;

namespace AiSre.Console.Heartbeats;

/// <summary>Those who say regularly that they live.</summary>
internal static class HeartbeatPages
{
    public static void MapHeartbeats(this ConsoleRoutes routes)
    {
        routes.Page("/heartbeats", List);
        routes.Act("/heartbeats/{name}/forget", KeyScope.Configure, Forget);
    }

    private static async Task<IResult> List(ConsoleContext context, IGrainFactory grains, ISystemFacts facts) =>
        context.Show<HeartbeatsPage, HeartbeatsView>(
            await HeartbeatsView.LoadAsync(grains, context.Workspace, facts.PublicUrl ?? context.Origin.TrimEnd('/'), context.Now));

    private static async Task<IResult> Forget(string name, ConsoleContext context, IGrainFactory grains)
    {
        var heartbeat = grains.GetGrain<IHeartbeatGrain>(GrainKeys.Heartbeat(context.Workspace, name));
        if (await heartbeat.GetAsync() is { IsDefined: true })
            return context.Refused($"{name} is in the definitions, and they decide: take it out there.");
        await heartbeat.ForgetAsync();
        return context.Said($"{name} is forgotten: nobody waits for it any more, and its beats are refused.");
    }
}
