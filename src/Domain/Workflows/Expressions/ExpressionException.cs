namespace AiSre.Domain.Workflows.Expressions;

/// <summary>An expression cannot be read. Does not leave this folder.</summary>
internal sealed class ExpressionException(int at, string message) : Exception($"{message} (at character {at})");
