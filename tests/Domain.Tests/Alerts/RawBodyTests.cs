using System.Collections.Immutable;
using System.Text;
using AiSre.Domain.Alerts;

namespace AiSre.Domain.Tests.Alerts;

public sealed class RawBodyTests
{
    [Theory]
    [InlineData("""{"v":"4","alerts":[{"a":1},{"b":[2]},{"c":3}],"z":0}""", """{"v":"4","alerts":[{"b":[2]}],"z":0}""")]
    [InlineData("""[{"a":1} , {"b":{"alerts":[1]}} ,3]""", """[{"b":{"alerts":[1]}}]""")]
    [InlineData("""{"x":{"alerts":[7]},"messages":["a",{"b":1},"c"]}""", """{"x":{"alerts":[7]},"messages":[{"b":1}]}""")]
    [InlineData("""{"title":"no list"}""", """{"title":"no list"}""")]
    [InlineData("""{"alerts":[{"a":1}]}""", """{"alerts":[{"a":1}]}""")]
    public void An_alert_of_several_is_shown_with_its_envelope_alone(string body, string second) => Assert.Equal(second, Lent(body, 3)[1].Raw.Text);

    [Fact]
    public void Those_that_were_rejected_are_passed_over()
    {
        var signals = Lent("""{"alerts":[7,{"a":1},8,{"b":2}]}""", 2, new(0, "", ""), new(2, "", ""));
        Assert.Equal("""{"alerts":[{"a":1}]}""", signals[0].Raw.Text);
        Assert.Equal("""{"alerts":[{"b":2}]}""", signals[1].Raw.Text);
    }

    [Fact]
    public void What_is_no_longer_lent_is_not_there()
    {
        var delivery = new Delivery { Signals = [Signals.Firing("Disk full")] };
        using (RawBody.Lend("{}"u8.ToArray(), delivery)) Assert.Equal("{}", delivery.Signals[0].Raw.Text);
        Assert.Null(delivery.Signals[0].Raw.Text);
    }

    [Fact]
    public void A_long_body_is_cut_between_two_characters()
    {
        var text = Lent($$"""{"title":"{{new string('\u00e4', RawBody.Longest)}}"}""", 1)[0].Raw.Text!;
        Assert.InRange(Encoding.UTF8.GetByteCount(text), RawBody.Longest - 1, RawBody.Longest);
        Assert.DoesNotContain('\uFFFD', text);
    }

    private static ImmutableArray<AlertSignal> Lent(string body, int signals, params RejectedAlert[] rejected)
    {
        var read = Enumerable.Range(0, signals).Select(_ => Signals.Firing("Disk full"));
        var delivery = new Delivery { Signals = [.. read], Rejected = [.. rejected] };
        _ = RawBody.Lend(Encoding.UTF8.GetBytes(body), delivery);
        return delivery.Signals;
    }
}
