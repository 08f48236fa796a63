using AiSre.Domain.Definitions;
using AiSre.Domain.Definitions.Notifications;
using AiSre.Domain.Notifications;

namespace AiSre.Grains.Notifications;

/// <summary>The channel that is used for one that is named: itself, or the log.</summary>
/// <param name="Channel">The one that is used.</param>
/// <param name="Sender">What sends.</param>
/// <param name="Type">The type of the one that is named; <see cref="NotificationMetrics.NoChannel"/> when there is none.</param>
/// <param name="Problem">Why the log stands in; null: it does not.</param>
internal sealed record ChannelInUse(ChannelDefinition Channel, INotificationChannel Sender, string Type, string? Problem)
{
    private static readonly LogChannel Log = new() { Name = LogChannel.ChannelName };

    /// <summary>Where nothing limits the rate the disk would; a process that dies has at most so many lines to write again.</summary>
    public int RecordedTogether => RateRules.Of(Channel).IsNone ? 100 : 1;

    public static ChannelInUse Of(WorkspaceDefinitions definitions, string name, IEnumerable<INotificationChannel> senders)
    {
        var defined = RoutingRules.Channel(definitions, name);
        if (defined is { IsConfigured: true } && senders.FirstOrDefault(sender => sender.Type == defined.Type.Name) is { } sender)
            return new(defined, sender, defined.Type.Name, null);
        var problem = defined switch
        {
            null => $"There is no channel '{name}'.",
            { IsConfigured: false } => $"The channel '{name}' is not configured: {string.Join(", ", defined.Missing)} missing.",
            _ => $"Nothing here can send to a channel of the type {defined.Type.Name}.",
        };
        return new(Log, senders.First(log => log.Type == LogChannel.ChannelName), defined?.Type.Name ?? NotificationMetrics.NoChannel, problem);
    }
}
