using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Definitions;
using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Grains.Definitions;

/// <summary>What people may see of a workspace's definitions.</summary>
[GenerateSerializer, Immutable, Alias("aisre.definitions-view")]
public sealed record DefinitionsView
{
    /// <summary>Null when nothing was ever put.</summary>
    [Id(0)] public DefinitionsRevision? Revision { get; init; }

    /// <summary>Secrets are <c>***</c>.</summary>
    [Id(1)] public ImmutableArray<DefinitionDocument> Documents { get; init; } = [];

    [Id(2)] public DefinitionsSummary? Summary { get; init; }

    /// <summary>The last that were refused since this revision came into force; null when none were.</summary>
    [Id(3)] public RefusedDefinitions? Refused { get; init; }

    /// <summary>The files that decide; empty when the API does.</summary>
    [Id(4)] public ImmutableArray<string> Files { get; init; } = [];

    /// <summary>
    /// For those who do not put any: where they were wrong. What is wrong quotes what was written, and in the wrong place that may be a secret.
    /// </summary>
    public DefinitionsView WithoutQuotes() => Refused is null ? this : this with
    {
        Refused = Refused with
        {
            Problems = [.. Refused.Problems.Select(static problem => problem with { Message = "Something is wrong here; admins are told what." })],
        },
    };
}

/// <summary>One state of a workspace's definitions.</summary>
/// <param name="Number">Counted from 1.</param>
/// <param name="At">From when on it was in force.</param>
/// <param name="By">Who put it: the name of a key, or a silo.</param>
/// <param name="Source"><c>files</c> or <c>api</c>.</param>
/// <param name="Documents">Names of its documents.</param>
/// <param name="Fingerprint">Equal for equal texts.</param>
[GenerateSerializer, Immutable, Alias("aisre.definitions-revision")]
public sealed record DefinitionsRevision(
    [property: Id(0)] int Number,
    [property: Id(1)] DateTimeOffset At,
    [property: Id(2)] string By,
    [property: Id(3)] string Source,
    [property: Id(4)] ImmutableArray<string> Documents,
    [property: Id(5)] string Fingerprint)
{
    public const string FromFiles = "files";
    public const string FromApi = "api";

    /// <summary>What keeps the same people on duty after the members of a layer have changed.</summary>
    [Id(6)] public ImmutableArray<LayerOffset> Offsets { get; init; } = [];

    /// <summary>Who put it by the API belongs to no workspace. Of files it says nothing: they are the platform's in any case.</summary>
    [Id(7)] public bool ByPlatform { get; init; }
}

/// <param name="At">When.</param>
/// <param name="By">Whose they were.</param>
/// <param name="Source"><c>files</c> or <c>api</c>.</param>
/// <param name="Problems">What is wrong, at most the first 50.</param>
[GenerateSerializer, Immutable, Alias("aisre.refused-definitions")]
public sealed record RefusedDefinitions(
    [property: Id(0)] DateTimeOffset At,
    [property: Id(1)] string By,
    [property: Id(2)] string Source,
    [property: Id(3)] ImmutableArray<DefinitionProblem> Problems);

/// <summary>Which channels hear of what, and which can be used.</summary>
[GenerateSerializer, Immutable, Alias("aisre.routes-view")]
public sealed record RoutesView
{
    /// <summary>From critical to info, those that have a rule.</summary>
    [Id(0)] public ImmutableArray<SeverityRule> DefaultRules { get; init; } = [];

    /// <summary>By service.</summary>
    [Id(1)] public ImmutableSortedDictionary<string, ImmutableArray<SeverityRule>> ServiceOverrides { get; init; } =
        ImmutableSortedDictionary<string, ImmutableArray<SeverityRule>>.Empty;

    /// <summary>Names of the channels that can be used, in their order; <c>log</c> is not among them.</summary>
    [Id(2)] public ImmutableArray<string> Registered { get; init; } = [];

    /// <summary>Names of the channels that lack a setting: their messages go to the log.</summary>
    [Id(3)] public ImmutableArray<string> Unconfigured { get; init; } = [];
}

[GenerateSerializer, Immutable, Alias("aisre.severity-rule")]
public sealed record SeverityRule(
    [property: Id(0)] Severity Severity,
    [property: Id(1)] ImmutableArray<string> Channels);
