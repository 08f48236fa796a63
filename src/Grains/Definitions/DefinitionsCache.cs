using System.Collections.Concurrent;
using AiSre.Domain.Definitions;
using Microsoft.Extensions.Logging;

namespace AiSre.Grains.Definitions;

/// <summary>Asks a workspace's grain at most every two seconds, and reads a revision once.</summary>
public sealed partial class DefinitionsCache(
    IGrainFactory grains, EnvironmentVariable environment, TimeProvider clock, ILogger<DefinitionsCache> log) : IDefinitions
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    /// <summary>Real time, whatever the clock: it is how long a caller can wait.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private const int KeptPast = 64;

    /// <summary>Beyond, those that define nothing are forgotten: anybody may name a workspace that is none.</summary>
    private const int KeptWorkspaces = 5_000;

    private readonly ConcurrentDictionary<string, Entry> entries = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Workspace, int Revision), WorkspaceDefinitions> past = [];

    public ValueTask<WorkspaceDefinitions> OfAsync(string workspace)
    {
        if (entries.Count > KeptWorkspaces) Forget();
        var entry = entries.GetOrAdd(workspace, static _ => new());
        lock (entry)
        {
            if (entry.Known is { } known && !entry.IsOutdated && clock.GetElapsedTime(entry.AskedAt) < Fresh) return new(known);
            // On no grain's behalf: whoever else waits for the answer must not depend on how the first one fares.
            return new(entry.Asking ??= Task.Run(() => AskAsync(workspace, entry)));
        }
    }

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

    /// <summary>Whether a workspace that somebody on this silo has asked for defines anything.</summary>
    public bool KnowsAny
    {
        get
        {
            foreach (var (_, entry) in entries)
                lock (entry)
                    if (entry.Known is { IsEmpty: false }) return true;
            return false;
        }
    }

    /// <summary>Something has changed: who asks next hears of it at once. Other silos hear of it when they next ask.</summary>
    public void Outdated(string workspace)
    {
        if (!entries.TryGetValue(workspace, out var entry)) return;
        lock (entry) entry.IsOutdated = true;
    }

    /// <summary>What is answered until the grain has been asked for the first time.</summary>
    public void Begin(string workspace, WorkspaceDefinitions definitions)
    {
        var entry = entries.GetOrAdd(workspace, static _ => new());
        lock (entry)
        {
            entry.Known ??= definitions;
            entry.IsOutdated = true;
        }
    }

    private void Forget()
    {
        foreach (var entry in entries)
            lock (entry.Value)
                if (entry.Value.Known is null or { IsEmpty: true } && entry.Value.Asking is null) entries.TryRemove(entry);
    }

    private async Task<WorkspaceDefinitions> AskAsync(string workspace, Entry entry)
    {
        Exception? failure = null;
        long stamp;
        var began = clock.GetTimestamp();
        lock (entry) (stamp, entry.IsOutdated) = (entry.Stamp, false);
        WorkspaceDefinitions? definitions = null;
        try
        {
            if (await grains.GetGrain<IDefinitionsGrain>(workspace).ReadAsync(stamp).WaitAsync(Patience) is { } snapshot)
            {
                stamp = snapshot.Stamp;
                if (Read(workspace, snapshot) is { } read) definitions = SnapshotReading.WithOverrides(read, snapshot.Overrides);
            }
        }
        catch (Exception exception)
        {
            failure = exception;
        }
        lock (entry)
        {
            entry.Asking = null;
            entry.AskedAt = began;
            (entry.Stamp, entry.Known) = (stamp, definitions ?? entry.Known);
            if (failure is null != entry.IsAnswered)
            {
                entry.IsAnswered = failure is null;
                if (failure is null) LogBack(log, workspace);
                else LogAway(log, workspace, failure.Message);
            }
            return entry.Known
                ?? throw (failure as LedgerUnavailableException
                    ?? new LedgerUnavailableException($"The definitions of {workspace} are not known yet."));
        }
    }

    /// <summary>Null when this silo's environment makes nonsense of what others accepted: then what it knew stays.</summary>
    private WorkspaceDefinitions? Read(string workspace, DefinitionsSnapshot snapshot)
    {
        var reading = SnapshotReading.Read(snapshot.Documents, snapshot.IsTrusted, environment);
        if (reading.Definitions is { } definitions) return SnapshotReading.WithOffsets(definitions, snapshot.Offsets);
        LogNonsense(log, workspace, snapshot.Revision, reading.Problems[0].ToString());
        return null;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The definitions of {Workspace} cannot be asked for; what was known stays in force: {Reason}")]
    private static partial void LogAway(ILogger log, string workspace, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "The definitions of {Workspace} can be asked for again.")]
    private static partial void LogBack(ILogger log, string workspace);

    [LoggerMessage(Level = LogLevel.Error, Message = "Revision {Revision} of the definitions of {Workspace} makes no sense with this silo's "
        + "environment; what was known stays in force: {Problem}")]
    private static partial void LogNonsense(ILogger log, string workspace, int revision, string problem);

    private sealed class Entry
    {
        public WorkspaceDefinitions? Known { get; set; }
        public long Stamp { get; set; }
        public long AskedAt { get; set; }
        public bool IsOutdated { get; set; }
        public bool IsAnswered { get; set; } = true;
        public Task<WorkspaceDefinitions>? Asking { get; set; }
    }
}
