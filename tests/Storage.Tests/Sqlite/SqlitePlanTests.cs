using System.Text.RegularExpressions;
using AiSre.Domain.Incidents;
using AiSre.Grains.Incidents;
using AiSre.Storage.Reading;
using AiSre.Storage.Sqlite;

namespace AiSre.Storage.Tests.Sqlite;

/// <summary>A list over a million incidents must walk an index and sort nothing.</summary>
public sealed class SqlitePlanTests() : LedgerSuite(new SqliteDialect())
{
    public static TheoryData<string, IncidentFilter, string> Lists => new()
    {
        { "none", new(), "incidents_by_time" },
        { "state", new() { Phases = [IncidentPhase.Open] }, "incidents_by_state" },
        { "workspace", new() { Workspace = "ws-1" }, "incidents_of_workspace" },
        { "workspace and state", new() { Workspace = "ws-1", Phases = [IncidentPhase.Open] }, "incidents_of_workspace_open" },
        { "workspace, page", new() { Workspace = "ws-1", After = new(1, 1) }, "incidents_of_workspace" },
        {
            "workspace and state, page", new() { Workspace = "ws-1", Phases = [IncidentPhase.Open], After = new(1, 1) },
            "incidents_of_workspace_open"
        },
        { "workspace and service", new() { Workspace = "ws-1", Service = "a" }, "incidents_of_service" },
    };

    [Theory]
    [MemberData(nameof(Lists), DisableDiscoveryEnumeration = true)]
    public async Task A_list_walks_its_index_and_sorts_nothing(string name, IncidentFilter filter, string index)
    {
        for (var i = 0; i < 200; i++)
        {
            var incident = Samples.Incident($"inc-{i}", i % 3 == 0 ? "ws-2" : "ws-1", Samples.Noon.AddMinutes(i));
            await CommitAsync(Samples.Birth(incident with { Phase = i % 10 == 0 ? IncidentPhase.Open : IncidentPhase.Resolved }));
        }
        var where = new IncidentWhere(filter, filter.Phases.IsEmpty ? null : filter.Phases[0]);
        var sql = where.Parameters.Aggregate(
            "EXPLAIN QUERY PLAN " + IncidentList.Sql(where).Replace("@limit", "21", StringComparison.Ordinal),
            (text, parameter) => text.Replace(parameter.Item1, parameter.Item2 is string s ? $"'{s}'" : $"{parameter.Item2}",
                StringComparison.Ordinal));
        var plan = string.Join('\n', Rows(sql));
        Assert.Matches($@"INDEX {index}\b", plan);
        Assert.DoesNotContain("TEMP B-TREE", plan, StringComparison.Ordinal);
        Assert.NotNull(name);
    }

