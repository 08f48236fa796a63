using AiSre.Api.Console;
using Microsoft.AspNetCore.Http;

namespace AiSre.Api.Tests.Console;

/// <summary>A page that begins to follow must hear of what has happened since it was made.</summary>
public sealed class LiveStreamTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly LiveChange Latest = new(7, "incident:inc-1", "0.7.0", Noon);

    [Theory]
    [InlineData("0.7.0", null, false)]
    [InlineData("0.6.0", null, true)]
    [InlineData("0.7.0", -600, false)]
    [InlineData(null, -600, true)]
    [InlineData(null, -1, true)]
    [InlineData(null, 600, false)]
    public void Something_was_missed_if_it_came_after_what_is_shown(string? heard, int? madeAfterSeconds, bool missed)
    {
        var request = new DefaultHttpContext().Request;
        if (heard is not null) request.Headers["Last-Event-ID"] = heard;
        if (madeAfterSeconds is { } seconds) request.QueryString = new($"?as_of={Noon.AddSeconds(seconds).ToUnixTimeMilliseconds()}");
        Assert.Equal(missed, LiveStream.HasMissed(request, Latest));
    }

    [Fact]
    public void A_process_that_has_heard_of_nothing_yet_is_about_to() =>
        Assert.False(LiveStream.HasMissed(new DefaultHttpContext().Request, new(0, LiveChange.Nothing, null, DateTimeOffset.MinValue)));

    [Fact]
    public void Nonsense_is_no_time()
    {
        var request = new DefaultHttpContext().Request;
        request.QueryString = new("?as_of=99999999999999999999");
        Assert.False(LiveStream.HasMissed(request, Latest));
    }
}
