namespace AiSre.Domain.Definitions.OnCall;

/// <summary>Somebody who can be told.</summary>
public sealed record Person
{
    /// <summary>The name that everything else uses.</summary>
    public required string Id { get; init; }

    public string? Email { get; init; }

    /// <summary>Member id in Slack (<c>U…</c> or <c>W…</c>).</summary>
    public string? Slack { get; init; }

    /// <summary>User id in PagerDuty (<c>P…</c>).</summary>
    public string? PagerDuty { get; init; }

    /// <summary>Told when nobody else can be (target <c>role:admin</c>).</summary>
    public bool IsAdmin { get; init; }
}
