using System.Collections.Immutable;
using System.Text.Json.Serialization;
using AiSre.Domain.Alerts;

namespace AiSre.Domain.Definitions.Slos;

/// <summary>Where an SLO learns what was good and what was bad.</summary>
[GenerateSerializer, Immutable, Alias("aisre.slo-source")]
[JsonPolymorphic]
[JsonDerivedType(typeof(IncidentSloSource), Incidents)]
[JsonDerivedType(typeof(PrometheusSloSource), Prometheus)]
[JsonDerivedType(typeof(EventSloSource), Events)]
public abstract record SloSource
{
    public const string Incidents = "incidents", Prometheus = "prometheus", Events = "events";

    /// <summary>As definitions and answers write it.</summary>
    [JsonIgnore] public abstract string Type { get; }

    /// <summary>What the budget's minutes are made of, as answers write it.</summary>
    [JsonIgnore] public abstract string Basis { get; }
}

/// <summary>The service is down while an incident of it is open. It knows nothing of traffic: no incident is no bad minute.</summary>
[GenerateSerializer, Immutable, Alias("aisre.slo-source.incidents")]
public sealed record IncidentSloSource : SloSource
{
    /// <summary>Which incidents count; never empty.</summary>
    [Id(0)] public ImmutableArray<Severity> Severities { get; init; } = [Severity.Critical];

    /// <summary>Failure patterns of which an incident must have one; empty: whatever it has.</summary>
    [Id(1)] public ImmutableArray<string> Patterns { get; init; } = [];

    public override string Type => Incidents;
    public override string Basis => "incident_minutes";
}

/// <summary>
/// Queries to a Prometheus that the operator has named, with <see cref="Window"/> where the length of the look-back goes. Which queries there are:
/// errors and total, good and total, or the share of errors alone.
/// </summary>
[GenerateSerializer, Immutable, Alias("aisre.slo-source.prometheus")]
public sealed record PrometheusSloSource : SloSource
{
    /// <summary>Stands in queries for the length of a look-back, such as <c>5m</c>.</summary>
    public const string Window = "{{window}}";

    /// <summary>The cluster whose Prometheus it is; null: the workspace's default one. Never an address.</summary>
    [Id(0)] public string? UrlRef { get; init; }

    [Id(1)] public string? ErrorQuery { get; init; }
    [Id(2)] public string? GoodQuery { get; init; }
    [Id(3)] public string? TotalQuery { get; init; }

    /// <summary>Instead of all others. It says nothing of how much there was, so <c>min_events</c> holds nothing back.</summary>
    [Id(4)] public string? ErrorRatioQuery { get; init; }

    public override string Type => Prometheus;
    public override string Basis => Prometheus;

    /// <summary>Those that are there, by their keys.</summary>
    [JsonIgnore]
    public IEnumerable<(string Key, string Query)> Queries => new[]
    {
        ("error_query", ErrorQuery), ("good_query", GoodQuery), ("total_query", TotalQuery), ("error_ratio_query", ErrorRatioQuery),
    }.Where(query => query.Item2 is not null).Select(query => (query.Item1, query.Item2!));
}

/// <summary>Counts of good and of all, by minutes, that the service or something beside it pushes.</summary>
[GenerateSerializer, Immutable, Alias("aisre.slo-source.events")]
public sealed record EventSloSource : SloSource
{
    public override string Type => Events;
    public override string Basis => Events;
}
