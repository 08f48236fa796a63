using AiSre.Domain.Alerts;
using AiSre.Domain.Definitions.Notifications;
using AiSre.Domain.Incidents;
using AiSre.Domain.OnCall;

namespace AiSre.Domain.Notifications;

/// <summary>Who hears of what, beside those whom the escalation pages (docs/rules/escalation.md).</summary>
public static class NotificationRules
{
    /// <summary>How often a channel is reminded of a critical incident that nobody acknowledges.</summary>
    public static readonly TimeSpan ReminderEvery = TimeSpan.FromHours(4);

    /// <summary>How long after its beginning the routes hear of an incident: what is over by then was not worth a word. Pagers do not wait.</summary>
    public static TimeSpan GroupWait(Severity severity) => severity >= Severity.High ? TimeSpan.FromSeconds(10) : TimeSpan.FromSeconds(30);

    /// <summary>The routes have heard of it since it was opened, or reopened last.</summary>
    public static bool IsAnnounced(Incident incident) => incident.Notifications?.AnnouncedReopen == incident.ReopenCount;

    /// <summary>Addresses that have heard of it since it was opened, or reopened last.</summary>
    public static IEnumerable<ToldAddress> ToldNow(Incident incident) => incident.Notifications is { } state
        ? state.Told.Where(told => state.ReopenedAt is not { } at || told.LastAt >= at)
        : [];

    /// <summary>The key of a notice.</summary>
    public static string Key(Incident incident, NotificationKind kind, string version, ContactPoint place) =>
        $"n:{incident.Workspace}:{incident.Id}:{Name(kind)}:{version}:{place.Channel}:{place.Address}";

    /// <summary>
    /// Tells the routes, and after reopening everybody who knew it, that it is there.
    /// </summary>
    /// <param name="telling">Takes the messages.</param>
    /// <param name="incident">What is there.</param>
    /// <param name="context">Around it.</param>
    /// <param name="pagersOnly">The others wait.</param>
    internal static void Announce(Telling telling, Incident incident, TellContext context, bool pagersOnly)
    {
        var kind = incident.ReopenCount > 0 ? NotificationKind.Reopened : NotificationKind.Opened;
        var known = ToldNow(incident).Select(told => new ContactPoint(told.Channel, told.Address)).ToHashSet();
        var places = Routed(incident, context).Concat(incident.ReopenCount > 0 ? Before(incident) : []).ToList();
        foreach (var place in places)
        {
            if (known.Contains(place with { Mention = null, Reaches = true }) || (pagersOnly && !IsPager(place.Channel, context))
                || Echoes(incident, kind, place.Channel, context)) continue;
            telling.Tell(place, Key(incident, kind, $"{incident.ReopenCount}", place), ContentRules.Of(incident, kind, context));
        }
        if (!pagersOnly) telling.Announced(incident.ReopenCount);
    }

    /// <summary>Tells those who know of it what became of it.</summary>
    /// <param name="telling">Takes the messages.</param>
    /// <param name="incident">As it is now.</param>
    /// <param name="kind">What became of it.</param>
    /// <param name="actor">Who did it.</param>
    /// <param name="version">Tells this one from others of its kind.</param>
    /// <param name="context">Around it.</param>
    /// <param name="pagersOnly">The others need not hear of it.</param>
    /// <param name="note">What has happened, where its kind does not say it.</param>
    internal static void Follow(
        Telling telling, Incident incident, NotificationKind kind, string? actor, string version, TellContext context, bool pagersOnly = false,
        string? note = null)
    {
        var places = ToldNow(incident).Select(told => new ContactPoint(told.Channel, told.Address)).ToList();
        if (kind is NotificationKind.SeverityRaised or NotificationKind.FixFailed or NotificationKind.FixUnverified
            or NotificationKind.AutonomyPaused)
            places.AddRange(Routed(incident, context));
        // The product that opened it knows it without having heard of it from us.
        if (kind is NotificationKind.Acknowledged or NotificationKind.Resolved) places.AddRange(AtItsSource(incident, context));
        foreach (var place in places)
        {
            if (pagersOnly && !IsPager(place.Channel, context)) continue;
            if (!Hears(kind, place.Channel, context) || Echoes(incident, kind, place.Channel, context)) continue;
            var closesPage = kind is NotificationKind.Acknowledged or NotificationKind.Resolved && IsPager(place.Channel, context);
            telling.Tell(
                place, Key(incident, kind, version, place), ContentRules.Of(incident, kind, context) with { Actor = actor, Note = note },
                uncapped: closesPage);
        }
    }

    /// <summary>The shared addresses of the channels that the routes name.</summary>
    internal static IEnumerable<ContactPoint> Routed(Incident incident, TellContext context)
    {
        var service = ServiceScope.Of(incident.Subject);
        var team = TeamRules.Of(context.Definitions, service);
        return RoutingRules.ChannelsFor(context.Definitions, service, incident.Severity)
            .Select(channel => AddressRules.Shared(channel, team, context.Definitions)).DistinctBy(place => (place.Channel, place.Address));
    }

    /// <summary>
    /// What a product tells us it is not told again: neither its own incidents, of which it tells by itself, nor what its people did there.
    /// </summary>
    internal static bool Echoes(Incident incident, NotificationKind kind, string channel, TellContext context) =>
        RoutingRules.Channel(context.Definitions, channel)?.Type.Source is { } source
        && (context.From == source || (incident.Adapter == source && kind is not (NotificationKind.Acknowledged or NotificationKind.Resolved)));

    internal static bool IsPager(string channel, TellContext context) => KindOf(channel, context) is ChannelKind.Pager;

    internal static bool IsChat(string channel, TellContext context) => KindOf(channel, context) is ChannelKind.Chat;

    private static bool Hears(NotificationKind kind, string channel, TellContext context) => kind switch
    {
        NotificationKind.Acknowledged => IsChat(channel, context) || IsPager(channel, context),
        NotificationKind.Unacknowledged or NotificationKind.Reminder => IsChat(channel, context),
        _ => RoutingRules.Channel(context.Definitions, channel) is not null,
    };

    private static IEnumerable<ContactPoint> Before(Incident incident) =>
        incident.Notifications?.Told.Select(told => new ContactPoint(told.Channel, told.Address)) ?? [];

    /// <summary>The channel that can change an incident in the product that opened it.</summary>
    private static IEnumerable<ContactPoint> AtItsSource(Incident incident, TellContext context) => context.Definitions.Channels.Values
        .Where(channel => channel is { IsConfigured: true, ChangesItsSource: true } && channel.Type.Source == incident.Adapter).Take(1)
        .Select(channel => new ContactPoint(channel.Name, ChannelDefinition.DefaultAddress));

    private static ChannelKind? KindOf(string channel, TellContext context) => RoutingRules.Channel(context.Definitions, channel)?.Type.Kind;

    private static string Name(NotificationKind kind) => kind switch
    {
        NotificationKind.Opened => "opened",
        NotificationKind.Escalated => "escalated",
        NotificationKind.SeverityRaised => "severity_raised",
        NotificationKind.Acknowledged => "acknowledged",
        NotificationKind.Resolved => "resolved",
        NotificationKind.Reopened => "reopened",
        NotificationKind.Reminder => "reminder",
        NotificationKind.Unacknowledged => "unacknowledged",
        NotificationKind.Flapping => "flapping",
        NotificationKind.FixFailed => "fix_failed",
        NotificationKind.FixUnverified => "fix_unverified",
        NotificationKind.AutonomyPaused => "autonomy_paused",
        NotificationKind.DiagnosisReady => "diagnosis_ready",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No notice of an incident."),
    };
}
