using System.Collections.Immutable;

namespace AiSre.Domain.Workflows.Expressions;

/// <summary>
/// A condition that has been read (docs/workflows.md). There is nothing in it that runs: it compares what is known, and costs its own length and that
/// of the values.
/// </summary>
public abstract record Expression
{
    public const int MaxLength = 1_000;

    /// <summary>All paths that it looks at.</summary>
    public abstract IEnumerable<ValuePath> Paths { get; }

    /// <param name="text">As its author wrote it.</param>
    /// <param name="problem">Why it is none, as the end of a sentence.</param>
    public static Expression? Parse(string text, out string? problem)
    {
        problem = text.Length > MaxLength ? $"it has more than {MaxLength} characters" : null;
        if (problem is not null) return null;
        try
        {
            return new ExpressionParser(ExpressionLexer.Tokens(text)).Whole();
        }
        catch (ExpressionException exception)
        {
            problem = exception.Message;
            return null;
        }
    }

    /// <summary>Only what is true is: a name that nobody knows, a text and a number are not.</summary>
    public bool IsTrue(IValueScope scope) => ExpressionEvaluator.Value(this, scope) is true;

    /// <param name="Value">Null, a bool, a double or a string.</param>
    internal sealed record Literal(object? Value) : Expression
    {
        public override IEnumerable<ValuePath> Paths => [];
    }

    internal sealed record Lookup(ValuePath Path) : Expression
    {
        public override IEnumerable<ValuePath> Paths => [Path];
    }

    internal sealed record ListOf(ImmutableArray<Expression> Items) : Expression
    {
        public override IEnumerable<ValuePath> Paths => Items.SelectMany(item => item.Paths);
    }

    internal sealed record Compare(Expression Left, string Operator, Expression Right) : Expression
    {
        public override IEnumerable<ValuePath> Paths => Left.Paths.Concat(Right.Paths);
    }

    internal sealed record Matches(Expression Left, SearchPattern Pattern) : Expression
    {
        public override IEnumerable<ValuePath> Paths => Left.Paths;
    }

    internal sealed record Not(Expression Inner) : Expression
    {
        public override IEnumerable<ValuePath> Paths => Inner.Paths;
    }

    /// <summary>All of them; any of them when <paramref name="IsAny"/>.</summary>
    internal sealed record Several(ImmutableArray<Expression> Items, bool IsAny) : Expression
    {
        public override IEnumerable<ValuePath> Paths => Items.SelectMany(item => item.Paths);
    }
}
