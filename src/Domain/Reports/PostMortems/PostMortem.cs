using System.Collections.Immutable;

namespace AiSre.Domain.Reports.PostMortems;

/// <summary>
/// What happened, for those who want that it does not happen again. Every statement is from stored facts; what is not stored is
/// <see cref="Unknown"/>, for people to fill in.
/// </summary>
[GenerateSerializer, Immutable, Alias("aisre.post-mortem")]
public sealed record PostMortem
{
    public const string Unknown = "Unknown - to be filled in";

    /// <summary>The incident is not over: what is said of it is not the end of it.</summary>
    public const string Draft = "draft";
    public const string Final = "final";

    [Id(0)] public required string IncidentId { get; init; }
    [Id(1)] public required string Title { get; init; }
    [Id(2)] public required string Status { get; init; }
    [Id(3)] public required DateTimeOffset GeneratedAt { get; init; }

    /// <summary>When it began.</summary>
    [Id(4)] public required DateTimeOffset Date { get; init; }
    [Id(5)] public ImmutableArray<string> Authors { get; init; } = [Unknown];

    /// <summary>People on its timeline, in the order of their first act.</summary>
    [Id(6)] public ImmutableArray<string> Participants { get; init; } = [];
    [Id(7)] public required string Severity { get; init; }
    [Id(8)] public string Summary { get; init; } = Unknown;
    [Id(9)] public required PostMortemImpact Impact { get; init; }
    [Id(10)] public ImmutableArray<string> RootCauses { get; init; } = [Unknown];
    [Id(11)] public string Trigger { get; init; } = Unknown;
    [Id(12)] public string Resolution { get; init; } = Unknown;
    [Id(13)] public string Detection { get; init; } = Unknown;
    [Id(14)] public ImmutableArray<ActionItem> ActionItems { get; init; } = [];
    [Id(15)] public required PostMortemLessons Lessons { get; init; }
    [Id(16)] public ImmutableArray<StoryLine> Timeline { get; init; } = [];
    [Id(17)] public ImmutableArray<string> SupportingInformation { get; init; } = [];

    /// <summary>Who wrote the summary and the lessons.</summary>
    [Id(18)] public string GeneratedBy { get; init; } = "rules";
}

/// <param name="DurationMinutes">From the first event to the last resolve; to now while it is not over.</param>
/// <param name="AlertsCount">How often its alerts fired.</param>
/// <param name="SloMinutesBurnt">Null: nobody has reckoned it.</param>
/// <param name="Users">Who was affected, which nothing here measures.</param>
[GenerateSerializer, Immutable, Alias("aisre.post-mortem-impact")]
public sealed record PostMortemImpact(
    [property: Id(0)] double DurationMinutes, [property: Id(1)] long AlertsCount, [property: Id(2)] ImmutableArray<string> Services,
    [property: Id(3)] int RelatedIncidents, [property: Id(4)] double? SloMinutesBurnt, [property: Id(5)] string Users = PostMortem.Unknown);

/// <summary>What to do so that it does not happen again, or is noticed or ended sooner.</summary>
/// <param name="Type"><c>prevent</c>, <c>mitigate</c>, <c>detect</c> or <c>process</c>.</param>
/// <param name="Because">The fact that it comes from.</param>
/// <param name="Owner">Nobody until a person says so.</param>
/// <param name="Bug">Where it is tracked.</param>
[GenerateSerializer, Immutable, Alias("aisre.action-item")]
public sealed record ActionItem(
    [property: Id(0)] string Type, [property: Id(1)] string Description, [property: Id(2)] string Because, [property: Id(3)] string? Owner = null,
    [property: Id(4)] string? Bug = null);

[GenerateSerializer, Immutable, Alias("aisre.post-mortem-lessons")]
public sealed record PostMortemLessons(
    [property: Id(0)] ImmutableArray<string> WentWell, [property: Id(1)] ImmutableArray<string> WentWrong,
    [property: Id(2)] ImmutableArray<string> GotLucky);

[GenerateSerializer, Immutable, Alias("aisre.story-line")]
public sealed record StoryLine(
    [property: Id(0)] DateTimeOffset At, [property: Id(1)] string Actor, [property: Id(2)] string Event, [property: Id(3)] string Text);
