using System.Text.Json.Nodes;
using AiSre.Diagnosis.Scenes;

namespace AiSre.Evals;

/// <summary>Who calls whom in a recording, as people would have written it into a topology file.</summary>
internal static class RecordedTopology
{
    public static IEnumerable<KnownCall> Calls(RecordedCase recorded)
    {
        foreach (var (from, text) in recorded.Extra["GetServiceDependencies"] as JsonObject ?? [])
        {
            var called = ((string?)text ?? "").Split("[Downstream (Calls)]:");
            foreach (var line in called.Length < 2 ? [] : called[1].Split('\n').Where(line => line.Contains("── ", StringComparison.Ordinal)))
            {
                var depth = line.IndexOf("── ", StringComparison.Ordinal);
                if (depth <= 1) yield return new(from, line[(depth + 3)..].Split(' ')[0].Trim());
            }
        }
    }

    /// <summary>The file of a server that has all the cases before it, one after the other.</summary>
    public static IEnumerable<string> File(IEnumerable<RecordedCase> cases) => cases.SelectMany(Calls).Distinct()
        .GroupBy(call => call.From).Select(calls => $"  \"{calls.Key}\": [{string.Join(", ", calls.Select(call => $"\"{call.To}\""))}]")
        .Prepend("services:");
}
