using AiSre.Api.Tests.Edge;

namespace AiSre.Api.Tests.EndToEnd;

[Collection(OnSharedHost.Name)]
public sealed class IncidentListTests(SharedHost shared)
{
    private readonly Guest guest = new(shared.Host);

    [Fact]
    public async Task Filters_choose()
    {
        var one = await guest.IncidentAsync("CPU at 91% on a_b", "k1", ""","service":"s1","namespace":"n1","severity":"critical" """);
        var two = await guest.IncidentAsync("Queue is stuck", "k2", ""","service":"s2","namespace":"n2","severity":"info" """);
        (await guest.PostAsync($"/incidents/{two}/acknowledge")).Dispose();
        foreach (var (query, expected) in new[]
        {
            ("?state=open", one), ("?state=acknowledged", two), ("?severity=critical", one), ("?severity=info", two), ("?service=s1", one),
                ("?namespace=n2", two),
            ("?q=91%25", one), ("?q=A_B", one), ("?q=stuck&service=s2", two),
        })
            Assert.Equal([expected], await guest.IdsAsync(query));
        foreach (var query in new[] { "?state=resolved", "?q=stuck&service=s1", "?q=q_eue", "?until=2020-01-01T00:00:00Z",
            "?since=2036-01-01T00:00:00" })
            Assert.Empty(await guest.IdsAsync(query));
        Assert.Equal([two, one], await guest.IdsAsync("?since=2020-01-01T00:00:00&until=2036-01-01T00:00:00Z"));
    }

    [Fact]
    public async Task An_incident_is_found_by_what_people_know_of_it()
    {
        var one = await guest.IncidentAsync(
            "CPU is high", "k1", ""","service":"s1","node":"node-17","severity":"critical","labels":{"nodepool":"blue","alertname":"KubeCpu"} """);
        var two = await guest.IncidentAsync("Queue is stuck", "k2", ""","service":"s2","severity":"info","labels":{"nodepool":"red"} """);
        var three = await guest.IncidentAsync("Disk is full", "k3", ""","service":"s3","severity":"high" """);
        await guest.SendAsync($"/incidents/{two}/acknowledge", """{"actor":"dave"}""");
        await guest.SendAsync($"/incidents/{one}/assign", """{"to":"eve"}""");
        await guest.SendAsync($"/incidents/{three}/resolve", "{}");
        foreach (var (query, expected) in new (string, string[])[]
        {
            ("?q=node-17", [one]), ("?q=kubecpu", [one]), ("?q=blue", [one]), ($"?q={one}", [one]), ("?q=stuck+queue", [two]),
            ("?q=%22stuck+queue%22", []), ("?label=nodepool:RED", [two]), ("?label=nodepool:blue&label=node:node-17", [one]),
            ("?label=nodepool:re", []),
            ("?acknowledged_by=dave", [two]), ("?assigned_to=eve", [one]), ("?state=open,acknowledged", [two, one]),
            ("?state=open&state=resolved", [three, one]), ("?severity=critical,info", [two, one]), ("?sort=oldest", [one, two, three]),
            ("?sort=severity", [one, three, two]), ("?sort=severity&order=asc", [two, three, one]), ("?sort=updated", [three, one, two]),
            ("?sort=updated&order=asc&q=is", [two, one, three]),
        })
            Assert.Equal(expected, await guest.IdsAsync(query));
        var page = await guest.GetAsync("/incidents?limit=1&sort=severity&state=open,acknowledged");
        Assert.Equal((1, 2, false),
            (page.GetProperty("count").GetInt32(), page.GetProperty("total").GetInt32(), page.GetProperty("total_cut").GetBoolean()));
        Assert.Equal([two], await guest.IdsAsync($"?limit=1&sort=severity&state=open,acknowledged&cursor={page.Text("next_cursor")}"));
        using var other = await guest.AskAsync($"/incidents?sort=updated&cursor={page.Text("next_cursor")}");
        Assert.Equal("query.cursor", (await other.ProblemAsync(422, "validation_error")).Loc());
    }

    [Fact]
    public async Task Incidents_of_a_team_are_those_of_its_services_as_they_are_defined()
    {
        await guest.DefineAsync("""
            teams:
              shop: {services: [cart]}
              rest: {services: ["*"]}
            """);
        var cart = await guest.IncidentAsync("Cart is slow", "k1", ""","service":"cart" """);
        var mail = await guest.IncidentAsync("Mail is slow", "k2", ""","service":"mail" """);
        Assert.Equal([cart], await guest.IdsAsync("?team=SHOP"));
        Assert.Equal([mail], await guest.IdsAsync("?team=rest"));
        using var unknown = await guest.AskAsync("/incidents?team=shopp");
        var problem = await unknown.ProblemAsync(422, "validation_error");
        Assert.Equal("query.team", problem.Loc());
        Assert.Contains("did you mean 'shop'", problem.At("errors", 0, "msg").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_are_turned_with_the_cursor()
    {
        var ids = new List<string?>();
        for (var i = 0; i < 5; i++)
            ids.Add(await guest.IncidentAsync($"Alert {(char)('A' + i)}{new string((char)('a' + i), 12)}", $"k{i}", $$""","service":"s{{i}}" """));
        ids.Reverse();
        var (seen, cursor) = (new List<string?>(), "");
        do
        {
            var page = await guest.GetAsync($"/incidents?limit=2{cursor}");
            seen.AddRange(page.GetProperty("incidents").EnumerateArray().Select(item => item.Text("id")));
            cursor = page.Text("next_cursor") is { } next ? $"&cursor={next}" : null;
        }
        while (cursor is not null);
        Assert.Equal(ids, seen);
    }

    [Theory]
    [InlineData("limit=0", "query.limit")]
    [InlineData("limit=101", "query.limit")]
    [InlineData("limit=ten", "query.limit")]
    [InlineData("state=closed", "query.state")]
    [InlineData("state=open,closed", "query.state")]
    [InlineData("sort=best", "query.sort")]
    [InlineData("order=asc", "query.order")]
    [InlineData("sort=severity&order=up", "query.order")]
    [InlineData("label=nodepool", "query.label")]
    [InlineData("team=shop", "query.team")]
    [InlineData("q=a+b+c+d+e+f+g+h+i+j+k+l+m+n+o+p+q", "query.q")]
    [InlineData("severity=awful", "query.severity")]
    [InlineData("since=yesterday", "query.since")]
    [InlineData("until=99", "query.until")]
    [InlineData("cursor=nonsense", "query.cursor")]
    [InlineData("cursor=1-", "query.cursor")]
    [InlineData("workspace_id=a%2Fb", "query.workspace_id")]
    public async Task A_wrong_filter_is_422_and_is_named(string query, string loc)
    {
        using var answer = await guest.AskAsync($"/incidents?{query}");
        Assert.Equal(loc, (await answer.ProblemAsync(422, "validation_error")).Loc());
    }

    [Theory]
    [InlineData("/activity?limit=0")]
    [InlineData("/activity?limit=1001")]
    [InlineData("/webhook/dead-letter?limit=0")]
    [InlineData("/webhook/dead-letter?limit=1001")]
    public async Task Other_lists_have_limits_too(string path)
    {
        using var answer = await guest.AskAsync(path);
        Assert.Equal("query.limit", (await answer.ProblemAsync(422, "validation_error")).Loc());
    }
}
