using System.Collections.Immutable;
using System.Globalization;
using AiSre.Console.Requests;
using AiSre.Domain.Actions;
using AiSre.Domain.Autonomy;
using AiSre.Domain.Definitions.Actions;
using AiSre.Grains.Autonomy;

namespace AiSre.Console.Autonomy;

/// <summary>The settings as a form holds them.</summary>
public sealed record AutonomyDraft
{
    public bool IsEnabled { get; init; }
    public bool ApprovalRequired { get; init; }
    public bool DefaultDryRun { get; init; }
    public string Poll { get; init; } = "";
    public string Most { get; init; } = "";
    public ImmutableArray<ActionName> Actions { get; init; } = [];

    /// <summary>With spaces or commas between them.</summary>
    public string Namespaces { get; init; } = "";

    /// <summary>Of the settings that it began with.</summary>
    public int Revision { get; init; }

    /// <summary>Why it is not in force though nothing is wrong with it; null: it was not put yet.</summary>
    public string? Note { get; init; }

    /// <summary>What is wrong, by field.</summary>
    public IReadOnlyDictionary<string, string> Problems { get; init; } = new Dictionary<string, string>();

    public static AutonomyDraft Of(AutonomySettings settings, int revision) => new()
    {
        Revision = revision,
        IsEnabled = settings.IsEnabled,
        ApprovalRequired = settings.ApprovalRequired,
        DefaultDryRun = settings.DefaultDryRun,
        Poll = settings.PollIntervalSeconds.ToString(CultureInfo.InvariantCulture),
        Most = settings.MaxIncidentsPerCycle.ToString(CultureInfo.InvariantCulture),
        Actions = settings.Actions,
        Namespaces = string.Join(' ', settings.Namespaces),
    };

    public static AutonomyDraft Of(ConsoleForm form) => new()
    {
        Revision = form.Whole("revision") ?? 0,
        IsEnabled = form.IsOn("enabled"),
        ApprovalRequired = form.IsOn("approval"),
        DefaultDryRun = form.IsOn("dry_run"),
        Poll = form.Text("poll") ?? "",
        Most = form.Text("most") ?? "",
        Actions = [.. form.All("action").Select(ActionNames.Of).OfType<ActionName>().Distinct()],
        Namespaces = form.Text("namespaces") ?? "",
    };

    /// <summary>Null when something is wrong.</summary>
    public AutonomyChange? Read(bool isDevMode, bool devModeActs, out IReadOnlyDictionary<string, string> problems)
    {
        var wrong = new Dictionary<string, string>();
        problems = wrong;
        var poll = Whole("poll", Poll, AutonomySettings.ShortestPoll, AutonomySettings.LongestPoll);
        var most = Whole("most", Most, 1, AutonomySettings.MostIncidents);
        var namespaces = Namespaces.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).Distinct().ToImmutableArray();
        if (namespaces.FirstOrDefault(glob => !NamespaceGlob.IsGlob(glob)) is { } bad)
            wrong["namespaces"] = $"'{bad}' matches no namespace: small letters, digits and '-', with * and ? for any.";
        else if (namespaces.Length > AutonomySettings.MostNamespaces) wrong["namespaces"] = $"At most {AutonomySettings.MostNamespaces}.";
        return wrong.Count > 0 ? null : new()
        {
            Enabled = IsEnabled, ApprovalRequired = ApprovalRequired, DefaultDryRun = DefaultDryRun, PollIntervalSeconds = poll,
            MaxIncidentsPerCycle = most, Actions = Actions, Namespaces = namespaces, IsDevMode = isDevMode, DevModeActs = devModeActs,
            Revision = Revision,
        };

        int Whole(string field, string text, int from, int to)
        {
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= from && number <= to) return number;
            wrong[field] = $"A number from {from} to {to}.";
            return from;
        }
    }
}
