namespace AiSre.Api.Alerts;

/// <summary>One way in for alerts: what of a body stands in its address, and how it is answered.</summary>
/// <param name="Respond">Makes the answer's body; null for an empty answer.</param>
/// <param name="Status">Of what is done when it is answered. What waits in the spool is 202 at every door.</param>
public sealed record Door(Func<IngestOutcome, object>? Respond, int Status = StatusCodes.Status200OK)
{
    /// <summary>Adds to the text of a body what its address says of it; null where that is nothing.</summary>
    public Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>>? Complete { get; init; }
}
