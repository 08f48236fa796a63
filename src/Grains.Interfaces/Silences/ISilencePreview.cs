using System.Collections.Immutable;
using AiSre.Domain.Alerts;
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

    /// <summary>
    /// Incidents that are not resolved and that a silence keeps quiet now, newest first, at most <see cref="SilencePreview.MaxQuiet"/>.
    /// </summary>
    [Alias("quiet"), Idempotent]
    Task<ImmutableArray<QuietIncident>> QuietAsync(string workspace);
}

[GenerateSerializer, Immutable, Alias("aisre.silence-preview-result")]
public sealed record SilencePreview
{
    /// <summary>Incidents that are looked at, at most.</summary>
    public const int MaxExamined = 20_000;

    /// <summary>Incidents that are listed, at most.</summary>
    public const int MaxListed = 100;

    /// <summary>Incidents that are told of as quiet, at most.</summary>
    public const int MaxQuiet = 2_000;

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

/// <summary>Nobody is told of it for now.</summary>
/// <param name="IncidentId">Which.</param>
/// <param name="SilenceId">By which silence: of several the one that lasts longest.</param>
/// <param name="Title">Its title.</param>
/// <param name="Severity">How severe it is.</param>
/// <param name="Phase">Open or acknowledged.</param>
/// <param name="CreatedAt">When it began.</param>
[GenerateSerializer, Immutable, Alias("aisre.quiet-incident")]
public sealed record QuietIncident(
    [property: Id(0)] string IncidentId,
    [property: Id(1)] string SilenceId,
    [property: Id(2)] string Title,
    [property: Id(3)] Severity Severity,
    [property: Id(4)] IncidentPhase Phase,
    [property: Id(5)] DateTimeOffset CreatedAt);
