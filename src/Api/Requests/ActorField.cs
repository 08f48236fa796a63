using AiSre.Api.Errors;
using AiSre.Domain;

namespace AiSre.Api.Requests;

/// <summary>Who acts, as a body says it.</summary>
internal static class ActorField
{
    /// <summary>Null when it may be said, and when nobody is named.</summary>
    public static ProblemResult? Refusal(string? actor, string field = "actor") =>
        string.IsNullOrWhiteSpace(actor) || ActorNames.Problem(actor) is not { } problem ? null : Problems.Unprocessable("body", field, problem);
}
