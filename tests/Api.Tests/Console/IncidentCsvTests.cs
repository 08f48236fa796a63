using System.Text;
using AiSre.Api.Cluster;
using AiSre.Console.Incidents;
using AiSre.Console.Requests;
using AiSre.Domain.Escalation;
using AiSre.Grains.Incidents;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace AiSre.Api.Tests.Console;

public sealed class IncidentCsvTests
{
    private readonly FakeTimeProvider clock = new();

    [Fact]
    public async Task A_long_list_is_written_to_its_end()
    {
        // As the edge begins each request; no call begins later than 7.5 s after that.
        CallBudget.Begin(clock);
        using var output = new MemoryStream();
        await IncidentCsv.WriteAsync(output, new() { Workspace = "shop" }, new SlowBoard(clock, slices: 10), new Door(clock));
        Assert.StartsWith("id,title,", Encoding.UTF8.GetString(output.ToArray()), StringComparison.Ordinal);
    }

    /// <summary>Takes two seconds for each slice.</summary>
    private sealed class SlowBoard(FakeTimeProvider clock, int slices) : IIncidentBoard
    {
        private int left = slices;

        public Task<BoardSlice> SliceAsync(BoardFilter filter, IncidentCursor? after, int limit)
        {
            Assert.True(CallBudget.Of(clock).AllowsCall);
            clock.Advance(TimeSpan.FromSeconds(2));
            return Task.FromResult(new BoardSlice([], --left > 0 ? new IncidentCursor(left, 1) : null));
        }

        public Task<BoardPage> ShowAsync(BoardQuery query) => throw new NotSupportedException();
        public Task<BoardCount> NobodyHasAsync(string workspace, string? heard) => throw new NotSupportedException();
        public Task<NextStep?> NextAsync(string workspace, string incidentId) => throw new NotSupportedException();
    }

    private sealed class Door(TimeProvider clock) : IConsoleDoor
    {
        public bool MayActWithoutKeys => false;
        public bool MaySeedDemo => false;
        public void BeginCalls() => CallBudget.Begin(clock);
        public ConsoleUser UserOf(HttpContext context) => throw new NotSupportedException();
        public string FormToken(HttpContext context) => throw new NotSupportedException();
        public bool IsFormToken(HttpContext context, string? token) => throw new NotSupportedException();
        public string? SignIn(HttpContext context, string key) => throw new NotSupportedException();
        public void SignOut(HttpContext context) => throw new NotSupportedException();
        public bool IsSignedIn(HttpContext context) => throw new NotSupportedException();
        public bool IsWorkspace(string text) => throw new NotSupportedException();
    }
}
