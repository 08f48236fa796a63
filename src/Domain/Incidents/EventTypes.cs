namespace AiSre.Domain.Incidents;

/// <summary>The words of the timeline.</summary>
public static class EventTypes
{
    public const string AlertReceived = "alert_received";
    public const string IncidentCreated = "incident_created";
    public const string AlertDeduplicated = "alert_deduplicated";
    public const string AlertJoined = "alert_joined";
    public const string AlertResolved = "alert_resolved";
    public const string AlertReopened = "alert_reopened";
    public const string AlertAfterManualResolve = "alert_after_manual_resolve";
    public const string SeverityRaised = "severity_raised";
    public const string SeverityChanged = "severity_changed";
    public const string IncidentGrouped = "incident_grouped";
    public const string ChildJoined = "child_joined";
    public const string IncidentAcknowledged = "incident_acknowledged";
    public const string IncidentUnacknowledged = "incident_unacknowledged";
    public const string IncidentResolved = "incident_resolved";
    public const string IncidentReopened = "incident_reopened";
    public const string IncidentAssigned = "incident_assigned";
    public const string IncidentSnoozed = "incident_snoozed";
    public const string IncidentUpdated = "incident_updated";
    public const string NoteAdded = "note_added";
    public const string AlertUnmerged = "alert_unmerged";
    public const string FlappingStarted = "flapping_started";
    public const string FlappingEnded = "flapping_ended";
    public const string AlertStale = "alert_stale";
    public const string StalePostponed = "stale_postponed";
    public const string SnoozeEnded = "snooze_ended";
    public const string IncidentSilenced = "incident_silenced";
    public const string SilenceEnded = "silence_ended";

    /// <summary>A deploy came shortly before the incident.</summary>
    public const string DeployCorrelated = "deploy_correlated";

    /// <summary>What the SLO promises whose alert it is has changed.</summary>
    public const string SloChanged = "slo_changed";

    public const string EscalationStarted = "escalation_started";
    public const string EscalationStep = "escalation_step";
    public const string EscalationNobody = "escalation_nobody_on_call";
    public const string EscalationUnreached = "escalation_unreached";
    public const string EscalationHeld = "escalation_held";
    public const string EscalationCancelled = "escalation_cancelled";
    public const string EscalationExhausted = "escalation_exhausted";
    public const string ChildNotified = "child_notified";
    public const string ResolvedWithParent = "resolved_with_parent";
    public const string AckExpired = "ack_expired";

    /// <summary>A message about the incident arrived somewhere, by itself.</summary>
    public const string NotificationSent = "notification_sent";

    /// <summary>A message about the incident was given up.</summary>
    public const string NotificationFailed = "notification_failed";

    public const string ActionRequested = "action_requested";
    public const string ActionDenied = "action_denied";
    public const string ActionDryRun = "action_dry_run";
    public const string ActionExecuted = "action_executed";
    public const string ActionVerified = "action_verified";

    /// <summary>The platform began to look for the cause.</summary>
    public const string DiagnosisStarted = "diagnosis_started";

    /// <summary>It has found one, or none.</summary>
    public const string DiagnosisCompleted = "diagnosis_completed";

    /// <summary>Somebody said whether the cause was right.</summary>
    public const string DiagnosisFeedback = "diagnosis_feedback";

    /// <summary>What the diagnosis predicted was seen, or was not.</summary>
    public const string PredictionChecked = "prediction_checked";

    /// <summary>The event's name in <c>GET /activity</c>, or null where the event is not something that somebody did.</summary>
    public static string? ActivityOf(string eventType) => eventType switch
    {
        IncidentAcknowledged => "acknowledge",
        IncidentUnacknowledged => "unacknowledge",
        IncidentResolved => "resolve",
        IncidentReopened => "reopen",
        IncidentAssigned => "assign",
        IncidentSnoozed => "snooze",
        NoteAdded => "note",
        AlertUnmerged => "unmerge",
        _ => null,
    };
}
