using AiSre.Domain.Definitions;

namespace AiSre.Grains.Definitions;

/// <summary>Of a host whose workspaces define nothing: nobody is told.</summary>
public sealed class NoDefinitions : IDefinitions
{
    public ValueTask<WorkspaceDefinitions> OfAsync(string workspace) => new(WorkspaceDefinitions.Empty);

    public ValueTask<WorkspaceDefinitions> AtAsync(string workspace, DateTimeOffset at) => new(WorkspaceDefinitions.Empty);
}
