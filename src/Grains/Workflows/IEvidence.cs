using System.Collections.Immutable;
using AiSre.Domain.Workflows.Runs;

namespace AiSre.Grains.Workflows;

/// <summary>Where runs read. Changes nothing, and throws nothing for what a cluster does: what cannot be read is said.</summary>
public interface IEvidence
{
    Task<GatheredEvidence> GatherAsync(EvidenceRequest request, CancellationToken cancellation);
}

/// <param name="Workspace">Whose.</param>
/// <param name="IncidentId">About which incident; null: none.</param>
/// <param name="Target">What it is about.</param>
/// <param name="Collect">Names of <c>EvidenceKinds</c>.</param>
public sealed record EvidenceRequest(string Workspace, string? IncidentId, RunTarget Target, ImmutableArray<string> Collect)
{
    /// <summary>
    /// Ids in the action log of what the run has done so far, in that order: what was restarted says nothing of it any more, its successor does.
    /// </summary>
    public ImmutableArray<string> Done { get; init; } = [];
}

/// <param name="Json">A JSON object that has a member for each kind that could be read.</param>
/// <param name="Unavailable">A sentence for each that could not.</param>
public sealed record GatheredEvidence(string Json, ImmutableArray<string> Unavailable);
