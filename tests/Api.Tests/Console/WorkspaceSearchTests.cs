using System.Collections.Immutable;
using AiSre.Console.Workspaces;
using AiSre.Domain.Workspaces;
using Microsoft.AspNetCore.Http;

namespace AiSre.Api.Tests.Console;

public sealed class WorkspaceSearchTests
{
    private static readonly DateTimeOffset Noon = new(2026, 4, 2, 12, 0, 0, TimeSpan.Zero);

    private readonly ImmutableArray<Workspace> all =
    [
        .. Enumerable.Range(0, 2_500).Select(i => new Workspace
        {
            Id = $"ws-{i:0000}", CreatedAt = Noon, Name = i % 100 == 7 ? $"Acme {i}" : null,
            Status = i % 500 == 3 ? WorkspaceStatus.Suspended : WorkspaceStatus.Active,
        }),
    ];

    private readonly List<int> calls = [];

    [Fact]
    public async Task A_page_of_thousands_takes_one_short_call()
    {
        var find = await Of("").LookAsync(List);
        Assert.Equal(("ws-0000", "ws-0024", "ws-0024"), (find.Found[0].Id, find.Found[^1].Id, find.Next));
        Assert.Equal([WorkspaceSearch.PageSize + 1], calls);
        Assert.Equal("ws-0025", (await Of("?after=ws-0024").LookAsync(List)).Found[0].Id);
    }

    [Fact]
    public async Task The_last_page_has_no_next()
    {
        var find = await Of("?after=ws-2474").LookAsync(List);
        Assert.Equal((25, null, false), (find.Found.Length, find.Next, find.IsCut));
        Assert.Empty((await Of("?after=ws-2499").LookAsync(List)).Found);
    }

    [Fact]
    public async Task A_part_of_an_id_or_a_name_is_looked_for_through_all_of_them()
    {
        Assert.Equal(["ws-2407"], Ids(await Of("?q=ACME+2407").LookAsync(List)));
        Assert.Equal(3, calls.Count);
        Assert.Equal(["ws-1234"], Ids(await Of("?q=1234").LookAsync(List)));
        var many = await Of("?q=acme").LookAsync(List);
        Assert.Equal(("ws-2407", null, 25), (many.Found[^1].Id, many.Next, many.Found.Length));
    }

    [Fact]
    public async Task What_is_more_than_a_page_goes_on_behind_it_without_a_gap()
    {
        var first = await Of("?q=ws-1").LookAsync(List);
        var second = await Of($"?q=ws-1&after={first.Next}").LookAsync(List);
        Assert.Equal(("ws-1024", "ws-1025"), (first.Found[^1].Id, second.Found[0].Id));
    }

    [Theory]
    [InlineData("?state=suspended", 5)]
    [InlineData("?state=deleting", 0)]
    [InlineData("?state=suspended&q=ws-20", 1)]
    public async Task Those_of_one_state_are_found(string query, int count) => Assert.Equal(count, (await Of(query).LookAsync(List)).Found.Length);

    [Fact]
    public async Task Not_more_than_enough_are_looked_through_and_it_goes_on_from_there()
    {
        var asked = 0;
        var find = await Of("?q=nobody").LookAsync((_, limit) => Task.FromResult<ImmutableArray<Workspace>>(
            [.. Enumerable.Range(0, limit).Select(_ => new Workspace { Id = $"x{++asked:000000}", CreatedAt = Noon })]));
        Assert.Equal((true, "x020000", WorkspaceSearch.MostLooked), (find.IsCut, find.Next, asked));
    }

    private Task<ImmutableArray<Workspace>> List(string? after, int limit)
    {
        calls.Add(limit);
        var behind = all.Where(one => after is null || string.CompareOrdinal(one.Id, after) > 0);
        return Task.FromResult<ImmutableArray<Workspace>>([.. behind.Take(limit)]);
    }

    private static WorkspaceSearch Of(string query)
    {
        var request = new DefaultHttpContext().Request;
        request.QueryString = new(query);
        return WorkspaceSearch.Of(request.Query);
    }

    private static IEnumerable<string> Ids(WorkspaceFind find) => find.Found.Select(one => one.Id);
}
