namespace AiSre.Domain.Alerts.Vocabulary;

/// <summary>
/// The fields that name one problem from its begin to its end, the surest first. Ids of a message, an event or a run change with every delivery and
/// are none of these. Spelled in any way that <see cref="LooseWords"/> takes for the same.
/// </summary>
public static class IdentityFields
{
    /// <summary>The sender chose them so that begin and end meet: no text joins two alerts whose keys differ.</summary>
    public static readonly string[] Explicit =
        ["dedup_key", "dedupe_key", "deduplication_key", "dedup", "dedup_id", "fingerprint", "incident_key", "alert_key", "alert_uid", "entity_id"];

    /// <summary>Ids of the thing or of its problem.</summary>
    public static readonly string[] Usual =
    [
        "problem_id", "incident_id", "issue_id", "alert_id", "alarm_id", "tracking_id", "error_id", "monitor_id", "check_id", "test_id", "id",
    ];
}
