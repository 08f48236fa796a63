using System.Text.Json;
using AiSre.TestHost;

namespace AiSre.Deploy.Tests.Monitoring;

public class DashboardTests
{
    private static readonly JsonElement Dashboard = JsonDocument.Parse(Repository.Read("deploy", "grafana", "ai-sre.json")).RootElement;

    private static IEnumerable<JsonElement> Panels => Dashboard.GetProperty("panels").EnumerateArray();

    private static IEnumerable<(string Panel, string Expression)> Queries =>
        from panel in Panels
        where panel.TryGetProperty("targets", out _)
        from target in panel.GetProperty("targets").EnumerateArray()
        select (panel.GetProperty("title").GetString()!, target.GetProperty("expr").GetString()!
            .Replace("$__rate_interval", "5m", StringComparison.Ordinal).Replace("$namespace", ".*", StringComparison.Ordinal));

    [Fact]
    public void Every_panel_asks_for_metrics_that_exist() => Assert.All(Queries, query => Query.AssertDocumented(query.Panel, query.Expression));

    [Fact]
    public void Prometheus_reads_every_query()
    {
        using var folder = new TempFolder();
        var rules = Queries.Select((query, number) => new { record = $"panel:{number}", expr = query.Expression });
        Programs.Run("promtool", "check", "rules",
            folder.Write("panels.yml", JsonSerializer.Serialize(new { groups = new[] { new { name = "panels", rules } } })));
    }

    [Fact]
    public void Panels_lie_beside_each_other_and_have_numbers_of_their_own()
    {
        var panels = Panels.ToList();
        Assert.Equal(panels.Count, panels.Select(panel => panel.GetProperty("id").GetInt32()).Distinct().Count());
        var cells = panels.SelectMany(panel => Cells(panel.GetProperty("gridPos"))).ToList();
        Assert.Equal(cells.Count, cells.Distinct().Count());
        Assert.All(cells, cell => Assert.InRange(cell.X, 0, 23));

        static IEnumerable<(int X, int Y)> Cells(JsonElement place)
        {
            int Number(string name) => place.GetProperty(name).GetInt32();
            return from x in Enumerable.Range(Number("x"), Number("w")) from y in Enumerable.Range(Number("y"), Number("h")) select (x, y);
        }
    }
}
