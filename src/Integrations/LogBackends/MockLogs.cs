using System.Globalization;

namespace AiSre.Integrations.LogBackends;

/// <summary>
/// A file in place of a backend, for whoever develops: a line each, <c>namespace/pod/container time text</c>. It is read anew each time.
/// </summary>
internal sealed class MockLogs(string file) : ILogBackend
{
    public string Name => "the mock";

    public async Task<LogPage> PageAsync(LogQuestion question, string? after, CancellationToken cancellation)
    {
        try
        {
            var lines = await File.ReadAllLinesAsync(file, cancellation);
            return new([.. lines.Select(line => Line(question, line)).OfType<KeptLine>().OrderByDescending(line => line.At)], null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new LogBackendException($"its file cannot be read: {exception.Message}", exception);
        }
    }

    private static KeptLine? Line(LogQuestion question, string line) =>
        line.Split(' ', 3) is [var place, var time, var text] && place.Split('/') is [var ns, var pod, var container]
            && DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            && ns == question.Namespace && at >= question.From && at <= question.To
            && (question.Pods.Contains(pod) || question.Prefixes.Any(prefix => pod.StartsWith(prefix, StringComparison.Ordinal)))
                ? new(at, pod, container, text)
                : null;
}
