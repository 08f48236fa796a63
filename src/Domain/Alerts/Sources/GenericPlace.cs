using System.Text.Json;
using AiSre.Domain.Alerts.Vocabulary;

namespace AiSre.Domain.Alerts.Sources;

/// <summary>What a body that may be anybody's is about: its fields, whatever they are called, and then its labels, which may be an
/// exporter's.</summary>
internal static class GenericPlace
{
    /// <summary>Fields that tell two alerts of one title apart and are no part of a subject.</summary>
    public static readonly string[] Placing =
        ["env", "environment", "region", "zone", "scope", "device", "mountpoint", "topic", "queue", "database", "tenant", "instance", "job"];

    public static AlertSubject Read(GenericBody body, TagList tags, ref WarningList warnings)
    {
        var said = new KubernetesSubject();
        Take(body.Inner, "", ref said, ref warnings);
        Take(body.Top, "", ref said, ref warnings);
        return said.ToSubject().Or(tags.Subject());
    }

    private static void Take(JsonFields fields, string before, ref KubernetesSubject subject, ref WarningList warnings)
    {
        foreach (var (name, value) in fields.All)
        {
            var path = before + name;
            if (JsonText.Scalar(value)?.Trim() is { Length: > 0 } text)
            {
                if (!Placeholder.Is(text)) subject.Take(path, text);
            }
            // {"host": {"name": …}} and {"k8s": {"pod": {"name": …}}} are read as host.name and k8s.pod.name.
            else if (value.ValueKind is JsonValueKind.Object && before.Length < 32 && name is not ("labels" or "tags" or "annotations"))
            {
                var parts = JsonFields.Of(value);
                if (Place.Of(path).Part is not PlacePart.None && !parts.Has("name") && !parts.Has("id"))
                    warnings.Add($"{path} is an object and was left out; it must be text.");
                Take(parts, path + ".", ref subject, ref warnings);
            }
            else if (value.ValueKind is JsonValueKind.Array && before.Length == 0 && Place.Of(path).Part is not PlacePart.None)
            {
                if (JsonFields.First(value) is { } first) subject.Take(path, first);
                else warnings.Add($"{path} is {JsonText.Kind(value)} and was left out; it must be text.");
            }
        }
    }
}
