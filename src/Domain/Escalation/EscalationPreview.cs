using System.Collections.Immutable;

namespace AiSre.Domain.Escalation;

/// <summary>What an escalation would have done by now, if nobody answers (docs/rules/escalation.md).</summary>
[GenerateSerializer, Immutable, Alias("aisre.escalation-preview")]
public sealed record EscalationPreview
{
    [Id(0)] public required string Policy { get; init; }

    /// <summary>For which instant who is on call was asked.</summary>
    [Id(1)] public required DateTimeOffset At { get; init; }

    /// <summary>The latest step; null before the first.</summary>
    [Id(2)] public PreviewStep? Current { get; init; }

    /// <summary>All steps so far, the latest included.</summary>
    [Id(3)] public ImmutableArray<PreviewStep> Fired { get; init; } = [];

    [Id(4)] public PreviewStep? Next { get; init; }

    /// <summary>The last pass is over.</summary>
    [Id(5)] public bool Exhausted { get; init; }
}

/// <param name="Cycle">0 is the first pass.</param>
/// <param name="Level">1 is the first level.</param>
/// <param name="AfterMinutes">Counted from the incident's start.</param>
/// <param name="InMinutes">Counted from now; negative for what is past.</param>
/// <param name="Targets">People, by their ids.</param>
/// <param name="Channels">Names of channels.</param>
[GenerateSerializer, Immutable, Alias("aisre.preview-step")]
public sealed record PreviewStep(
    [property: Id(0)] int Cycle,
    [property: Id(1)] int Level,
    [property: Id(2)] int AfterMinutes,
    [property: Id(3)] int InMinutes,
    [property: Id(4)] ImmutableArray<string> Targets,
    [property: Id(5)] ImmutableArray<string> Channels);
