namespace AiSre.Domain.Notifications;

/// <summary>
/// The name under which a vendor knows an incident that we opened there (PagerDuty's <c>dedup_key</c>). It comes back with what people do to it in
/// the vendor's product, and tells our own pages from the vendor's incidents.
/// </summary>
/// <param name="Workspace">Whose incident.</param>
/// <param name="IncidentId">Ours.</param>
public readonly record struct PageKey(string Workspace, string IncidentId)
{
    private const string Prefix = "ai-sre:";

    /// <summary><c>ai-sre:workspace:incident</c>, at most 255 characters: ids of workspaces have 64 at most, those of incidents 17.</summary>
    public override string ToString() => $"{Prefix}{Workspace}:{IncidentId}";

    /// <summary>Null for a key that is not one of ours.</summary>
    public static PageKey? Parse(string? key)
    {
        if (key is null || !key.StartsWith(Prefix, StringComparison.Ordinal)) return null;
        var rest = key.AsSpan(Prefix.Length);
        var colon = rest.IndexOf(':');
        return colon < 1 || colon == rest.Length - 1 ? null : new(rest[..colon].ToString(), rest[(colon + 1)..].ToString());
    }
}
