using System.Collections.Immutable;
using AiSre.Console.IncidentDetail.Words;
using AiSre.Domain.Incidents;
using AiSre.Grains;
using AiSre.Grains.Incidents;

namespace AiSre.Console.IncidentDetail.Panels;

/// <summary>The incidents that belong together with this one.</summary>
/// <param name="Parent">Who leads; null: this one does.</param>
/// <param name="Why">Why this one is a child; null where it is none.</param>
/// <param name="Children">Of this incident, oldest first.</param>
/// <param name="Hidden">Children that are not shown.</param>
public sealed record GroupView(Incident? Parent, string? Why, ImmutableArray<ChildFacts> Children, int Hidden)
{
    private const int Shown = 30;

    internal static async Task<GroupView?> LoadAsync(ShownIncident shown)
    {
        var facts = shown.Facts;
        if (facts.ParentId is { } parentId)
        {
            var parent = await shown.Grains.GetGrain<IIncidentGrain>(GrainKeys.Incident(shown.Workspace, parentId)).GetAsync();
            return new(parent, ShownNames.Group(facts.CorrelationReason), [], 0);
        }
        if (facts.GroupId is null) return null;
        var children = await shown.Queries.MembersAsync(shown.Workspace, shown.Id);
        return children.IsEmpty ? null : new(null, null, [.. children.Take(Shown)], Math.Max(0, children.Length - Shown));
    }
}
