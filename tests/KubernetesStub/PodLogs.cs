using System.Text;
using System.Text.Json.Nodes;

namespace AiSre.KubernetesStub;

/// <summary>What containers wrote, by pod UID, container and whether it was before the last restart.</summary>
public sealed class PodLogs
{
    private readonly Dictionary<(string Uid, string Container, bool Previous), string> texts = [];

    public void Write(JsonObject pod, string container, string text, bool previous = false) => texts[(pod.Uid(), container, previous)] = text;

    internal void Clear() => texts.Clear();

    internal string Read(JsonObject pod, string? container, bool previous, int? tailLines, int? limitBytes)
    {
        var names = (pod["spec"]?["containers"] as JsonArray ?? []).Concat(pod["spec"]?["initContainers"] as JsonArray ?? [])
            .Select(one => KubeJson.Text(one!["name"])!).ToList();
        if (container is null && names.Count > 1)
            throw StatusException.BadRequest($"a container name must be specified for pod {pod.Name()}, choose one of: [{string.Join(' ', names)}]");
        var name = container ?? names[0];
        if (!names.Contains(name)) throw StatusException.BadRequest($"container {name} is not valid for pod {pod.Name()}");
        if (!texts.TryGetValue((pod.Uid(), name, previous), out var text))
        {
            if (previous) throw StatusException.BadRequest($"previous terminated container \"{name}\" in pod \"{pod.Name()}\" not found");
            text = "";
        }
        if (tailLines is { } tail)
        {
            var ends = text.EndsWith('\n');
            var lines = text.TrimEnd('\n').Split('\n');
            text = string.Join('\n', lines.TakeLast(tail)) + (ends ? "\n" : "");
        }
        // From the first of the lines on: the newest are what is cut.
        var bytes = Encoding.UTF8.GetBytes(text);
        return limitBytes is { } limit && bytes.Length > limit ? Encoding.UTF8.GetString(bytes.AsSpan(0, limit)) : text;
    }
}
