using System.Collections.Immutable;
using AiSre.Domain.Alerts;

namespace AiSre.Domain.Incidents;

/// <summary>Why an incident's alerts were merged, and when another one would be.</summary>
/// <param name="Decisions">What the timeline says about merging, grouping and reopening, oldest first.</param>
/// <param name="Rules">The ladder as it would be climbed by a signal like its alerts.</param>
/// <param name="GroupReason">Why it is a child, one of <see cref="CorrelationReason"/>; null: it is none.</param>
public sealed record MergeExplanation(ImmutableArray<TimelineEvent> Decisions, ImmutableArray<RepeatStep> Rules, string? GroupReason)
{
    private static readonly ImmutableHashSet<string> Deciding =
    [
        EventTypes.AlertReceived, EventTypes.AlertDeduplicated, EventTypes.AlertJoined, EventTypes.AlertReopened, EventTypes.AlertUnmerged,
        EventTypes.AlertAfterManualResolve, EventTypes.IncidentGrouped, EventTypes.ChildJoined, EventTypes.FlappingStarted, EventTypes.FlappingEnded,
        EventTypes.DeployCorrelated,
    ];

    public static MergeExplanation Of(Incident incident, IEnumerable<TimelineEvent> timeline, string? groupReason) => new(
        [.. timeline.Where(said => Deciding.Contains(said.Type))], RepeatExplanation.Of(incident, DedupOptions.Default), groupReason);
}
