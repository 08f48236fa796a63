namespace AiSre.Api.Tests.EndToEnd;

/// <summary>What the console's list of incidents says, and does.</summary>
[Collection(OnSharedHost.Name)]
public sealed class ConsoleListTests(SharedHost shared)
{
    private readonly Guest guest = new(shared.Host);

    [Fact]
    public async Task What_needs_somebody_is_said_although_none_of_it_is_on_the_screen()
    {
        await guest.PostAsync($"/incidents/{await OpenAsync("taken")}/acknowledge", """{"actor":"odo"}""");
        using var ops = await VisitAsync("/incidents");
        Assert.Contains("Nothing needs anybody. 1 is being worked on", ops.Text, StringComparison.Ordinal);
        await OpenAsync("new");
        // As a page follows what happens.
        await ops.GoAsync($"/incidents?_shown={Uri.EscapeDataString(ops.ValueOf("_shown"))}", ("X-Live", "1"));
        Assert.Contains("1 needs somebody. 1 is being worked on", ops.Text, StringComparison.Ordinal);
        Assert.Contains("1 new, show", ops.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Further_rows_of_a_section_count_neither_the_others_as_new_nor_the_rest_as_nothing()
    {
        for (var i = 0; i < 31; i++) await OpenAsync($"{i}");
        await guest.PostAsync($"/incidents/{await OpenAsync("taken")}/acknowledge", """{"actor":"odo"}""");
        using var ops = await VisitAsync("/incidents");
        var further = System.Text.RegularExpressions.Regex.Match(ops.Html, "after=([0-9.]+)").Groups[1].Value;
        await ops.GoAsync($"/incidents?after={further}");
        Assert.Contains("31 need somebody. 1 is being worked on", ops.Text, StringComparison.Ordinal);
        await ops.GoAsync($"/incidents?after={further}&_shown={Uri.EscapeDataString(ops.ValueOf("_shown"))}", ("X-Live", "1"));
        Assert.DoesNotContain("new, show", ops.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_at_once_are_counted_by_what_became_of_them()
    {
        var (taken, over, open) = (await OpenAsync("taken"), await OpenAsync("over"), await OpenAsync("open"));
        using var ops = await VisitAsync("/incidents");
        await guest.PostAsync($"/incidents/{taken}/acknowledge", """{"actor":"odo"}""");
        await guest.PostAsync($"/incidents/{over}/resolve");
        await ops.SendAsync("/incidents/act", ("do", "acknowledge"), ("id", taken), ("id", over), ("id", open), ("id", "no/id"));
        Assert.Contains(
            "1 incident acknowledged, 1 was acknowledged by somebody else already, 1 was over already, 1 not found.", ops.Text,
            StringComparison.Ordinal);
        await ops.GoAsync("/incidents?state=any");
        await ops.SendAsync("/incidents/act", ("do", "resolve"), ("id", taken), ("id", over));
        Assert.Contains("1 incident resolved, 1 was over already.", ops.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_that_match_are_those_that_the_page_has_counted()
    {
        await OpenAsync("seen");
        using var ops = await VisitAsync("/incidents");
        await OpenAsync("unseen", "critical");
        await ops.SendAsync("/incidents/act", ("do", "resolve"), ("all", "yes"));
        Assert.Contains("1 incident resolved.", ops.Text, StringComparison.Ordinal);
        Assert.Contains("1 needs somebody.", ops.Text, StringComparison.Ordinal);
    }

    private async Task<ConsoleVisitor> VisitAsync(string path) =>
        await (await ConsoleVisitor.SignInAsync(shared.Host, guest.Workspace)).GoAsync(path);

    /// <summary>A problem of a service of its own, in no group.</summary>
    private async Task<string> OpenAsync(string name, string severity = "high") => await guest.IncidentAsync(
        $"{name} is ill", $"{name}-{Guid.NewGuid():n}",
        $$""","severity":"{{severity}}","service":"service-{{name}}","namespace":"space-{{name}}" """);
}
