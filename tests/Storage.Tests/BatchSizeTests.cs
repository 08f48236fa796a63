namespace AiSre.Storage.Tests;

public sealed class BatchSizeTests
{
    [Fact]
    public void A_batch_takes_what_can_be_written_in_a_tenth_of_a_second()
    {
        var size = new BatchSize(5_000);
        Assert.Equal(500, size.Most);
        size.Observe(5_000, TimeSpan.FromSeconds(2.5));
        Assert.Equal(200, size.Most);
        size.Observe(200, TimeSpan.FromMilliseconds(10));
        Assert.Equal(2_000, size.Most);
        size.Observe(2_000, TimeSpan.FromMilliseconds(10));
        Assert.Equal(5_000, size.Most);
    }

    [Fact]
    public void A_slow_disk_leaves_enough_and_few_entries_tell_nothing()
    {
        var size = new BatchSize(5_000);
        size.Observe(1, TimeSpan.FromSeconds(5));
        Assert.Equal(500, size.Most);
        size.Observe(200, TimeSpan.FromSeconds(60));
        Assert.Equal(100, size.Most);
        var small = new BatchSize(10);
        small.Observe(100, TimeSpan.FromSeconds(60));
        Assert.Equal(10, small.Most);
    }
}
