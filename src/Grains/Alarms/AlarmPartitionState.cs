using AiSre.Domain.Alarms;

namespace AiSre.Grains.Alarms;

/// <summary>What an alarm partition stores of itself, about once a minute: a gap in it is an outage.</summary>
[GenerateSerializer, Alias("aisre.alarm-partition-state")]
public sealed record AlarmPartitionState
{
    /// <summary>When it last looked at its alarms and could say so.</summary>
    [Id(0)] public DateTimeOffset? LastScan { get; init; }

    /// <summary>When it was back after the last outage.</summary>
    [Id(1)] public DateTimeOffset? AwayUntil { get; init; }

    /// <summary>The state after a look at this instant.</summary>
    public AlarmPartitionState ScannedAt(DateTimeOffset now) =>
        new() { LastScan = now, AwayUntil = now - LastScan > AlarmRules.Outage ? now : AwayUntil };
}
