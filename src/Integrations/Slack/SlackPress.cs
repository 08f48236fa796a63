using System.Net;
using System.Text;
using System.Text.Json;

namespace AiSre.Integrations.Slack;

/// <summary>Somebody pressed a button under a message in Slack.</summary>
/// <param name="Action">One of <see cref="SlackButtons"/>, or another app's.</param>
/// <param name="Target">What it is about; null for buttons that carry nothing, such as links.</param>
/// <param name="User">Who, for people to read; never empty.</param>
public sealed record SlackPress(string Action, SlackButtonValue? Target, string User)
{
    private const int NameLength = 80;
    private const string Field = "payload=";

    /// <summary>Reads the form <c>payload=…</c>. Null when it is none, or what it holds is no press of a button.</summary>
    /// <param name="body">The bytes as received.</param>
    /// <param name="isBroken">It holds half a character, which is no text in any encoding: not even a mistake of Slack's.</param>
    public static SlackPress? Parse(ReadOnlySpan<byte> body, out bool isBroken)
    {
        isBroken = false;
        var form = Encoding.UTF8.GetString(body);
        var field = Array.Find(form.Split('&'), part => part.StartsWith(Field, StringComparison.Ordinal));
        if (field is null) return null;
        try
        {
            using var document = JsonDocument.Parse(WebUtility.UrlDecode(field[Field.Length..]), new() { MaxDepth = 32 });
            return Of(document.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
        // Names and texts with half a surrogate pair are read and then cannot be had.
        catch (InvalidOperationException)
        {
            isBroken = true;
            return null;
        }
    }

    private static SlackPress? Of(JsonElement payload)
    {
        if (Text(payload, "type") != "block_actions") return null;
        if (!payload.TryGetProperty("actions", out var actions) || actions.ValueKind is not JsonValueKind.Array || actions.GetArrayLength() == 0)
            return null;
        var action = actions[0];
        return Text(action, "action_id") is { } id ? new(id, SlackButtonValue.Parse(Text(action, "value")), UserOf(payload)) : null;
    }

    private static string UserOf(JsonElement payload)
    {
        if (payload.TryGetProperty("user", out var user))
        {
            foreach (var field in (ReadOnlySpan<string>)["username", "name", "id"])
            {
                if (Clean(Text(user, field)) is { Length: > 0 } name) return name;
            }
        }
        return "unknown";
    }

    /// <summary>People choose their names, and timelines, logs and mails show them.</summary>
    private static string? Clean(string? name) =>
        name is null ? null : string.Concat(name.EnumerateRunes().Where(rune => !Rune.IsControl(rune)).Take(NameLength)).Trim();

    private static string? Text(JsonElement json, string name) =>
        json.ValueKind is JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String
            ? value.GetString()
            : null;
}
