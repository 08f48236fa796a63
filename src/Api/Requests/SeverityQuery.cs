namespace AiSre.Api.Requests;

/// <summary>The parameter <c>severity</c>, which means the same wherever it is asked for.</summary>
internal static class SeverityQuery
{
    /// <summary>From the worst to the mildest.</summary>
    public static readonly string[] Words = ["critical", "high", "warning", "info"];

    public static QueryParameter<string?> Optional(string description) => Query.Word("severity", description, Words);

    public static QueryParameter<IReadOnlyList<string>> List(string description) => Query.WordList("severity", description, Words);

    public static QueryParameter<string> Or(string fallback, string description) => Query.WordOr(fallback, "severity", description, Words);
}
