namespace AiSre.Api.Incidents;

/// <param name="Actor">Who does it; the key's name when absent. Where the workspace defines people: one of them.</param>
/// <param name="Note">Goes onto the timeline.</param>
public sealed record AcknowledgeRequest(string? Actor = null, string? Note = null);

/// <param name="Actor">Who gives it back; the key's name when absent. Where the workspace defines people: one of them.</param>
public sealed record UnacknowledgeRequest(string? Actor = null);

/// <param name="Actor">Who does it; the key's name when absent. Where the workspace defines people: one of them.</param>
/// <param name="Resolution">What solved it, shown to whoever meets the same problem again.</param>
public sealed record ResolveRequest(string? Actor = null, string? Resolution = null);

/// <param name="Actor">Who does it; the key's name when absent. Where the workspace defines people: one of them.</param>
public sealed record ReopenRequest(string? Actor = null);

/// <param name="Text">1 to 8,192 characters.</param>
/// <param name="Actor">Who writes; the key's name when absent. Where the workspace defines people: one of them.</param>
public sealed record NoteRequest(string Text, string? Actor = null);

/// <param name="To">A person's or a team's name, 1 to 200 characters. Where the workspace defines people: one of them, or of its teams.</param>
/// <param name="Actor">Who assigns; the key's name when absent. Where the workspace defines people: one of them.</param>
public sealed record AssignRequest(string To, string? Actor = null);

/// <param name="Minutes">1 to 10,080 (a week).</param>
/// <param name="Actor">Who asks for quiet; the key's name when absent. Where the workspace defines people: one of them.</param>
public sealed record SnoozeRequest(int Minutes, string? Actor = null);

/// <param name="AlertIdentity">One of the identities that <c>GET /incidents/{id}/explain</c> lists.</param>
/// <param name="Actor">Who takes it out; the key's name when absent. Where the workspace defines people: one of them.</param>
public sealed record UnmergeRequest(string AlertIdentity, string? Actor = null);
