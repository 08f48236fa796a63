using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Domain.Actions.Patches;

/// <summary>Where things are in a spec, whether it is a whole workload, a pod or a fragment of one.</summary>
internal sealed class SpecView(YamlMap root, string component, string issue)
{
    public YamlMap Root => root;
    public string Issue => issue;

    /// <summary>Of a workload its <c>spec</c>, else what there is.</summary>
    public YamlMap Spec => Map(root, "spec") ?? root;

    public YamlMap? Template =>
        Map(Spec, "template") ?? (Map(Spec, "jobTemplate") is { } job && Map(job, "spec") is { } spec ? Map(spec, "template") : null);

    /// <summary>The container that the component names, else the first; of a fragment the fragment.</summary>
    public YamlMap Container
    {
        get
        {
            var pod = Template is { } template ? Map(template, "spec") ?? template : Spec;
            if (Value(pod, "containers") is not YamlList { Items: { Length: > 0 } items }) return pod;
            var containers = items.OfType<YamlMap>().ToList();
            return containers.FirstOrDefault(container => Text(container, "name") == component) ?? containers.FirstOrDefault() ?? pod;
        }
    }

    /// <summary>How it is called in sentences.</summary>
    public string ContainerName => Text(Container, "name") is { } name ? $"container {name}" : "the container";

    public static YamlNode? Value(YamlMap map, string key) => map.Entries.FirstOrDefault(entry => entry.Key?.Value == key).Value;

    public static YamlMap? Map(YamlMap map, string key) => Value(map, key) as YamlMap;

    public static YamlScalar? Scalar(YamlMap map, string key) => Value(map, key) is YamlScalar { IsNull: false } scalar ? scalar : null;

    public static string? Text(YamlMap map, string key) => Scalar(map, key)?.Value;
}
