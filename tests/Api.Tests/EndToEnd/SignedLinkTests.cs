namespace AiSre.Api.Tests.EndToEnd;

/// <summary>A page goes to one person, whose link opens the incident and acknowledges it without a sign-in.</summary>
public sealed class SignedLinkTests(SignedLinkTests.Fixture fixture) : IClassFixture<SignedLinkTests.Fixture>
{
    private readonly LinkHost links = fixture.Links;

    [Fact]
    public async Task The_link_of_a_message_shows_the_incident_and_one_press_acknowledges_it_in_its_readers_name()
    {
        var guest = await links.GuestAsync();
        var id = await LinkHost.OpenAsync(guest, "The till burns & smokes");
        var link = (await links.LinksAsync("The till burns"))[0];
        Assert.StartsWith($"/i/{id}?token=", link, StringComparison.Ordinal);

        var page = await links.GetAsync(link);
        Assert.Equal(200, page.Status);
        foreach (var said in (string[])
            ["The till burns & smokes", "Critical", "open", "till", "UTC", "nobody has it yet; dave was told", "Acknowledge as dave"])
            Assert.Contains(said, page.Text, StringComparison.Ordinal);
        Assert.Equal("open", (await guest.GetAsync($"/incidents/{id}")).At("incident").Text("state"));

        var pressed = await links.PressAsync(link);
        Assert.Equal(200, pressed.Status);
        Assert.Contains("You have it now, as dave.", pressed.Text, StringComparison.Ordinal);
        Assert.Contains("dave acknowledged, by the link in a message", pressed.Text, StringComparison.Ordinal);
        Assert.False(pressed.HasButton);
        var incident = (await guest.GetAsync($"/incidents/{id}")).At("incident");
        Assert.Equal(("acknowledged", "dave"), (incident.Text("state"), incident.Text("acknowledged_by")));
        var said2 = await AcknowledgementsAsync(guest, id);
        Assert.Equal(("dave", "link"), (said2[0].Text("actor"), said2[0].GetProperty("payload").Text("via")));

        var again = await links.PressAsync(link);
        Assert.Equal(200, again.Status);
        Assert.Contains("Nothing was changed: you have acknowledged it", again.Text, StringComparison.Ordinal);
        Assert.Single(await AcknowledgementsAsync(guest, id));
    }

    [Fact]
    public async Task Opening_it_changes_nothing_however_often_and_whoever_does()
    {
        var guest = await links.GuestAsync();
        var id = await LinkHost.OpenAsync(guest, "Scanned by many");
        var link = (await links.LinksAsync("Scanned by many"))[0];
        foreach (var agent in new[] { "Slackbot-LinkExpanding 1.0", "Mozilla/5.0", "SafeLinks" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, link);
            request.Headers.TryAddWithoutValidation("User-Agent", agent);
            Assert.Equal(200, (await links.SendAsync(request)).Status);
        }
        Assert.Equal("open", (await guest.GetAsync($"/incidents/{id}")).At("incident").Text("state"));
        // Trackers add what they like to links in mails.
        Assert.Equal(200, (await links.GetAsync($"{link}&utm_source=mail")).Status);
    }

