using AiSre.Domain.Workspaces;

namespace AiSre.Api.Workspaces;

/// <summary>What is sent and answered, as the description shows it.</summary>
internal static class WorkspaceExamples
{
    public const string Id = "ws-globex";

    private static readonly QuotasBody Own = new(AlertsPerMinute: 6_000, StoredIncidents: 100_000);

    public static readonly CreateWorkspaceRequest Create = new(Id, "Globex", Own, new(IncidentDays: 365));

    public static readonly ChangeWorkspaceRequest Change = new("Globex Corporation", Retention: new(IncidentDays: 180, AuditDays: 400));

    public static readonly SuspendWorkspaceRequest Suspend = new("The contract has ended.");

    public static readonly WorkspaceResponse Active = new(
        Id, "Globex", new(2026, 1, 15, 10, 30, 0, TimeSpan.Zero), "active", null, QuotasBody.From(QuotaDefaults.InForce(Own.ToQuotas())), Own,
        new(IncidentDays: 365));

    public static readonly WorkspaceResponse Suspended = Active with { Status = "suspended", Reason = "The contract has ended." };

    public static readonly WorkspaceResponse Deleting = Active with { Status = "deleting" };

    public static readonly WorkspaceListResponse List = new([Active], 1, null);

    public const string Lines = """
        {"record":"workspace","row":{"version":1,"id":"ws-globex","created_at":"2026-01-15T10:30:00+00:00","exported_at":"2026-02-01T08:00:00+00:00"}}
        {"record":"audit","row":{"actor":"dave","action":"silence_created","kind":"silences","id":"sil-1","at":1768473000000,"detail":"{}"}}
        {"record":"end","row":{"rows":1}}
        """;

    public static readonly ImportedResponse Imported = new(Id, 48_210);

    public static readonly WorkspaceUsageResponse Usage = new(Id, 5_120, 12, 3, 4, 2, null);
}
