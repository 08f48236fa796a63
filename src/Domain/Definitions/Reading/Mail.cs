namespace AiSre.Domain.Definitions.Reading;

/// <summary>What can be an e-mail address here.</summary>
public static class Mail
{
    /// <summary>Only what cannot be one is refused: servers know better. Nothing that could end a header or add a recipient.</summary>
    public static bool IsAddress(string text) =>
        text.Length <= 254 && text.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && at < text.Length - 1 && text.LastIndexOf('@') == at
        && !text.Any(
            static character =>
            char.IsWhiteSpace(character) || char.IsControl(character) || character is ',' or ';' or '<' or '>' or '"' or '(' or ')');
}
