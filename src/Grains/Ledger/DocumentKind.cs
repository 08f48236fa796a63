using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace AiSre.Grains.Ledger;

/// <summary>A kind whose states are found by their ids only: JSON in the table <c>documents</c>.</summary>
public sealed class DocumentKind<T>(IDocumentReads reads) : ILedgerKind<T> where T : class
{
    public async ValueTask<(T? State, int Version)> FindAsync(DocumentKey key) =>
        await reads.FindAsync(key) is { } stored ? (DocumentText.Read<T>(stored.Text), stored.Version) : (null, 0);

    public LedgerEntry Entry(DocumentKey key, int version, T? state, LedgerFacts facts) =>
        new DocumentEntry(key) { Version = version, Document = state is null ? null : DocumentText.Write(state), Facts = facts };
}

/// <summary>A state as the text of its document. Fields are only ever added: what an older document lacks has the default of the record.</summary>
public static class DocumentText
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // What is worked out from the rest is not stored.
        IgnoreReadOnlyProperties = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>How the JSON of a state looks.</summary>
    public static JsonTypeInfo TypeOf(Type state) => Options.GetTypeInfo(state);

    public static string Write<T>(T state) => JsonSerializer.Serialize(state, Options);

    public static T Read<T>(string document) => JsonSerializer.Deserialize<T>(document, Options) ?? throw new JsonException("A document is null.");
}
