using System.Collections.Immutable;
using AiSre.Domain.Definitions.Reading;

namespace AiSre.Domain.Definitions;

/// <summary>What definitions define, by names.</summary>
[GenerateSerializer, Immutable, Alias("aisre.definitions-summary")]
public sealed record DefinitionsSummary
{
    [Id(0)] public ImmutableArray<string> Teams { get; init; } = [];
    [Id(1)] public ImmutableArray<string> People { get; init; } = [];

    /// <summary>Without the default one.</summary>
    [Id(2)] public ImmutableArray<string> Policies { get; init; } = [];

    [Id(3)] public ImmutableArray<ChannelSummary> Channels { get; init; } = [];
    [Id(4)] public bool HasDefaultPolicy { get; init; }

    /// <summary>Services that have routes of their own.</summary>
    [Id(5)] public ImmutableArray<string> ServiceOverrides { get; init; } = [];

    /// <summary>A line for each section that has something to say.</summary>
    [Id(6)] public ImmutableArray<SummaryLine> Lines { get; init; } = [];

    internal static DefinitionsSummary Of(WorkspaceDefinitions definitions) => new()
    {
        Teams = [.. definitions.Teams.Values.Select(team => team.Name).Order(StringComparer.OrdinalIgnoreCase)],
        People = [.. definitions.People.Values.Select(person => person.Id).Order(StringComparer.OrdinalIgnoreCase)],
        Policies = [.. definitions.Policies.Select(policy => policy.Name)],
        Channels =
        [
            .. definitions.Channels.Values.OrderBy(channel => channel.Name, StringComparer.OrdinalIgnoreCase)
                .Select(channel => new ChannelSummary(channel.Name, channel.Type.Name, channel.Missing)),
        ],
        HasDefaultPolicy = definitions.DefaultPolicy is not null,
        ServiceOverrides = [.. definitions.Routes.ServiceOverrides.Keys.Order(StringComparer.OrdinalIgnoreCase)],
    };
}

/// <param name="Name">What routes call it.</param>
/// <param name="Type">Which vendor's.</param>
/// <param name="Missing">Environment variables that it needs and that are not set; empty: it can be used.</param>
[GenerateSerializer, Immutable, Alias("aisre.channel-summary")]
public sealed record ChannelSummary(
    [property: Id(0)] string Name,
    [property: Id(1)] string Type,
    [property: Id(2)] ImmutableArray<string> Missing);
