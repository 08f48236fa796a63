using AiSre.Domain.Workspaces;

namespace AiSre.Api.Edge;

/// <summary>What workspaces may use. Asked on the hot path: whoever answers has it at hand.</summary>
internal interface IQuotas
{
    /// <summary>As it was known last; the platform's defaults while nothing is.</summary>
    WorkspaceQuotas Of(string workspace);
}
