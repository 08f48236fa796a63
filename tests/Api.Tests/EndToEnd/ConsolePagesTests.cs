using System.Globalization;
using System.Net;
using AiSre.Api.Tests.Edge;
using AiSre.Grains.Definitions;

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

        using var declared = await guest.PutAsync("/heartbeats/nightly", """{"interval_seconds":600}""");
        await ops.GoAsync("/heartbeats");
        Assert.Equal(DateTimeOffset.UtcNow.AddMinutes(10).ToUnixTimeMilliseconds(), Turns(ops), 60_000d);

        await ops.GoAsync("/definitions");
        Assert.Equal("", ops.MainAttribute("data-turns"));
    }

    [Fact]
    public async Task A_form_that_was_wrong_leads_back_to_its_page_and_not_to_itself()
    {
        var silence = await SilenceAsync(DateTimeOffset.UtcNow.AddHours(2));
        using var ops = await VisitAsync($"/silences/{silence}");
        await ops.SendAsync($"/silences/{silence}/until", ("until", "2020-01-01T08:00"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, ops.Status);
        Assert.Equal($"/console/{guest.Workspace}/silences/{silence}", ops.MainAttribute("data-page"));
        await ops.SendAsync($"/silences/{silence}/end");
        Assert.Equal((HttpStatusCode.OK, $"/console/{guest.Workspace}/silences/{silence}"), (ops.Status, ops.Address));
        Assert.Contains("has ended", ops.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_came_second_is_told_who_was_first()
    {
        var id = await guest.IncidentAsync();
        using var ops = await VisitAsync($"/incidents/{id}");
        await guest.PostAsync($"/incidents/{id}/acknowledge", """{"actor":"odo"}""");
        await ops.SendAsync($"/incidents/{id}/acknowledge");
        Assert.Contains("odo has it already.", ops.Text, StringComparison.Ordinal);
        await guest.PostAsync($"/incidents/{id}/resolve", """{"actor":"odo"}""");
        await ops.SendAsync($"/incidents/{id}/unacknowledge");
        Assert.Contains("It is over already, so nobody needs to have it.", ops.Text, StringComparison.Ordinal);
        await ops.GoAsync($"/incidents/{id}");
        Assert.Contains("Reopen", ops.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_of_autonomy_that_somebody_has_changed_meanwhile_are_not_turned_back_unseen()
    {
        using var first = await ConsoleVisitor.SignInAsync(shared.Host, guest.Workspace, EdgeHost.Root);
        using var second = await ConsoleVisitor.SignInAsync(shared.Host, guest.Workspace, EdgeHost.Root);
        await first.GoAsync("/autonomy");
        await second.GoAsync("/autonomy");
        (string, string)[] off = [("poll", "60"), ("most", "20"), ("namespaces", "shop"), ("action", "restart_pod")];
        await first.SendAsync("/autonomy/settings", off);
        Assert.Contains("Kept. It is off", first.Text, StringComparison.Ordinal);

        (string, string)[] on = [.. off[..2], ("enabled", "on"), ("dry_run", "on"), ("namespaces", "till-*")];
        await second.SendAsync("/autonomy/settings", on);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, second.Status);
        Assert.Contains("root has changed the settings while you wrote. Yours are not kept.", second.Text, StringComparison.Ordinal);
        // What counts now, and what was sent.
        Assert.Contains("namespaces shop ", second.Text, StringComparison.Ordinal);
        Assert.Contains("value=\"till-*\"", second.Html, StringComparison.Ordinal);
        Assert.False((await guest.GetAsync("/autonomy/status")).GetProperty("enabled").GetBoolean());
        await second.SendAsync("/autonomy/settings", on);
        Assert.Contains("Kept. It is on, and only says what it would do.", second.Text, StringComparison.Ordinal);
        Assert.Equal("till-*", (await guest.GetAsync("/autonomy/status")).GetProperty("allowed_namespaces")[0].GetString());
    }

    [Fact]
    public async Task A_second_resolution_is_refused_and_not_said_to_be_kept()
    {
        var id = await guest.IncidentAsync();
        using var ops = await VisitAsync($"/incidents/{id}");
        await guest.PostAsync($"/incidents/{id}/resolve", """{"actor":"odo","resolution":"oiled"}""");
        await ops.SendAsync($"/incidents/{id}/resolve", ("resolution", "replaced"));
        Assert.Contains("What you wrote is not kept: write it as a note.", ops.Text, StringComparison.Ordinal);
        Assert.Contains("oiled", ops.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silence_of_tomorrow_is_not_said_to_be_in_force()
    {
        using var ops = await VisitAsync("/silences/new?service=mailer");
        var (from, until) = (DateTimeOffset.UtcNow.AddDays(1), DateTimeOffset.UtcNow.AddDays(2));
        string Field(DateTimeOffset at) => at.ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture);
        (string, string)[] fields = [("name-0", "service"), ("op-0", "="), ("value-0", "mailer"), ("why", "it moves"), ("do", "put")];
        await ops.SendAsync("/silences/new", [.. fields, ("length", "dates"), ("from", Field(from)), ("until", Field(until))]);
        Assert.Contains("service=\"mailer\" will be silenced from ", ops.Text, StringComparison.Ordinal);

        await ops.GoAsync("/silences/new?service=mailer");
        await ops.SendAsync(
            "/silences/new", [.. fields, ("length", "weekly"), ("from", Field(from)), ("window_from", "00:00"), ("window_to", "23:59")]);
        Assert.Contains("will be silenced every day from 00:00 to 23:59 (UTC)", ops.Text, StringComparison.Ordinal);
        await ops.GoAsync("/silences");
        Assert.Contains("None is in force", ops.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_comes_after_an_escalation_that_has_not_begun_is_not_said_to_be_nothing()
    {
        var definitions = (await shared.Host.GrainsAsync()).GetGrain<IDefinitionsGrain>(guest.Workspace);
        Assert.Equal(DefinitionsResult.Accepted, (await definitions.PutAsync([new("body", """
            users: {dave: {}, eve: {}}
            teams: {pay: {services: [payments], escalation_contact: eve, layers: [{members: [dave]}]}}
            policies:
              gentle:
                match: {severities: [warning]}
                levels: [{after_minutes: 0, targets: ["schedule:pay"]}, {after_minutes: 15, targets: ["contact:pay"]}]
            """)], "odo")).Result);
        // Of a warning people are told half a minute later.
        var id = await guest.IncidentAsync(extra: ""","severity":"warning","service":"payments" """);
        using var ops = await VisitAsync($"/incidents/{id}");
        Assert.Contains("dave is told in", ops.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("nobody is left to tell", ops.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_parameter_without_a_name_breaks_no_page()
    {
        using var ops = await VisitAsync("/incidents?=1");
        Assert.Equal(HttpStatusCode.OK, ops.Status);
    }

    private async Task<ConsoleVisitor> VisitAsync(string path) =>
        await (await ConsoleVisitor.SignInAsync(shared.Host, guest.Workspace)).GoAsync(path);

    private async Task<string> SilenceAsync(DateTimeOffset ends) => (await guest.SendAsync(
        "/silences", $$"""{"matchers":[{"name":"service","value":"payments"}],"comment":"disks","author":"odo","ends_at":"{{ends:o}}"}"""))
        .Text("silence_id")!;

    private static double Turns(ConsoleVisitor visitor) => double.Parse(visitor.MainAttribute("data-turns"), CultureInfo.InvariantCulture);
}
