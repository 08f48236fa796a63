using System.Collections.Concurrent;
using AiSre.Domain.Definitions;
using AiSre.Grains.Copies;
using Microsoft.Extensions.Logging;

namespace AiSre.Grains.Definitions;

/// <summary>This silo's copies of definitions: what their grain keeps as text, read with this silo's environment, once a revision.</summary>
public sealed partial class DefinitionsCache : IDefinitions
{
    private const int KeptPast = 64;

    private static readonly CopyTimes Times =
        new(Renewed: TimeSpan.FromSeconds(2), Oldest: TimeSpan.FromSeconds(2), Patience: TimeSpan.FromSeconds(1));

    private readonly IGrainFactory grains;
    private readonly DefinitionsReader reader;
    private readonly EnvironmentVariable environment;
    private readonly TimeProvider clock;
    private readonly ILogger<DefinitionsCache> log;
    private readonly RefreshedCopies<Copy> copies;
    private readonly ConcurrentDictionary<(string Workspace, int Revision), WorkspaceDefinitions> past = [];

    public DefinitionsCache(
        IGrainFactory grains, DefinitionsReader reader, EnvironmentVariable environment, TimeProvider clock, ILogger<DefinitionsCache> log)
    {
        (this.grains, this.reader, this.environment, this.clock, this.log) = (grains, reader, environment, clock, log);
        copies = new(new("definitions", AskAsync, static copy => copy.Definitions is { IsEmpty: false }), Times, clock, log);
    }

    public async ValueTask<WorkspaceDefinitions> OfAsync(string workspace)
    {
        try
        {
            if ((await copies.OfAsync(workspace)).Definitions is { } definitions) return definitions;
        }
        catch (Exception exception) when (exception is not LedgerUnavailableException)
        {
            throw new LedgerUnavailableException($"The definitions of {workspace} are not known yet.", exception);
        }
        throw new LedgerUnavailableException($"The definitions of {workspace} make no sense here, and none are known that do.");
    }

    public async ValueTask<WorkspaceDefinitions> FreshAsync(string workspace) => (await copies.FreshAsync(workspace)).Definitions
        ?? throw new LedgerUnavailableException($"The definitions of {workspace} make no sense here, and none are known that do.");

    public async ValueTask<WorkspaceDefinitions> AtAsync(string workspace, DateTimeOffset at)
    {
        if (at >= clock.GetUtcNow()) return await OfAsync(workspace);
        var snapshot = await grains.GetGrain<IDefinitionsGrain>(workspace).AtAsync(at);
        if (!past.TryGetValue((workspace, snapshot.Revision), out var definitions))
        {
            definitions = Read(workspace, snapshot) ?? WorkspaceDefinitions.Empty;
            if (past.Count >= KeptPast) past.Clear();
            past[(workspace, snapshot.Revision)] = definitions;
        }
        return SnapshotReading.WithOverrides(definitions, snapshot.Overrides) with { ReplacedAt = snapshot.ReplacedAt };
    }

    /// <summary>Whether that holds for a workspace that somebody on this silo has asked for.</summary>
    public bool KnowsAny(Func<WorkspaceDefinitions, bool> holds) =>
        copies.Known.Any(copy => copy.Definitions is { } definitions && holds(definitions));

    public void Outdated(string workspace) => copies.Outdate(workspace);

    /// <summary>What is answered until the grain has been asked for the first time.</summary>
    public void Begin(string workspace, WorkspaceDefinitions definitions) => copies.Begin(workspace, new(definitions, Stamp: 0));

    private async Task<Copy> AskAsync(string workspace, Copy? before)
    {
        before ??= new(null, Stamp: 0);
        if (await grains.GetGrain<IDefinitionsGrain>(workspace).ReadAsync(before.Stamp) is not { } snapshot) return before;
        var definitions = Read(workspace, snapshot) is { } read ? SnapshotReading.WithOverrides(read, snapshot.Overrides) : before.Definitions;
        return new(definitions, snapshot.Stamp);
    }

    /// <summary>Null when this silo's environment makes nonsense of what others accepted: then what it knew stays.</summary>
    private WorkspaceDefinitions? Read(string workspace, DefinitionsSnapshot snapshot)
    {
        var reading = SnapshotReading.Read(reader, snapshot, environment);
        if (reading.Definitions is { } definitions) return SnapshotReading.WithOffsets(definitions, snapshot.Offsets);
        LogNonsense(log, workspace, snapshot.Revision, reading.Problems[0].ToString());
        return null;
    }

    [LoggerMessage(Level = LogLevel.Error,
        Message = "Revision {Revision} of the definitions of {Workspace} makes no sense with this silo's environment; what was known stays in force: "
            + "{Problem}")]
    private static partial void LogNonsense(ILogger log, string workspace, int revision, string problem);

    /// <param name="Definitions">Null when what is stored makes no sense with this silo's environment, and nothing else was ever known.</param>
    /// <param name="Stamp">Of what was read; the grain answers anew only when it has another.</param>
    private sealed record Copy(WorkspaceDefinitions? Definitions, long Stamp);
}
