namespace AiSre.Grains;

/// <summary>
/// The call may be made a second time when nobody knows what became of the first: it reads, or doing it twice is doing it once. The API tries
/// such calls again after a time-out. Without the mark its own caller is told.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class IdempotentAttribute : Attribute;
