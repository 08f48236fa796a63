using System.Collections.Immutable;
using System.IO.Hashing;
using System.Text;
using AiSre.Domain.Definitions.Slos;
using AiSre.Domain.Slos;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Slos;

/// <summary>
/// Asks a Prometheus for everything that an objective needs at one time. Sums over each look-back are its own: it knows where counters were reset.
/// </summary>
public sealed class PrometheusReader(IPrometheusQueries queries)
{
    /// <summary>Longer look-backs change little in a minute, and cost a server much: they are asked for as of every fifth.</summary>
    private const int SlowFromMinutes = 24 * 60;

    private const int SecondsOfHour = 3_600;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1), Slow = TimeSpan.FromMinutes(5), Finest = TimeSpan.FromSeconds(5);

    /// <summary>Equal for what asks the same.</summary>
    public static string QuestionsOf(SloDefinition definition) => Convert.ToHexStringLower(
        XxHash64.Hash(Encoding.UTF8.GetBytes($"{DocumentText.Write(definition.Source)}{DocumentText.Write(definition.Window)}")));

    public async Task<SourceAnswer> ReadAsync(
        string workspace, SloDefinition definition, ImmutableArray<Correction> corrections, SloReading? before, DateTimeOffset now)
    {
        var source = (PrometheusSloSource)definition.Source;
        var at = Floor(now, Minute);
        var asked = new Asked(queries, workspace, source, LabelOf(definition));
        var period = BudgetPeriodRules.At(definition.Window, at);
        try
        {
            var lookbacks = TierRules.Lookbacks(definition)
                .ToDictionary(minutes => minutes, minutes => asked.LastAsync(minutes, corrections, AsOf(minutes, at)));
            var windowAt = AsOf((int)Math.Min(int.MaxValue, (at - period.From).TotalMinutes), at);
            var from = period.From < windowAt ? BudgetPeriodRules.At(definition.Window, windowAt).From : period.From;
            var all = asked.BetweenAsync(from, windowAt);
            var window = asked.WithoutAsync(from, windowAt, corrections);
            var minute = asked.BetweenAsync(at - Minute, at);
            // A minute is too short for who scrapes once a minute: his last five say how it is.
            var brief = asked.BetweenAsync(at - Slow, at);
            await Task.WhenAll(lookbacks.Values.Concat([all, window, minute, brief]));
            var last = await minute ?? (await brief is { } five ? new SloAmount(five.Bad / 5, five.Total / 5) : (SloAmount?)null);
            var start = before?.DataStart ?? (await all is { Total: > 0 } ? await StartAsync(asked, from, windowAt) : null);
            return new(at, new()
            {
                Lookbacks = [.. lookbacks.OrderBy(one => one.Key).Select(one => new SloLookback(one.Key, one.Value.Result))],
                Window = await window,
                WindowUncorrected = corrections.IsEmpty ? null : await all,
                ExcludedMinutes = DowntimeRules.Minutes(
                    CorrectionRules.Excluded(corrections, start > from ? start.Value : from, windowAt), []),
                DataStart = start,
                LastData = last is not null ? at : before?.LastData,
                IsShareOnly = source.ErrorRatioQuery is not null,
            }, Minute: last, To: QuestionsOf(definition));
        }
        catch (QueryFailedException failed)
        {
            return new(at, null, failed.Message, failed.IsWrong, To: QuestionsOf(definition));
        }
    }

    /// <summary>Values that the label of a group has had in the last hour.</summary>
    public Task<ImmutableArray<string>> ValuesAsync(string workspace, SloDefinition definition, DateTimeOffset now)
    {
        var source = (PrometheusSloSource)definition.Source;
        return queries.ValuesAsync(
            workspace, source.UrlRef, SloQueryRules.At(source.TotalQuery ?? source.ErrorRatioQuery!, SecondsOfHour), Floor(now, Minute),
            definition.GroupBy!);
    }

    /// <summary>One value of a group is one of the series.</summary>
    private static SeriesLabel? LabelOf(SloDefinition definition) =>
        definition.GroupBy is { } label && SloGroupRules.Split(definition.Name).Value is { } value ? new(label, value) : null;

    /// <summary>The same answers for the same time, whenever they are asked for.</summary>
    private static DateTimeOffset AsOf(int minutes, DateTimeOffset at) => minutes >= SlowFromMinutes ? Floor(at, Slow) : at;

    private static DateTimeOffset Floor(DateTimeOffset at, TimeSpan step) => new(at.UtcTicks - at.UtcTicks % step.Ticks, TimeSpan.Zero);

    /// <summary>Since when there is something, by halves: from the beginning of the window up to then there is nothing.</summary>
    private static async Task<DateTimeOffset> StartAsync(Asked asked, DateTimeOffset from, DateTimeOffset until)
    {
        var (nothing, something) = (from, until);
        while (something - nothing > Finest)
        {
            var middle = nothing + (something - nothing) / 2;
            if (await asked.BetweenAsync(from, middle) is { Total: > 0 }) something = middle;
            else nothing = middle;
        }
        return nothing;
    }

    /// <summary>One round of questions: each is asked once.</summary>
    private sealed class Asked(IPrometheusQueries queries, string workspace, PrometheusSloSource source, SeriesLabel? of)
    {
        private readonly Dictionary<(DateTimeOffset, DateTimeOffset), Task<SloAmount?>> answers = [];

        public Task<SloAmount?> LastAsync(int minutes, ImmutableArray<Correction> corrections, DateTimeOffset at) =>
            WithoutAsync(at.AddMinutes(-minutes), at, corrections);

        public async Task<SloAmount?> WithoutAsync(DateTimeOffset from, DateTimeOffset until, ImmutableArray<Correction> corrections)
        {
            if (await BetweenAsync(from, until) is not { } rest) return null;
            foreach (var gone in CorrectionRules.Excluded(corrections, from, until))
                if (await BetweenAsync(gone.From, gone.Until!.Value) is { } amount)
                    rest = new(Math.Max(0, rest.Bad - amount.Bad), Math.Max(0, rest.Total - amount.Total));
            return rest.Total > 0 ? rest : null;
        }

        public Task<SloAmount?> BetweenAsync(DateTimeOffset from, DateTimeOffset until)
        {
            if (answers.TryGetValue((from, until), out var known)) return known;
            return answers[(from, until)] = AskAsync(from, until);
        }

        private async Task<SloAmount?> AskAsync(DateTimeOffset from, DateTimeOffset until)
        {
            var seconds = (long)Math.Round((until - from).TotalSeconds);
            if (seconds <= 0) return null;
            if (source.ErrorRatioQuery is { } ratio)
                return await NumberAsync(ratio, seconds, until) is { } share
                    ? new SloAmount(Math.Clamp(share, 0, 1) * seconds / 60, seconds / 60.0)
                    : null;
            var total = CountAsync(source.TotalQuery!, seconds, until);
            var other = await CountAsync(source.GoodQuery ?? source.ErrorQuery!, seconds, until);
            return Present(source.GoodQuery is null ? SloAmount.Of(other, await total) : SloAmount.OfGood(other, await total));
        }

        /// <summary>A query of rates tells how many a second.</summary>
        private async Task<double?> CountAsync(string query, long seconds, DateTimeOffset until) =>
            SloQueryRules.Count(query, await NumberAsync(query, seconds, until), seconds);

        private static SloAmount? Present(SloAmount? amount) => amount is { Total: > 0 } ? amount : null;

        private async Task<double?> NumberAsync(string query, long seconds, DateTimeOffset at)
        {
            var answer = await queries.AskAsync(workspace, source.UrlRef, SloQueryRules.At(query, seconds), at, of);
            return answer.Result switch
            {
                QueryResult.Value => answer.Value,
                QueryResult.Missing => null,
                var result => throw new QueryFailedException(answer.Problem ?? "", result is QueryResult.Wrong),
            };
        }
    }

    private sealed class QueryFailedException(string problem, bool isWrong) : Exception(problem)
    {
        public bool IsWrong => isWrong;
    }
}
