using System.Collections.Immutable;
using System.Text.Json;
using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;

namespace AiSre.Grains.Incidents;

/// <summary>
/// Which incidents the board shows. Empty lists and nulls do not filter; of several values of a list one is enough. <see cref="None"/> in a list
/// means those that have none.
/// </summary>
[GenerateSerializer, Immutable, Alias("aisre.board-filter")]
public sealed record BoardFilter
{
    public const string None = "";

    [Id(0)] public required string Workspace { get; init; }
    [Id(1)] public ImmutableArray<IncidentPhase> Phases { get; init; } = [IncidentPhase.Open, IncidentPhase.Acknowledged];
    [Id(2)] public ImmutableArray<Severity> Severities { get; init; } = [];

    /// <summary>Of the service's team, as it is defined now.</summary>
    [Id(3)] public ImmutableArray<string> Teams { get; init; } = [];

    /// <summary>The service, else the workload.</summary>
    [Id(4)] public ImmutableArray<string> Services { get; init; } = [];
    [Id(5)] public ImmutableArray<string> Namespaces { get; init; } = [];
    [Id(6)] public ImmutableArray<string> Sources { get; init; } = [];
    [Id(7)] public string? Cluster { get; init; }
    [Id(8)] public string? Node { get; init; }

    /// <summary>Who has it; <see cref="None"/>: nobody.</summary>
    [Id(9)] public string? Owner { get; init; }

    /// <summary>Each of its words is somewhere in what the incident says: <see cref="IncidentWords"/>.</summary>
    [Id(10)] public string? Text { get; init; }

    /// <summary>Created at this instant or later.</summary>
    [Id(11)] public DateTimeOffset? Since { get; init; }

    /// <summary>Created before this instant.</summary>
    [Id(12)] public DateTimeOffset? Until { get; init; }

    [Id(13)] public bool OnlyFlapping { get; init; }
    [Id(14)] public bool OnlySilenced { get; init; }

    /// <summary>The id of a group's parent: it and its children.</summary>
    [Id(15)] public string? Group { get; init; }

    /// <summary>Stands for all that it says: filters with the same key show the same. A member that is added is in it by itself.</summary>
    public string Key() => JsonSerializer.Serialize(this);

    /// <summary>Without what is only looked at once the incidents are found: filters that differ in nothing else find the same.</summary>
    public BoardFilter Scanned() => this with { Severities = [], Teams = [], Services = [], Namespaces = [], Sources = [] };
}
