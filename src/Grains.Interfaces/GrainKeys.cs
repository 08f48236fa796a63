namespace AiSre.Grains;

/// <summary>
/// The only place where grain keys are built and parsed. The workspace is always the first segment and comes from the caller's key, so a
/// caller of one workspace cannot name a grain of another.
/// </summary>
public static class GrainKeys
{
    /// <summary>The workspace of callers that name none, shown as "Primary Workspace".</summary>
    public const string DefaultWorkspace = "default";

    /// <summary>Alerts without a service are spread over this many intakes.</summary>
    public const int ServicelessIntakes = 16;

    public static string Incident(string workspace, string incidentId) => $"{workspace}/{incidentId}";

    public static string Intake(string workspace, string service) => $"{workspace}/{service}";

    /// <summary>The intake of alerts that name no service: equal names always meet in the same one.</summary>
    public static string ServicelessIntake(string workspace, uint hash) => $"{workspace}/-/{hash % ServicelessIntakes}";

    public static string Delivery(string workspace, string source, uint hash) => $"{workspace}/{source}/{hash % 16}";

    /// <summary>Splits at the first slash: workspaces have none, services may.</summary>
    public static (string Workspace, string Name) Parse(string key)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? (key, "") : (key[..slash], key[(slash + 1)..]);
    }
}
