namespace AiSre.Domain.Notifications;

/// <summary>What a message tells. The numbers are stored; never renumber.</summary>
public enum NotificationKind
{
    Opened = 0,
    Escalated = 1,
    SeverityRaised = 2,
    Acknowledged = 3,
    Resolved = 4,
    Reopened = 5,
    DiagnosisReady = 6,
    ActionNeedsApproval = 7,

    /// <summary>Many at once, in a storm.</summary>
    Digest = 8,

    /// <summary>Nobody has acknowledged for hours.</summary>
    Reminder = 9,

    /// <summary>Sent by a person to see whether it arrives.</summary>
    Test = 10,

    /// <summary>Given back, or its acknowledgement expired.</summary>
    Unacknowledged = 11,

    /// <summary>It opens and closes too often; nothing more is sent until it is calm.</summary>
    Flapping = 12,

    /// <summary>What was done for it has not helped.</summary>
    FixFailed = 13,

    /// <summary>Nobody can tell whether what was done for it has helped, or whether it was done at all.</summary>
    FixUnverified = 14,

    /// <summary>Autonomy keeps off something from now on: what is left to do is a person's.</summary>
    AutonomyPaused = 15,
}
