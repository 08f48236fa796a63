using System.Buffers;
using System.Text;
using AiSre.Domain.Workspaces;

namespace AiSre.Api.Workspaces;

/// <summary>The first and the last line of an export.</summary>
internal static class ExportHeader
{
    /// <summary>Raised when an older program could not read an export any more.</summary>
    private const int Version = 1;

    public static string Write(Workspace workspace, DateTimeOffset at) => Line("workspace", json =>
    {
        json.WriteNumber("version", Version);
        json.WriteString("id", workspace.Id);
        if (workspace.Name is { } name) json.WriteString("name", name);
        json.WriteString("created_at", workspace.CreatedAt);
        json.WriteString("exported_at", at);
    });

    public static string End(long rows) => Line("end", json => json.WriteNumber("rows", rows));

    /// <summary>Whose export it is; null when it is none that can be read here.</summary>
    public static string? Read(string line) =>
        RowOf(line, "workspace") is { } row && row.TryGetProperty("version", out var version) && version.ValueKind is JsonValueKind.Number
        && version.TryGetInt32(out var number) && number == Version && row.TryGetProperty("id", out var id) && id.ValueKind is JsonValueKind.String
            ? id.GetString()
            : null;

    /// <summary>How many rows there were; null: it is not the last line.</summary>
    public static long? EndOf(string line) =>
        line.Length < 100 && RowOf(line, "end") is { } row && row.TryGetProperty("rows", out var rows) && rows.ValueKind is JsonValueKind.Number
        && rows.TryGetInt64(out var count)
            ? count
            : null;

    private static JsonElement? RowOf(string line, string record)
    {
        try
        {
            var json = JsonElement.Parse(line);
            return json.ValueKind is JsonValueKind.Object && json.TryGetProperty("record", out var name) && name.ValueKind is JsonValueKind.String
                && name.GetString() == record && json.TryGetProperty("row", out var row) && row.ValueKind is JsonValueKind.Object
                ? row
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Line(string record, Action<Utf8JsonWriter> row)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("record", record);
            json.WriteStartObject("row");
            row(json);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
