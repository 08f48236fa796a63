using System.Collections.Immutable;
using AiSre.Domain.Incidents;

namespace AiSre.Domain.Notifications;

/// <summary>
/// Collects the messages of one commit: nobody hears of it twice, nobody too often, and it is remembered who has heard. Made, filled and read within
/// one rule.
/// </summary>
internal sealed class Telling(Incident incident, TellContext context)
{
    /// <summary>Messages of one incident to one address in an hour, pages not counted; the last of them says that it is the last.</summary>
    public const int HourlyCap = 12;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly ImmutableArray<OutboxMessage>.Builder messages = ImmutableArray.CreateBuilder<OutboxMessage>();
    private NotificationState state = incident.Notifications ?? NotificationState.None;

    public ImmutableArray<OutboxMessage> Messages => messages.ToImmutable();

    public NotificationState State => state;

    /// <summary>Messages whose address this commit has told already.</summary>
    public bool Has(ContactPoint place) => messages.Any(message => message.Channel == place.Channel && message.Address == place.Address);

    /// <summary>Tells of it, unless the address has heard too much already.</summary>
    /// <param name="place">Where.</param>
    /// <param name="key">The message's idempotency key.</param>
    /// <param name="content">What.</param>
    /// <param name="uncapped">A page, or the end of one in the vendor's product: it must arrive however many there were.</param>
    /// <param name="isPage">A step of an escalation.</param>
    public void Tell(ContactPoint place, string key, NotificationContent content, bool uncapped = false, bool isPage = false)
    {
        if (Has(place)) return;
        var known = state.Told.FirstOrDefault(told => told.Channel == place.Channel && told.Address == place.Address);
        var next = Count(known ?? new(place.Channel, place.Address, context.Now, context.Now, 0), uncapped);
        if (next.InHour > HourlyCap) return;
        if (!uncapped && next.InHour == HourlyCap) content = content with { Note = "Further updates on this incident are muted for an hour." };
        messages.Add(
            new() { Key = key, Workspace = incident.Workspace, Channel = place.Channel, Address = place.Address, Content = content,
                IsPage = isPage });
        state = state with
        {
            Told = known is null ? state.Told.Add(next) : state.Told.Replace(known, next),
            ToldSeverity = state.ToldSeverity is { } before && before > incident.Severity ? before : incident.Severity,
        };
    }

    public void Announced(int reopenCount) => state = state with { AnnouncedReopen = reopenCount };

    private ToldAddress Count(ToldAddress told, bool uncapped)
    {
        if (uncapped) return told with { LastAt = context.Now };
        var (start, count) = context.Now - told.HourStart >= Hour ? (context.Now, 0) : (told.HourStart, told.InHour);
        return told with { HourStart = start, InHour = count + 1, LastAt = count + 1 > HourlyCap ? told.LastAt : context.Now };
    }
}
