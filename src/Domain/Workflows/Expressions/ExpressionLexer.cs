using System.Text;

namespace AiSre.Domain.Workflows.Expressions;

/// <summary>Cuts an expression into words, numbers, texts and symbols.</summary>
internal sealed class ExpressionLexer(string text)
{
    private static readonly string[] Symbols = ["==", "!=", "<=", ">=", "<", ">", "(", ")", "[", "]", ",", "."];

    private readonly List<ExpressionToken> tokens = [];
    private int at;

    /// <exception cref="ExpressionException">There is something in it that no expression has.</exception>
    public static IReadOnlyList<ExpressionToken> Tokens(string text) => new ExpressionLexer(text).Read();

    private List<ExpressionToken> Read()
    {
        while (at < text.Length)
        {
            if (char.IsWhiteSpace(text[at])) at++;
            else Token();
        }
        tokens.Add(new(ExpressionTokenKind.End, "", text.Length + 1));
        return tokens;
    }

    private void Token()
    {
        var (start, first) = (at, text[at]);
        if (first is '\'' or '"') tokens.Add(new(ExpressionTokenKind.Text, Quoted(first), start + 1));
        // Behind a dot names may begin with a digit, as steps' ids may.
        else if (char.IsAsciiLetter(first) || first == '_' || (IsNamePart(first) && tokens is [.., var last] && last.Is(".")))
            Add(ExpressionTokenKind.Word, start, static character => IsNamePart(character));
        else if (char.IsAsciiDigit(first) || (first == '-' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1])))
        {
            at++;
            Add(ExpressionTokenKind.Number, start, static character => char.IsAsciiDigit(character) || character == '.');
        }
        else if (Symbols.FirstOrDefault(symbol => string.CompareOrdinal(text, start, symbol, 0, symbol.Length) == 0) is { } known)
        {
            tokens.Add(new(ExpressionTokenKind.Symbol, known, start + 1));
            at += known.Length;
        }
        else
        {
            throw new ExpressionException(start + 1, first switch
            {
                '{' => "'{' has no meaning here; {{…}} is for texts, in an expression write the path itself",
                '=' => "'=' has no meaning here; equality is ==",
                '&' => "'&' has no meaning here; write and",
                '|' => "'|' has no meaning here; write or",
                '!' => "'!' has no meaning here; write not",
                _ => $"'{Spelling.Shown(first.ToString())}' has no meaning here",
            });
        }
    }

    private static bool IsNamePart(char character) => char.IsAsciiLetterOrDigit(character) || character is '_' or '-';

    private void Add(ExpressionTokenKind kind, int start, Func<char, bool> isPart)
    {
        while (at < text.Length && isPart(text[at])) at++;
        tokens.Add(new(kind, text[start..at], start + 1));
    }

    /// <summary>A backslash stands before a quote or a backslash that is meant; before all else it stands for itself.</summary>
    private string Quoted(char quote)
    {
        var (value, start) = (new StringBuilder(), at++);
        for (; at < text.Length; at++)
        {
            if (text[at] == quote)
            {
                at++;
                return value.ToString();
            }
            if (text[at] == '\\' && at + 1 < text.Length && (text[at + 1] == quote || text[at + 1] == '\\')) at++;
            value.Append(text[at]);
        }
        throw new ExpressionException(start + 1, "this text has no end");
    }
}
