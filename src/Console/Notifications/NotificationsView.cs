using System.Collections.Immutable;
using AiSre.Console.Requests;
using AiSre.Grains.Definitions;
using AiSre.Grains.Notifications;

namespace AiSre.Console.Notifications;

/// <param name="Shown">pending, sent, dead or suppressed; null for all messages.</param>
/// <param name="Messages">Newest first.</param>
/// <param name="Counts">How many wait and were given up.</param>
/// <param name="Destinations">The shared addresses; those in trouble first.</param>
/// <param name="Routes">Who would be told of what.</param>
public sealed record NotificationsView(
    string? Shown, NotificationPage Messages, NotificationCounts Counts, ImmutableArray<DestinationStatus> Destinations, RoutesView Routes)
{
    private const int PageSize = 50;

    public static readonly ImmutableArray<(string? State, string Text)> States =
        [(null, "All"), ("pending", "Waiting"), ("sent", "Sent"), ("dead", "Given up"), ("suppressed", "Not sent")];

    public static async Task<NotificationsView> LoadAsync(IGrainFactory grains, ConsoleContext context)
    {
        var shown = States.FirstOrDefault(state => state.State == context.Query["state"]).State;
        long? before = long.TryParse(context.Query["before"], out var seq) && seq > 0 ? seq : null;
        var queries = grains.GetGrain<INotificationQueries>(0);
        var messages = queries.ListAsync(context.Workspace, shown, before, PageSize);
        var counts = queries.CountsAsync(context.Workspace);
        var destinations = grains.GetGrain<IDestinations>(context.Workspace).ListAsync();
        var routes = grains.GetGrain<IDefinitionsGrain>(context.Workspace).RoutesAsync();
        return new(
            shown, await messages, await counts, [.. (await destinations).OrderByDescending(one => IsInTrouble(one, context.Now))], await routes);
    }

    public static bool IsInTrouble(DestinationStatus destination, DateTimeOffset now) =>
        !destination.Configured || destination.CircuitOpenUntil > now || destination.PausedUntil > now;
}
