using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AiSre.Domain;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Workspaces;

/// <summary>A row as a line: <c>{"record":"deploys","row":{…}}</c>. What is null is left out.</summary>
internal static class TransferLines
{
    private const string HalfPair = "A document holds half a surrogate pair.";

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Levels that leave room for those of an answer around it.</summary>
    private static readonly JsonDocumentOptions Shallow = new() { MaxDepth = 20 };

    public static string Write(TransferTable table, ImmutableArray<object?> values)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("record", table.Name);
            json.WriteStartObject("row");
            for (var i = 0; i < values.Length; i++)
            {
                if (values[i] is long number) json.WriteNumber(table.Columns[i].Name, number);
                else if (values[i] is string text) json.WriteString(table.Columns[i].Name, text);
            }
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <param name="line">Of an export; half surrogate pairs have been refused.</param>
    /// <param name="from">Whose it was.</param>
    /// <param name="to">Whose it is to be.</param>
    /// <returns>The table and its values, or what is wrong.</returns>
    public static (TransferTable? Table, ImmutableArray<object?> Values, string? Problem) Read(string line, string from, string to)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            if (document.RootElement is not { ValueKind: JsonValueKind.Object } root || !root.TryGetProperty("record", out var record)
                || record.ValueKind is not JsonValueKind.String || TransferTables.Find(record.GetString()!) is not { } table)
                return Wrong("It has no 'record' that is known here.");
            if (!root.TryGetProperty("row", out var row) || row.ValueKind is not JsonValueKind.Object) return Wrong("It has no 'row'.");
            var values = new object?[table.Columns.Length];
            foreach (var field in row.EnumerateObject())
            {
                var place = Place(table, field.Name);
                if (place < 0) return Wrong($"The {table.Name} here have no '{field.Name}'.");
                values[place] = Value(table.Columns[place], field.Value, from, to);
                if (values[place] is null) return Wrong($"'{field.Name}' must be {Wanted(table.Columns[place])}.");
            }
            for (var i = 0; i < values.Length; i++)
                if (values[i] is null && !table.Columns[i].IsOptional) return Wrong($"'{table.Columns[i].Name}' is missing.");
            return (table, [.. values], null);
        }
        catch (JsonException exception)
        {
            return Wrong($"It is no JSON: {exception.Message}");
        }
    }

    private static object? Value(TransferColumn column, JsonElement value, string from, string to) => column switch
    {
        { IsNumber: true } => value.ValueKind is JsonValueKind.Number && value.TryGetInt64(out var number)
            && number >= column.Least && number <= column.Most ? number : null,
        _ when value.ValueKind is not JsonValueKind.String => null,
        { Name: "document" } => Renamed(value.GetString()!, from, to),
        { Kind: TransferKind.JsonObject } => Whole(value.GetString()!),
        _ => value.GetString(),
    };

    /// <summary>Null when it is no object that could be shown.</summary>
    private static string? Whole(string payload)
    {
        if (!SurrogateEscapes.AreWhole(payload)) throw new JsonException(HalfPair);
        using var read = JsonDocument.Parse(payload, Shallow);
        return read.RootElement.ValueKind is JsonValueKind.Object ? payload : null;
    }

    /// <summary>A document says whose it is in fields of that name, at any depth.</summary>
    private static string Renamed(string document, string from, string to)
    {
        if (!SurrogateEscapes.AreWhole(document)) throw new JsonException(HalfPair);
        var root = JsonNode.Parse(document, documentOptions: Strict) ?? throw new JsonException("A document is null.");
        if (from == to) return document;
        Rename(root);
        return root.ToJsonString();

        void Rename(JsonNode? node)
        {
            if (node is JsonArray items)
            {
                foreach (var item in items) Rename(item);
            }
            if (node is not JsonObject record) return;
            foreach (var (name, value) in record.ToList())
            {
                if (name == "workspace" && value is JsonValue text && text.TryGetValue<string>(out var whose) && whose == from) record[name] = to;
                else Rename(value);
            }
        }
    }

    private static int Place(TransferTable table, string column)
    {
        for (var i = 0; i < table.Columns.Length; i++)
            if (table.Columns[i].Name == column) return i;
        return -1;
    }

    private static string Wanted(TransferColumn column) => column.Kind switch
    {
        TransferKind.Number when column.Most < long.MaxValue => $"one of 0 to {column.Most}",
        TransferKind.Number => "a whole number",
        TransferKind.Instant => "an instant in milliseconds since 1970",
        TransferKind.JsonObject => "a text that holds a JSON object",
        _ => "a text",
    };

    private static (TransferTable?, ImmutableArray<object?>, string?) Wrong(string problem) => (null, [], problem);
}
