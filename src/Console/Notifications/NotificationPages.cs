using AiSre.Console.Requests;
using AiSre.Domain.Access;
using AiSre.Grains.Notifications;

namespace AiSre.Console.Notifications;

/// <summary>Who was told of what, and how that fared.</summary>
internal static class NotificationPages
{
    private const string Hello = "This is a test notification. Nothing is wrong.";

    public static void MapNotifications(this ConsoleRoutes routes)
    {
        routes.Page("/notifications", List);
        routes.Act("/notifications/test", KeyScope.Respond, Test);
        routes.Act("/notifications/retry", KeyScope.Respond, RetryAll);
        routes.Act("/notifications/{seq:long}/retry", KeyScope.Respond, Retry);
    }

    private static async Task<IResult> List(ConsoleContext context, IGrainFactory grains) =>
        context.Show<NotificationsPage, NotificationsView>(await NotificationsView.LoadAsync(grains, context));

    private static async Task<IResult> Test(ConsoleContext context, ConsoleForm form, IGrainFactory grains)
    {
        if (form.Text("channel") is not { } channel || form.Text("address") is not { } address) return context.Refused("Say which destination.");
        var tested = await grains.GetGrain<IDestinations>(context.Workspace).TestOneAsync(channel, address, Hello);
        return tested.Status == "sent"
            ? context.Said($"A test message went to {channel}, {address}.")
            : context.Refused($"The test message did not go to {channel}, {address}: {tested.Error ?? tested.Status}");
    }

    private static async Task<IResult> Retry(long seq, ConsoleContext context, IGrainFactory grains) =>
        await grains.GetGrain<INotificationQueries>(0).ReplayAsync(context.Workspace, seq) > 0
            ? context.Said("It waits to be sent again.")
            : context.Refused("It was not given up, or somebody has tried it again already.");

    private static async Task<IResult> RetryAll(ConsoleContext context, IGrainFactory grains) =>
        await grains.GetGrain<INotificationQueries>(0).ReplayAllAsync(context.Workspace) switch
        {
            0 => context.Refused("None was given up."),
            1 => context.Said("1 message waits to be sent again."),
            var count => context.Said($"{count} messages wait to be sent again."),
        };
}
