using AiSre.Domain.Notifications;

namespace AiSre.Api.Tests.EndToEnd;

/// <summary>What opens no link: the switch, and strangers. Each on a host of its own.</summary>
public sealed class SignedLinkDoorTests
{
    [Fact]
    public async Task Switched_off_messages_carry_none_and_those_that_were_sent_open_a_page_that_says_so()
    {
        await using var links = await LinkHost.StartAsync(("AI_SRE_SIGNED_LINKS", "false"));
        var guest = await links.GuestAsync();
        var id = await LinkHost.OpenAsync(guest, "Without");
        Assert.All(await links.MessagesAsync("Without", LinkHost.Dave), message => Assert.DoesNotContain("/i/", message, StringComparison.Ordinal));
        var now = DateTimeOffset.UtcNow;
        var token = await links.SignAsync(new SignedLink(guest.Workspace, id, "dave", "slack", now, now.AddHours(1)), LinkHost.Dave);
        foreach (var page in new[] { await links.GetAsync($"/i/{id}?token={token}"), await links.PressAsync($"/i/{id}?token={token}") })
        {
            Assert.Equal(403, page.Status);
            Assert.Contains("Links without a sign-in are switched off here", page.Text, StringComparison.Ordinal);
        }
        Assert.Equal("open", (await guest.GetAsync($"/incidents/{id}")).At("incident").Text("state"));
    }

    [Fact]
    public async Task Strangers_make_no_grain_are_slowed_down_and_do_not_keep_out_who_has_a_link()
    {
        await using var links = await LinkHost.StartAsync();
        var guest = await links.GuestAsync();
        var id = await LinkHost.OpenAsync(guest, "Tried");
        var link = (await links.LinksAsync("Tried"))[0];
        await links.GetAsync(link);
        var management = (await links.Host.GrainsAsync()).GetGrain<IManagementGrain>(0);
        var before = await CountAsync(management);
        var statuses = new List<int>();
        for (var i = 0; i < 300; i++)
        {
            var said = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"1\nnobody-{i}\nslack\ndave\n1\n9999999999\nx")).TrimEnd('=');
            statuses.Add((await links.GetAsync($"/i/{id}?token={said}.{new string('A', 43)}")).Status);
        }
        Assert.Equal((403, 429), (statuses[0], statuses[^1]));
        var made = await CountAsync(management) - before;
        Assert.True(made < 30, $"{made} grains");
        Assert.Equal(200, (await links.GetAsync(link)).Status);
    }

    private static async Task<int> CountAsync(IManagementGrain management) => (await management.GetDetailedGrainStatistics()).Length;
}
