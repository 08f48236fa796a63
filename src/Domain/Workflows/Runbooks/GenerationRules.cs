using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Domain.Workflows.Runbooks;

/// <summary>
/// Proposes a runbook from what has helped before. By counting: the same past gives the same runbook, and every action in it asks a person first.
/// </summary>
public static class GenerationRules
{
    public const int MaxActions = 3;

    /// <summary>How far back it looks.</summary>
    public static readonly TimeSpan Past = TimeSpan.FromDays(90);

    /// <param name="service">Whose incidents.</param>
    /// <param name="pattern">The label of their failure pattern.</param>
    /// <param name="incidents">Those of the past that were resolved.</param>
    /// <param name="collect">What is worth reading for that pattern.</param>
    public static DefinitionDocument Generate(string service, string pattern, IReadOnlyList<PastIncident> incidents, ImmutableArray<string> collect)
    {
        var text = new StringBuilder();
        var id = Id(pattern, service);
        var actions = Helpful(incidents);
        text.Append(CultureInfo.InvariantCulture, $"""
            id: {id}
            kind: runbook
            name: {Quoted($"{Title(pattern)} Recovery for {Spelling.Shown(service)}")}
            description: {Quoted($"Proposed from {incidents.Count} resolved incidents of {Spelling.Shown(service)}.")}
            inputs:
              namespace: {Required(actions.Count > 0)}
              pod_name: {Required(actions.Contains(WorkflowActions.RestartPod))}
              deployment_name: {Required(actions.Contains(WorkflowActions.ScaleDeployment))}
              replicas: {Required(actions.Contains(WorkflowActions.ScaleDeployment))}
              service: {Required(false)}
              cluster: {Required(false)}
            match:
              patterns: [{pattern}]
              services: [{Quoted(service)}]
            steps:
              - id: evidence
                type: gather
                collect: [{string.Join(", ", collect)}]
                continue_on_error: true

            """);
        foreach (var action in actions) Append(text, action);
        return new($"runbooks/generated/{id}.yaml", text.ToString().ReplaceLineEndings("\n"));
    }

    /// <summary>What the file and the runbook are called: letters, digits and hyphens, whatever the service is called.</summary>
    public static string Id(string pattern, string service)
    {
        var plain = new StringBuilder("generated-");
        foreach (var character in $"{pattern}-{service}".ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(character)) plain.Append(character);
            else if (plain[^1] != '-') plain.Append('-');
        }
        return plain.ToString(0, Math.Min(plain.Length, RunbookIds.MaxLength)).TrimEnd('-');
    }

    /// <summary>
    /// Actions that were verified to have helped at least once, by their share of success and then by how often they were tried. Nobody knows much
    /// after one try, hence (s + 1) / (n + 2).
    /// </summary>
    public static IReadOnlyList<string> Helpful(IEnumerable<PastIncident> incidents) =>
    [
        .. incidents.SelectMany(incident => incident.Actions).Where(action => WorkflowActions.All.Contains(action.Action))
            .GroupBy(action => action.Action).Select(group => (Action: group.Key, Tried: group.Count(), Helped: group.Count(action => action.Helped)))
            .Where(entry => entry.Helped > 0 && entry.Action is not WorkflowActions.SuggestConfigFix)
            .OrderByDescending(entry => (entry.Helped + 1.0) / (entry.Tried + 2)).ThenByDescending(entry => entry.Tried)
            .ThenBy(entry => entry.Action, StringComparer.Ordinal).Take(MaxActions).Select(entry => entry.Action),
    ];

    /// <summary>As people write it: <c>OOMKilled</c>, <c>Image pull</c>.</summary>
    public static string Title(string pattern) => pattern switch
    {
        "oomkilled" => "OOMKilled",
        "crashloop" => "CrashLoopBackOff",
        "dns" => "DNS",
        "http_5xx" => "HTTP 5xx",
        { Length: > 0 } => char.ToUpperInvariant(pattern[0]) + pattern[1..].Replace('_', ' '),
        _ => "Unknown",
    };

    private static void Append(StringBuilder text, string action)
    {
        var (name, args, question, expect) = action is WorkflowActions.RestartPod
            ? ("restart", "pod_name: \"{{inputs.pod_name}}\"", "Restart {{inputs.pod_name}} in {{inputs.namespace}}?", "pod.ready == true")
            : ("scale", "deployment_name: \"{{inputs.deployment_name}}\", replicas: \"{{inputs.replicas}}\"",
                "Scale {{inputs.deployment_name}} in {{inputs.namespace}} to {{inputs.replicas}} replicas?",
                "workload.ready_replicas == workload.desired_replicas");
        text.Append(CultureInfo.InvariantCulture, $$$"""
              - id: approve_{{{name}}}
                type: approval
                message: "{{{question}}}"
              - id: {{{name}}}
                type: action
                action: {{{action}}}
                args: {namespace: "{{inputs.namespace}}", cluster: "{{inputs.cluster}}", {{{args}}}}
              - {id: check_{{{name}}}, type: verify, after_seconds: 120, expect: "{{{expect}}}", on_fail: fail}

            """);
    }

    private static string Required(bool isRequired) => isRequired ? "{required: true}" : "{}";

    /// <summary>A JSON text is a YAML text, whatever is in it.</summary>
    private static string Quoted(string text) => JsonSerializer.Serialize(text);
}
