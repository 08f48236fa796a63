using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AiSre.Diagnosis.Scenes;
using AiSre.Domain.Definitions.Clusters;
using AiSre.Integrations.Telemetry;

namespace AiSre.Integrations.LogBackends;

/// <summary>Datadog's logs, by the tags that its agent gives the lines of containers.</summary>
internal sealed class DatadogLogs(LogRequests requests, DatadogSource source) : ILogBackend
{
    /// <summary>What means something in a search and may stand in no value as it is.</summary>
    private const string Special = "+-=&|><!(){}[]^\"“”~*?:\\/ #";

    public string Name => "Datadog";

    public async Task<LogPage> PageAsync(LogQuestion question, string? after, CancellationToken cancellation)
    {
        var page = new JsonObject { ["limit"] = LogQuestion.PageSize };
        if (after is not null) page["cursor"] = after;
        var body = new JsonObject
        {
            ["filter"] = new JsonObject
            {
                ["query"] = Query(question), ["from"] = TelemetryRequests.Iso(question.From), ["to"] = TelemetryRequests.Iso(question.To),
            },
            ["sort"] = "-timestamp",
            ["page"] = page,
        };
        using var request = TelemetryRequests.Post(TelemetryRequests.Below(Address, "api/v2/logs/events/search"), body);
        request.Headers.TryAddWithoutValidation("DD-API-KEY", source.ApiKey);
        request.Headers.TryAddWithoutValidation("DD-APPLICATION-KEY", source.AppKey);
        var answer = await requests.SendAsync(request, cancellation);
        return new([.. answer.Items("data").Select(Line).OfType<KeptLine>()], answer.Child("meta").Child("page").Text("after"));
    }

    /// <summary>A site, or the address of what stands in for one.</summary>
    private Uri Address => Uri.TryCreate(source.Site, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
        ? address
        : new($"https://api.{source.Site}");

    private static string Query(LogQuestion question)
    {
        var pods = question.Pods.Select(pod => $"pod_name:{Escaped(pod)}").Concat(question.Prefixes.Select(prefix => $"pod_name:{Escaped(prefix)}*"));
        return $"kube_namespace:{Escaped(question.Namespace)} ({string.Join(" OR ", pods)})";
    }

    private static string Escaped(string text) => string.Concat(text.Where(letter => !char.IsControl(letter))
        .Select(letter => Special.Contains(letter, StringComparison.Ordinal) ? $@"\{letter}" : $"{letter}"));

    private static KeptLine? Line(JsonElement found)
    {
        var attributes = found.Child("attributes");
        var tags = attributes.Items("tags").Select(tag => tag.AsText).OfType<string>().ToList();
        return Tag("pod_name") is { } pod && attributes.Text("message") is { } text && DateTimeOffset.TryParse(
            attributes.Text("timestamp"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
                ? new(at, pod, Tag("kube_container_name") ?? Tag("container_name") ?? "", text)
                : null;

        string? Tag(string name) => tags.Find(tag => tag.StartsWith(name + ":", StringComparison.Ordinal))?[(name.Length + 1)..];
    }
}
