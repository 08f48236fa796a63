using AiSre.Api.Errors;

namespace AiSre.Api.Operations;

/// <summary>What an operation answered.</summary>
/// <param name="Status">As over HTTP.</param>
/// <param name="Json">The body; of a refusal its problem.</param>
internal sealed record OperationAnswer(int Status, JsonElement Json)
{
    public static readonly JsonElement Nothing = JsonElement.Parse("{}");

    public bool IsRefused => Status >= StatusCodes.Status400BadRequest;

    /// <summary>A member of the body as text; null: it has none, or it is no text.</summary>
    public string? Text(string name) =>
        Json.ValueKind is JsonValueKind.Object && Json.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String
            ? value.GetString()
            : null;

    public static OperationAnswer Of(ProblemResult problem, HttpContext context) =>
        new(problem.Status, JsonSerializer.SerializeToElement(problem.ToJson(context.TraceIdentifier)));
}
