using System.Collections.Immutable;
using AiSre.Grains.Actions;

namespace AiSre.Console.Audit;

/// <summary>Who did what.</summary>
/// <param name="Items">Newest first, a page of them.</param>
/// <param name="Action">Only this is shown; null: everything.</param>
/// <param name="Before">Only what is older than this row; null: from the newest on.</param>
/// <param name="Next">Where the next page begins; null: there is none.</param>
/// <param name="Chain">What the chain of hashes says; null: it was not asked.</param>
public sealed record AuditView(ImmutableArray<AuditItem> Items, string? Action, long? Before, long? Next, AuditVerification? Chain)
{
    private const int PageSize = 50;

    /// <summary>Offered in the filter; others can be written.</summary>
    public static readonly ImmutableArray<string> Actions =
    [
        "action_executed", "action_denied", "action_dry_run", "approval_requested", "approval_granted", "approval_denied", "approval_expired",
        "workflow_started", "workflow_approved", "workflow_denied", "workflow_cancelled", "kill_switch_on", "kill_switch_off",
    ];

    internal static async Task<AuditView> LoadAsync(IGrainFactory grains, string workspace, string? action, long? before, bool verify)
    {
        var chain = verify ? grains.GetGrain<IAuditChainGrain>(workspace).VerifyAsync() : null;
        var items = await grains.GetGrain<IActionQueries>(0).AuditAsync(workspace, before, action, PageSize);
        return new(items, action, before, items.Length == PageSize ? items[^1].Seq : null, chain is null ? null : await chain);
    }
}
