using AiSre.Api.Edge;
using AiSre.Domain.Workspaces;

namespace AiSre.Api.Tests.Edge;

/// <summary>The platform's defaults for all, unless a test says otherwise.</summary>
internal sealed class SaidQuotas : IQuotas
{
    private readonly Dictionary<string, WorkspaceQuotas> said = [];

    public WorkspaceQuotas this[string workspace] { set => said[workspace] = value; }

    public WorkspaceQuotas Of(string workspace) => said.GetValueOrDefault(workspace) ?? new();
}
