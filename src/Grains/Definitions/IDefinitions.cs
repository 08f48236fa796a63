using AiSre.Domain.Definitions;

namespace AiSre.Grains.Definitions;

/// <summary>This silo's copy of what workspaces have defined, at most two seconds old. Answers with what it knew last when nothing newer can be had.</summary>
public interface IDefinitions
{
    ValueTask<WorkspaceDefinitions> OfAsync(string workspace);
}
