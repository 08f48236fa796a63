using System.IO.Hashing;
using System.Runtime.InteropServices;
using AiSre.Domain.Alerts;

namespace AiSre.Grains;

/// <summary>
/// The only place where grain keys are built and parsed. The workspace is always the first segment and comes from the caller's key, so a
/// caller of one workspace cannot name a grain of another.
/// </summary>
public static class GrainKeys
{
    /// <summary>Alerts without a service are spread over this many intakes.</summary>
    public const int ServicelessIntakes = 16;

    public static string Incident(string workspace, string incidentId) => $"{workspace}/{incidentId}";

    /// <summary>A grain is made for whatever is asked for: nonsense must not make one.</summary>
    public static bool IsIncidentId(string id) =>
        id.Length is > 4 and <= 64 && id.StartsWith("inc-", StringComparison.Ordinal) && id.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    public static string Intake(string workspace, string service) => $"{workspace}/{service}";

    /// <summary>The intake of alerts that name no service: equal names always meet in the same one.</summary>
    public static string ServicelessIntake(string workspace, uint hash) => $"{workspace}/-/{hash % ServicelessIntakes}";

    /// <summary>Whether the name of an intake is that of <see cref="ServicelessIntake"/>.</summary>
    public static bool IsServiceless(string scope) => scope.StartsWith("-/", StringComparison.Ordinal);

    /// <summary>Signals that deduplication must compare have to meet: by service, else by workload, else by what identifies them.</summary>
    public static string IntakeOf(string workspace, AlertSignal signal)
    {
        if (ServiceScope.Of(signal.Subject) is { } scope) return Intake(workspace, scope);
        var name = signal.Identity ?? signal.Subject.Namespace ?? "";
        return ServicelessIntake(workspace, (uint)XxHash3.HashToUInt64(MemoryMarshal.AsBytes(name.AsSpan())));
    }

    /// <summary>The grain that remembers a sender's delivery id.</summary>
    public static string Delivery(string workspace, string source, string deliveryId) =>
        $"{workspace}/{source}/{(uint)XxHash3.HashToUInt64(MemoryMarshal.AsBytes(deliveryId.AsSpan())) % 16}";

    /// <summary>Which source the grain is for.</summary>
    public static (string Workspace, string Source) ParseDelivery(string key)
    {
        var (workspace, rest) = Parse(key);
        return (workspace, Parse(rest).Workspace);
    }

    /// <summary>The grain that sends to one address of a channel. Names of channels have no slash, addresses may.</summary>
    public static string Destination(string workspace, string channel, string address) => Of(workspace, DestinationName(channel, address));

    /// <summary>Its name within its workspace.</summary>
    public static string DestinationName(string channel, string address) => $"{channel}/{address}";

    public static (string Workspace, string Channel, string Address) ParseDestination(string key)
    {
        var (workspace, rest) = Parse(key);
        var (channel, address) = Parse(rest);
        return (workspace, channel, address);
    }

    /// <summary>Who follows a workspace; null follows all, which no workspace is called.</summary>
    public static string Feed(string? workspace) => workspace ?? "*";

    public static string? ParseFeed(string key) => key == "*" ? null : key;

    public static string Heartbeat(string workspace, string name) => $"{workspace}/{name}";

    /// <summary>An objective of a workspace.</summary>
    public static string Slo(string workspace, string name) => $"{workspace}/{name}";

    /// <summary>A deploy of a service. Ids may have slashes, as services may.</summary>
    public static string Deploy(string workspace, string deployId, string service) => Of(workspace, $"{Uri.EscapeDataString(deployId)}/{service}");

    /// <summary>Of the name behind the workspace.</summary>
    public static (string DeployId, string Service) ParseDeploy(string name)
    {
        var (id, service) = Parse(name);
        return (Uri.UnescapeDataString(id), service);
    }

    /// <summary>The gate of a namespace; a cluster that is not known, and an action that touches none, has one of its own.</summary>
    public static string ActionGate(string workspace, string? cluster, string inNamespace) => Of(workspace, $"{cluster ?? "-"}/{inNamespace}");

    /// <summary>An approval that was asked for.</summary>
    public static string Approval(string workspace, string approvalId) => Of(workspace, approvalId);

    /// <summary>A grain is made for whatever is asked for: nonsense must not make one.</summary>
    public static bool IsApprovalId(string id) =>
        id.Length is > 4 and <= 64 && id.StartsWith("apr-", StringComparison.Ordinal) && id.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    /// <summary>The kill switch of a workspace; null: that of the platform, which no workspace is called.</summary>
    public static string KillSwitch(string? workspace) => workspace ?? "*";

    /// <summary>Who erases a workspace: it belongs to the platform, which no workspace is called, because it outlives what it erases.</summary>
    public static string Erasure(string workspace) => Of("*", workspace);

    public static string WorkflowRun(string workspace, string runId) => $"{workspace}/{runId}";

    /// <summary>A grain is made for whatever is asked for: nonsense must not make one.</summary>
    public static bool IsRunId(string id) =>
        id.Length is > 4 and <= 64 && id.StartsWith("run-", StringComparison.Ordinal) && id.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    /// <summary>A grain of a workspace by its name there; the workspace's own grain when the name is empty.</summary>
    public static string Of(string workspace, string name) => name.Length == 0 ? workspace : $"{workspace}/{name}";

    /// <summary>Splits at the first slash: workspaces have none, services may.</summary>
    public static (string Workspace, string Name) Parse(string key)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? (key, "") : (key[..slash], key[(slash + 1)..]);
    }
}
