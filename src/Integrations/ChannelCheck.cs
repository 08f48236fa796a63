using AiSre.Domain.Definitions.Notifications;
using AiSre.Grains.Notifications;
using Microsoft.Extensions.Hosting;

namespace AiSre.Integrations;

/// <summary>Stops the start when there is a type of channel that nothing sends to, or that two things send to.</summary>
internal sealed class ChannelCheck(ChannelTypes types, IEnumerable<INotificationChannel> senders) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var sent = senders.Select(sender => sender.Type).ToList();
        foreach (var type in types.Names.Append(LogChannel.ChannelName))
        {
            if (sent.Count(name => name == type) is not 1 and var count)
                throw new InvalidOperationException($"{(count == 0 ? "Nothing sends" : "Several things send")} to channels of the type '{type}'.");
        }
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
