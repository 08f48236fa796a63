using System.Text.Json;
using AiSre.Domain.Alerts;
using AiSre.Domain.Alerts.Recognition;
using AiSre.Domain.Alerts.Sources.Shapes;

namespace AiSre.Domain.Tests.Alerts.Sources.Shapes;

public class ShapeLibraryTests
{
    private const string Good = "sources: {kiln: {recognise: {has: [$.kiln, $.heat]}, title: $.kiln}}";

    [Theory]
    [InlineData("sources: {oven: {recognise: {has: [$.oven, $.heat]}, titel: $.oven}}", "titel")]
    [InlineData("sources: {oven: {recognise: {has: [$.oven]}, title: $.oven}}", "two facts")]
    [InlineData("sources: {oven: [", "oven.yaml")]
    [InlineData("sources: {stove: {title: $.a}}", "oven.yaml has one source, oven.")]
    [InlineData("", "oven")]
    [InlineData(null, "away")]
    public void A_file_that_is_wrong_is_left_out_and_named_and_the_others_count(string? text, string says)
    {
        var library = new ShapeLibrary(["kiln", "oven"], tool => tool is "kiln" ? Good : text ?? throw new IOException("It is away."));
        var unreadable = Assert.Single(library.Unreadable);
        Assert.Equal("oven", unreadable.Tool);
        Assert.Contains(says, unreadable.Problem, StringComparison.Ordinal);
        Assert.Equal("kiln", Assert.Single(library.Index.All).Source);
        Assert.Empty(library.Of("oven"));
        Assert.False(library.GuaranteesIdentity("oven"));
    }

    [Theory]
    [InlineData("pingdom", true)]
    [InlineData("github", true)]
    [InlineData("opsgenie-api", true)]
    [InlineData("sns", false)]
    [InlineData("slack", false)]
    [InlineData("teams", false)]
    [InlineData("nobody", false)]
    public void A_tool_guarantees_identity_where_its_shapes_name_a_real_one(string tool, bool guarantees) =>
        Assert.Equal(guarantees, KnownShapes.GuaranteesIdentity(tool));

    [Theory]
    [InlineData(AlertSource.Alertmanager, true)]
    [InlineData(AlertSource.Heartbeat, true)]
    [InlineData(AlertSource.Slo, true)]
    [InlineData(AlertSource.Custom, true)]
    [InlineData("zabbix", true)]
    [InlineData(AlertSource.Webhook, false)]
    [InlineData(AlertSource.Datadog, false)]
    [InlineData("slack", false)]
    public void A_source_is_known_to_guarantee_it_or_not(string source, bool guarantees) =>
        Assert.Equal(guarantees, SourceIdentity.IsGuaranteed(source));

    [Fact]
    public void An_identity_that_is_made_of_a_title_is_not_sure()
    {
        var body = JsonElement.Parse("""{"attachments": [{"title": "[FIRING] Oven 7 is cold", "title_link": "https://bakery.test/7"}]}""");
        var signal = Assert.Single(Normalizer.Parse("slack", body, Bodies.Now).Signals);
        Assert.NotNull(signal.Identity);
        Assert.False(AlertSource.GuaranteesIdentity(signal));
    }
}
