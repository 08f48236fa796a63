using System.Collections.Immutable;
using AiSre.Console.IncidentDetail.Words;
using AiSre.Grains.Notifications;

namespace AiSre.Console.IncidentDetail.Panels;

/// <summary>Messages about the incident and how they fared, newest first.</summary>
public sealed record ToldView(ImmutableArray<ToldLine> Lines, int Messages, int GivenUp)
{
    private const int Shown = 12;

    internal static async Task<ToldView?> LoadAsync(ShownIncident shown)
    {
        var messages = await shown.Grains.GetGrain<INotificationQueries>(0).OfIncidentAsync(shown.Workspace, shown.Id);
        return messages.IsEmpty
            ? null
            : new(
                [.. messages.Reverse().Take(Shown).Select(Line)], messages.Length,
                messages.Count(message => message.Status is "dead" || message.OnlyLogged));
    }

    internal static ToldLine Line(NotificationFacts message)
    {
        var to = message.Recipients.IsEmpty ? message.Address : ShownNames.People(message.Recipients);
        var (icon, tone, fate) = message.Status switch
        {
            "sent" => ("circle-check", "ok", "arrived"),
            "dead" => ("circle-x", "high", "given up"),
            "suppressed" when message.OnlyLogged => ("circle-x", "high", "only written into the log"),
            "suppressed" => ("circle-check", "calm", "told in another message"),
            _ when message.Attempts > 0 => ("clock", "warn", $"tried {message.Attempts} times, is tried again"),
            _ => ("clock", "busy", "waits"),
        };
        return new(
            icon, tone, fate, $"{to} by {message.Channel}", message.IsPage ? message.Step ?? "page" : ShownNames.Plain(Kind(message)),
            message.DoneAt ?? message.CreatedAt, message.Status is "sent" ? null : message.Error);
    }

    private static string Kind(NotificationFacts message) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(message.Kind.ToString());
}

/// <param name="Icon">Of the sprite.</param>
/// <param name="Tone">How it fared.</param>
/// <param name="Fate">The same in words.</param>
/// <param name="To">Whom, and by what.</param>
/// <param name="What">What it says.</param>
/// <param name="At">When that was.</param>
/// <param name="Error">Why it did not arrive.</param>
public sealed record ToldLine(string Icon, string Tone, string Fate, string To, string What, DateTimeOffset At, string? Error);
