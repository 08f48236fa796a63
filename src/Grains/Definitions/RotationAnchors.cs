using System.Collections.Immutable;
using AiSre.Domain.Definitions;

namespace AiSre.Grains.Definitions;

/// <summary>What a new revision keeps of the old one so that a change of the members leaves on duty who is (semantics 2.6). The one place where that is decided.</summary>
internal static class RotationAnchors
{
    /// <param name="offsets">Those of the revision in force.</param>
    /// <param name="after">The new definitions, without any.</param>
    public static ImmutableArray<LayerOffset> Carry(ImmutableArray<LayerOffset> offsets, WorkspaceDefinitions after) =>
    [
        .. offsets.Where(offset => after.Teams.TryGetValue(offset.Team, out var team)
            && team.Layers.Any(layer => layer.Name.Equals(offset.Layer, StringComparison.OrdinalIgnoreCase))),
    ];
}
