using System.Globalization;

namespace AiSre.Api.Tests.EndToEnd;

/// <summary>What the console's pages say, and what their forms do, as a browser without script meets them.</summary>
[Collection(OnSharedHost.Name)]
public sealed class ConsolePagesTests(SharedHost shared)
{
    private readonly Guest guest = new(shared.Host);

    [Fact]
    public async Task A_page_knows_when_the_clock_alone_changes_what_it_shows()
    {
        var ends = DateTimeOffset.UtcNow.AddHours(2);
        await SilenceAsync(ends);
        using var ops = await VisitAsync("/silences");
        // An hour before the end it says that it ends soon.
        Assert.Equal(ends.AddHours(-1).ToUnixTimeMilliseconds(), Turns(ops), 1_000d);

        using var beat = await guest.PostAsync("/heartbeats/nightly?interval_seconds=600");
        await ops.GoAsync("/heartbeats");
        Assert.Equal(DateTimeOffset.UtcNow.AddMinutes(10).ToUnixTimeMilliseconds(), Turns(ops), 60_000d);

        await ops.GoAsync("/definitions");
        Assert.Equal("", ops.MainAttribute("data-turns"));
    }

    private async Task<ConsoleVisitor> VisitAsync(string path) =>
        await (await ConsoleVisitor.SignInAsync(shared.Host, guest.Workspace)).GoAsync(path);

    private async Task<string> SilenceAsync(DateTimeOffset ends) => (await guest.SendAsync(
        "/silences", $$"""{"matchers":[{"name":"service","value":"payments"}],"comment":"disks","author":"odo","ends_at":"{{ends:o}}"}"""))
        .Text("silence_id")!;

    private static double Turns(ConsoleVisitor visitor) => double.Parse(visitor.MainAttribute("data-turns"), CultureInfo.InvariantCulture);
}
