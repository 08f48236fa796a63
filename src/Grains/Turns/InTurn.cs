namespace AiSre.Grains.Turns;

/// <summary>The order in which things of several workspaces are taken.</summary>
public static class InTurn
{
    /// <summary>The first of each workspace, then the second of each, and so on. Of one workspace they stay in their order.</summary>
    /// <param name="all">In the order in which each workspace's own are taken.</param>
    /// <param name="workspaceOf">Whose it is.</param>
    public static IEnumerable<T> Order<T>(IEnumerable<T> all, Func<T, string> workspaceOf)
    {
        var taken = new Dictionary<string, int>(StringComparer.Ordinal);
        return all.Select(item =>
        {
            var workspace = workspaceOf(item);
            var place = taken.GetValueOrDefault(workspace);
            taken[workspace] = place + 1;
            return (item, place);
        }).OrderBy(one => one.place).Select(one => one.item);
    }
}
