namespace AiSre.Domain.Alerts.Vocabulary;

/// <summary>
/// The fields in which tools say the state, in the order in which they are asked: what was done comes before what is. Spelled in any way that
/// <see cref="LooseWords"/> takes for the same.
/// </summary>
public static class StateFields
{
    /// <summary>A word in these is a state: one that is not known is told as a warning.</summary>
    public static readonly string[] Certain =
    [
        "notification_type", "message_type", "event_action", "alert_action", "alert_transition", "transition", "alert_status", "alert_state",
        "current_state",
        "current_status", "new_state", "new_status", "new_state_value", "monitor_condition", "monitor_status", "check_status", "check_state",
        "problem_status", "problem_state", "incident_status", "incident_state", "event_status", "event_state", "service_state", "host_state",
        "status_extended", "status", "state",
    ];

    /// <summary>These may hold anything; only a word that is known counts.</summary>
    public static readonly string[] Possible =
        ["action", "event", "event_type", "event_name", "alert_type", "trigger", "trigger_status", "result", "conclusion", "outcome", "phase",
            "condition", "type"];

    /// <summary>True says that it is over.</summary>
    public static readonly string[] OverFlags = ["resolved", "is_resolved", "recovered", "is_recovered", "cleared", "is_cleared", "is_closed",
        "is_ok"];

    /// <summary>False says that it is over.</summary>
    public static readonly string[] FiringFlags = ["firing", "is_firing", "alerting", "is_alerting"];
}
