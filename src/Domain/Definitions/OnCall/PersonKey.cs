namespace AiSre.Domain.Definitions.OnCall;

/// <summary>A key of a user that says what a channel calls them.</summary>
/// <param name="Name">Such as <c>email</c>.</param>
/// <param name="Allowed">What it must be, with an example: "an address such as dave@example.com".</param>
/// <param name="IsRight">Whether a value is that.</param>
public sealed record PersonKey(string Name, string Allowed, Func<string, bool> IsRight);
