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
    /// Looks at the incidents that were created in a span, newest first, at no more than <see cref="SilencePreview.MaxExamined"/>. One counts when
    /// its labels match and it stood unresolved in a window of the schedule.
    /// </summary>
    [Alias("look-back"), Idempotent]
    Task<SilencePreview> LookBackAsync(SilenceQuestion question);

    /// <summary>What matchers find among the incidents that are not resolved, and among those of a while.</summary>
    [Alias("reach"), Idempotent]
    Task<SilenceReach> ReachAsync(string workspace, ImmutableArray<Matcher> matchers, DateTimeOffset since);

    /// <summary>
    /// Incidents that are not resolved and that a silence keeps quiet now, newest first, at most <see cref="SilencePreview.MaxQuiet"/>.
    /// </summary>
    [Alias("quiet"), Idempotent]
    Task<ImmutableArray<QuietIncident>> QuietAsync(string workspace);
}

/// <summary>What is asked of the past.</summary>
[GenerateSerializer, Immutable, Alias("aisre.silence-question")]
public sealed record SilenceQuestion
{
    [Id(0)] public required string Workspace { get; init; }
    [Id(1)] public required ImmutableArray<Matcher> Matchers { get; init; }

    /// <summary>Included.</summary>
    [Id(2)] public required DateTimeOffset Since { get; init; }

    /// <summary>Not included.</summary>
    [Id(3)] public required DateTimeOffset Until { get; init; }

    /// <summary>Null: all of the span.</summary>
    [Id(4)] public SilenceSchedule? Schedule { get; init; }
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

    /// <summary>The longest span that can be asked for.</summary>
    public static readonly TimeSpan MaxSpan = TimeSpan.FromDays(31);

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

    /// <summary>The windows of the schedule in the span, oldest first; null without a schedule.</summary>
    [Id(5)] public ImmutableArray<SilenceWindow>? Windows { get; init; }

    /// <summary>Names of matchers that none of what was looked at has.</summary>
    [Id(6)] public ImmutableArray<UnseenLabel> Unseen { get; init; } = [];
}

/// <summary>What matchers find.</summary>
/// <param name="Unresolved">Incidents that match and are not resolved.</param>
/// <param name="Lately">Incidents that match and were created in the while, resolved or not.</param>
/// <param name="Cut">There were more than could be looked at.</param>
/// <param name="Unseen">Names of matchers that none of what was looked at has.</param>
[GenerateSerializer, Immutable, Alias("aisre.silence-reach")]
public sealed record SilenceReach(
    [property: Id(0)] int Unresolved, [property: Id(1)] int Lately, [property: Id(2)] bool Cut, [property: Id(3)] ImmutableArray<UnseenLabel> Unseen);

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
