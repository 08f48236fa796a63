
namespace AiSre.Diagnosis.Findings;

/// <summary>A sentence of a name and of words that are the rule's own: only the name has to be carried.</summary>
internal static class CarriedPhrase
{
    public static CarriedText Of(string name, string words)
    {
        var text = new CarriedText(words.Length + 2, 1);
        text.AppendFormatted(name);
        text.AppendLiteral(" " + words + ".");
        return text;
    }
}
