using AiSre.Grains.Alerts;

namespace AiSre.Grains.Tests.Alerts;

[Collection(OnPlainSilo.Name)]
public sealed class DeliveriesTests(SiloFixture fixture)
{
    private readonly IDeliveriesGrain seen = fixture.Silo.Grains.GetGrain<IDeliveriesGrain>(
        GrainKeys.Delivery(fixture.Silo.NewTenant().Workspace, "webhook", "d-1"));

    [Fact]
    public async Task A_delivery_is_processed_once_and_answered_alike()
    {
        Assert.Null(await seen.BeginAsync("d"));
        Assert.Equal(DeliveryAnswer.InFlight, await seen.BeginAsync("d"));
        await seen.CompleteAsync("d", new DeliveryAnswer(200, "first"));
        Assert.Equal(new DeliveryAnswer(200, "first"), await seen.BeginAsync("d"));
        await fixture.Silo.DeactivateAsync(seen);
        Assert.Equal(new DeliveryAnswer(200, "first"), await seen.BeginAsync("d"));
    }

    [Fact]
    public async Task A_delivery_that_failed_may_be_tried_again()
    {
        Assert.Null(await seen.BeginAsync("d"));
        await seen.CompleteAsync("d", null);
        Assert.Null(await seen.BeginAsync("d"));
    }

    [Fact]
    public async Task A_processing_that_died_blocks_for_thirty_seconds()
    {
        Assert.Null(await seen.BeginAsync("d"));
        fixture.Silo.Clock.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(DeliveryAnswer.InFlight, await seen.BeginAsync("d"));
        fixture.Silo.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await seen.BeginAsync("d"));
    }

    [Fact]
    public async Task Answers_are_remembered_for_two_days()
    {
        await seen.CompleteAsync("old", new DeliveryAnswer(200, ""));
        fixture.Silo.Clock.Advance(TimeSpan.FromHours(48));
        await seen.CompleteAsync("young", new DeliveryAnswer(200, ""));
        Assert.NotNull(await seen.BeginAsync("old"));
        fixture.Silo.Clock.Advance(TimeSpan.FromSeconds(1));
        await seen.CompleteAsync("new", new DeliveryAnswer(200, ""));
        Assert.Null(await seen.BeginAsync("old"));
    }
}
