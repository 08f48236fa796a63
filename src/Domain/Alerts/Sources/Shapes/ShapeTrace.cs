namespace AiSre.Domain.Alerts.Sources.Shapes;

/// <summary>How one field of an alert came about, for people who write a shape.</summary>
/// <param name="Field">The shape's key.</param>
/// <param name="From">The path or template that said it; null when none of them did.</param>
/// <param name="Value">What it said; null when the field stayed empty.</param>
/// <param name="Tried">What was tried.</param>
public sealed record ShapeTrace(string Field, string? From, string? Value, string Tried);
