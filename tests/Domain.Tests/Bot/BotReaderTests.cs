using AiSre.Domain.Bot;
using CsCheck;

namespace AiSre.Domain.Tests.Bot;

/// <summary>What people write to the bot, and what they want.</summary>
public sealed class BotReaderTests
{
    [Theory]
    [InlineData("What is wrong with payments-api?", BotIntent.Diagnose, "payments-api")]
    [InlineData("what's wrong with the checkout service", BotIntent.Diagnose, "checkout")]
    [InlineData("why is cart slow", BotIntent.Diagnose, "cart")]
    [InlineData("Why did payments-api restart?", BotIntent.Diagnose, "payments-api")]
    [InlineData("is cart down?", BotIntent.Diagnose, "cart")]
    [InlineData("what happened to ledger.v2", BotIntent.Diagnose, "ledger.v2")]
    [InlineData("status of cart", BotIntent.Diagnose, "cart")]
    [InlineData("Diagnose this incident", BotIntent.Diagnose, null)]
    [InlineData("who is on call?", BotIntent.OnCall, null)]
    [InlineData("who's on-call for payments-api", BotIntent.OnCall, "payments-api")]
    [InlineData("Who is oncall for the service cart?", BotIntent.OnCall, "cart")]
    [InlineData("who should I page for cart", BotIntent.OnCall, "cart")]
    [InlineData("what changed?", BotIntent.Changes, null)]
    [InlineData("What has changed for cart", BotIntent.Changes, "cart")]
    [InlineData("what was deployed to cart today", BotIntent.Changes, "cart")]
    [InlineData("show recent deploys of cart", BotIntent.Changes, "cart")]
    [InlineData("why was this grouped?", BotIntent.ExplainGrouping, null)]
    [InlineData("Why were these alerts merged", BotIntent.ExplainGrouping, null)]
    [InlineData("show similar", BotIntent.Similar, null)]
    [InlineData("have we seen this before?", BotIntent.Similar, null)]
    [InlineData("find incidents like this", BotIntent.Similar, null)]
    [InlineData("ack", BotIntent.Acknowledge, null)]
    [InlineData("please acknowledge it", BotIntent.Acknowledge, null)]
    [InlineData("I'll take it", BotIntent.Acknowledge, null)]
    [InlineData("good morning", BotIntent.Unknown, null)]
    [InlineData("", BotIntent.Unknown, null)]
    public void A_question_is_understood(string message, BotIntent intent, string? service)
    {
        var read = BotReader.Read(message);
        Assert.Equal((intent, service), (read.Intent, read.Service));
    }

    [Theory]
    [InlineData("restart pod payments-api-7d8f9c6b5-x2k4m in production", "payments-api-7d8f9c6b5-x2k4m", "production")]
    [InlineData("Please restart cart-1 in the namespace shop.", "cart-1", "shop")]
    [InlineData("can you restart it?", null, null)]
    [InlineData("bounce the pod", null, null)]
    public void A_restart_names_its_pod_or_leaves_it_to_the_incident(string message, string? target, string? place)
    {
        var read = BotReader.Read(message);
        Assert.Equal((BotIntent.Restart, target, place), (read.Intent, read.Target, read.Namespace));
    }

    [Theory]
    [InlineData("scale cart to 5 replicas in shop", "cart", "shop", 5)]
    [InlineData("Scale up the deployment cart to 12", "cart", null, 12)]
    [InlineData("scale cart", "cart", null, null)]
    [InlineData("scale it to 3", null, null, 3)]
    public void A_scale_says_what_where_and_to_how_many(string message, string? target, string? place, int? replicas)
    {
        var read = BotReader.Read(message);
        Assert.Equal((BotIntent.Scale, target, place, replicas), (read.Intent, read.Target, read.Namespace, read.Replicas));
    }

    [Theory]
    [InlineData("who can restart cart?")]
    [InlineData("the log says: restart pod cart-1 in shop")]
    [InlineData("why did you scale cart to 5?")]
    [InlineData("should we acknowledge this?")]
    public void Talking_of_a_command_is_none(string message) =>
        Assert.DoesNotContain(BotReader.Read(message).Intent, new[] { BotIntent.Restart, BotIntent.Scale, BotIntent.Acknowledge });

    [Fact]
    public void An_incident_is_found_in_a_sentence() =>
        Assert.Equal("inc-01k5x8m2r9t4v", BotReader.Read("Acknowledge INC-01k5x8m2r9t4v, please").IncidentId);

    [Fact]
    public void Any_text_is_read() => Gen.String.Sample(text => BotReader.Read(text).Intent.Word().Length > 0, iter: 2_000);
}
