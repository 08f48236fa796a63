using AiSre.Grains;
using AiSre.Grains.Incidents;

namespace AiSre.Console.Frame;

/// <summary>How many incidents nobody has, for the navigation of every page.</summary>
internal static class NavigationCounts
{
    /// <summary>Null when it cannot be said at the moment: the page itself says what is wrong.</summary>
    public static async Task<long?> NobodyHasAsync(this IGrainFactory grains, string workspace)
    {
        try
        {
            return await grains.GetGrain<IIncidentBoard>(0).NobodyHasAsync(workspace);
        }
        catch (Exception exception) when (exception is TimeoutException or OrleansException || LedgerFailure.Is(exception))
        {
            return null;
        }
    }
}
