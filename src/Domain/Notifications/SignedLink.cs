namespace AiSre.Domain.Notifications;

/// <summary>
/// A link in a message by which one person looks at one incident, and acknowledges it, without signing in. It stands for that person because it was
/// sent to an address that nobody else reads.
/// </summary>
/// <param name="Workspace">Whose incident it is.</param>
/// <param name="IncidentId">Which.</param>
/// <param name="Person">In whose name it acknowledges.</param>
/// <param name="Channel">By which the message went.</param>
/// <param name="IssuedAt">When the reason for the message arose, which tells it from the person's other links; whole milliseconds.</param>
/// <param name="ExpiresAt">From then on it opens nothing; whole milliseconds.</param>
public sealed record SignedLink(
    string Workspace, string IncidentId, string Person, string Channel, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt);
