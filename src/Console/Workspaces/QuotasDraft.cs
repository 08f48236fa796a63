using System.Collections.Immutable;
using AiSre.Console.Requests;
using AiSre.Domain.Workspaces;

namespace AiSre.Console.Workspaces;

/// <summary>Quotas as they stand in the form; empty: the platform's default counts.</summary>
public sealed record QuotasDraft
{
    public const int Most = 1_000_000_000;

    public string Alerts { get; init; } = "";
    public string Deliveries { get; init; } = "";
    public string Incidents { get; init; } = "";
    public string ModelCalls { get; init; } = "";
    public string Channels { get; init; } = "";

    /// <summary>What is wrong, by field.</summary>
    public IReadOnlyDictionary<string, string> Problems { get; init; } = ImmutableDictionary<string, string>.Empty;

    public static QuotasDraft Of(WorkspaceQuotas quotas) => new()
    {
        Alerts = WholeField.Text(quotas.AlertsPerMinute), Deliveries = WholeField.Text(quotas.DeliveriesPerMinute),
        Incidents = WholeField.Text(quotas.StoredIncidents), ModelCalls = WholeField.Text(quotas.ModelCallsPerDay),
        Channels = WholeField.Text(quotas.Channels),
    };

    public static QuotasDraft Of(ConsoleForm form) => new()
    {
        Alerts = form.Text("alerts") ?? "", Deliveries = form.Text("deliveries") ?? "", Incidents = form.Text("incidents") ?? "",
        ModelCalls = form.Text("model_calls") ?? "", Channels = form.Text("channels") ?? "",
    };

    /// <summary>Null when something is wrong, which the draft then says.</summary>
    public WorkspaceQuotas? Read(out QuotasDraft draft)
    {
        var wrong = ImmutableDictionary.CreateBuilder<string, string>();
        var quotas = new WorkspaceQuotas
        {
            AlertsPerMinute = WholeField.Read(wrong, "alerts", Alerts, 1, Most),
            DeliveriesPerMinute = WholeField.Read(wrong, "deliveries", Deliveries, 1, Most),
            StoredIncidents = WholeField.Read(wrong, "incidents", Incidents, 1, Most),
            ModelCallsPerDay = WholeField.Read(wrong, "model_calls", ModelCalls, 0, Most),
            Channels = WholeField.Read(wrong, "channels", Channels, 0, Most),
        };
        draft = this with { Problems = wrong.ToImmutable() };
        return wrong.Count > 0 ? null : quotas;
    }

    public string? ProblemOf(string field) => Problems.GetValueOrDefault(field);
}
