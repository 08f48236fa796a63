using AiSre.Domain.Notifications;
using AiSre.Integrations.Slack;

namespace AiSre.Domain.Tests.Notifications;

public sealed class CircuitRulesTests
{
    private static readonly SlackChannel Slack = new() { Name = "slack" };

    [Fact]
    public void The_fifth_failure_in_a_row_opens_it_for_a_minute()
    {
        var state = CircuitRules.Closed;
        for (var i = 0; i < 4; i++) state = CircuitRules.Failed(state, Messages.Noon);
        Assert.Null(state.OpenUntil);
        Assert.Equal(Messages.Noon.AddSeconds(60), CircuitRules.Failed(state, Messages.Noon).OpenUntil);
    }

    [Fact]
    public void A_probe_that_fails_opens_it_again_and_one_that_arrives_closes_it()
    {
        var state = SendingState.New;
        for (var i = 0; i < 5; i++) state = SendingRules.Failed(state, "503", null, Messages.Noon);
        var later = Messages.Noon.AddSeconds(60);
        var queue = Messages.Queue(Messages.Of("inc-1"));
        Assert.Equal(new SendingStep.Wait(later), SendingRules.Next(queue, state, Slack, Messages.Noon));
        Assert.IsType<SendingStep.Send>(SendingRules.Next(queue, state, Slack, later));
        Assert.Equal(later.AddSeconds(60), SendingRules.Failed(state, "503", null, later).Circuit.OpenUntil);
        Assert.Equal(CircuitRules.Closed, SendingRules.Sent(state, Slack, queue[0], later).Circuit);
        Assert.Equal(CircuitRules.Closed, SendingRules.Rejected(state, "404", later).Circuit);
    }

    [Fact]
    public void Being_asked_to_come_back_later_is_not_a_failure_of_the_destination_and_pauses_all_of_it()
    {
        var state = SendingState.New;
        for (var i = 0; i < 6; i++) state = SendingRules.Failed(state, "429", TimeSpan.FromSeconds(30), Messages.Noon);
        Assert.Null(state.Circuit.OpenUntil);
        var queue = Messages.Queue(Messages.Of("inc-1"), Messages.Of("inc-2"));
        Assert.Equal(new SendingStep.Wait(Messages.Noon.AddSeconds(30)), SendingRules.Next(queue, state, Slack, Messages.Noon));
    }
}
