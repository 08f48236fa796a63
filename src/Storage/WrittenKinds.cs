using AiSre.Grains.Ledger;

namespace AiSre.Storage;

/// <summary>The kinds of entries that every dialect writes.</summary>
internal static class WrittenKinds
{
    /// <summary>Asked when an entry is queued: on the writer's thread it would fail everybody who shares its batch.</summary>
    public static bool Include(LedgerEntry entry) => entry is
        AlertRepeat or IncidentBirthEntry or IncidentWrite or DocumentEntry or DeployWrite or FactsEntry or OutboxResultEntry or OutboxReplay
        or OutboxHistory or DeliveryRecord or DeadLetterEntry or DeadLetterRemoval or DeadLetterRetry or WorkspaceEntry
        or ImportRows or EraseRows or EraseIncidents or LedgerProbeEntry;
}
