using AiSre.Console.Requests;
using AiSre.Domain.Access;
using AiSre.Grains.Alerts;

namespace AiSre.Console.Alerts;

/// <summary>Alerts that could not be processed: to be looked at, and to be taken in again.</summary>
internal static class DeadLetterPages
{
    /// <summary>A step of a long replay: so many as take about a second.</summary>
    private const int Step = 50;

    public static void MapDeadLetters(this ConsoleRoutes routes)
    {
        routes.Page("/dead-letters", List);
        routes.Act("/dead-letters/replay", KeyScope.Respond, ReplayAll);
        routes.Act("/dead-letters/{seq:long}/replay", KeyScope.Respond, ReplayOne);
        routes.Act("/dead-letters/{seq:long}/delete", KeyScope.Respond, Delete);
    }

    private static async Task<IResult> List(ConsoleContext context, IGrainFactory grains) =>
        context.Show<DeadLettersPage, DeadLettersView>(await DeadLettersView.LoadAsync(grains, context));

    private static async Task<IResult> ReplayOne(long seq, ConsoleContext context, IDeadLetterReplay replay) =>
        await replay.ReplayAsync(context.User.Name, context.Workspace, seq - 1, seq, 1) switch
        {
            { Done: 1 } => context.Said("The alert was taken in: it is an incident now, or part of one."),
            { FirstError: { } error } => context.Refused($"It failed again and stays here: {error}"),
            _ => context.Refused("It is not here any more: somebody has replayed or deleted it."),
        };

    /// <summary>Long work goes in steps: each shows how far it has come and asks for the next one.</summary>
    private static async Task<IResult> ReplayAll(ConsoleContext context, ConsoleForm form, IGrainFactory grains, IDeadLetterReplay replay)
    {
        var so = new ReplayProgress(Number("of"), Number("done"), Number("failed"), Number("after"));
        if (so.Of == 0) so = so with { Of = (await grains.GetGrain<IDeadLetters>(0).PageAsync(context.Workspace, null, 1)).Count };
        var step = await replay.ReplayAsync(context.User.Name, context.Workspace, so.After, null, Step);
        so = so with { Done = so.Done + step.Done, Failed = so.Failed + step.Failed };
        if (step.NextSeq is { } next)
            return context.Show<DeadLettersPage, DeadLettersView>(await DeadLettersView.LoadAsync(grains, context, so with { After = next }));
        var home = context.Link("/dead-letters");
        return so switch
        {
            { Done: 0, Failed: 0 } => context.Said("There was nothing to replay.", home),
            { Failed: 0 } => context.Said($"{Alerts(so.Done)} taken in. Nothing failed.", home),
            _ => context.Refused(
                $"{Alerts(so.Done)} taken in; {so.Failed} failed again and {(so.Failed == 1 ? "stays" : "stay")} here, each with why.", home),
        };

        long Number(string name) => long.TryParse(form.Text(name), out var number) && number > 0 ? number : 0;
    }

    private static async Task<IResult> Delete(long seq, ConsoleContext context, IGrainFactory grains)
    {
        await grains.GetGrain<IDeadLetters>(0).RemoveAsync(context.Workspace, seq);
        return context.Said("It is given up for good.");
    }

    private static string Alerts(long count) => count == 1 ? "1 alert was" : $"{count} alerts were";
}
