using System.Collections.Immutable;
using AiSre.Domain.Incidents;
using AiSre.Domain.Silences;

namespace AiSre.Grains.Silences;

/// <summary>What matchers would have silenced. A stateless worker over the ledger's tables. Key: 0.</summary>
[Alias("aisre.silence-preview")]
public interface ISilencePreview : IGrainWithIntegerKey
{
    /// <summary>
    /// Looks at the incidents that were created from an instant on, newest first, at no more than <see cref="SilencePreview.MaxExamined"/>.
    /// </summary>
    [Alias("preview"), Idempotent]
    Task<SilencePreview> PreviewAsync(string workspace, ImmutableArray<Matcher> matchers, DateTimeOffset since);

    /// <summary>The same for those that are not resolved, whenever they were created.</summary>
    [Alias("unresolved"), Idempotent]
    Task<SilencePreview> UnresolvedAsync(string workspace, ImmutableArray<Matcher> matchers);
}

[GenerateSerializer, Immutable, Alias("aisre.silence-preview-result")]
public sealed record SilencePreview
{
    /// <summary>Incidents that are looked at, at most.</summary>
    public const int MaxExamined = 20_000;

    /// <summary>Incidents that are listed, at most.</summary>
    public const int MaxListed = 100;

    /// <summary>Incidents that match.</summary>
    [Id(0)] public int Matched { get; init; }

    /// <summary>How often their alerts fired.</summary>
    [Id(1)] public long Alerts { get; init; }

    /// <summary>The newest of them.</summary>
    [Id(2)] public ImmutableArray<Incident> Incidents { get; init; } = [];

    /// <summary>Incidents that were looked at.</summary>
    [Id(3)] public int Examined { get; init; }

    /// <summary>There were more than could be looked at.</summary>
    [Id(4)] public bool Cut { get; init; }
}
