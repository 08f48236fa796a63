using System.Text.Json;
using System.Text.Json.Serialization;
using AiSre.Grains.Ledger;

namespace AiSre.Storage;

/// <summary>
/// Collects what a batch changes, for its rows in <c>feed</c>. Only what is really written is added: a refused entry leaves nothing.
/// </summary>
internal sealed class FeedChanges
{
    /// <summary>A reader takes whole rows; a storm's batch becomes several, so that each is read in one go.</summary>
    private const int MostInARow = 200;

    private readonly Dictionary<string, List<FeedChange>> byWorkspace = [];

    /// <summary>What an entry has changed: the events of its facts, or its document where no event says what.</summary>
    /// <param name="entry">It applies.</param>
    /// <param name="facts">What is written with it.</param>
    /// <param name="now">Unix milliseconds.</param>
    public void Add(LedgerEntry entry, LedgerFacts facts, long now)
    {
        foreach (var e in facts.Events) Of(e.Workspace).Add(new(e.IncidentId, e.Event.Type, e.Event.Actor, e.Event.At.ToUnixTimeMilliseconds()));
        if (facts.Events.IsEmpty && entry is IncidentWrite or DocumentEntry)
            Of(entry.Workspace).Add(new(entry.Target.Id, FeedChange.Changed, "system", now, entry.Target.Kind));
        else if (entry is EraseIncidents { Ids: var ids })
            Of(entry.Workspace).AddRange(ids.Select(id => new FeedChange(id, FeedChange.Changed, "system", now, IncidentTarget.Kind)));
        else if (entry is DeployWrite { Deploy: var deploy })
            Of(entry.Workspace).Add(new(deploy.Id, FeedChange.Changed, deploy.Actor, now, DeployWrite.Kind));
        else if (ListOf(entry) is { } list) Of(entry.Workspace).Add(new("", FeedChange.Changed, "system", now, list));
    }

    /// <summary>The rows to write; begins anew.</summary>
    public List<FeedRow> TakeRows()
    {
        var rows = new List<FeedRow>();
        foreach (var (workspace, all) in byWorkspace)
        {
            foreach (var changes in all.Chunk(MostInARow)) rows.Add(new(workspace, FeedChange.Write(changes)));
        }
        byWorkspace.Clear();
        return rows;
    }

    /// <summary>Which list a reader should look at anew; null where it is none.</summary>
    private static string? ListOf(LedgerEntry entry) => entry switch
    {
        OutboxResultEntry { Results.Length: > 0 } or OutboxReplay { Replayed: > 0 } => FeedChange.Outbox,
        DeadLetterEntry or DeadLetterRemoval or DeadLetterRetry => FeedChange.DeadLetters,
        _ => null,
    };

    private List<FeedChange> Of(string workspace)
    {
        if (!byWorkspace.TryGetValue(workspace, out var changes)) byWorkspace.Add(workspace, changes = []);
        return changes;
    }
}

/// <param name="Workspace">Whose changes they are.</param>
/// <param name="Changes">UTF-8.</param>
internal sealed record FeedRow(string Workspace, byte[] Changes);

/// <summary>One element of a row's JSON. Fields are only ever added.</summary>
/// <param name="Id">Of the incident or document.</param>
/// <param name="Type">The timeline's word, or <see cref="Changed"/>.</param>
/// <param name="Actor">Who did it.</param>
/// <param name="At">Unix milliseconds.</param>
/// <param name="Kind">Null for an incident.</param>
internal sealed record FeedChange(string Id, string Type, string Actor, long At, string? Kind = null)
{
    public const string Changed = "changed";

    /// <summary>The kind of messages that were sent or given up. Those that are written come with an event of their incident.</summary>
    public const string Outbox = "outbox";

    /// <summary>The kind of alerts that could not be processed.</summary>
    public const string DeadLetters = "dead-letters";

    public static byte[] Write(FeedChange[] changes) => JsonSerializer.SerializeToUtf8Bytes(changes, FeedJson.Default.FeedChangeArray);

    public static FeedChange[] Read(string changes) => JsonSerializer.Deserialize(changes, FeedJson.Default.FeedChangeArray) ?? [];

    /// <summary>The same, for who wants to know only what has changed.</summary>
    public static ChangedName[] ReadNames(string changes) => JsonSerializer.Deserialize(changes, FeedJson.Default.ChangedNameArray) ?? [];
}

/// <param name="Id"><see cref="FeedChange.Id"/>.</param>
/// <param name="Kind"><see cref="FeedChange.Kind"/>.</param>
internal readonly record struct ChangedName(string Id, string? Kind = null);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(FeedChange[]))]
[JsonSerializable(typeof(ChangedName[]))]
internal sealed partial class FeedJson : JsonSerializerContext;
