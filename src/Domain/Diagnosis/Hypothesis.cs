using System.Collections.Immutable;

namespace AiSre.Domain.Diagnosis;

/// <summary>One cause that the evidence allows.</summary>
[GenerateSerializer, Immutable, Alias("aisre.diagnosis.hypothesis")]
public sealed record Hypothesis
{
    /// <summary>Of the closed list in docs/diagnosis.md: <c>oom_killed</c>.</summary>
    [Id(0)] public required string Cause { get; init; }

    [Id(1)] public required Component Component { get; init; }

    /// <summary>0 to 1; a rule's own, changed by what speaks against it and by how often the rule was right.</summary>
    [Id(2)] public required double Confidence { get; init; }

    /// <summary>The first says what is wrong; the others why that is so.</summary>
    [Id(3)] public required ImmutableArray<Claim> Claims { get; init; }

    [Id(4)] public ImmutableArray<Claim> Against { get; init; } = [];

    /// <summary>What to do about it, in words.</summary>
    [Id(5)] public string Advice { get; init; } = "";

    /// <summary>What would be seen if it were right and mended.</summary>
    [Id(6)] public string Expected { get; init; } = "";

    /// <summary>The pattern of the incident that goes with the cause: <c>oomkilled</c>.</summary>
    [Id(7)] public string Pattern { get; init; } = "unknown";

    /// <summary>Set where people have said of other incidents of the service whether this cause was right: it has moved the confidence.</summary>
    [Id(8)] public ConfidenceFeedback? Feedback { get; init; }

    public string RootCause => Claims[0].Text;
}
