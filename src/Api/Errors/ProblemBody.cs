using System.Text.Json.Serialization;

namespace AiSre.Api.Errors;

/// <summary>The body of every refusal, as <c>application/problem+json</c>.</summary>
/// <param name="Type">A name for this kind of problem; not an address to open.</param>
/// <param name="Title">The status in words.</param>
/// <param name="Status">The HTTP status once more, for those who only keep the body.</param>
/// <param name="Detail">A sentence that a person can act on.</param>
/// <param name="Error">Machine code, in snake_case.</param>
/// <param name="RequestId">Find the request in the logs by it.</param>
/// <param name="Errors">With 422: what is wrong, field by field.</param>
public sealed record ProblemBody(
    string Type, string Title, int Status, string Detail, string Error, string RequestId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<FieldError>? Errors = null);

/// <param name="Loc">Where: <c>["body","replicas"]</c>, <c>["query","limit"]</c>, <c>["header","X-Workspace-Id"]</c>.</param>
/// <param name="Msg">What is wrong and what would be right.</param>
public sealed record FieldError(IReadOnlyList<string> Loc, string Msg)
{
    /// <summary>In a text with lines: the document; else absent, as the two that follow.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? File { get; init; }

    /// <summary>Counted from 1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Line { get; init; }

    /// <summary>Counted from 1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Column { get; init; }
}
