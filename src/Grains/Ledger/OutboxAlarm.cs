using AiSre.Domain.Notifications;

namespace AiSre.Grains.Ledger;

/// <summary>
/// The alarm that the ledger sets with every message that it stores, so that no message waits for somebody who does not know of it. Each later
/// message sets it anew: whoever says that it fired and has not seen the latest message is refused.
/// </summary>
public static class OutboxAlarm
{
    /// <summary>The type of the grain that sends.</summary>
    public const string Kind = "destination";

    public const string Name = "send";

    public static AlarmTarget TargetOf(OutboxMessage message) =>
        new(Kind, message.Workspace, GrainKeys.DestinationName(message.Channel, message.Address));
}