    [Theory]
    [InlineData(OverviewQuery.ResolvedOfOne)]
    [InlineData(OverviewQuery.ResolvedEverywhere)]
    public void What_was_resolved_lately_is_counted_in_an_index_alone(string query)
    {
        var sql = query.Replace("@day", "2", StringComparison.Ordinal).Replace("@month", "1", StringComparison.Ordinal)
            .Replace("@workspace", "'ws-1'", StringComparison.Ordinal);
        Assert.Contains("COVERING INDEX incidents_resolved (workspace=? AND resolved_at>?)", string.Join('\n', Rows($"EXPLAIN QUERY PLAN {sql}")),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_are_looked_for_among_keys_alone() =>
        Assert.Contains("INDEX documents_of_keys", string.Join('\n', Rows($"EXPLAIN QUERY PLAN {KeyReads.VersionsSql}")), StringComparison.Ordinal);

    [Theory]
    [InlineData(OutboxReads.Pending, "INDEX outbox_pending (workspace=? AND channel=? AND address=? AND seq>?)")]
    [InlineData(OutboxReads.Reference, "INDEX outbox_of_incident (workspace=? AND incident_id=?)")]
    [InlineData(OutboxReads.OfIncident, "INDEX outbox_of_incident (workspace=? AND incident_id=?)")]
    [InlineData(OutboxReads.Dead, "INDEX outbox_dead (seq<?)")]
    [InlineData(OutboxReads.DeadOfOne, "INDEX outbox_dead_of_workspace (workspace=? AND seq<?)")]
    [InlineData(OutboxReads.Backlog, "COVERING INDEX outbox_pending")]
    [InlineData(OutboxReads.Backlog, "COVERING INDEX outbox_dead")]
    public void A_look_into_the_outbox_walks_its_index_and_sorts_nothing(string query, string index)
    {
        var plan = string.Join('\n', Rows("EXPLAIN QUERY PLAN " + Regex.Replace(query, "@[a-z]+", "1")));
        Assert.Contains(index, plan, StringComparison.Ordinal);
        Assert.DoesNotContain("TEMP B-TREE", plan, StringComparison.Ordinal);
    }

    public static TheoryData<string, string> DeployQueries => new()
    {
        { DeployReads.Since, "INDEX deploys_of_workspace (workspace=? AND at>?)" },
        { DeployReads.OfService, "INDEX deploys_of_service (workspace=? AND service=? AND at>? AND at<?)" },
        { DeployReads.OfWorkload, "INDEX deploys_of_namespace (workspace=? AND namespace=? AND at>? AND at<?)" },
        { DeployReads.RecentSql(new()), "INDEX deploys_by_time" },
        { DeployReads.RecentSql(new() { Workspace = "a" }), "INDEX deploys_of_workspace (workspace=?)" },
        { DeployReads.RecentSql(new() { Workspace = "a", Service = "b" }), "INDEX deploys_of_service (workspace=? AND service=?)" },
        { DeployReads.RecentSql(new() { Workspace = "a", Namespace = "b" }), "INDEX deploys_of_namespace (workspace=? AND namespace=?)" },
    };

    [Theory]
    [MemberData(nameof(DeployQueries), DisableDiscoveryEnumeration = true)]
    public void A_look_at_deploys_walks_its_index_and_sorts_nothing(string query, string index)
    {
        var number = 0;
        var plan = string.Join('\n', Rows("EXPLAIN QUERY PLAN " + Regex.Replace(query, "@[a-z]+", _ => $"{++number}")));
        Assert.Contains(index, plan, StringComparison.Ordinal);
        Assert.DoesNotContain("TEMP B-TREE", plan, StringComparison.Ordinal);
    }

    [Fact]
    public void Children_are_found_by_their_parent_and_not_among_all_incidents_of_the_workspace() => Assert.Contains(
        "INDEX incidents_of_parent (workspace=? AND parent_id=?)",
        string.Join('\n', Rows("EXPLAIN QUERY PLAN " + Regex.Replace(IncidentReads.ChildrenSql, "@[a-z]+", "'x'"))), StringComparison.Ordinal);

    [Fact]
    public void Who_is_adopted_is_found_by_name_and_by_parent()
    {
        var plan = string.Join('\n', Rows("EXPLAIN QUERY PLAN " + IncidentStatements.Adopt.Replace("?", "'x'", StringComparison.Ordinal)));
        Assert.Contains("INDEX incidents_of_parent (workspace=? AND parent_id=?)", plan, StringComparison.Ordinal);
        Assert.Contains("(id=? AND workspace=?)", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("(workspace=?)", plan, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(IncidentPhase.Open, "COVERING INDEX incidents_of_workspace_open (workspace=? AND state=?)")]
    [InlineData(IncidentPhase.Resolved, "COVERING INDEX incidents_of_workspace_open (workspace=? AND state=?)")]
    public void The_board_counts_in_an_index_alone(IncidentPhase phase, string index)
    {
        var where = new BoardWhere(new() { Workspace = "ws-1", Owner = "odo" }, phase, after: null);
        foreach (var sql in new[] { BoardReads.ScanSql(where), BoardReads.BoundSql(where) })
        {
            var plan = string.Join('\n', Rows("EXPLAIN QUERY PLAN " + Regex.Replace(sql, "@[a-z_]+", "1")));
            Assert.Contains(index, plan, StringComparison.Ordinal);
            Assert.DoesNotContain("TEMP B-TREE", plan, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_the_board_looks_at_behind_a_row_begins_there_in_the_index()
    {
        var where = new BoardWhere(new() { Workspace = "ws-1" }, IncidentPhase.Resolved, after: new(5, 5), from: new(1, 1));
        var plan = string.Join('\n', Rows("EXPLAIN QUERY PLAN " + Regex.Replace(BoardReads.ScanSql(where), "@[a-z_]+", "1")));
        Assert.Contains("COVERING INDEX incidents_of_workspace_open (workspace=? AND state=? AND ", plan, StringComparison.Ordinal);
    }

    [Fact]
    public void Incidents_are_found_by_their_names_and_rows_and_not_among_all_of_the_workspace()
    {
        var where = new BoardWhere(new() { Workspace = "ws-1", Since = DateTimeOffset.UnixEpoch, Owner = "odo" }, phase: null, after: null);
        Assert.Contains("(id=? AND workspace=?)", PlanOf(BoardReads.LinesSql(where)), StringComparison.Ordinal);
        Assert.Contains("SEARCH i USING INTEGER PRIMARY KEY (rowid=?)", PlanOf(BoardReads.RowsSql), StringComparison.Ordinal);

        string PlanOf(string sql) => string.Join('\n', Rows("EXPLAIN QUERY PLAN " + Regex.Replace(sql, "@[a-z_0-9]+", "1")));
    }

    [Fact]
    public void Changes_of_a_workspace_are_read_from_their_place_on() => Assert.Contains(
        "INDEX feed_of_workspace (workspace=? AND seq>?)",
        string.Join('\n', Rows("EXPLAIN QUERY PLAN " + Regex.Replace(FeedSql.Sqlite.ChangesOfOne, "@[a-z]+", "1"))), StringComparison.Ordinal);

    [Fact]
    public void Silenced_incidents_are_found_in_an_index_that_has_no_others()
    {
        var plan = string.Join('\n', Rows("EXPLAIN QUERY PLAN " + Regex.Replace(IncidentReads.QuietSql, "@[a-z]+", "1")));
        Assert.Contains("INDEX incidents_silenced (workspace=?)", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("TEMP B-TREE", plan, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Incidents_of_a_phase_are_walked_along_their_index(bool isFirst)
    {
        var plan = string.Join('\n', Rows("EXPLAIN QUERY PLAN " + Regex.Replace(IncidentReads.InPhaseSql(isFirst), "@[a-z_]+", "1")));
        Assert.Contains("INDEX incidents_of_workspace_open (workspace=? AND state=?", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("TEMP B-TREE", plan, StringComparison.Ordinal);
    }

    [Fact]
    public void A_search_walks_its_table_in_the_order_of_the_list_and_looks_at_incidents_by_their_row()
    {
        var where = new IncidentWhere(new() { Workspace = "ws-1", Text = "cpu", Service = "a", After = new(5, 5) }, IncidentPhase.Resolved);
        var plan = PlanOf($"SELECT {where.RowId} FROM {where.From} {where.Sql} ORDER BY {where.Order} LIMIT 21");
        Assert.Contains("SEARCH s USING PRIMARY KEY (workspace=? AND ", plan, StringComparison.Ordinal);
        Assert.Contains("SEARCH i USING INTEGER PRIMARY KEY (rowid=?)", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("TEMP B-TREE", plan, StringComparison.Ordinal);
        Assert.Contains("SEARCH s USING PRIMARY KEY (workspace=?)", PlanOf(IncidentList.CountSql(where)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_search_among_what_is_open_looks_at_the_words_of_that_alone()
    {
        var plan = PlanOf(IncidentList.CountSql(new IncidentWhere(new() { Workspace = "ws-1", Text = "cpu" }, IncidentPhase.Open)));
        Assert.Contains("INDEX incidents_of_workspace_open (workspace=? AND state=?)", plan, StringComparison.Ordinal);
        Assert.Contains("SEARCH s USING PRIMARY KEY (workspace=? AND created_at=? AND row_id=?)", plan, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_by_severity_reads_the_rows_of_its_page_only()
    {
        var where = new IncidentWhere(new() { Workspace = "ws-1", Sort = IncidentSort.Severity }, IncidentPhase.Resolved);
        Assert.Contains(
            "COVERING INDEX incidents_of_workspace_open (workspace=? AND state=?)", PlanOf(IncidentList.Sql(where)), StringComparison.Ordinal);
    }

    private string PlanOf(string sql) => string.Join('\n', Rows("EXPLAIN QUERY PLAN " + Regex.Replace(sql, "@[a-z_0-9]+", "1")));

    [Theory]
    [InlineData(HistoryReads.BehindSql)]
    [InlineData(HistoryReads.PageSql)]
    public void A_page_of_history_walks_the_index_of_a_workspaces_incidents_and_sorts_nothing(string sql)
    {
        var plan = string.Join('\n', Rows("EXPLAIN QUERY PLAN " + Regex.Replace(sql, "@[a-z]+", "1")));
        Assert.Contains("INDEX incidents_of_workspace (workspace=?", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("TEMP B-TREE", plan, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ReportReads.OpenSql, "COVERING INDEX incidents_of_workspace_open (workspace=? AND state=?)")]
    [InlineData(ReportReads.WorstSql, "COVERING INDEX incidents_of_workspace_open (workspace=? AND state=?)")]
    [InlineData(ReportReads.OpenedSql, "INDEX incidents_of_workspace (workspace=? AND created_at>?)")]
    [InlineData(ReportReads.TurnsSql, "INDEX incident_events_activity (at>?)")]
    public void A_report_counts_along_an_index(string query, string index) => Assert.Contains(
        index, string.Join('\n', Rows("EXPLAIN QUERY PLAN " + Regex.Replace(query, "@[a-z]+", "1"))), StringComparison.Ordinal);
}
