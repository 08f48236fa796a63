using System.Collections.Immutable;
using AiSre.Domain.Definitions.Reading;
using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Domain.Definitions.OnCall;

/// <summary>Below <c>teams</c> (docs/rules/on-call.md).</summary>
internal static class TeamReader
{
    /// <summary>The service of the team that looks after everything that has no other.</summary>
    private const string Everything = "*";

    public static Team? Read(YamlScalar name, YamlNode node, ReadingContext context)
    {
        var fields = Fields.Of(
            node, $"The team '{name.Value}'", context, "services", "time_zone", "escalation_contact", "layers", "overrides", "addresses");
        if (fields is null) return null;
        var zone = fields.Zone("time_zone") ?? "UTC";
        var layers = ImmutableArray.CreateBuilder<RotationLayer>();
        foreach (var item in fields.Items("layers"))
        {
            if (LayerReader.Read(item, layers.Count + 1, zone, context) is not { } layer) continue;
            if (layers.Any(other => other.Name.Equals(layer.Name, StringComparison.OrdinalIgnoreCase)))
                context.Wrong(item.Place, $"The team '{name.Value}' has a layer '{layer.Name}' already; give each a name of its own.");
            layers.Add(layer);
        }
        var contact = fields.Text("escalation_contact");
        if (contact is not null) context.Names(NameKind.User).Refer(contact, fields.PlaceOf("escalation_contact"));
        return new()
        {
            Name = name.Value,
            Services = Services(fields, context),
            TimeZone = zone,
            EscalationContact = contact is null ? null : context.Names(NameKind.User).Canonical(contact),
            Layers = layers.ToImmutable(),
            Overrides = [.. fields.Items("overrides").Select(item => Override(item, name.Value, zone, context)).OfType<OnCallOverride>()],
            Addresses = Addresses(fields, context),
        };
    }

    /// <summary>Over all teams: a service belongs to one of them, and so does everything else.</summary>
    public static void CheckServices(IEnumerable<(string Team, YamlNode Node)> teams, ReadingContext context)
    {
        var owners = new Dictionary<string, (string Team, TextPlace Place)>(StringComparer.OrdinalIgnoreCase);
        foreach (var (team, node) in teams)
        {
            if (node is not YamlMap map || map.Entries.FirstOrDefault(entry => entry.Key.Value == "services").Value is not YamlList list) continue;
            foreach (var service in list.Items.OfType<YamlScalar>())
            {
                if (owners.TryAdd(service.Value, (team, service.Place))) continue;
                var (owner, first) = owners[service.Value];
                var where = $"'{owner}' has it already, in {first.File}, line {first.Line}";
                context.Wrong(service.Place, service.Value == Everything
                    ? $"One team at most may have \"*\", which makes it the default team; {where}."
                    : $"The service '{Spelling.Shown(service.Value)}' belongs to one team at most; {where}.");
            }
        }
    }

    private static ImmutableArray<string> Services(Fields fields, ReadingContext context)
    {
        var services = ImmutableArray.CreateBuilder<string>();
        foreach (var service in fields.Scalars("services", "payments, payments-api"))
        {
            if (service.Value != Everything && service.Value.Contains('*', StringComparison.Ordinal))
                context.Wrong(
                    service.Place,
                    $"'{Spelling.Shown(service.Value)}' is no exact name; allowed are names of services, and \"*\" alone for the default team.");
            services.Add(service.Value);
        }
        return services.ToImmutable();
    }

    private static OnCallOverride? Override(YamlNode node, string team, string teamZone, ReadingContext context)
    {
        if (Fields.Of(node, "An override", context, "user", "from", "to", "time_zone", "reason") is not { } fields) return null;
        fields.Need("user", "dave");
        fields.Need("from", "\"2026-05-25T12:00\"");
        fields.Need("to", "\"2026-05-25T16:00\"");
        var zone = fields.Zone("time_zone") ?? teamZone;
        var user = fields.Text("user");
        if (user is not null) context.Names(NameKind.User).Refer(user, fields.PlaceOf("user"));
        var (from, to) = (fields.DateTime("from"), fields.DateTime("to"));
        if (to <= from) fields.Wrong("to", "'to' is not after 'from'; it is the first minute that no longer belongs to the override.");
        return user is null || from is null || to is null ? null : new()
        {
            Team = team, User = context.Names(NameKind.User).Canonical(user), From = from.Value, To = to.Value, TimeZone = zone,
            Reason = fields.Text("reason", 500),
        };
    }

    private static ImmutableDictionary<string, string> Addresses(Fields fields, ReadingContext context)
    {
        var addresses = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.OrdinalIgnoreCase);
        if (fields.Node("addresses") is not { } node) return addresses.ToImmutable();
        if (node is not YamlMap map)
        {
            context.Wrong(
                node.Place, $"'addresses' is {node.Kind}; allowed is the team's address for each channel, such as {{slack: \"#payments\"}}.");
            return addresses.ToImmutable();
        }
        foreach (var (channel, value) in map.Entries)
        {
            context.Names(NameKind.Channel).Refer(channel.Value, channel.Place);
            if (value is YamlScalar { IsNull: false, Value.Length: > 0 and <= 200 } address)
                addresses[context.Names(NameKind.Channel).Canonical(channel.Value)] = address.Value;
            else context.Wrong(value.Place, "An address is a single value of 1 to 200 characters.");
        }
        return addresses.ToImmutable();
    }
}
