using System.Text.Json;
using AiSre.Domain.Alerts;
using AiSre.Domain.Alerts.Recognition;

namespace AiSre.Domain.Tests.Alerts.Sources;

public sealed class DeliveryReaderTests
{
    private static readonly string Alertmanager = Bodies.Envelope(Bodies.Labelled("alertname=Down", "service=shop"));

    [Theory]
    [InlineData(AlertSource.Webhook)]
    [InlineData(AlertSource.Datadog)]
    [InlineData(AlertSource.PagerDuty)]
    [InlineData(AlertSource.Prometheus)]
    [InlineData(AlertSource.NewRelic)]
    public void A_body_that_is_unmistakable_decides_against_what_its_sender_says(string named)
    {
        var read = Read(named, Alertmanager);
        var signal = Assert.Single(read.Delivery!.Signals);
        Assert.Equal((AlertSource.Alertmanager, AlertSource.Alertmanager, "Down"), (read.Source, signal.Source, signal.Title));
        var warning = Assert.Single(read.Warnings);
        Assert.Contains(named, warning, StringComparison.Ordinal);
        Assert.Contains(warning, signal.Warnings);
    }

    [Theory]
    [InlineData(AlertSource.Alertmanager)]
    [InlineData(null)]
    public void Nothing_is_said_of_a_body_that_is_what_it_is_sent_as(string? named)
    {
        var read = Read(named, Alertmanager);
        Assert.Equal(AlertSource.Alertmanager, read.Source);
        Assert.Empty(read.Warnings);
        Assert.Empty(read.Delivery!.Signals[0].Warnings);
    }

    [Fact]
    public void What_is_nobody_s_is_read_as_a_webhook_s_whatever_its_sender_says()
    {
        var read = Read(AlertSource.Datadog, """{"title":"Queue grows","service":"mail"}""");
        Assert.Equal("Queue grows", Assert.Single(read.Delivery!.Signals).Title);
    }

    [Fact]
    public void What_cannot_be_read_at_all_is_refused_by_the_reader_that_was_asked_for()
    {
        Assert.Equal("alerts", Read(AlertSource.Alertmanager, "{}").Refusal!.Location);
        Assert.NotNull(Read(AlertSource.PagerDuty, """{"title":"T"}""").Refusal);
    }

    [Fact]
    public void An_array_of_objects_is_an_alert_each_and_one_that_is_none_costs_the_others_nothing()
    {
        var read = Read(null, $$"""[{"title":"one"},7,{"title":"two"},{{Alertmanager}}]""");
        Assert.Equal(["one", "two", "Down"], read.Delivery!.Signals.Select(signal => signal.Title));
        Assert.Equal((1, "[1].body"), (Assert.Single(read.Delivery.Rejected).Index, read.Delivery.Rejected[0].Location));
        Assert.NotNull(Read(null, "[]").Refusal);
    }

    private static ReadDelivery Read(string? named, string json)
    {
        using var document = JsonDocument.Parse(json);
        return DeliveryReader.Read(named, document.RootElement, Bodies.Now);
    }
}
