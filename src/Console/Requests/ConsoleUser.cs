namespace AiSre.Console.Requests;

/// <summary>Who looks at the console.</summary>
/// <param name="Name">The key's name, which stands in timelines as the actor.</param>
/// <param name="Role">In one word.</param>
/// <param name="MayAct">Acknowledges, resolves, silences.</param>
/// <param name="MayAdminister">Changes definitions and what concerns everybody.</param>
/// <param name="BoundWorkspace">The only workspace that the key may see; null when it may see all.</param>
/// <param name="HasKey">False where the platform runs without keys: then there is nothing to sign out of.</param>
public sealed record ConsoleUser(string Name, string Role, bool MayAct, bool MayAdminister, string? BoundWorkspace, bool HasKey)
{
    /// <summary>Looks after all workspaces, and may make and end them.</summary>
    public bool IsPlatformAdmin => MayAdminister && BoundWorkspace is null;

    public bool MaySee(string workspace) => BoundWorkspace is null || BoundWorkspace == workspace;
}
