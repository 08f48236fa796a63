using AiSre.Console.Requests;
using AiSre.Grains.Alerts;

namespace AiSre.Console.Alerts;

/// <param name="Page">Newest first.</param>
/// <param name="Before">Where this page starts; null for the first.</param>
/// <param name="Progress">How far a replay of all has come; null when none is under way.</param>
public sealed record DeadLettersView(DeadLetterPage Page, long? Before, ReplayProgress? Progress)
{
    public const int PageSize = 25;

    public static async Task<DeadLettersView> LoadAsync(IGrainFactory grains, ConsoleContext context, ReplayProgress? progress = null)
    {
        long? before = long.TryParse(context.Query["before"], out var seq) && seq > 0 ? seq : null;
        return new(await grains.GetGrain<IDeadLetters>(0).PageAsync(context.Workspace, before, PageSize), before, progress);
    }
}

/// <summary>A replay of all that takes several steps.</summary>
/// <param name="Of">How many there were when it began.</param>
/// <param name="Done">How many were taken in.</param>
/// <param name="Failed">How many failed again.</param>
/// <param name="After">Where it goes on.</param>
public sealed record ReplayProgress(long Of, long Done, long Failed, long After);
