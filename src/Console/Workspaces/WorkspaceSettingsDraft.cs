using System.Collections.Immutable;
using System.Globalization;
using AiSre.Console.Requests;
using AiSre.Domain.Workspaces;
using AiSre.Grains.Workspaces;

namespace AiSre.Console.Workspaces;

/// <summary>Name and retention, as they stand in the form.</summary>
public sealed record WorkspaceSettingsDraft
{
    public string Name { get; init; } = "";

    /// <summary>Days; empty: no end of its own.</summary>
    public string IncidentDays { get; init; } = "";

    public string MessageDays { get; init; } = "";
    public string AuditDays { get; init; } = "";

    /// <summary>What is wrong, by field.</summary>
    public IReadOnlyDictionary<string, string> Problems { get; init; } = ImmutableDictionary<string, string>.Empty;

    public static WorkspaceSettingsDraft Of(Workspace one) => new()
    {
        Name = one.Name ?? "", IncidentDays = WholeField.Text(one.Retention.IncidentDays),
        MessageDays = WholeField.Text(one.Retention.MessageDays), AuditDays = WholeField.Text(one.Retention.AuditDays),
    };

    public static WorkspaceSettingsDraft Of(ConsoleForm form) => new()
    {
        Name = form.Text("name") ?? "", IncidentDays = form.Text("incident_days") ?? "",
        MessageDays = form.Text("message_days") ?? "", AuditDays = form.Text("audit_days") ?? "",
    };

    /// <summary>Null when something is wrong, which the draft then says.</summary>
    /// <param name="now">As it is called now.</param>
    /// <param name="draft">With what is wrong.</param>
    public WorkspaceChange? Read(string? now, out WorkspaceSettingsDraft draft)
    {
        var wrong = ImmutableDictionary.CreateBuilder<string, string>();
        if (NameProblem(Name) is { } problem) wrong["name"] = problem;
        else if (Name.Length == 0 && now is not null) wrong["name"] = "It has a name, which can be changed and not be taken away.";
        var retention = new WorkspaceRetention
        {
            IncidentDays = WholeField.Read(wrong, "incident_days", IncidentDays, 1, WorkspaceRules.MostDays),
            MessageDays = WholeField.Read(wrong, "message_days", MessageDays, 1, WorkspaceRules.MostDays),
            AuditDays = WholeField.Read(
                wrong, "audit_days", AuditDays, WorkspaceRules.LeastAuditDays, WorkspaceRules.MostDays),
        };
        draft = this with { Problems = wrong.ToImmutable() };
        return wrong.Count > 0 ? null : new() { Name = Name.Length == 0 ? null : Name, Retention = retention };
    }

    public string? ProblemOf(string field) => Problems.GetValueOrDefault(field);

    internal static string? NameProblem(string name) =>
        name.Length > WorkspaceRules.LongestName ? $"At most {WorkspaceRules.LongestName} characters."
        : name.Any(char.IsControl) ? "On one line."
        : null;
}

/// <summary>A field for a whole number that may be empty.</summary>
internal static class WholeField
{
    public static string Text(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    public static int? Read(ImmutableDictionary<string, string>.Builder wrong, string field, string text, int from, int to)
    {
        if (text.Length == 0) return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= from && number <= to) return number;
        wrong[field] = string.Create(CultureInfo.InvariantCulture, $"A number from {from:N0} to {to:N0}, or nothing.");
        return null;
    }
}
