using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace AiSre.Api.Security;

/// <summary>
/// People whom an issuer of tokens has let in at the console. Who they are stands in the id of their session, and nothing is kept of them: what signs
/// the session is made of that text and of a secret that all processes have, so whoever changes the text loses the signature.
/// </summary>
internal sealed class SignedPeople
{
    private readonly byte[] master;

    /// <param name="secret">The same for all processes, and long.</param>
    public SignedPeople(string secret) => master = SHA256.HashData(Encoding.UTF8.GetBytes($"console people\n{secret}"));

    /// <param name="person">What his token says.</param>
    /// <param name="endsAt">From when on his sessions are none, whatever he does.</param>
    public ApiKey KeyOf(Caller person, DateTimeOffset endsAt)
    {
        var text = JsonSerializer.SerializeToUtf8Bytes(
            new SignedPerson(person.Name, person.Role.Word(), person.BoundWorkspace, endsAt.ToUnixTimeSeconds()), PeopleJson.Default.SignedPerson);
        return KeyOf(text, person.Name, person.Role, person.BoundWorkspace, endsAt);
    }

    /// <summary>Null when it is none, or has ended. That it is genuine the session's signature says.</summary>
    public ApiKey? Read(ReadOnlySpan<char> id, DateTimeOffset now)
    {
        try
        {
            var text = Base64Url.DecodeFromChars(id);
            return JsonSerializer.Deserialize(text, PeopleJson.Default.SignedPerson) is { } person && RoleRules.Parse(person.Role) is { } role
                && DateTimeOffset.FromUnixTimeSeconds(person.EndsAt) is var endsAt && endsAt > now
                ? KeyOf(text, person.Name, role, person.Workspace, endsAt)
                : null;
        }
        catch (Exception exception) when (exception is FormatException or JsonException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    private ApiKey KeyOf(byte[] text, string name, Role role, string? workspace, DateTimeOffset endsAt) =>
        new(name, role, workspace, HMACSHA256.HashData(master, text))
        {
            ExpiresAt = endsAt, SessionId = $"{ConsoleSession.Mark}{Base64Url.EncodeToString(text)}",
        };
}

internal sealed record SignedPerson(string Name, string Role, string? Workspace, long EndsAt);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(SignedPerson))]
internal sealed partial class PeopleJson : JsonSerializerContext;
