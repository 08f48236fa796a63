using System.Collections.Immutable;
using AiSre.Domain.Workspaces;
using AiSre.Grains.Copies;
using AiSre.Grains.Workspaces;

namespace AiSre.Api.Workspaces;

/// <summary>
/// Which workspaces are held, as this process knows it: asked for once a second at most, and only while somebody asks. While nobody answers, what
/// was known counts; while nothing is known, nothing is held: alerts come in when the ledger is away, and the ledger itself refuses what is gone.
/// </summary>
public sealed class WorkspaceStanding(Func<IGrainFactory> grains, TimeProvider clock, ILogger<WorkspaceStanding> log)
{
    /// <summary>One answer is about all of them.</summary>
    private const string All = "";

    private readonly RefreshedCopies<HeldWorkspaces> copies = new(
        new(
            "held workspaces", async (_, known) => await grains().GetGrain<IWorkspaces>(0).HeldAsync(known?.Stamp ?? 0) ?? known!, static _ => true)
        {
            WhileUnknown = static () => new(0, ImmutableDictionary<string, HeldWorkspace>.Empty),
        },
        CopyTimes.WithinTwoSeconds, clock, log);

    /// <summary>Null: it goes on as ever.</summary>
    public async ValueTask<HeldWorkspace?> OfAsync(string workspace) => (await copies.OfAsync(All)).Of.GetValueOrDefault(workspace);

    /// <summary>Whether any is held, as far as is known now.</summary>
    public bool Any => copies.Known.Any(static held => !held.Of.IsEmpty);
}
