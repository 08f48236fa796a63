using System.Collections.Immutable;
using AiSre.Domain.Definitions;
using AiSre.Domain.OnCall;
using NodaTime;

namespace AiSre.Grains.Definitions;

/// <summary>The offsets with which a new revision's rotations start, so that a change of their members takes nobody off duty.</summary>
internal static class RotationAnchors
{
    /// <param name="before">What is in force, with its offsets.</param>
    /// <param name="after">The new definitions, without any.</param>
    /// <param name="now">When they come into force.</param>
    public static ImmutableArray<LayerOffset> Of(WorkspaceDefinitions before, WorkspaceDefinitions after, DateTimeOffset now) =>
    [
        .. after.Teams.Values.OrderBy(team => team.Name, StringComparer.Ordinal)
            .Select(team => HandoverRules.Reanchor(before.Teams.GetValueOrDefault(team.Name), team, Instant.FromDateTimeOffset(now)))
            .SelectMany(team => team.Layers
                .Where(layer => layer.IndexOffset != 0)
                .Select(layer => new LayerOffset(team.Name, layer.Name, layer.IndexOffset))),
    ];
}
