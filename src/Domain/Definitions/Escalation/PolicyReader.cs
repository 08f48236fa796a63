using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Definitions.Reading;
using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Domain.Definitions.Escalation;

/// <summary>Below <c>policies</c>, and <c>default</c> (docs/rules/escalation.md).</summary>
internal static class PolicyReader
{
    private const int LongestMinutes = 100_000;
    private static readonly string[] Keys = ["levels", "cycle_minutes", "repeat", "ack_timeout_minutes", "quiet_hours"];

    public static EscalationPolicy? Default(YamlNode node, ReadingContext context) =>
        Read(BuiltInPolicy.Name, "The policy 'default'", node, context, matches: false);

    public static EscalationPolicy? Named(YamlScalar name, YamlNode node, ReadingContext context) =>
        Read(name.Value, $"The policy '{name.Value}'", node, context, matches: true);

    private static EscalationPolicy? Read(string name, string what, YamlNode node, ReadingContext context, bool matches)
    {
        if (Fields.Of(node, what, context, matches ? [.. Keys, "match"] : Keys) is not { } fields) return null;
        var (services, severities) = matches ? Match(fields, what, context) : ([], []);
        var levels = Levels(fields, what, context);
        var last = levels.IsEmpty ? 0 : levels[^1].AfterMinutes;
        var cycle = fields.Whole("cycle_minutes", 1, 2 * LongestMinutes) ?? last + 15;
        if (cycle <= last) fields.Wrong("cycle_minutes", $"'cycle_minutes' is {cycle}; a pass is longer than the {last} minutes of its last level.");
        return new()
        {
            Name = name,
            Services = services,
            Severities = severities,
            Levels = levels,
            CycleMinutes = cycle,
            Repeat = fields.Whole("repeat", 0, 10) ?? 0,
            AckTimeoutMinutes = fields.Whole("ack_timeout_minutes", 0, LongestMinutes) ?? 0,
            QuietHours = fields.Node("quiet_hours") is { } quiet ? Quiet(quiet, context) : null,
        };
    }

    private static (ImmutableArray<string> Services, ImmutableArray<Severity> Severities) Match(Fields policy, string what, ReadingContext context)
    {
        if (policy.Node("match") is not { } node)
        {
            context.Wrong(
                policy.Place,
                $"{what} needs 'match', such as {{services: [payments], severities: [critical, high]}}; what is for everything else is 'default'.");
            return ([], []);
        }
        if (Fields.Of(node, "'match'", context, "services", "severities") is not { } fields) return ([], []);
        var services = fields.Scalars("services", "payments");
        var severities = fields.Severities("severities");
        if (!fields.Has("services") && !fields.Has("severities"))
            context.Wrong(fields.Place, "'match' needs 'services' or 'severities'; what is for everything else is 'default'.");
        foreach (var service in services.Where(service => service.Value.Contains('*', StringComparison.Ordinal)))
            context.Wrong(service.Place, $"'{Spelling.Shown(service.Value)}' is no exact name; leave 'services' out for all of them.");
        return ([.. services.Select(service => service.Value)], severities);
    }

    private static ImmutableArray<EscalationLevel> Levels(Fields policy, string what, ReadingContext context)
    {
        var nodes = policy.Items("levels");
        if (nodes.Length is 0 or > 50)
            policy.Wrong("levels", $"{what} needs 1 to 50 levels, such as [{{after_minutes: 0, targets: [\"schedule:*\"]}}].");
        var levels = ImmutableArray.CreateBuilder<EscalationLevel>();
        foreach (var node in nodes)
        {
            if (Fields.Of(node, "A level", context, "after_minutes", "targets", "channels") is not { } fields) continue;
            fields.Need("after_minutes", "15");
            var after = fields.Whole("after_minutes", 0, LongestMinutes);
            if (after is not null && levels.Count > 0 && after <= levels[^1].AfterMinutes)
                fields.Wrong(
                    "after_minutes",
                    $"'after_minutes' is {after}; levels count from the start of the escalation, so it is more than the {levels[^1].AfterMinutes} " +
                    $"of the level before.");
            var targets = Targets(fields, context);
            var channels = fields.Scalars("channels", "slack, email");
            foreach (var channel in channels) context.Names(NameKind.Channel).Refer(channel.Value, channel.Place);
            levels.Add(new()
            {
                AfterMinutes = after ?? (levels.Count > 0 ? levels[^1].AfterMinutes + 1 : 0),
                Targets = targets,
                Channels = [.. channels.Select(channel => context.Names(NameKind.Channel).Canonical(channel.Value))],
            });
        }
        return levels.ToImmutable();
    }

    private static ImmutableArray<string> Targets(Fields level, ReadingContext context)
    {
        var targets = ImmutableArray.CreateBuilder<string>();
        var given = level.Scalars("targets", "\"schedule:payments-team\"");
        if (given.IsEmpty) level.Wrong("targets", "A level needs 'targets', such as [\"schedule:payments-team\"].");
        foreach (var target in given)
        {
            switch (target.Value.Split(':', 2))
            {
                case ["schedule" or "contact", "*"] or ["role", "admin"]:
                    targets.Add(target.Value);
                    break;
                case [("schedule" or "contact") and var kind, { Length: > 0 } team]:
                    context.Names(NameKind.Team).Refer(team, target.Place);
                    targets.Add($"{kind}:{context.Names(NameKind.Team).Canonical(team)}");
                    break;
                case ["user", { Length: > 0 } user]:
                    context.Names(NameKind.User).Refer(user, target.Place);
                    targets.Add($"user:{context.Names(NameKind.User).Canonical(user)}");
                    break;
                default:
                    context.Wrong(
                        target.Place,
                        $"'{Spelling.Shown(target.Value)}' is no target; allowed are schedule:<team>, contact:<team>, schedule:* and contact:* " +
                        $"(the team of the incident's service), user:<user> and role:admin.");
                    break;
            }
        }
        return targets.ToImmutable();
    }

    private static QuietHours? Quiet(YamlNode node, ReadingContext context)
    {
        if (Fields.Of(node, "'quiet_hours'", context, "time_zone", "from", "to", "days", "severities", "mode", "allow_critical") is not { } fields)
            return null;
        fields.Need("time_zone", "Europe/Berlin");
        fields.Need("from", "\"22:00\"");
        fields.Need("to", "\"07:00\"");
        var severities = fields.Severities("severities");
        if (!(fields.Flag("allow_critical") ?? false)
            && severities.FirstOrDefault(severity => severity >= Severity.High) is >= Severity.High and var loud)
            fields.Wrong("severities", $"Quiet hours for '{loud.Name()}' would let it wait; that needs 'allow_critical: true'.");
        var zone = fields.Zone("time_zone");
        var days = Days.Read(fields, context);
        var drop = fields.Word("mode", "defer", "drop") is "drop";
        var (from, to) = (fields.Time("from"), fields.Time("to"));
        return zone is null || from is null || to is null ? null : new()
        {
            TimeZone = zone,
            From = Fields.TimeOfDay.Format(from.Value),
            To = Fields.TimeOfDay.Format(to.Value),
            Days = [.. days.Select(day => (int)day)],
            Severities = fields.Has("severities") ? severities : [Severity.Warning, Severity.Info],
            Drop = drop,
        };
    }
}
