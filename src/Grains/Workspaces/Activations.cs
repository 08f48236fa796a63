using Orleans.Core.Internal;

namespace AiSre.Grains.Workspaces;

/// <summary>Takes grains out of memory whose rows are gone.</summary>
internal static class Activations
{
    private const int Together = 100;

    /// <summary>Their keys are numbers, which a workspace may be called as well; they belong to nobody.</summary>
    private static readonly HashSet<string> OfThePlatform = ["alarms"];

    /// <summary>All grains of a workspace, on all silos. One that is busy goes when it is through.</summary>
    public static async Task EndAllAsync(IGrainFactory grains, string workspace)
    {
        var all = await grains.GetGrain<IManagementGrain>(0).GetDetailedGrainStatistics();
        foreach (var some in all.Select(one => one.GrainId).Where(id => IsOf(id, workspace)).Distinct().Chunk(Together))
            await Task.WhenAll(some.Select(id => EndAsync(grains, id)));
    }

    public static Task EndAsync(IGrainFactory grains, string type, string key) => EndAsync(grains, GrainId.Create(type, key));

    private static Task EndAsync(IGrainFactory grains, GrainId id) =>
        grains.GetGrain(id).AsReference<IGrainManagementExtension>().DeactivateOnIdle().AsTask();

    private static bool IsOf(GrainId id, string workspace) =>
        !id.Type.ToString()!.StartsWith("sys.", StringComparison.Ordinal) && !OfThePlatform.Contains(id.Type.ToString()!)
        && GrainKeys.Parse(id.Key.ToString()!).Workspace == workspace;
}
