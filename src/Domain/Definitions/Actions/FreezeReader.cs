using System.Collections.Immutable;
using AiSre.Domain.Actions;
using AiSre.Domain.Definitions.Reading;
using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Domain.Definitions.Actions;

/// <summary>One of a policy's <c>freeze</c>.</summary>
internal static class FreezeReader
{
    private const int DayMinutes = 1440;

    public static FreezeWindow? Read(YamlNode node, ReadingContext context)
    {
        if (Fields.Of(node, "A freeze window", context, "name", "time_zone", "days", "from", "to", "allow_roles") is not { } fields) return null;
        fields.Need("name", "weekend");
        fields.Need("time_zone", "Europe/Berlin");
        var name = fields.Text("name", 64);
        var zone = fields.Zone("time_zone");
        var days = Days.Read(fields, context);
        var from = Minute(fields, "from") ?? 0;
        var to = Minute(fields, "to") ?? DayMinutes;
        if (from == DayMinutes) fields.Wrong("from", "'from' is before the end of the day; write \"00:00\" and the next day.");
        return name is null || zone is null ? null : new()
        {
            Name = name,
            TimeZone = zone,
            Days = [.. days.Select(day => (int)day)],
            FromMinute = from,
            ToMinute = to == 0 ? DayMinutes : to,
            AllowRoles = Roles(fields, context),
        };
    }

    /// <summary>A window often ends with its day, which is 24:00 and not the beginning of the same.</summary>
    private static int? Minute(Fields fields, string key)
    {
        if (fields.Scalar(key) is not { } scalar) return null;
        if (scalar.Value is "24:00") return DayMinutes;
        if (Fields.TimeOfDay.Parse(scalar.Value) is { Success: true, Value: var time }) return time.Hour * 60 + time.Minute;
        fields.Wrong(key, $"'{key}' is '{Spelling.Shown(scalar.Value)}'; allowed is a time of day from \"00:00\" to \"24:00\".");
        return null;
    }

    private static ImmutableArray<ActingRole> Roles(Fields fields, ReadingContext context)
    {
        var roles = ImmutableArray.CreateBuilder<ActingRole>();
        foreach (var item in fields.Scalars("allow_roles", "admin"))
        {
            if (ActingRoles.Of(item.Value) is { } role and not ActingRole.Viewer) roles.Add(role);
            else context.Wrong(item.Place, $"'{Spelling.Shown(item.Value)}' cannot act; {Spelling.Allowed(item.Value, ["operator", "admin"])}");
        }
        return [.. roles.Distinct()];
    }
}
