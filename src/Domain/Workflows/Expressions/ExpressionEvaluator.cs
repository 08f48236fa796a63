using System.Globalization;
using System.Text.Json;

namespace AiSre.Domain.Workflows.Expressions;

/// <summary>
/// What an expression comes to. What cannot be compared is neither equal, nor less, nor more. Values are null, bool, double, string, and
/// <see cref="JsonElement"/> for lists and objects.
/// </summary>
internal static class ExpressionEvaluator
{
    public static object? Value(Expression expression, IValueScope scope) => expression switch
    {
        Expression.Literal literal => literal.Value,
        Expression.Lookup lookup => scope.Find(lookup.Path) is { } found ? Plain(found) : null,
        Expression.Not not => Value(not.Inner, scope) is not true,
        Expression.Several several => several.IsAny
            ? several.Items.Any(item => Value(item, scope) is true)
            : several.Items.All(item => Value(item, scope) is true),
        Expression.Matches matches => Value(matches.Left, scope) is string text && matches.Pattern.IsMatch(text),
        Expression.Compare compare => Compares(compare, scope),
        Expression.ListOf list => list.Items.Select(item => Value(item, scope)).ToList(),
        _ => null,
    };

    private static bool Compares(Expression.Compare compare, IValueScope scope)
    {
        var (left, right) = (Value(compare.Left, scope), Value(compare.Right, scope));
        return compare.Operator switch
        {
            "==" => AreEqual(left, right),
            "!=" => !AreEqual(left, right),
            "in" => Items(right)?.Any(item => AreEqual(item, left)) ?? false,
            "contains" => left is string text ? right is string part && text.Contains(part, StringComparison.Ordinal)
                : Items(left)?.Any(item => AreEqual(item, right)) ?? false,
            "<" => Order(left, right) < 0,
            "<=" => Order(left, right) <= 0,
            ">" => Order(left, right) > 0,
            _ => Order(left, right) >= 0,
        };
    }

    /// <summary>A text that is a number or a truth value counts as one beside one: forms and YAML know texts only.</summary>
    private static bool AreEqual(object? left, object? right) => (left, right) switch
    {
        (double a, _) => Number(right) is { } b && a.Equals(b),
        (_, double b) => Number(left) is { } a && a.Equals(b),
        (bool a, string text) => text == (a ? "true" : "false"),
        (string text, bool b) => text == (b ? "true" : "false"),
        (JsonElement a, JsonElement b) => JsonElement.DeepEquals(a, b),
        _ => Equals(left, right),
    };

    private static int? Order(object? left, object? right)
    {
        if (left is string text && right is string other) return string.CompareOrdinal(text, other);
        return Number(left) is { } a && Number(right) is { } b ? a.CompareTo(b) : null;
    }

    private static double? Number(object? value) => value switch
    {
        double number => number,
        string text when double.TryParse(
            text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    private static IEnumerable<object?>? Items(object? value) => value switch
    {
        List<object?> list => list,
        JsonElement { ValueKind: JsonValueKind.Array } array => array.EnumerateArray().Select(Plain),
        _ => null,
    };

    private static object? Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        _ => value,
    };
}
