using System.Collections.Immutable;
using System.Globalization;

namespace AiSre.Domain.Workflows.Expressions;

/// <summary>
/// <c>or</c> binds least, then <c>and</c>, <c>not</c>, and a comparison. Comparisons do not chain: <c>a &lt; b &lt; c</c> is a mistake.
/// </summary>
internal sealed class ExpressionParser(IReadOnlyList<ExpressionToken> tokens)
{
    private const int MaxDepth = 20;
    private const int MaxItems = 50;

    private static readonly string[] Comparisons = ["==", "!=", "<", "<=", ">", ">="];
    private static readonly string[] Words = ["in", "contains", "matches"];
    private static readonly string[] Reserved = ["and", "or", "not", .. Words];

    private int at;
    private int depth;

    private ExpressionToken Now => tokens[at];

    public Expression Whole()
    {
        if (Now.Kind is ExpressionTokenKind.End) throw new ExpressionException(1, "it is empty");
        var whole = Any();
        return Now.Kind is ExpressionTokenKind.End ? whole : throw Unexpected("and, or, or the end");
    }

    private Expression Any() => Several("or", isAny: true, All);

    private Expression All() => Several("and", isAny: false, Negation);

    private Expression Several(string word, bool isAny, Func<Expression> item)
    {
        var items = ImmutableArray.Create(item());
        while (SkipWord(word)) items = items.Add(item());
        return items.Length == 1 ? items[0] : new Expression.Several(items, isAny);
    }

    private Expression Negation()
    {
        var negated = false;
        while (SkipWord("not")) negated = !negated;
        var inner = Comparison();
        return negated ? new Expression.Not(inner) : inner;
    }

    private Expression Comparison()
    {
        var left = Operand();
        if (Operator() is not { } compared) return left;
        at++;
        if (compared == "matches") return new Expression.Matches(left, Pattern());
        var right = Operand();
        return Operator() is null ? new Expression.Compare(left, compared, right) : throw Unexpected("and, or, or the end");
    }

    private string? Operator() => Now switch
    {
        { Kind: ExpressionTokenKind.Symbol } symbol when Comparisons.Contains(symbol.Value) => symbol.Value,
        { Kind: ExpressionTokenKind.Word } word when Words.Contains(word.Value) => word.Value,
        _ => null,
    };

    /// <summary>Written out, so that what it costs is known before anything is matched.</summary>
    private SearchPattern Pattern()
    {
        if (Now.Kind is not ExpressionTokenKind.Text) throw Unexpected("a regular expression in quotes");
        var pattern = SearchPattern.Of(Now.Value);
        return pattern.Problem is { } problem ? throw new ExpressionException(Now.At, problem) : Next(pattern);
    }

    private Expression Operand()
    {
        switch (Now.Kind)
        {
            case ExpressionTokenKind.Text: return Next(new Expression.Literal(Now.Value));
            case ExpressionTokenKind.Number: return Next(new Expression.Literal(Number(Now)));
            case ExpressionTokenKind.Word when !Reserved.Contains(Now.Value): return Named();
            case ExpressionTokenKind.Symbol when Now.Value == "(": return Nested(Any, ")");
            case ExpressionTokenKind.Symbol when Now.Value == "[": return Nested(List, "]");
            default: throw Unexpected("a path, a value, '(' or '['");
        }
    }

    private Expression Named() => Now.Value switch
    {
        "true" => Next(new Expression.Literal(true)),
        "false" => Next(new Expression.Literal(false)),
        "null" => Next(new Expression.Literal(null)),
        _ => new Expression.Lookup(Path()),
    };

    /// <summary>A path and nothing behind it.</summary>
    public ValuePath OnlyPath()
    {
        if (Now.Kind is not ExpressionTokenKind.Word || Reserved.Contains(Now.Value)) throw Unexpected("a path such as inputs.namespace");
        var path = Path();
        return Now.Kind is ExpressionTokenKind.End ? path : throw Unexpected("nothing more");
    }

    private ValuePath Path() => new(Segments(ImmutableArray.Create(Next(new PathSegment(Now.Value, 0)))));

    /// <summary>What follows the first name: <c>.name</c>, <c>[0]</c>, <c>['a name']</c>.</summary>
    public ImmutableArray<PathSegment> Segments(ImmutableArray<PathSegment> segments)
    {
        while (true)
        {
            if (segments.Length > ValuePath.MaxSegments) throw new ExpressionException(Now.At, $"a path has at most {ValuePath.MaxSegments} parts");
            if (Skip("."))
            {
                if (Now.Kind is not ExpressionTokenKind.Word) throw Unexpected("a name");
                segments = segments.Add(Next(new PathSegment(Now.Value, 0)));
            }
            else if (Skip("["))
            {
                segments = segments.Add(Now.Kind switch
                {
                    ExpressionTokenKind.Text => new PathSegment(Now.Value, 0),
                    ExpressionTokenKind.Number when int.TryParse(Now.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var index) =>
                        new PathSegment(null, index),
                    _ => throw Unexpected("a whole number or a name in quotes"),
                });
                at++;
                if (!Skip("]")) throw Unexpected("']'");
            }
            else return segments;
        }
    }

    private Expression.ListOf List()
    {
        var items = ImmutableArray.CreateBuilder<Expression>();
        while (!Now.Is("]"))
        {
            if (items.Count > 0 && !Skip(",")) throw Unexpected("',' or ']'");
            if (items.Count == MaxItems) throw new ExpressionException(Now.At, $"a list has at most {MaxItems} items");
            items.Add(Operand());
        }
        return new(items.ToImmutable());
    }

    private Expression Nested(Func<Expression> inner, string end)
    {
        if (++depth > MaxDepth) throw new ExpressionException(Now.At, $"it is nested more than {MaxDepth} levels deep");
        at++;
        var nested = inner();
        if (!Skip(end)) throw Unexpected($"'{end}'");
        depth--;
        return nested;
    }

    private static double Number(ExpressionToken token) =>
        double.TryParse(token.Value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new ExpressionException(token.At, $"'{Spelling.Shown(token.Value)}' is no number");

    private T Next<T>(T read)
    {
        at++;
        return read;
    }

    private bool Skip(string symbol)
    {
        if (!Now.Is(symbol)) return false;
        at++;
        return true;
    }

    private bool SkipWord(string word)
    {
        if (!Now.IsWord(word)) return false;
        at++;
        return true;
    }

    private ExpressionException Unexpected(string expected) => new(Now.At,
        Now.Kind is ExpressionTokenKind.End ? $"it ends where {expected} is expected"
            : $"'{Spelling.Shown(Now.Value)}' stands where {expected} is expected");
}
