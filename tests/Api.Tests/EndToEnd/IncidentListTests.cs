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
