using System.Text.Json.Nodes;

namespace AiSre.KubernetesStub;

/// <summary>An answer that is no object, as API servers write it.</summary>
public sealed class StatusException(int code, string reason, string message) : Exception(message)
{
    public int Code => code;

    public string Reason => reason;

    public string? Kind { get; init; }

    public string? Name { get; init; }

    public (string Reason, string Message)? Cause { get; init; }

    /// <summary>Seconds, in the details and in the header.</summary>
    public int? RetryAfter { get; init; }

    public static StatusException NotFound(ResourceKind kind, string name) =>
        new(404, "NotFound", $"{Resource(kind)} \"{name}\" not found") { Kind = kind.Plural, Name = name };

    public static StatusException Conflict(ResourceKind kind, string name, string why) =>
        new(409, "Conflict", $"Operation cannot be fulfilled on {Resource(kind)} \"{name}\": {why}") { Kind = kind.Plural, Name = name };

    public static StatusException Forbidden(ResourceKind kind, string name, string why) =>
        new(403, "Forbidden", $"{Resource(kind)}{(name.Length > 0 ? $" \"{name}\"" : "")} is forbidden: {why}") { Kind = kind.Plural, Name = name };

    public static StatusException Invalid(string message) => new(422, "Invalid", message);

    public static StatusException BadRequest(string message) => new(400, "BadRequest", message);

    public JsonObject Body()
    {
        var details = new JsonObject();
        if (Name is { Length: > 0 }) details["name"] = Name;
        if (Kind is not null) details["kind"] = Kind;
        if (Cause is { } cause) details["causes"] = new JsonArray(new JsonObject { ["reason"] = cause.Reason, ["message"] = cause.Message });
        if (RetryAfter is { } seconds) details["retryAfterSeconds"] = seconds;
        return new()
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(),
            ["status"] = "Failure",
            ["message"] = Message,
            ["reason"] = Reason,
            ["details"] = details,
            ["code"] = Code,
        };
    }

    private static string Resource(ResourceKind kind) => kind.Group.Length == 0 ? kind.Plural : $"{kind.Plural}.{kind.Group}";
}
