using System.Globalization;
using System.Text;
using System.Text.Json;
using AiSre.Diagnosis.Scenes;
using AiSre.Domain.Definitions.Clusters;
using AiSre.Integrations.Telemetry;

namespace AiSre.Integrations.LogBackends;

/// <summary>
/// Grafana Loki, by <c>query_range</c>. Streams carry the labels of Promtail, Alloy and the like (<c>namespace</c>, <c>pod</c>, <c>container</c>),
/// or those of OpenTelemetry (<c>k8s_namespace_name</c> and so on), which are asked for where there are none of the first.
/// </summary>
internal sealed class LokiLogs(LogRequests requests, TelemetrySource source) : ILogBackend
{
    private const string OpenTelemetry = "otel:";

    public string Name => "Loki";

    public async Task<LogPage> PageAsync(LogQuestion question, string? after, CancellationToken cancellation)
    {
        if (after is null)
        {
            var page = await PageAsync(question, Classic(question), question.To, "", cancellation);
            return page.Lines.Count > 0 ? page
                : await PageAsync(question, ByOpenTelemetry(question), question.To, OpenTelemetry, cancellation);
        }
        var isOther = after.StartsWith(OpenTelemetry, StringComparison.Ordinal);
        var until = FromNanoseconds(long.Parse(isOther ? after[OpenTelemetry.Length..] : after, CultureInfo.InvariantCulture));
        return await PageAsync(question, isOther ? ByOpenTelemetry(question) : Classic(question), until, isOther ? OpenTelemetry : "", cancellation);
    }

    private async Task<LogPage> PageAsync(
        LogQuestion question, string query, DateTimeOffset until, string kind, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, TelemetryRequests.Below(source.Url, "loki/api/v1/query_range?"
            + Invariant($"query={Uri.EscapeDataString(query)}&start={Nanoseconds(question.From)}&end={Nanoseconds(until)}")
            + Invariant($"&limit={LogQuestion.PageSize}&direction=backward")));
        TelemetryRequests.Authorize(request, source, "Bearer");
        if (source.Tenant is { } tenant) request.Headers.TryAddWithoutValidation("X-Scope-OrgID", tenant);
        var answer = await requests.SendAsync(request, cancellation);
        var lines = answer.Child("data").Items("result").SelectMany(Lines).OrderByDescending(line => line.At).ToList();
        // The end is not part of the range, so the next page ends before the oldest line of this one.
        return new(lines, lines.Count < LogQuestion.PageSize ? null : Invariant($"{kind}{Nanoseconds(lines[^1].At)}"));
    }

    private static IEnumerable<KeptLine> Lines(JsonElement stream)
    {
        var labels = stream.Child("stream");
        var pod = labels.Text("pod") ?? labels.Text("k8s_pod_name") ?? labels.Text("pod_name");
        if (pod is null) yield break;
        var container = labels.Text("container") ?? labels.Text("k8s_container_name") ?? labels.Text("container_name") ?? "";
        foreach (var value in stream.Items("values"))
        {
            if (value.ValueKind is JsonValueKind.Array && value.GetArrayLength() >= 2 && value[1].AsText is { } text
                && long.TryParse(value[0].AsText, NumberStyles.None, CultureInfo.InvariantCulture, out var at))
            {
                yield return new(FromNanoseconds(at), pod, container, text);
            }
        }
    }

    private static string Classic(LogQuestion question) =>
        $"{{namespace={Quoted(question.Namespace)}, pod=~{Quoted(Pods(question))}}}";

    /// <summary>The pod's name may be a label of the stream or stand beside each line.</summary>
    private static string ByOpenTelemetry(LogQuestion question) =>
        $"{{k8s_namespace_name={Quoted(question.Namespace)}}} | k8s_pod_name=~{Quoted(Pods(question))}";

    /// <summary>Matches whole names.</summary>
    private static string Pods(LogQuestion question) =>
        string.Join('|', question.Pods.Select(Literal).Concat(question.Prefixes.Select(prefix => Literal(prefix) + ".+")));

    /// <summary>As RE2 takes it: a backslash before what means something, and before nothing else.</summary>
    private static string Literal(string text) =>
        string.Concat(text.Select(letter => @"\.+*?()|[]{}^$".Contains(letter, StringComparison.Ordinal) ? $@"\{letter}" : $"{letter}"));

    /// <summary>A string of LogQL, which are those of Go.</summary>
    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var letter in text)
        {
            if (letter is '"' or '\\') quoted.Append('\\').Append(letter);
            else if (char.IsControl(letter)) quoted.Append(Invariant($"\\u{(int)letter:x4}"));
            else quoted.Append(letter);
        }

        return quoted.Append('"').ToString();
    }

    private static long Nanoseconds(DateTimeOffset at) => (at - DateTimeOffset.UnixEpoch).Ticks * 100;

    private static DateTimeOffset FromNanoseconds(long at) => DateTimeOffset.UnixEpoch.AddTicks(at / 100);
}
