using System.Text.Json.Serialization;
using AiSre.Domain.Alerts;
using AiSre.Grains.Definitions;

namespace AiSre.Api.Notifications;

/// <param name="DefaultRules">Names of channels by severity.</param>
/// <param name="ServiceOverrides">By service, those that replace the default's list.</param>
/// <param name="RegisteredAdapters">Names of the channels that can be used. <c>log</c> always can.</param>
/// <param name="UnconfiguredChannels">Names of those that lack a setting: what is for them goes to the log.</param>
public sealed record RoutesResponse(
    IReadOnlyDictionary<string, IReadOnlyList<string>> DefaultRules,
    IReadOnlyDictionary<string, Dictionary<string, IReadOnlyList<string>>> ServiceOverrides,
    IReadOnlyList<string> RegisteredAdapters, IReadOnlyList<string> UnconfiguredChannels)
{
    public static RoutesResponse From(RoutesView view) => new(
        Rules(view.DefaultRules),
        view.ServiceOverrides.ToDictionary(service => service.Key, service => Rules(service.Value)),
        view.Registered, view.Unconfigured);

    private static Dictionary<string, IReadOnlyList<string>> Rules(IEnumerable<SeverityRule> rules) =>
        rules.ToDictionary(rule => rule.Severity.Name(), rule => (IReadOnlyList<string>)rule.Channels);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(RoutesResponse))]
internal sealed partial class RoutesJsonContext : JsonSerializerContext;
