using System.Text.Json.Nodes;
using AiSre.Domain.Alerts;
using AiSre.Domain.Alerts.Sources.Shapes;

namespace AiSre.Domain.Tests.Alerts.Sources.Shapes;

public class KnownShapeTests
{
    public static TheoryData<string> Tools => [.. AlertSource.Tools];

    public static TheoryData<string, string> Cases =>
        [.. ToolBody.Tools.SelectMany(ToolBody.Of).Select(body => new TheoryDataRow<string, string>(body.Tool, body.Name))];

    [Theory, MemberData(nameof(Tools))]
    public void Every_tool_is_read_without_an_error_and_has_bodies(string tool)
    {
        Assert.Empty(KnownShapes.Unreadable);
        Assert.NotEmpty(KnownShapes.Of(tool));
        var bodies = ToolBody.Of(tool).Select(body => body.Name).ToList();
        Assert.Contains("begin", bodies);
        Assert.True(bodies.Contains("end") ^ ToolBody.WhyNoEnd(tool) is not null, "either an end or the reason why there is none");
    }

    [Theory, MemberData(nameof(Cases))]
    public void Its_bodies_are_read(string tool, string name)
    {
        var body = ToolBody.Of(tool).Single(body => body.Name == name);
        var delivery = body.Read();
        Assert.Empty(delivery.Rejected);
        var wanted = body.Case["is"]!.AsObject();
        if (wanted["alerts"] is not { } several) Check(wanted, Assert.Single(delivery.Signals), tool);
        else
        {
            Assert.Equal(several.AsArray().Count, delivery.Signals.Length);
            foreach (var (one, signal) in several.AsArray().Zip(delivery.Signals)) Check(one!.AsObject(), signal, tool);
        }
    }

    [Theory, MemberData(nameof(Tools))]
    public void Its_end_names_what_its_begin_named(string tool)
    {
        var bodies = ToolBody.Of(tool);
        if (bodies.FirstOrDefault(body => body.Name == "end") is not { } end) return;
        var (begun, ended) = (bodies.Single(body => body.Name == "begin").Read().Signals[0], end.Read().Signals[0]);
        Assert.Equal((SignalKind.Firing, SignalKind.Resolved), (begun.Kind, ended.Kind));
        Assert.Equal(IdentityKey.Of(begun), IdentityKey.Of(ended));
        Assert.True(begun.Identity is not null || begun.Title == ended.Title, "without an identity the title is all there is");
    }

    private static void Check(JsonObject wanted, AlertSignal signal, string tool)
    {
        Assert.Equal(wanted["source"]?.GetValue<string>() ?? tool, signal.Source);
        Assert.Equal(wanted["source"]?.GetValue<string>() ?? tool, signal.ReportedSource);
        foreach (var (field, value) in wanted)
        {
            if (field is "source") continue;
            Assert.True($"{field}: {value}" == $"{field}: {ValueOf(field, signal)}", $"{field} is {ValueOf(field, signal)}, not {value}; {signal}");
        }
    }

    private static string? ValueOf(string field, AlertSignal signal) => field.Split('.', 2) switch
    {
        ["kind"] => ShapeStateRule.NameOf(signal.Kind),
        ["title"] => signal.Title,
        ["text"] => signal.Description,
        ["identity"] => signal.Identity,
        ["account"] => signal.Account,
        ["severity"] => signal.Severity?.Name(),
        ["cluster"] => signal.Subject.Cluster,
        ["namespace"] => signal.Subject.Namespace,
        ["pod"] => signal.Subject.Pod,
        ["deployment"] => signal.Subject.Deployment,
        ["service"] => signal.Subject.Service,
        ["host"] => signal.Subject.Node,
        ["container"] => signal.Subject.Container,
        ["starts_at"] => signal.StartsAt?.ToString("yyyy-MM-dd'T'HH:mm:ss"),
        ["occurred_at"] => signal.OccurredAt?.ToString("yyyy-MM-dd'T'HH:mm:ss"),
        ["actor"] => signal.Actor,
        ["warning"] => signal.Warnings.FirstOrDefault(),
        ["labels", var name] => signal.Labels.Find(name),
        ["links", var name] => signal.Links.FirstOrDefault(link => link.Name == name)?.Url,
        _ => throw new ArgumentException($"Nobody knows '{field}'.", nameof(field)),
    };
}
