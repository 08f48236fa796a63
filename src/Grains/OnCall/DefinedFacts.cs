using AiSre.Domain.Definitions;
using AiSre.Domain.Definitions.OnCall;
using AiSre.Domain.Notifications;
using AiSre.Domain.OnCall;
using NodaTime;
using NodaTime.Text;

namespace AiSre.Grains.OnCall;

/// <summary>Definitions in the words in which they are written.</summary>
internal static class DefinedFacts
{
    private static readonly LocalTimePattern Time = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    public static TeamFacts Of(Team team, Duty duty) => new()
    {
        Name = team.Name, Services = team.Services, TimeZone = team.TimeZone, EscalationContact = team.EscalationContact, Person = duty.Person,
        Layers = [.. team.Layers.Select(Of)], Contact = OnCallRules.ContactOf(team, duty),
    };

    public static PersonFacts Of(Person person, WorkspaceDefinitions definitions) => new(
        person.Id, person.IsAdmin,
        [
            .. definitions.Channels.Values.Select(channel => channel.Name).Order(StringComparer.Ordinal)
                .Where(channel => AddressRules.Of(person, null, channel, definitions) is { Reaches: true }),
        ]);

    public static OverrideFacts Of(OnCallOverride standIn)
    {
        var zone = LocalTimes.Zone(standIn.TimeZone);
        return new()
        {
            Id = standIn.Id.Length > 0 ? standIn.Id : null, Team = standIn.Team, User = standIn.User,
            From = OverrideRules.Text(standIn.From), To = OverrideRules.Text(standIn.To), TimeZone = standIn.TimeZone,
            Start = LocalTimes.At(standIn.From, zone).ToDateTimeOffset(), End = LocalTimes.At(standIn.To, zone).ToDateTimeOffset(),
            Reason = standIn.Reason, CreatedBy = standIn.CreatedBy,
        };
    }

    private static LayerFacts Of(RotationLayer layer) => new()
    {
        Name = layer.Name, TimeZone = layer.TimeZone, Members = layer.Members, Every = layer.Every.ToString(),
        Start = LocalDatePattern.Iso.Format(layer.Start), Handoff = Time.Format(layer.Handoff),
        End = layer.End is { } end ? LocalDatePattern.Iso.Format(end) : null,
        Restrictions = [.. layer.Restrictions.Select(Of)],
    };

    private static RestrictionFacts Of(Restriction restriction) =>
        new([.. restriction.Days.Select(Day)], Time.Format(restriction.From), Time.Format(restriction.To));

    private static string Day(IsoDayOfWeek day) => day switch
    {
        IsoDayOfWeek.Monday => "mon",
        IsoDayOfWeek.Tuesday => "tue",
        IsoDayOfWeek.Wednesday => "wed",
        IsoDayOfWeek.Thursday => "thu",
        IsoDayOfWeek.Friday => "fri",
        IsoDayOfWeek.Saturday => "sat",
        _ => "sun",
    };
}
