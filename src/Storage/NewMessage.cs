using System.Collections.Immutable;
using AiSre.Domain.Notifications;
using AiSre.Grains.Ledger;

namespace AiSre.Storage;

/// <summary>A message that an entry brings, with its content as JSON.</summary>
internal readonly record struct NewMessage(OutboxMessage Message, byte[] Document)
{
    public AlarmTarget Destination => OutboxAlarm.TargetOf(Message);

    /// <summary>The messages among an entry's facts.</summary>
    public static IEnumerable<NewMessage> Of(LedgerEntry entry, ImmutableArray<OutboxMessage> messages)
    {
        for (var i = 0; i < messages.Length; i++)
            yield return new(messages[i],
                entry.PreparedMessages.IsDefault ? NotificationDocument.Write(messages[i].Content) : entry.PreparedMessages[i]);
    }
}
