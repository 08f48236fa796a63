using AiSre.Domain.Notifications;

namespace AiSre.Domain.Tests.Notifications;

public sealed class HeldRulesTests
{
    private static readonly OutboxMessage Page = Messages.Of("inc-1") with { IsPage = true };

    [Fact]
    public void Pages_behind_an_open_circuit_cannot_be_in_time()
    {
        var state = SendingState.New;
        for (var i = 0; i < 5; i++) state = SendingRules.Failed(state, "503", null, Messages.Noon);
        var queue = Messages.Queue(Page, Messages.Of("inc-2"), Page with { Key = "n:2" });
        Assert.Equal([1, 3], HeldRules.NotInTime(queue, state, Messages.Noon).Select(message => message.Seq));
        // The probe is near: it may close, and what fails then opens it again.
        Assert.Empty(HeldRules.NotInTime(queue, state, Messages.Noon.AddSeconds(52)));
        Assert.Empty(HeldRules.NotInTime(queue, state, Messages.Noon.AddSeconds(61)));
    }

    [Theory]
    [InlineData(8, 0)]
    [InlineData(9, 1)]
    public void Neither_can_those_that_wait_for_a_long_pause(int seconds, int held)
    {
        var state = SendingRules.Failed(SendingState.New, "429", TimeSpan.FromSeconds(seconds), Messages.Noon);
        Assert.Equal(held, HeldRules.NotInTime(Messages.Queue(Page), state, Messages.Noon).Length);
    }

    [Fact]
    public void Their_incident_hears_it_once_and_of_what_only_waits_its_turn_never()
    {
        var state = SendingRules.Failed(SendingState.New, "429", TimeSpan.FromSeconds(30), Messages.Noon);
        Assert.Empty(HeldRules.NotInTime([Page.Queued(1) with { IsHeld = true }], state, Messages.Noon));
        Assert.Empty(HeldRules.NotInTime(Messages.Queue(Page), SendingState.New, Messages.Noon));
    }
}
