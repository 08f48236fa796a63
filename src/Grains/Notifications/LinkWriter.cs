using AiSre.Domain.Definitions;
using AiSre.Domain.Definitions.Notifications;
using AiSre.Domain.Notifications;
using Microsoft.Extensions.Logging;

namespace AiSre.Grains.Notifications;

/// <summary>
/// Writes the signed link of a message when it is sent, and not before: the outbox, and whoever may list it, does not have what opens an incident.
/// </summary>
public sealed partial class LinkWriter(LinkKey key, TellOptions tell, TimeProvider clock, ILogger<LinkWriter> log)
{
    /// <summary>A page does not wait for its link.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Null where there is to be none, and where none can be made now: the message goes without it.</summary>
    public async ValueTask<string?> LinkAsync(
        NotificationContent content, ChannelDefinition channel, string address, WorkspaceDefinitions definitions)
    {
        if (!tell.SignedLinks || LinkRules.Of(content, channel, address, definitions, tell.SignedLinkLasts) is not { } link) return null;
        try
        {
            var signing = await key.ReadAsync().AsTask().WaitAsync(Patience, clock);
            return LinkRules.AddressOf(tell.PublicUrl, link.IncidentId, LinkToken.Write(link, address, signing.Span));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            LogUnsigned(log, exception.GetType().Name, channel.Name);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A message by {Channel} goes without its signed link, whose key cannot be read: {Reason}")]
    private static partial void LogUnsigned(ILogger log, string reason, string channel);
}
