using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using AiSre.Domain.Actions;
using AiSre.Domain.Chat;

namespace AiSre.Domain.Diagnosis.Opinions;

/// <summary>What a model answered, before anything of it was checked.</summary>
public sealed record RawOpinion(
    string Summary, string RootCause, double Confidence, ImmutableArray<QuotedClaim> Claims, ImmutableArray<RawAction> Actions);

/// <summary>An action that a model names, and what it rests on.</summary>
public sealed record RawAction(ActionName Name, ImmutableArray<string> EvidenceIds);

/// <summary>Reads an answer as strictly as a definition: a property too many, a text too long or an unknown word, and all of it is refused.</summary>
public static partial class OpinionReader
{
    private const int MostText = 600, MostClaims = 8, MostOfClaim = 300, MostOfQuote = 200, MostActions = 3, MostIds = 60;

    /// <summary>Null: it is not what was asked for.</summary>
    public static RawOpinion? Read(string answer) => StrictJson.Read(answer, root =>
    {
        root.Only(["summary", "root_cause", "confidence", "claims", "suggested_actions"]);
        return new RawOpinion(
            root.Text("summary", MostText), root.Text("root_cause", MostText), Confidence(root), root.List("claims", 0, MostClaims, Claim),
            root.List("suggested_actions", 0, MostActions, Action));
    });

    private static QuotedClaim Claim(JsonElement one)
    {
        one.Only(["text", "evidence_ids", "quote"]);
        return new(one.Text("text", MostOfClaim), Ids(one), one.Text("quote", MostOfQuote));
    }

    private static RawAction Action(JsonElement one)
    {
        // How many replicas there shall be is not the model's to say: the number is looked at by nobody.
        one.Only(["name", "evidence_ids"], "replicas");
        if (one.TryGetProperty("replicas", out var replicas) && !replicas.TryGetInt32(out _)) throw new JsonException("No whole number.");
        return new(ActionNames.Of(one.Text("name", MostOfQuote)) ?? throw new JsonException("An unknown action."), Ids(one));
    }

    private static double Confidence(JsonElement root) =>
        root.GetProperty("confidence") is { ValueKind: JsonValueKind.Number } value && value.GetDouble() is >= 0 and <= 1 and var confidence
            ? confidence
            : throw new JsonException("No confidence.");

    private static ImmutableArray<string> Ids(JsonElement one) => one.List("evidence_ids", 1, MostIds, static id =>
        id.ValueKind is JsonValueKind.String && id.GetString() is { } text && EvidenceId().IsMatch(text) ? text : throw new JsonException("No id."));

    [GeneratedRegex(@"^E[0-9]{1,2}\z")]
    private static partial Regex EvidenceId();
}
