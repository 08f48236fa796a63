namespace AiSre.Domain.Workflows.Expressions;

internal enum ExpressionTokenKind
{
    Word,
    Number,
    Text,
    Symbol,
    End,
}

/// <param name="Kind">What it is.</param>
/// <param name="Value">Of a text what is between its quotes.</param>
/// <param name="At">Where it begins, counted from 1.</param>
internal readonly record struct ExpressionToken(ExpressionTokenKind Kind, string Value, int At)
{
    public bool Is(string symbol) => Kind is ExpressionTokenKind.Symbol && Value == symbol;

    public bool IsWord(string word) => Kind is ExpressionTokenKind.Word && Value == word;
}
