using System.Text.RegularExpressions;

namespace AiSre.Api.Tests.Isolation;

/// <summary>What a call was answered, and what of the called workspace the call itself had named.</summary>
/// <param name="Text">Where it leads, what it says in its cookie for the next page, and its body.</param>
/// <param name="Named">The values that the request carried, by their names.</param>
internal sealed partial record RouteAnswer(int Status, string Text, IReadOnlyDictionary<string, string> Named)
{
    public bool IsRefusedForRole => Status is 401 or 429 || Text.StartsWith("-> /console/sign-in", StringComparison.Ordinal)
        || (Status == 403 && (Text.Contains("insufficient_role", StringComparison.Ordinal)
            || Text.Contains("Your role does not allow this", StringComparison.Ordinal)));

    /// <summary>The key has the role and is not good for this.</summary>
    public bool IsRefusedForScope => Status == 403 && Text.Contains("insufficient_scope", StringComparison.Ordinal);

    /// <summary>The same for every name that was named, and for every time at which it is said.</summary>
    public string Normal
    {
        get
        {
            var text = WithoutNamed(Text);
            text = RequestId().Replace(text, "<request>");
            text = FormToken().Replace(text, "<token>");
            text = Nonce().Replace(text, "nonce=<nonce>");
            text = Took().Replace(text, "\"took\":0");
            text = Id().Replace(text, "<id>");
            return text;
        }
    }

    /// <summary>What it tells of a workspace beyond what the caller had said himself; null: nothing.</summary>
    public string? Leak(Belongings of)
    {
        var text = WithoutNamed(Text);
        var at = text.IndexOf(Belongings.Mark, StringComparison.OrdinalIgnoreCase);
        foreach (var (name, thing) in of.Things)
            if (at < 0 && thing.Length >= 8 && !Named.ContainsKey(name)) at = text.IndexOf(thing, StringComparison.Ordinal);
        return at < 0 ? null : text[Math.Max(0, at - 80)..Math.Min(text.Length, at + 80)];
    }

    private string WithoutNamed(string text) =>
        Named.OrderByDescending(named => named.Value.Length).Aggregate(text, (said, named) => said
            .Replace(named.Value, $"<{named.Key}>", StringComparison.OrdinalIgnoreCase)
            .Replace(Uri.EscapeDataString(named.Value), $"<{named.Key}>", StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex("req-[0-9a-f]{8}-[0-9a-f]{8}")]
    private static partial Regex RequestId();

    [GeneratedRegex(@"[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{20,}")]
    private static partial Regex FormToken();

    [GeneratedRegex("nonce=\"[0-9a-f]+\"")]
    private static partial Regex Nonce();

    [GeneratedRegex("\"took\":[0-9.e-]+")]
    private static partial Regex Took();

    [GeneratedRegex(@"\b[a-z]{2,4}-[0-9a-hjkmnp-tv-z]{13}\b")]
    private static partial Regex Id();
}
