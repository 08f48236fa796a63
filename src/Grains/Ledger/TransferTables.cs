using System.Collections.Immutable;
using System.Globalization;

namespace AiSre.Grains.Ledger;

/// <summary>
/// What of a workspace is taken elsewhere: every row of these tables, less the numbers that the database draws. The order is that of the export, and
/// a row needs only what comes before it.
/// </summary>
public static class TransferTables
{
    /// <summary>What incidents are found by comes with them, because it lies by a number of the database's.</summary>
    public const string Incidents = "incidents";

    /// <summary>With their bodies.</summary>
    public const string Events = "incident_events";

    public const string Alarms = "alarms";

    public const string Audit = "audit";

    public static readonly ImmutableArray<TransferTable> All =
    [
        new(
            Incidents,
            [
                "id", "state#3", "severity#4", "title", "source", "service?", "namespace?", "created_at@", "resolved_at@?", "parent_id?",
                "group_id?", "reason?", "silenced#?", "scope?", "owner?", "snoozed_until@?", "flapping#?", "cluster?", "node?", "pod?",
                "document", "search_updated_at@?", "search_acknowledged_by?", "search_assigned_to?", "search_words?", "search_labels?",
            ],
            ["row_id"]),
        new(Events, ["incident_id", "type", "actor", "at@", "payload{", "activity?", "body?"], ["incident_id", "seq"]),
        new(
            "alerts",
            [
                "identity", "alternate?", "incident_id", "scope", "source", "status", "severity#4", "content_hash", "title", "namespace?",
                "count#", "first_seen@", "last_seen@", "starts_at@?", "resolved_at@?", "resolved_by_human#", "last_event_at@?",
                "transitions?", "flapping#", "held_since@?",
            ],
            ["row_id"]),
        // The chain of the audit is made anew, the state of the workspace is that of the other one, and keys open nothing elsewhere.
        new("documents", ["kind", "id", "changed_at@", "document"], ["kind", "id"])
        {
            Where = $"kind NOT IN ('{AuditAlarm.Kind}', '{WorkspaceDocuments.State}', '{WorkspaceDocuments.Held}', 'workspace-keys')",
        },
        new("deploys", ["id", "service", "namespace?", "workload", "at@", "document"], ["id", "service"]),
        new(
            "actions",
            [
                "id?", "incident_id?", "action", "outcome", "dry_run#", "namespace?", "actor", "at@", "payload{", "workload?", "executed#?",
            ],
            ["seq"]),
        new(Audit, ["actor", "action", "kind", "id", "at@", "detail{"], ["seq"]),
        new("dead_letters", ["source", "payload", "error", "at@", "attempts#", "tried_at@?"], ["seq"]),
        // What was to be sent is sent from where it was written.
        new(Alarms, ["kind", "id", "name", "due_at@"], ["kind", "id", "name"])
        {
            Where = $"kind NOT IN ('{AuditAlarm.Kind}', '{WorkspaceDocuments.State}', '{OutboxAlarm.Kind}')",
        },
    ];

    public static TransferTable? Find(string name) => All.FirstOrDefault(table => table.Name == name);
}

/// <param name="name">Of the table.</param>
/// <param name="columns">
/// What of a row is taken along: names, with what they hold where it is no plain text (# a whole number, #3 one of 0 to 2, @ an instant in
/// milliseconds, { a JSON object), and ? where it may be null.
/// </param>
/// <param name="key">The order of its rows in the workspace.</param>
public sealed class TransferTable(string name, ImmutableArray<string> columns, ImmutableArray<string> key)
{
    public string Name => name;

    public ImmutableArray<TransferColumn> Columns { get; } = [.. columns.Select(TransferColumn.Parse)];

    public ImmutableArray<string> Key => key;

    /// <summary>Which rows; null: all.</summary>
    public string? Where { get; init; }

    public int IndexOf(string column) => Columns.IndexOf(Columns.First(other => other.Name == column));
}

/// <param name="Name">As the table calls it.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="IsOptional">It may be null.</param>
public sealed record TransferColumn(string Name, TransferKind Kind, bool IsOptional)
{
    private const long FirstInstant = -62_135_596_800_000;

    private const long LastInstant = 253_402_300_799_999;

    public bool IsNumber => Kind is TransferKind.Number or TransferKind.Instant;

    /// <summary>The numbers that it may hold.</summary>
    public long Least { get; private init; } = long.MinValue;

    /// <inheritdoc cref="Least"/>
    public long Most { get; private init; } = long.MaxValue;

    internal static TransferColumn Parse(string text)
    {
        var column = text.TrimEnd('?');
        var end = column.AsSpan().IndexOfAny("#@{");
        var (name, isOptional) = (end < 0 ? column : column[..end], text.EndsWith('?'));
        return (end < 0 ? ' ' : column[end]) switch
        {
            '@' => new(name, TransferKind.Instant, isOptional) { Least = FirstInstant, Most = LastInstant },
            '#' when end + 1 < column.Length =>
                new(name, TransferKind.Number, isOptional) { Least = 0, Most = long.Parse(column.AsSpan(end + 1), CultureInfo.InvariantCulture) - 1 },
            '#' => new(name, TransferKind.Number, isOptional),
            '{' => new(name, TransferKind.JsonObject, isOptional),
            _ => new(name, TransferKind.Text, isOptional),
        };
    }
}

/// <summary>What a column holds.</summary>
public enum TransferKind
{
    /// <summary>Any text.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary>Milliseconds since 1970, in the years 1 to 9999.</summary>
    Instant,

    /// <summary>The text of a JSON object.</summary>
    JsonObject,
}

/// <summary>Rows that come from another workspace, or from this one elsewhere. What is there already stays as it is.</summary>
public sealed class ImportRows : LedgerEntry
{
    public override required string Workspace { get; init; }

    public required TransferTable Table { get; init; }

    /// <summary>Each with a value for each column: a text, a whole number (<see cref="long"/>), or null.</summary>
    public required ImmutableArray<ImmutableArray<object?>> Rows { get; init; }
}

/// <summary>Reads what is taken elsewhere.</summary>
public interface ITransferReads
{
    /// <param name="workspace">Whose.</param>
    /// <param name="table">Of which table.</param>
    /// <param name="after">The key of the last row that was read, as it was given; empty: from the first.</param>
    /// <param name="limit">How many rows, at most.</param>
    /// <returns>Rows with their keys.</returns>
    ValueTask<IReadOnlyList<TransferRow>> ReadAsync(string workspace, TransferTable table, ImmutableArray<object> after, int limit);
}

/// <param name="Key">A text or a whole number each.</param>
/// <param name="Values">As in <see cref="ImportRows.Rows"/>.</param>
public sealed record TransferRow(ImmutableArray<object> Key, ImmutableArray<object?> Values);
