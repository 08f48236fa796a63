namespace AiSre.Domain.Demo.Script;

/// <summary>A delivery that could not be read.</summary>
public sealed record DemoDeadLetter(string Source, string Payload, string Error, DateTimeOffset At);
