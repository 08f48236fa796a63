using System.Collections.Immutable;
using AiSre.Domain.Definitions.Slos;
using AiSre.Domain.Incidents;

namespace AiSre.Domain.Slos;

/// <summary>What a budget is reckoned by: another one changes all of its numbers at once.</summary>
/// <param name="Target">The share that must be good.</param>
/// <param name="Window">Over how long.</param>
[GenerateSerializer, Immutable, Alias("aisre.slo-promise")]
public sealed record SloPromise([property: Id(0)] double Target, [property: Id(1)] SloWindow Window)
{
    public static SloPromise Of(SloDefinition definition) => new(definition.Target, definition.Window);

    /// <summary>As people say it, such as <c>99.9 % over the last 30 days</c>.</summary>
    public string Text => $"{SloWords.Number((double)((decimal)Target * 100))} % {SloWords.Over(Window)}";
}

/// <param name="At">When a look first found it.</param>
/// <param name="From">What was promised before.</param>
/// <param name="To">What is promised since.</param>
[GenerateSerializer, Immutable, Alias("aisre.slo-promise-change")]
public sealed record SloPromiseChange(
    [property: Id(0)] DateTimeOffset At, [property: Id(1)] SloPromise From, [property: Id(2)] SloPromise To);

/// <summary>What is said of a promise that has changed.</summary>
public static class SloPromiseRules
{
    /// <summary>Changes that are remembered of an SLO.</summary>
    private const int Most = 10;

    /// <returns>Null: it is the one of the last look, or nobody had looked before.</returns>
    public static SloPromiseChange? Change(SloPromise? before, SloDefinition definition, DateTimeOffset now) =>
        before is not null && SloPromise.Of(definition) is var after && after != before ? new(now, before, after) : null;

    /// <summary>With one more, the oldest first.</summary>
    public static ImmutableArray<SloPromiseChange> With(ImmutableArray<SloPromiseChange> known, SloPromiseChange? change) =>
        change is null ? known : [.. known.Append(change).TakeLast(Most)];

    /// <summary>What incidents that the SLO has open say of it: what was too much for one promise may not be for another.</summary>
    public static TimelineEvent Event(string name, SloPromiseChange change) => new(
        EventTypes.SloChanged, "system", change.At, EventPayload.Of(("slo", name), ("from", change.From.Text), ("to", change.To.Text)));
}
