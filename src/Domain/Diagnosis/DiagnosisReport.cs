using System.Collections.Immutable;

namespace AiSre.Domain.Diagnosis;

/// <summary>What one look at one incident's evidence gave: at most five causes, the likeliest first; none is "undetermined".</summary>
[GenerateSerializer, Immutable, Alias("aisre.diagnosis.report")]
public sealed record DiagnosisReport
{
    [Id(0)] public required DateTimeOffset At { get; init; }
    [Id(1)] public required ImmutableArray<Hypothesis> Hypotheses { get; init; }

    /// <summary>What the hypotheses cite, and what could not be looked at.</summary>
    [Id(2)] public required ImmutableArray<Evidence> Evidence { get; init; }

    /// <summary>Of an undetermined one: what was looked at, and what to look at next.</summary>
    [Id(3)] public ImmutableArray<string> LookedAt { get; init; } = [];

    [Id(4)] public ImmutableArray<string> LookNext { get; init; } = [];

    /// <summary>The cluster that was read; null: none, and the alert alone was explained.</summary>
    [Id(5)] public string? Cluster { get; init; }

    [Id(6)] public PodContext? Pod { get; init; }

    /// <summary>The log lines that say most, at most 2,000 characters, without secrets; empty where none were read.</summary>
    [Id(7)] public string LogExcerpt { get; init; } = "";

    /// <summary>
    /// What else was seen that may matter and that no hypothesis cites, under ids that follow those of the evidence. Not kept.
    /// </summary>
    [Id(8)] public ImmutableArray<Evidence> Further { get; init; } = [];
}
