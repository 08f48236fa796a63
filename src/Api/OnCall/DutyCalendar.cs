using System.Security.Cryptography;
using System.Text;
using AiSre.Grains.OnCall;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;

namespace AiSre.Api.OnCall;

/// <summary>Shifts as iCalendar (RFC 5545), in UTC. A gap is an empty place in the calendar.</summary>
internal static class DutyCalendar
{
    // Programs ask as often as they like; these tell those that care.
    private const string Refresh = "PT1H";

    /// <param name="workspace">Equal shifts of two workspaces are two events.</param>
    /// <param name="name">What calendar programs call it.</param>
    /// <param name="ofPerson">True: the reader knows who it is about.</param>
    /// <param name="schedule">What to render; the first shift and the last are whole, so that an event does not change while the window moves over
    /// it.</param>
    /// <param name="now">When the events are said to be written.</param>
    public static string Render(string workspace, string name, bool ofPerson, DutySchedule schedule, DateTimeOffset now)
    {
        var calendar = new Calendar { ProductId = "-//AI-SRE//On-call//EN", Method = "PUBLISH" };
        calendar.AddProperty("X-WR-CALNAME", name);
        calendar.AddProperty("REFRESH-INTERVAL;VALUE=DURATION", Refresh);
        calendar.AddProperty("X-PUBLISHED-TTL", Refresh);
        foreach (var team in schedule.Teams)
            foreach (var entry in team.Final)
                if (entry.Person is { } person)
                    calendar.Events.Add(
                        Event(workspace, team.Team, entry, ofPerson ? $"On call: {team.Team}" : $"{person} on call: {team.Team}", now));
        return new CalendarSerializer().SerializeToString(calendar) ?? "";
    }

    private static CalendarEvent Event(string workspace, string team, DutyEntry entry, string summary, DateTimeOffset now) => new()
    {
        Uid = Uid(workspace, team, entry), Summary = summary, DtStamp = At(now), DtStart = At(entry.Start), DtEnd = At(entry.End),
        Description = entry.IsOverride ? $"Stands in{(entry.Reason is { } reason ? $": {reason}" : "")}" : $"Layer {entry.Layer}",
    };

    /// <summary>Of the place in the rotation and not of the person, so that a new member changes the event instead of adding one.</summary>
    private static string Uid(string workspace, string team, DutyEntry entry)
    {
        var place = entry.IsOverride ? $"override {entry.OverrideId}" : $"layer {entry.Layer}";
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(Invariant($"{workspace}\n{team}\n{place}\n{entry.Start.ToUnixTimeSeconds()}")));
        return $"{Convert.ToHexStringLower(hash.AsSpan(0, 16))}@ai-sre";
    }

    private static CalDateTime At(DateTimeOffset instant) => new(instant.UtcDateTime);
}
