using System.Text.Json;
using AiSre.Domain.Alerts;
using AiSre.Domain.Alerts.Recognition;
using AiSre.Domain.Alerts.Sources.Shapes;
using AiSre.Domain.Definitions.Sources;
using AiSre.Domain.Tests.Alerts.Sources;

namespace AiSre.Domain.Tests.Definitions;

/// <summary>Tools that a workspace describes itself.</summary>
public sealed class SourceSectionTests
{
    private const string Oven = """
        sources:
          ovens:
            title: ["{$.oven.name}: {$.fault}", $.fault]
            identity: "{$.oven.id}/{$.code}"
            state: {from: $.phase, words: {"hot*": firing, cooled_down: resolved, "seen by": acknowledged}}
            severity: [{from: $.grade, words: {"1": critical, "2": high}}, warning]
            service: "=bakery"
            host: "$.oven.address | host"
            labels: {line: "$.facts[key=line].value"}
            tags: $.tags
            links: {source: "https://ovens.test/{$.oven.id}", runbook: $.help}
            starts_at: $.since
            ignore: [{$.phase: drill}, {$.oven: null}]
        """;

    [Fact]
    public void It_says_where_in_a_body_everything_stands()
    {
        var signal = One("""
            {"oven": {"id": 7, "name": "Oven 7", "address": "oven-7.bakery.test:8080"}, "fault": "door is open", "code": "D1", "phase": "HOT-again",
             "grade": 1, "since": 1772364000, "facts": [{"key": "line", "value": "north"}], "tags": ["env:prod"], "help": "https://wiki.bakery.test/door"}
            """);
        Assert.Equal(
            (SignalKind.Firing, "Oven 7: door is open", "7/D1", Severity.Critical, "bakery", "oven-7.bakery.test"),
            (signal.Kind, signal.Title, signal.Identity, signal.Severity, signal.Subject.Service, signal.Subject.Node));
        Assert.Equal((AlertSource.Custom, "ovens", "ovens"), (signal.Source, signal.ReportedSource, signal.Account));
        Assert.Equal(("north", "prod"), (signal.Labels.Find("line"), signal.Labels.Find("env")));
        Assert.Equal(("https://ovens.test/7", "https://wiki.bakery.test/door"), (signal.Url("source"), signal.Url("runbook")));
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 11, 20, 0, TimeSpan.Zero), signal.StartsAt);
    }

    [Theory]
    [InlineData("cooled down", SignalKind.Resolved)]
    [InlineData("Seen By", SignalKind.Acknowledged)]
    [InlineData("resolved", SignalKind.Resolved)]
    [InlineData("drill", SignalKind.Ignored)]
    [InlineData("unheard of", SignalKind.Firing)]
    public void Its_words_count_and_those_that_tools_share(string phase, SignalKind kind)
    {
        var signal = One($$"""{"oven": {"id": 7, "name": "x"}, "fault": "y", "code": "c", "phase": "{{phase}}"}""");
        Assert.Equal(kind, signal.Kind);
        Assert.Equal(phase == "unheard of", signal.Warnings.Any(warning => warning.StartsWith("The state \"unheard", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_list_of_alerts_is_read_one_by_one()
    {
        var own = Source("sources: {mixers: {each: '$.all[*]', title: '@.what', identity: '{$.site} {@.id}', state: '@.is'}}", "mixers");
        var body = JsonElement.Parse("""{"site": "n", "all": [{"id": 1, "what": "slow", "is": "firing"}, 7, {"id": 2, "what": "stuck", "is": "ok"}]}""");
        var signals = Normalizer.ParseOwn(own, body, Bodies.Now).Signals.Select(signal => (signal.Title, signal.Identity!, signal.Kind));
        Assert.Equal([("slow", "n 1", SignalKind.Firing), ("stuck", "n 2", SignalKind.Resolved)], signals);
    }

    [Fact]
    public void Of_several_shapes_the_one_that_fits_is_meant()
    {
        var own = Source(
            """
            sources:
              two:
                - {recognise: {has: [$.a, $.b]}, title: $.a}
                - {title: $.b}
            """, "two");
        Assert.Equal("one", Normalizer.ParseOwn(own, JsonElement.Parse("""{"a": "one", "b": "two"}"""), Bodies.Now).Signals[0].Title);
        Assert.Equal("two", Normalizer.ParseOwn(own, JsonElement.Parse("""{"b": "two"}"""), Bodies.Now).Signals[0].Title);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData(", guarantees_identity: true", true)]
    [InlineData(", guarantees_identity: false", false)]
    public void Its_identity_is_one_unless_it_says_otherwise(string flag, bool isSure)
    {
        var own = Source($"sources: {{ovens: {{title: $.a, identity: $.b{flag}}}}}", "ovens");
        Assert.Equal(isSure, Normalizer.ParseOwn(own, JsonElement.Parse("""{"a": "hot", "b": "7"}"""), Bodies.Now).Signals[0].IdentityIsSure);
        Assert.False(Normalizer.ParseOwn(own, JsonElement.Parse("""{"a": "hot"}"""), Bodies.Now).Signals[0].IdentityIsSure);
    }

    [Fact]
    public void It_tells_where_each_field_came_from()
    {
        var traces = new List<ShapeTrace>();
        var body = JsonElement.Parse("""{"oven": {"id": 7}, "fault": "y", "phase": "hot"}""");
        Normalizer.ParseOwn(Source(Oven, "ovens"), body, Bodies.Now, null, traces);
        Assert.Equal(("$.fault", "y"), traces.Where(trace => trace.Field == "title").Select(trace => (trace.From, trace.Value)).Single());
        Assert.Equal(
            (null, null, "{$.oven.id}/{$.code}"),
            traces.Where(trace => trace.Field == "identity").Select(trace => (trace.From, trace.Value, trace.Tried)).Single());
    }

    [Theory]
    [InlineData("sources: {ovens: §{identity: $.id}}", "The source 'ovens' needs 'title', such as $.check.name.")]
    [InlineData("sources: {ovens: {title: $.a, §titel: $.b}}", "did you mean 'title'?")]
    [InlineData("sources: {ovens: {title: §fault}}", "'fault' is no path; a path begins with $ (the body), @ (an alert of 'each')")]
    [InlineData("sources: {ovens: {title: §'$.a[b'}}", "cannot be read at character 4")]
    [InlineData("sources: {ovens: {title: §'{$.a} and {$.b'}}", "has a { without its }")]
    [InlineData("sources: {ovens: {title: §'$.a | hosst'}}", "There is no filter 'hosst'; did you mean 'host'?")]
    [InlineData("sources: {ovens: {title: $.a, state: {from: $.s, words: {hot: §fireing}}}}", "'fireing' is no state; did you mean 'firing'?")]
    [InlineData("sources: {ovens: {title: $.a, severity: §urgent}}", "'urgent' is neither a path such as $.severity nor one of its words; allowed")]
    [InlineData("sources: {ovens: {title: $.a, state: §{words: {hot: firing}}}}", "'state' needs 'from', such as $.state.")]
    [InlineData("sources: {ovens: {title: $.a, recognise: §{has: [$.a]}}}", "at least two facts, or by one header")]
    [InlineData("sources: {ovens: [§{title: $.a}, {title: $.b}]}", "The source 'ovens' needs 'recognise'")]
    [InlineData("sources: {ovens: {title: $.a, labels: §[$.b]}}", "'labels' is a list; allowed is a set of keys")]
    [InlineData("sources: {ovens: {title: $.a, identity: $.b, guarantees_identity: §maybe}}", "'guarantees_identity' is 'maybe'; allowed are true")]
    [InlineData("sources: {ovens: §{title: $.a, guarantees_identity: true}}", "The source 'ovens' needs 'identity', such as $.check.id.")]
    [InlineData("sources: {§pingdom: {title: $.a}}", "The source 'pingdom' is always there and cannot be defined; choose another name.")]
    [InlineData("sources: {§Webhook: {title: $.a}}", "The source 'Webhook' is always there")]
    [InlineData("sources: {§'o v': {title: $.a}}", "'o v' is no name for a source")]
    public void What_is_wrong_is_told_with_its_place(string text, string says) => Texts.AssertProblems(text, says, text => Texts.Own(text));

    private static AlertSignal One(string body) =>
        Assert.Single(Normalizer.ParseOwn(Source(Oven, "ovens"), JsonElement.Parse(body), Bodies.Now).Signals);

    private static OwnSource Source(string text, string name) => Texts.Right(Texts.Own(text)).Of(SourceSection.Key)[name];
}
