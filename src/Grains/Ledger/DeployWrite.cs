using AiSre.Domain.Deploys;

namespace AiSre.Grains.Ledger;

/// <summary>A deploy, new or as it is by now.</summary>
public sealed class DeployWrite : LedgerEntry
{
    /// <summary>The type of the grain, and the word for it in the feed.</summary>
    public const string Kind = "deploy";

    public required Deploy Deploy { get; init; }

    /// <summary>The version that was read; the write holds only if the row still has it. 0: there must be none yet.</summary>
    public required int Version { get; init; }

    public override string Workspace => Deploy.Workspace;

    public override AlarmTarget Target => new(Kind, Workspace, Deploy.Id);
}
