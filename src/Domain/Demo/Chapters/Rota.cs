using System.Collections.Immutable;
using AiSre.Domain.Definitions;
using AiSre.Domain.Demo.Script;
using AiSre.Domain.OnCall;
using NodaTime;

namespace AiSre.Domain.Demo.Chapters;

/// <summary>Who stands in for whom.</summary>
internal static class Rota
{
    public static ImmutableArray<DemoStandIn> StandIns(WorkspaceDefinitions definitions, DateTimeOffset now) =>
    [
        StandIn(definitions, "checkout", now.AddHours(-5), 12, "Swapped: dentist in the morning"),
        StandIn(definitions, "storefront", now.AddDays(2), 48, "Covers the long weekend"),
    ];

    /// <summary>By the member of the team who is not on call then, and not told next.</summary>
    private static DemoStandIn StandIn(WorkspaceDefinitions definitions, string name, DateTimeOffset from, int hours, string reason)
    {
        var team = definitions.Teams[name];
        var (onCall, contact) = OnCallNow.Of(definitions)(team, from);
        var user = team.Layers[0].Members.FirstOrDefault(member => member != onCall && member != contact) ?? contact!;
        var zone = LocalTimes.Zone(team.TimeZone);
        var begin = Instant.FromDateTimeOffset(from).InZone(zone).LocalDateTime;
        begin = begin.Date.At(new LocalTime(begin.Hour, 0));
        return new(name, user, OverrideRules.Text(begin), OverrideRules.Text(begin.PlusHours(hours)), reason);
    }
}
