using AiSre.Domain.Definitions;

namespace AiSre.Grains.Definitions;

/// <summary>
/// This silo's copy of what workspaces have defined, at most two seconds old. Answers within a second, with what it knew last when nothing newer can
/// be had. Only when it knows nothing at all it throws <see cref="LedgerUnavailableException"/>: "nobody is told" would be a wrong answer.
/// </summary>
public interface IDefinitions
{
    ValueTask<WorkspaceDefinitions> OfAsync(string workspace);

    /// <summary>As they are now, however long that takes; throws when nobody can be asked.</summary>
    ValueTask<WorkspaceDefinitions> FreshAsync(string workspace) => OfAsync(workspace);

    /// <summary>What was in force at an instant, with the stand-ins as they were known then.</summary>
    ValueTask<WorkspaceDefinitions> AtAsync(string workspace, DateTimeOffset at);
}

public static class DefinitionsExtensions
{
    /// <summary>Whether a workspace has decided anything about who is told. True while nobody can tell: asking once too often does no harm.</summary>
    public static async ValueTask<bool> TellsAsync(this IDefinitions definitions, string workspace)
    {
        try
        {
            return !(await definitions.OfAsync(workspace)).TellsNobody;
        }
        catch (LedgerUnavailableException)
        {
            return true;
        }
    }
}
