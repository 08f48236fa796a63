using System.Collections.Immutable;
using AiSre.Grains.Incidents;

namespace AiSre.Console.IncidentDetail.Panels;

/// <summary>What was run for the incident, newest first.</summary>
public sealed record ActionsView(ImmutableArray<ActionFacts> Actions)
{
    internal static async Task<ActionsView?> LoadAsync(ShownIncident shown) =>
        await shown.Queries.ActionsAsync(shown.Workspace, shown.Id) is { IsEmpty: false } actions ? new([.. actions.Reverse()]) : null;
}
