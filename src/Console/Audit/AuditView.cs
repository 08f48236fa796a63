using System.Collections.Immutable;
using System.Globalization;
using AiSre.Grains;
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
    /// <summary>What is done for all workspaces, instead of what is done in one.</summary>
    public bool IsPlatform { get; init; }

    private const int PageSize = 50;

    /// <summary>Offered in the filter; others can be written.</summary>
    public static readonly ImmutableArray<string> Actions =
    [
        "action_executed", "action_denied", "action_dry_run", "approval_requested", "approval_granted", "approval_denied", "approval_expired",
        "workflow_started", "workflow_approved", "workflow_denied", "workflow_cancelled", "kill_switch_on", "kill_switch_off",
        "key_created", "key_rotated", "key_revoked", "workspace_created", "workspace_renamed", "workspace_changed", "workspace_suspended",
        "workspace_resumed", "workspace_exported", "workspace_imported", "workspace_deleted", "workspace_erased",
    ];

    /// <param name="grains">Who is asked.</param>
    /// <param name="workspace">Null: the platform's.</param>
    /// <param name="action">Only this; null: everything.</param>
    /// <param name="before">Only what is older than this row; null: from the newest on.</param>
    /// <param name="verify">Whether the chain is reckoned anew, over all rows.</param>
    internal static async Task<AuditView> LoadAsync(IGrainFactory grains, string? workspace, string? action, long? before, bool verify)
    {
        var whose = GrainKeys.KillSwitch(workspace);
        var chain = verify ? grains.GetGrain<IAuditChainGrain>(whose).VerifyAsync() : null;
        var items = await grains.GetGrain<IActionQueries>(0).AuditAsync(whose, before, action, PageSize);
        return new(items, action, before, items.Length == PageSize ? items[^1].Seq : null, chain is null ? null : await chain)
        {
            IsPlatform = workspace is null,
        };
    }

    /// <summary>What was looked at, and until where it is known to be as it was written.</summary>
    internal static string Checked(AuditVerification chain)
    {
        var young = chain.Rows - chain.Sealed;
        return chain.Rows == 0 ? "There is no row to look at."
            : $"{Rows(chain.Rows)} looked at, from the oldest to the newest: {Number(chain.Sealed)} behind seals that fit" +
                (young <= 0 ? "." : $", {Number(young)} not sealed yet, which takes half a minute.");
    }

    /// <summary>Where it is broken.</summary>
    internal static string Broken(AuditVerification chain, long at) =>
        $"The seal over row {at.ToString(CultureInfo.InvariantCulture)} does not fit: " +
        "between it and the seal before, a row was changed, taken out or put in. " +
        $"{Rows(chain.Rows)} {(chain.Rows == 1 ? "was" : "were")} reckoned until there; what follows is not looked at.";

    private static string Rows(long count) => $"{Number(count)} {(count == 1 ? "row" : "rows")}";

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
