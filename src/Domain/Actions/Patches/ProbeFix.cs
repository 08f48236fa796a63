using System.Globalization;

namespace AiSre.Domain.Actions.Patches;

/// <summary>A probe that gives up too soon: more time to start, to answer and to fail.</summary>
internal static class ProbeFix
{
    private static readonly string[] Probes = ["livenessProbe", "readinessProbe", "startupProbe"];

    private static readonly (string Key, int Default, int Add)[] Times =
        [("initialDelaySeconds", 0, 30), ("timeoutSeconds", 1, 4), ("failureThreshold", 3, 3)];

    public static FixOutcome Apply(SpecView spec, SpecText text)
    {
        var container = spec.Container;
        var names = Probes.Where(name => SpecView.Map(container, name) is not null).ToList();
        var name = names.FirstOrDefault(name => spec.Issue.Contains(name[..^"Probe".Length],
            StringComparison.OrdinalIgnoreCase)) ?? names.FirstOrDefault();
        if (name is null) return FixOutcome.None($"{spec.ContainerName} has no probe in this spec, so none of its own can be what fails.");
        var probe = SpecView.Map(container, name)!;
        var said = new List<string>();
        var missing = new List<string>();
        foreach (var (key, fallback, add) in Times)
        {
            var now = SpecView.Scalar(probe, key);
            if (now is not null && !int.TryParse(now.Value, NumberStyles.None, CultureInfo.InvariantCulture, out _))
                return FixOutcome.None($"'{key}' of {name} is '{Spelling.Shown(now.Value)}', which is no number.");
            var before = now is null ? fallback : int.Parse(now.Value, CultureInfo.InvariantCulture);
            var after = (before + add).ToString(CultureInfo.InvariantCulture);
            if (now is not null) text.Replace(now, after);
            else missing.Add($"{key}: {after}");
            said.Add(FormattableString.Invariant($"{key} {before} to {after}"));
        }
        if (missing.Count > 0) text.Add(probe, string.Join('\n', missing), string.Join(", ", missing));
        return new($"The {name} of {spec.ContainerName} gives up before the process answers: {string.Join(", ", said)}.");
    }
}
