using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using AiSre.Domain;
using AiSre.Domain.Definitions.Clusters;
using AiSre.Grains.Slos;
using AiSre.Grains.Turns;
using AiSre.Integrations.Telemetry;

namespace AiSre.Integrations.Slos;

/// <summary>Instant queries. Which Prometheus a name means, the operator has said: it is that of a cluster that the workspace knows of.</summary>
internal sealed class PrometheusQueries(PrometheusApi prometheus, ClusterDefinitions clusters, TimeProvider clock) : IPrometheusQueries
{
    private const int LongestProblem = 300;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>A thousand objectives that each waited for a server which does not answer would hold up all others.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(15);

    /// <summary>Questions of this silo that are under way at once; the workspaces take turns.</summary>
    internal const int MostAtOnce = 32;

    private const int MostShared = 500;
    private static readonly Dictionary<string, string> None = [];

    private readonly ConcurrentDictionary<TelemetrySource, (DateTimeOffset Until, string Problem)> resting = [];
    private readonly FairPlaces places = new(MostAtOnce);
    private readonly ConcurrentDictionary<(TelemetrySource, string, DateTimeOffset), Task<Series>> shared = [];

    public async Task<QueryAnswer> AskAsync(string workspace, string? name, string query, DateTimeOffset at, SeriesLabel? of)
    {
        var answer = await SeriesAsync(workspace, name, query, at, isShared: of is not null);
        if (answer.Failure is { } failure) return failure;
        var found = of is { } label ? answer.All.Where(one => one.Labels.GetValueOrDefault(label.Name) == label.Value).ToList() : answer.All;
        return found.Count switch
        {
            0 => QueryAnswer.Missing,
            1 when found[0].Value is { } value => new(QueryResult.Value, value),
            1 => QueryAnswer.Missing,
            var many => new(QueryResult.Wrong, Problem: Invariant($"The query gives {many} series; aggregate them to one.")),
        };
    }

    public async Task<ImmutableArray<string>> ValuesAsync(string workspace, string? name, string query, DateTimeOffset at, string label) =>
    [
        .. (await SeriesAsync(workspace, name, query, at, isShared: true)).All.Select(one => one.Labels.GetValueOrDefault(label)).OfType<string>(),
    ];

    /// <summary>What many ask for at the same time, each for a series of its own, is asked once.</summary>
    private async Task<Series> SeriesAsync(string workspace, string? name, string query, DateTimeOffset at, bool isShared)
    {
        if ((name ?? clusters.DefaultOf(workspace)) is not { } cluster)
            return Series.Wrong("This workspace has no default cluster; name one under 'url_ref'.");
        if (clusters.Find(workspace, cluster)?.Prometheus is not { } source)
            return Series.Wrong($"No cluster '{cluster}' with a Prometheus is known to this workspace.");
        if (!isShared) return await InTurnAsync(workspace, source, query, at);
        if (shared.Count > MostShared) shared.Clear();
        var key = (source, query, at);
        var asked = shared.GetOrAdd(key, _ => InTurnAsync(workspace, source, query, at));
        var answer = await asked;
        // What failed is asked again by the next one: a time is asked about for minutes.
        if (answer.Failure is not null) shared.TryRemove(KeyValuePair.Create(key, asked));
        return answer;
    }

    private async Task<Series> InTurnAsync(string workspace, TelemetrySource source, string query, DateTimeOffset at)
    {
        await places.EnterAsync(workspace);
        try
        {
            if (resting.TryGetValue(source, out var rest) && rest.Until > clock.GetUtcNow()) return Series.Away(rest.Problem);
            var answer = await AskAsync(source, query, at);
            if (answer.Failure is { Result: QueryResult.Away, Problem: { } problem }) resting[source] = (clock.GetUtcNow() + Rest, problem);
            else resting.TryRemove(source, out _);
            return answer;
        }
        finally
        {
            places.Leave();
        }
    }

    private async Task<Series> AskAsync(TelemetrySource source, string query, DateTimeOffset at)
    {
        using var time = new CancellationTokenSource(Patience, clock);
        try
        {
            var path = $"query?query={Uri.EscapeDataString(query)}{Invariant($"&time={at.ToUnixTimeSeconds()}&timeout={Patience.TotalSeconds}s")}";
            var (status, body) = await prometheus.GetAsync(source, path, time.Token);
            return status switch
            {
                >= 200 and < 300 => Read(body),
                400 or 422 => Series.Wrong($"The query is refused: {ErrorOf(body)}"),
                _ => Series.Away(Invariant($"It answered {status}.")),
            };
        }
        catch (OperationCanceledException)
        {
            return Series.Away(Invariant($"It did not answer within {Patience.TotalSeconds} s."));
        }
        catch (HttpRequestException exception)
        {
            return Series.Away($"It could not be reached ({exception.HttpRequestError}).");
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            return Series.Away("The connection broke.");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or IndexOutOfRangeException
            or ArgumentException)
        {
            return Series.Away("It answered something that is no answer of a Prometheus.");
        }
    }

    private static Series Read(byte[] body)
    {
        using var answer = JsonDocument.Parse(body);
        var data = answer.RootElement.GetProperty("data");
        var result = data.GetProperty("result");
        return data.GetProperty("resultType").GetString() switch
        {
            "scalar" => new([new(None, Number(result))]),
            "vector" => new([.. result.EnumerateArray().Select(one => new OneSeries(LabelsOf(one), Number(one.GetProperty("value"))))]),
            var other => Series.Wrong($"The query gives a {other}; one number is needed."),
        };
    }

    private static Dictionary<string, string> LabelsOf(JsonElement series) =>
        series.GetProperty("metric").EnumerateObject().ToDictionary(label => label.Name, label => label.Value.GetString() ?? "");

    /// <summary>NaN and infinities come of divisions by zero: they are no number, and must not become part of one.</summary>
    private static double? Number(JsonElement sample) =>
        double.TryParse(sample[1].GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? value
            : null;

    private static string ErrorOf(byte[] body)
    {
        try
        {
            using var answer = JsonDocument.Parse(body);
            var error = SecretText.Redact(answer.RootElement.GetProperty("error").GetString()) ?? "it does not say why.";
            return error.Length <= LongestProblem ? error : error[..LongestProblem];
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return "it does not say why.";
        }
    }

    /// <param name="Value">Null: it is no number.</param>
    private sealed record OneSeries(IReadOnlyDictionary<string, string> Labels, double? Value);

    /// <param name="All">What was found.</param>
    /// <param name="Failure">Why nothing could be.</param>
    private sealed record Series(IReadOnlyList<OneSeries> All, QueryAnswer? Failure = null)
    {
        public static Series Wrong(string problem) => new([], new QueryAnswer(QueryResult.Wrong, Problem: problem));

        public static Series Away(string problem) => new([], new QueryAnswer(QueryResult.Away, Problem: problem));
    }
}
