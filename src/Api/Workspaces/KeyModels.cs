using System.Text.Json.Serialization;
using AiSre.Grains.Workspaces;

namespace AiSre.Api.Workspaces;

/// <param name="Name">Who acts by it: 1 to 64 letters, digits, '.', '@', '-' or '_'. People get the name of their user.</param>
/// <param name="Role">ingest, viewer, operator or admin.</param>
/// <param name="Scopes">What it is good for, of what its role allows: ingest, read, respond, act, configure, administer. All when absent.</param>
/// <param name="ExpiresAt">From when on it opens nothing; never when absent.</param>
public sealed record NewKeyRequest(string Name, string Role, IReadOnlyList<string>? Scopes = null, DateTimeOffset? ExpiresAt = null);

/// <param name="OverlapHours">How long both open, 0 to 720; 24 when absent.</param>
public sealed record RotateKeyRequest(double OverlapHours = 24);

public sealed record KeysResponse(string WorkspaceId, IReadOnlyList<KeyResponse> Keys, int Count);

/// <param name="Id">Part of the key's text, and no secret.</param>
/// <param name="Status">active, expired or revoked; replaced, while it goes on beside the one that was made in its place.</param>
/// <param name="Scopes">Empty: everything that its role allows.</param>
/// <param name="LastUsedAt">To the hour; null: nobody has used it.</param>
/// <param name="ReplacedBy">The id of the one that a rotation made in its place.</param>
public sealed record KeyResponse(
    string Id, string Name, string Role, IReadOnlyList<string> Scopes, string Status, DateTimeOffset CreatedAt, string CreatedBy,
    DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt, DateTimeOffset? RevokedAt, string? ReplacedBy)
{
    internal static KeyResponse From(ManagedKey key, DateTimeOffset now) => new(
        key.Id, key.Name, key.Role.Word(), [.. key.Scopes.Select(scope => scope.Word())], StatusOf(key, now), key.CreatedAt, key.CreatedBy,
        key.ExpiresAt, key.LastUsedAt, key.RevokedAt, key.ReplacedBy);

    private static string StatusOf(ManagedKey key, DateTimeOffset now) =>
        key.RevokedAt is not null ? "revoked" : !key.Counts(now) ? "expired" : key.ReplacedBy is not null ? "replaced" : "active";
}

/// <param name="Key">The key itself. It is shown this once and kept by nobody.</param>
/// <param name="Details">What is kept of it.</param>
public sealed record KeyMadeResponse(string Key, KeyResponse Details)
{
    internal static KeyMadeResponse From(KeyOutcome outcome, DateTimeOffset now) => new(outcome.Text!, KeyResponse.From(outcome.Key!, now));
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(NewKeyRequest))]
[JsonSerializable(typeof(RotateKeyRequest))]
[JsonSerializable(typeof(KeysResponse))]
[JsonSerializable(typeof(KeyResponse))]
[JsonSerializable(typeof(KeyMadeResponse))]
internal sealed partial class KeyJsonContext : JsonSerializerContext;
