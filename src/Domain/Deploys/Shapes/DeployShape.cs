using System.Collections.Immutable;
using AiSre.Domain.Alerts.Sources.Shapes;

namespace AiSre.Domain.Deploys.Shapes;

/// <summary>How one tool tells of a deploy, as data: how its body is recognised, and where in it everything stands.</summary>
public sealed record DeployShape
{
    public required string Tool { get; init; }
    public required ShapeFacts Recognise { get; init; }

    /// <summary>Names one run for ever.</summary>
    public ShapeText? Run { get; init; }

    /// <summary>Names what is rolled out, where nothing names the run: the same may go out again.</summary>
    public ShapeText? Revision { get; init; }

    public ShapeText? Service { get; init; }
    public ShapeText? Namespace { get; init; }
    public ShapeText? Environment { get; init; }
    public ShapeText? Image { get; init; }
    public ShapeText? Actor { get; init; }
    public ShapeText? CommitSha { get; init; }
    public ShapeText? Version { get; init; }
    public ShapeText? Cluster { get; init; }
    public ShapeText? Workload { get; init; }
    public ShapeText? Url { get; init; }

    /// <summary>When it began, or when this was said of it.</summary>
    public ShapeText? Time { get; init; }

    public ShapeText? Finished { get; init; }

    /// <summary>How far it is; a body of which none says so is about no deploy.</summary>
    public ImmutableArray<DeployStatusRule> Status { get; init; } = [];

    /// <summary>What somebody must add to the body when it lacks a name.</summary>
    public string? Tell { get; init; }
}

/// <summary>One place that says how far a deploy is.</summary>
/// <param name="From">Where the word stands; null for a rule that always says <paramref name="Always"/>.</param>
/// <param name="Words">The tool's words; null is what is no deploy.</param>
/// <param name="Always">What it says without looking.</param>
public sealed record DeployStatusRule(ShapeText? From, WordTable<DeployStatus?> Words, DeployStatus? Always)
{
    /// <summary>The words that a shape may use.</summary>
    public static readonly IReadOnlyDictionary<string, DeployStatus?> Names = DeployStatuses.Words
        .Select(word => KeyValuePair.Create(word.Key, (DeployStatus?)word.Value)).Append(new("ignored", null)).ToDictionary();

    public DeployStatus? Of(in ShapeInput input) =>
        From is null ? Always : From.Read(input) is { } word && Words.TryFind(word, out var status) ? status : null;
}
