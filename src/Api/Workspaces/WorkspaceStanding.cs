using System.Collections.Immutable;
using System.Diagnostics;
using AiSre.Domain.Workspaces;
using AiSre.Grains.Workspaces;

namespace AiSre.Api.Workspaces;

/// <summary>
/// Which workspaces are held, as this process knows it: asked for once a second at most, and only while somebody asks. While nobody answers, what
/// was known counts; while nothing is known, nothing is held: alerts come in when the ledger is away, and the ledger itself refuses what is gone.
/// </summary>
public sealed class WorkspaceStanding(Func<IGrainFactory> grains)
{
    private static readonly TimeSpan Renewed = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Oldest = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private volatile HeldWorkspaces known = new(0, ImmutableDictionary<string, HeldWorkspace>.Empty);
    private long? readAt;
    private Task? asking;

    /// <summary>Null: it goes on as ever.</summary>
    public ValueTask<HeldWorkspace?> OfAsync(string workspace)
    {
        Task asked;
        lock (gate)
        {
            var age = readAt is { } at ? Stopwatch.GetElapsedTime(at) : TimeSpan.MaxValue;
            if (age < Renewed) return new(Known(workspace));
            asked = asking ??= Task.Run(AskAsync);
            if (age < Oldest) return new(Known(workspace));
        }
        return AfterAsync(asked, workspace);
    }

    /// <summary>Whether any is held, as far as is known now.</summary>
    public bool Any => !known.Of.IsEmpty;

    private HeldWorkspace? Known(string workspace) => known.Of.GetValueOrDefault(workspace);

    private async ValueTask<HeldWorkspace?> AfterAsync(Task asked, string workspace)
    {
        await asked;
        return Known(workspace);
    }

    private async Task AskAsync()
    {
        try
        {
            if (await grains().GetGrain<IWorkspaces>(0).HeldAsync(known.Stamp).WaitAsync(Patience) is { } held) known = held;
        }
        catch (Exception)
        {
            // As it was; whoever comes in a second asks again.
        }
        finally
        {
            lock (gate) (readAt, asking) = (Stopwatch.GetTimestamp(), null);
        }
    }
}
