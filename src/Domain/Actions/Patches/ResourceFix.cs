
namespace AiSre.Domain.Actions.Patches;

/// <summary>More memory, more CPU: half as much again, and a limit where there was none.</summary>
internal static class ResourceFix
{
    private const string FirstMemory = "512Mi", FirstCpu = "500m";

    public static FixOutcome Memory(SpecView spec, SpecText text) => Raise(
        spec, text, "memory", FirstMemory, Quantity.MoreMemory,
        "was killed for using more than its memory limit; a limit near what it needs is killed again, one far above it hides a leak");

    public static FixOutcome Cpu(SpecView spec, SpecText text) => Raise(
        spec, text, "cpu", FirstCpu, Quantity.MoreCpu,
            "is held back by its CPU limit; with more it answers sooner, and what it asks for is unchanged");

    private static FixOutcome Raise(SpecView spec, SpecText text, string resource, string first, Func<string, string?> more, string why)
    {
        var container = spec.Container;
        // A fragment may be the resources themselves.
        var resources = SpecView.Map(container, "resources") ?? (SpecView.Value(container, "limits") is null ? null : container);
        if (resources is not null && SpecView.Map(resources, "limits") is { } limits)
        {
            if (SpecView.Scalar(limits, resource) is { } limit)
            {
                if (more(limit.Value) is not { } raised)
                    return FixOutcome.None($"The {resource} limit '{Spelling.Shown(limit.Value)}' is no amount.");
                text.Replace(limit, raised);
                return new($"{spec.ContainerName} {why}: its {resource} limit goes from {limit.Value} to {raised}.");
            }
            text.Add(limits, $"{resource}: {first}", $"{resource}: {first}");
        }
        else if (resources is not null && (resources.Entries.Length > 0 || resources != container))
        {
            text.Add(resources, $"limits:\n  {resource}: {first}", $"limits: {{{resource}: {first}}}");
        }
        else text.Add(container, $"resources:\n  limits:\n    {resource}: {first}", $"resources: {{limits: {{{resource}: {first}}}}}");
        return new(
            $"{spec.ContainerName} has no {resource} limit of its own, so that of the node or the namespace counts; {first} is a beginning.");
    }
}
