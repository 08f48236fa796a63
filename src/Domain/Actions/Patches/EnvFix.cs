using System.Text.RegularExpressions;
using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Domain.Actions.Patches;

/// <summary>A variable that the process misses. Its value is the issue's, if that is a plain word; else a person fills it in.</summary>
internal static partial class EnvFix
{
    private const string ToDo = "CHANGE_ME";

    public static FixOutcome Apply(SpecView spec, SpecText text)
    {
        if (Variable().Match(spec.Issue) is not { Success: true } match)
            return FixOutcome.None("Which variable is missing is not clear from the issue; name it, such as DATABASE_URL or LOG_LEVEL=info.");
        var name = match.Groups["name"].Value;
        var value = match.Groups["value"] is { Success: true } given ? given.Value : ToDo;
        var container = spec.Container;
        var env = SpecView.Value(container, "env");
        if (env is YamlList list)
        {
            if (list.Items.OfType<YamlMap>().FirstOrDefault(item => SpecView.Text(item, "name") == name) is { } known)
            {
                if (SpecView.Scalar(known, "value") is not { } old || value is ToDo)
                    return FixOutcome.None($"{name} is set in this spec; its value, or the secret or map that it comes from, is what to look at.");
                text.Replace(old, value);
                return new($"{name} of {spec.ContainerName} is another value in the issue.");
            }
            if (list.Items.IsEmpty) return FixOutcome.None("'env' is an empty list in this spec; take it out, and the change is written.");
            text.AddItem(list, $"- name: {name}\n  value: \"{value}\"", $"{{name: {name}, value: \"{value}\"}}");
        }
        else if (env is null)
            text.Add(container, $"env:\n  - name: {name}\n    value: \"{value}\"", $"env: [{{name: {name}, value: \"{value}\"}}]");
        else return FixOutcome.None("'env' is no list in this spec.");
        return new(value is ToDo
            ? $"{spec.ContainerName} needs {name}, which this spec does not set. {ToDo} is for a person to fill in; a secret belongs into valueFrom."
            : $"{spec.ContainerName} needs {name}, which this spec does not set.");
    }

    [GeneratedRegex(@"\b(?<name>[A-Z][A-Z0-9]*_[A-Z0-9_]{1,60}|[A-Z][A-Z0-9_]{1,60}(?==))(=(?<value>[A-Za-z0-9][A-Za-z0-9._/:-]{0,200}))?")]
    private static partial Regex Variable();
}
