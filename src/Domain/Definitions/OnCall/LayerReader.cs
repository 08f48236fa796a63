using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using AiSre.Domain.Definitions.Reading;
using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Domain.Definitions.OnCall;

/// <summary>Below a team's <c>layers</c>.</summary>
internal static partial class LayerReader
{
    private const int MaxMembers = 500;

    public static RotationLayer? Read(YamlNode node, int number, string teamZone, ReadingContext context)
    {
        var fields = Fields.Of(node, "A layer", context, "name", "time_zone", "members", "every", "start", "handoff", "restrictions", "end");
        if (fields is null) return null;
        var start = fields.Date("start") ?? RotationLayer.DefaultStart;
        var end = fields.Date("end");
        if (end <= start) fields.Wrong("end", $"'end' is not after 'start', which is {start:uuuu-MM-dd}.");
        return new()
        {
            Name = fields.Text("name") ?? $"layer-{number}",
            TimeZone = fields.Zone("time_zone") ?? teamZone,
            Members = Members(fields, context),
            Every = Every(fields, context) ?? new(1, RotationUnit.Weeks),
            Start = start,
            Handoff = fields.Time("handoff") ?? new(9, 0),
            Restrictions = [.. fields.Items("restrictions").Select(item => Restriction(item, context)).OfType<Restriction>()],
            End = end,
        };
    }

    private static ImmutableArray<string> Members(Fields fields, ReadingContext context)
    {
        var members = fields.Scalars("members", "carol, dave");
        if (members.IsEmpty || members.Length > MaxMembers)
            fields.Wrong("members", $"A layer needs 1 to {MaxMembers} members, such as [carol, dave].");
        foreach (var member in members) context.Names(NameKind.User).Refer(member.Value, member.Place);
        return [.. members.Select(member => context.Names(NameKind.User).Canonical(member.Value))];
    }

    private static RotationPeriod? Every(Fields fields, ReadingContext context)
    {
        if (fields.Scalar("every") is not { } scalar) return null;
        var match = Period().Match(scalar.Value);
        if (match.Success && int.Parse(match.Groups["count"].Value, CultureInfo.InvariantCulture) is > 0 and var count)
        {
            return new(count, match.Groups["unit"].Value switch
            {
                "h" => RotationUnit.Hours,
                "d" => RotationUnit.Days,
                "w" => RotationUnit.Weeks,
                _ => RotationUnit.Months,
            });
        }
        context.Wrong(
            scalar.Place, $"'every' is '{Spelling.Shown(scalar.Value)}'; allowed is a number from 1 to 9999 and a unit: 12h, 1d, 1w or 1mo.");
        return null;
    }

    private static Restriction? Restriction(YamlNode node, ReadingContext context)
    {
        if (Fields.Of(node, "A restriction", context, "days", "from", "to") is not { } fields) return null;
        fields.Need("from", "\"09:00\"");
        fields.Need("to", "\"17:00\"");
        var days = Days.Read(fields, context);
        var (from, to) = (fields.Time("from"), fields.Time("to"));
        return from is null || to is null ? null : new(days, from.Value, to.Value);
    }

    [GeneratedRegex(@"^(?<count>[0-9]{1,4})(?<unit>h|d|w|mo)\z")]
    private static partial Regex Period();
}
