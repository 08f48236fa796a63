using System.Collections.Immutable;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using AiSre.Domain.Workspaces;
using AiSre.Grains.Copies;
using AiSre.Grains.Ledger;
using AiSre.Grains.Workspaces;
using Microsoft.Extensions.Logging;

namespace AiSre.Grains.Holds;

/// <summary>
/// Which workspaces are held, as this silo knows it: one small question for all of them, at most once a second and only while somebody asks. What was
/// suspended on another silo is held here two seconds later at most.
/// </summary>
public sealed class WorkspaceHolds(IWorkspaceReads reads, TimeProvider clock, ILogger<WorkspaceHolds> log)
{
    private const string All = "";

    private readonly RefreshedCopies<HeldWorkspaces> copies = new(
        new("held workspaces", async (_, _) => Stamped(await reads.HeldAsync()), static _ => true), CopyTimes.WithinTwoSeconds, clock, log);

    /// <summary>Null: the workspace is active, or was never there.</summary>
    public async ValueTask<HeldWorkspace?> OfAsync(string workspace) => (await copies.OfAsync(All)).Of.GetValueOrDefault(workspace);

    public ValueTask<HeldWorkspaces> AllAsync() => copies.OfAsync(All);

    /// <summary>One was suspended, resumed or deleted by this silo: who asks next hears of it.</summary>
    public void Outdate() => copies.Outdate(All);

    /// <summary>The stamp follows from what there is, so that all silos have the same.</summary>
    private static HeldWorkspaces Stamped(ImmutableDictionary<string, HeldWorkspace> held)
    {
        var lines = held.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Key} {one.Value.Status} {one.Value.Reason}");
        var text = string.Join('\n', lines);
        return new((long)(XxHash3.HashToUInt64(MemoryMarshal.AsBytes(text.AsSpan())) | 1), held);
    }
}