    [Fact]
    public async Task A_press_that_is_sent_again_after_it_was_given_back_changes_nothing_and_the_next_message_brings_another_link()
    {
        var guest = await links.GuestAsync();
        var id = await LinkHost.OpenAsync(guest, "Given back");
        var first = (await links.LinksAsync("Given back"))[0];
        await links.PressAsync(first);
        await guest.SendAsync($"/incidents/{id}/unacknowledge", """{"actor":"root"}""");

        var replayed = await links.PressAsync(first);
        Assert.Contains("this link has acknowledged it once, and it was given back", replayed.Text, StringComparison.Ordinal);
        Assert.False(replayed.HasButton);
        Assert.Equal("open", (await guest.GetAsync($"/incidents/{id}")).At("incident").Text("state"));
        Assert.False((await links.GetAsync(first)).HasButton);

        var next = (await links.LinksAsync("Given back", count: 2))[^1];
        Assert.NotEqual(first, next);
        Assert.Contains("You have it now, as dave.", (await links.PressAsync(next)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_somebody_else_has_or_is_over_is_said_and_stays_so()
    {
        var guest = await links.GuestAsync();
        var id = await LinkHost.OpenAsync(guest, "Already taken");
        var link = (await links.LinksAsync("Already taken"))[0];
        await guest.SendAsync($"/incidents/{id}/acknowledge", """{"actor":"root"}""");
        Assert.Contains("Nothing was changed: root has acknowledged it", (await links.PressAsync(link)).Text, StringComparison.Ordinal);
        await guest.SendAsync($"/incidents/{id}/resolve", """{"actor":"root"}""");
        var over = await links.PressAsync(link);
        Assert.Contains("Nothing was changed: it is over.", over.Text, StringComparison.Ordinal);
        Assert.Contains("resolved", over.Text, StringComparison.Ordinal);
        Assert.Equal("root", (await guest.GetAsync($"/incidents/{id}")).At("incident").Text("acknowledged_by"));
    }

    [Fact]
    public async Task What_many_read_has_no_such_link_and_what_is_stored_of_a_message_has_none_either()
    {
        var guest = await links.GuestAsync();
        var id = await LinkHost.OpenAsync(guest, "For the room");
        await links.LinksAsync("For the room");
        // The routes hear of it ten seconds later.
        var room = await links.MessagesAsync("For the room", "#ops");
        Assert.All(room, message => Assert.DoesNotContain("/i/", message, StringComparison.Ordinal));
        Assert.Contains($"/console/{guest.Workspace}/incidents/{id}", room[0], StringComparison.Ordinal);
        Assert.DoesNotContain("token=", (await guest.GetAsync($"/incidents/{id}/notifications")).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("token=", (await guest.GetAsync($"/incidents/{id}/timeline")).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_needs_no_script_has_nothing_inline_and_tells_its_address_to_nobody()
    {
        var guest = await links.GuestAsync();
        await LinkHost.OpenAsync(guest, "Strict");
        var page = await links.GetAsync((await links.LinksAsync("Strict"))[0]);
        Assert.Equal(
            ("no-referrer", "no-store", "DENY"),
            (page.Headers["Referrer-Policy"], page.Headers["Cache-Control"], page.Headers["X-Frame-Options"]));
        Assert.Contains("form-action 'self'", page.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", page.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("style=", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("Set-Cookie", page.Headers.Keys);
    }

    [Fact]
    public async Task What_does_not_fit_is_one_page_in_words_and_says_nothing_of_what_there_is()
    {
        var guest = await links.GuestAsync();
        var id = await LinkHost.OpenAsync(guest, "Forged");
        var link = (await links.LinksAsync("Forged"))[0];
        var token = link.Split("token=")[1];
        var now = DateTimeOffset.UtcNow;

        var forged = await links.GetAsync($"/i/{id}?token={token[..^2]}AA");
        Assert.Equal(403, forged.Status);
        Assert.Contains("This link is not complete, or was changed", forged.Text, StringComparison.Ordinal);
        foreach (var path in new[]
        {
            $"/i/{id}", $"/i/{id}?token=", $"/i/{id}?token=a.b", $"/i/inc-0123456789abc?token={token}", $"/i/nonsense?token={token}",
            $"/i/{id}?token={token}&token={token}x",
        })
        {
            var page = await links.GetAsync(path);
            Assert.Equal((403, forged.Text), (page.Status, page.Text));
        }
        Assert.Equal(forged.Text, (await links.PressAsync($"/i/{id}?token={token[..^2]}AA")).Text);
        Assert.Equal("open", (await guest.GetAsync($"/incidents/{id}")).At("incident").Text("state"));

        var expired = await SignedAsync(id, guest.Workspace, id, now.AddSeconds(-1));
        Assert.Equal(410, expired.Status);
        Assert.Contains("This link has expired", expired.Text, StringComparison.Ordinal);

        // Of another workspace, and of an incident that there never was: nobody learns which.
        const string absent = "inc-00000000000000";
        var foreign = await SignedAsync(id, (await links.GuestAsync()).Workspace, id, now.AddHours(1));
        var unknown = await SignedAsync(absent, guest.Workspace, absent, now.AddHours(1));
        Assert.Equal((404, 404), (foreign.Status, unknown.Status));
        Assert.Equal(foreign.Text, unknown.Text);
    }

    [Fact]
    public async Task Who_has_left_or_has_another_address_opens_nothing()
    {
        var guest = await links.GuestAsync();
        var id = await LinkHost.OpenAsync(guest, "Left");
        var link = (await links.LinksAsync("Left"))[0];
        await links.DefineAsync(guest, "U024DAVE2");
        await TestHost.Poll.UntilAsync("the address to count", async () => (await links.GetAsync(link)).Status == 404);
        await links.DefineAsync(guest, LinkHost.Dave);
        await TestHost.Poll.UntilAsync("the address to count again", async () => (await links.GetAsync(link)).Status == 200);
        await links.DefineAsync(guest, member: null);
        await TestHost.Poll.UntilAsync("dave to be gone", async () => (await links.PressAsync(link)).Status == 404);
        Assert.Equal("open", (await guest.GetAsync($"/incidents/{id}")).At("incident").Text("state"));
    }

    [Fact]
    public async Task A_form_that_is_too_large_or_no_form_is_refused_by_a_page()
    {
        var guest = await links.GuestAsync();
        var id = await LinkHost.OpenAsync(guest, "Large");
        var token = (await links.LinksAsync("Large"))[0].Split("token=")[1];
        var large = await links.SendAsync(new(HttpMethod.Post, $"/i/{id}")
        {
            Content = new FormUrlEncodedContent([new("token", token), new("x", new string('x', 5_000))]),
        });
        Assert.Equal(413, large.Status);
        Assert.Equal("close", large.Headers["Connection"]);
        Assert.Contains("<h1>", large.Html, StringComparison.Ordinal);
        var json = await links.SendAsync(new(HttpMethod.Post, $"/i/{id}")
        {
            Content = new StringContent($$"""{"token":"{{token}}"}""", System.Text.Encoding.UTF8, "application/json"),
        });
        Assert.Equal(403, json.Status);
        // The token belongs into the form: what a link preview could send by itself does not count.
        Assert.Equal(403, (await links.SendAsync(new(HttpMethod.Post, $"/i/{id}?token={token}"))).Status);
        Assert.Equal("open", (await guest.GetAsync($"/incidents/{id}")).At("incident").Text("state"));
    }

    /// <summary>Opens a link that the platform has signed.</summary>
    private async Task<LinkPage> SignedAsync(string path, string workspace, string incident, DateTimeOffset until) => await links.GetAsync(
        $"/i/{path}?token={await links.SignAsync(new(workspace, incident, "dave", "slack", until.AddHours(-72), until), LinkHost.Dave)}");

    private static async Task<List<System.Text.Json.JsonElement>> AcknowledgementsAsync(Guest guest, string id) =>
        [.. (await guest.GetAsync($"/incidents/{id}/timeline")).GetProperty("events").EnumerateArray()
            .Where(said => said.Text("event_type") == "incident_acknowledged")];

    public sealed class Fixture : IAsyncLifetime
    {
        internal LinkHost Links { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Links = await LinkHost.StartAsync();

        public ValueTask DisposeAsync() => Links.DisposeAsync();
    }
}
