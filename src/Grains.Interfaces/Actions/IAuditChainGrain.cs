namespace AiSre.Grains.Actions;

/// <summary>
/// Seals a workspace's audit with a chain of hashes, so that a row which is changed, taken out or put in afterwards is found. Key: the workspace.
/// </summary>
[Alias("aisre.audit-chain")]
public interface IAuditChainGrain : IGrainWithStringKey
{
    /// <summary>Reckons the chain anew over all rows and compares it with its seals.</summary>
    [Alias("verify"), Idempotent, ResponseTimeout("00:00:30")]
    Task<AuditVerification> VerifyAsync();

    /// <summary>Lets the chain begin at a later seal, the last before which all rows are older than this.</summary>
    /// <returns>Up to which row it begins later, so that those may go; null: it still begins with the first.</returns>
    [Alias("forget"), Idempotent]
    Task<long?> ForgetAsync(DateTimeOffset before);
}

/// <summary>What the chain says.</summary>
/// <param name="IsIntact">Every seal fits.</param>
/// <param name="Rows">That were looked at.</param>
/// <param name="Sealed">Of them behind a seal; the rest is younger than the last one.</param>
/// <param name="Head">The hash of the last sealed row; null: there is none.</param>
/// <param name="BrokenAt">The number of the last row of the first seal that does not fit.</param>
[GenerateSerializer, Immutable, Alias("aisre.audit-verification")]
public sealed record AuditVerification(
    [property: Id(0)] bool IsIntact, [property: Id(1)] long Rows, [property: Id(2)] long Sealed, [property: Id(3)] string? Head,
    [property: Id(4)] long? BrokenAt);
