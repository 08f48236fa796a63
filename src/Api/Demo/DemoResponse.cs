using System.Text.Json.Serialization;
using AiSre.Domain.Demo;
using AiSre.Grains.Demo;

namespace AiSre.Api.Demo;

/// <param name="Ok">It is there, or will be soon.</param>
/// <param name="State"><c>none</c>, <c>running</c> or <c>done</c>.</param>
/// <param name="Workspace">Where it is told.</param>
/// <param name="Console">Where to look at it.</param>
/// <param name="Done">Things that are written.</param>
/// <param name="Total">Things that will be; 0 before it has begun.</param>
/// <param name="Created">Of what how many are written.</param>
/// <param name="ByKind">The same with how many there will be.</param>
/// <param name="StartedAt">When it began; null before.</param>
/// <param name="FinishedAt">When all was written.</param>
public sealed record DemoResponse(
    bool Ok, string State, string Workspace, string Console, int Done, int Total, IReadOnlyDictionary<string, int> Created,
    IReadOnlyList<DemoKindResponse> ByKind, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt)
{
    /// <summary>What every client counts on, also where nothing of the kind is told.</summary>
    private static readonly string[] Always = ["incidents", "deploys", "actions", "slo_events"];

    public static DemoResponse From(DemoProgress progress) => new(
        progress.Phase is not DemoPhase.None,
        progress.Phase switch { DemoPhase.Done => "done", DemoPhase.Running => "running", _ => "none" },
        DemoStory.Workspace, $"/console/{DemoStory.Workspace}/incidents", progress.Done, progress.Total,
        progress.Counts.Select(count => (count.Kind, count.Done)).Concat(Always.Except(progress.Counts.Select(count => count.Kind))
            .Select(kind => (Kind: kind, Done: 0))).ToDictionary(count => count.Kind, count => count.Done),
        [.. progress.Counts.Select(count => new DemoKindResponse(count.Kind, count.Done, count.Total))], progress.StartedAt, progress.FinishedAt);
}

/// <param name="Kind">Such as <c>incidents</c>.</param>
/// <param name="Done">How many are written.</param>
/// <param name="Total">How many there will be.</param>
public sealed record DemoKindResponse(string Kind, int Done, int Total);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(DemoResponse))]
internal sealed partial class DemoJsonContext : JsonSerializerContext;
