namespace AiSre.Grains.Ledger;

/// <summary>Facts by themselves, for whoever changes no state with them.</summary>
/// <param name="target">The grain that its alarms call.</param>
public sealed class FactsEntry(AlarmTarget target) : LedgerEntry
{
    /// <summary>Facts without alarms.</summary>
    public FactsEntry(string workspace) : this(new AlarmTarget("", workspace, ""))
    {
    }

    public override string Workspace => target.Workspace;

    public override AlarmTarget Target => target;
}
