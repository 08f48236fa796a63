namespace AiSre.Domain.Alerts;

/// <summary>How bad it is. Ordered, so that <c>Max</c> raises and never lowers.</summary>
public enum Severity
{
    Info = 0,
    Warning = 1,
    High = 2,
    Critical = 3,
}
