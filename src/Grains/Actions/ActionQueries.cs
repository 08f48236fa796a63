using System.Collections.Immutable;
using AiSre.Domain.Definitions.Actions;
using AiSre.Grains.Ledger;
using Orleans.Concurrency;

namespace AiSre.Grains.Actions;

[GrainType("action-queries"), StatelessWorker]
public sealed class ActionQueries(IActionReads reads, IDocumentReads documents, ActionCases cases, ActionOptions options) : Grain, IActionQueries
{
    public async Task<ActionEntry?> FindAsync(string workspace, string actionId) =>
        await reads.FindAsync(workspace, actionId) is { Length: > 2 } text ? DocumentText.Read<ActionEntry>(text) : null;

    public async Task<ImmutableArray<ActionApproval>> ApprovalsAsync(string workspace, int limit) =>
    [
        .. (await documents.NewestAsync(workspace, ApprovalGrain.Kind, null, limit)).Select(DocumentText.Read<ApprovalGrainState>)
            .Select(state => state.Approval).OfType<ActionApproval>(),
    ];

    public async Task<PoliciesInForce> PoliciesAsync(string workspace)
    {
        var policies = await cases.PoliciesAsync(workspace);
        return new()
        {
            Policies = policies,
            IsBuiltIn = policies.Value?.Policies is [var only] && ReferenceEquals(only, BuiltInActionPolicy.Value),
            OwnNamespace = options.OwnNamespace,
        };
    }

    public async Task<ImmutableArray<AuditItem>> AuditAsync(string workspace, long? before, string? action, int limit) =>
    [
        .. (await reads.AuditAsync(workspace, before, action, limit)).Select(row => new AuditItem
        {
            Seq = row.Seq, At = DateTimeOffset.FromUnixTimeMilliseconds(row.At), Actor = row.Actor, Action = row.Action, Kind = row.Kind,
                Subject = row.Id,
            Detail = row.Detail,
        }),
    ];
}
