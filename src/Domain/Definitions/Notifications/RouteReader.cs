using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Definitions.Reading;
using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Domain.Definitions.Notifications;

/// <summary>Below <c>routes</c>, in as many documents as have it (docs/rules/notifications.md).</summary>
internal sealed class RouteReader(ReadingContext context)
{
    private readonly Dictionary<Severity, (ImmutableArray<string> Channels, TextPlace Place)> rules = [];
    private readonly Names services = new("service override");
    private readonly Dictionary<string, ImmutableDictionary<Severity, ImmutableArray<string>>> overrides = new(StringComparer.OrdinalIgnoreCase);

    public NotificationRoutes Routes => new()
    {
        DefaultRules = rules.ToImmutableDictionary(rule => rule.Key, rule => rule.Value.Channels),
        ServiceOverrides = overrides.ToImmutableDictionary(StringComparer.OrdinalIgnoreCase),
    };

    public void Read(YamlNode node)
    {
        if (Fields.Of(node, "'routes'", context, "default_rules", "service_overrides") is not { } fields) return;
        if (fields.Node("default_rules") is { } defaults) ReadRules(defaults, "'default_rules'", rules);
        if (fields.Node("service_overrides") is not { } named) return;
        if (named is not YamlMap map)
        {
            context.Wrong(
                named.Place,
                $"'service_overrides' is {named.Kind}; allowed are names of services (or patterns such as \"payments-*\"), " +
                "each with its severities.");
            return;
        }
        foreach (var (service, value) in map.Entries)
        {
            if (service.Value.Length is 0 or > 200) context.Wrong(service.Place, "The name of a service has 1 to 200 characters.");
            if (!services.Define(service, context.Problems)) continue;
            var own = new Dictionary<Severity, (ImmutableArray<string> Channels, TextPlace Place)>();
            ReadRules(value, $"The override of '{Spelling.Shown(service.Value)}'", own);
            overrides[service.Value] = own.ToImmutableDictionary(rule => rule.Key, rule => rule.Value.Channels);
        }
    }

    private void ReadRules(YamlNode node, string what, Dictionary<Severity, (ImmutableArray<string> Channels, TextPlace Place)> into)
    {
        if (node is not YamlMap map)
        {
            context.Wrong(
                node.Place, $"{what} is {node.Kind}; allowed is a list of channels for each severity, such as {{critical: [slack, pagerduty]}}.");
            return;
        }
        foreach (var (word, value) in map.Entries)
        {
            if (Fields.SeverityOf(word, context) is not { } severity) continue;
            if (into.TryGetValue(severity, out var first))
                context.Wrong(word.Place, $"{what} has '{word.Value}' already, in {first.Place.File}, line {first.Place.Line}.");
            into[severity] = (Channels(word, value), word.Place);
        }
    }

    private ImmutableArray<string> Channels(YamlScalar severity, YamlNode node)
    {
        if (node is not YamlList list)
        {
            context.Wrong(
                node.Place, $"'{severity.Value}' is {node.Kind}; allowed is a list of channels, such as [slack, email], and [] for nobody.");
            return [];
        }
        var channels = ImmutableArray.CreateBuilder<string>();
        foreach (var item in list.Items)
        {
            if (item is not YamlScalar { IsNull: false } name)
            {
                context.Wrong(item.Place, "The items of a rule are names of channels.");
                continue;
            }
            context.Names(NameKind.Channel).Refer(name.Value, name.Place);
            if (channels.Contains(context.Names(NameKind.Channel).Canonical(name.Value)))
                context.Wrong(name.Place, $"The channel '{Spelling.Shown(name.Value)}' is in this list already.");
            else channels.Add(context.Names(NameKind.Channel).Canonical(name.Value));
        }
        return channels.ToImmutable();
    }
}
