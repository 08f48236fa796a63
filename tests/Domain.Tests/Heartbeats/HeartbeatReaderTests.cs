using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Heartbeats;
using AiSre.Domain.Tests.Definitions;

namespace AiSre.Domain.Tests.Heartbeats;

/// <summary>Heartbeats as people write them in the definitions.</summary>
public sealed class HeartbeatReaderTests
{
    [Fact]
    public void Everything_may_be_written_and_little_must()
    {
        var read = All("""
            heartbeats:
              watchdog: {interval_seconds: 60}
              nightly-backup:
                schedule: "0 3 * * *"
                time_zone: Europe/Berlin
                grace_seconds: 3600
                severity: high
                service: db
                max_runtime_seconds: 7200
              by-utc: {schedule: "@daily"}
            """);
        Assert.Equal(["by-utc", "nightly-backup", "watchdog"], read.Select(heartbeat => heartbeat.Name));
        Assert.Equal(
            new HeartbeatSettings
            {
                IntervalSeconds = HeartbeatSettings.MaxIntervalSeconds, Schedule = "0 3 * * *", TimeZone = "Europe/Berlin", GraceSeconds = 3_600,
                Severity = Severity.High, Service = "db", MaxRuntimeSeconds = 7_200,
            }, read[1].Settings);
        Assert.Equal((60, 30, Severity.Critical, null), Parts(read[2].Settings));
        Assert.Equal(("@daily", "UTC", 900), (read[0].Settings.Schedule, read[0].Settings.TimeZone, read[0].Settings.GraceSeconds));
    }

    [Fact]
    public void Several_files_are_taken_together_and_a_name_is_given_once()
    {
        var reading = Texts.Reader.ReadFiles(
            Texts.Documents(
                ("heartbeats/a.yaml", "heartbeats: {one: {interval_seconds: 60}, two: {interval_seconds: 60}}"),
                ("heartbeats/b.yaml", "heartbeats: {Two: {interval_seconds: 60}, one: {interval_seconds: 90}}")), _ => null);
        var problem = Assert.Single(reading.Problems);
        Assert.Equal(("heartbeats/b.yaml", 1, 43), (problem.File, problem.Line, problem.Column));
        Assert.Equal("The heartbeat 'one' is declared already, in heartbeats/a.yaml, line 1.", problem.Message);
    }

    [Theory]
    [InlineData("heartbeats: §[]", "'heartbeats' is a list; allowed is a set of keys, each the name of a heartbeat.")]
    [InlineData("heartbeats: {a: §60}", "A heartbeat is a single value; allowed is a set of keys: interval_seconds, ")]
    [InlineData("heartbeats: {§\"a b\": {interval_seconds: 60}}", "'a b' is no name for a heartbeat; allowed are 1 to 100 letters")]
    [InlineData("heartbeats: {a: {§intervall_seconds: 60, interval_seconds: 60}}", "did you mean 'interval_seconds'")]
    [InlineData("heartbeats: {a: §{service: db}}", "A heartbeat needs 'schedule', such as \"0 3 * * *\", or 'interval_seconds'.")]
    [InlineData("heartbeats: {a: {interval_seconds: 60, schedule: §\"0 3 * * *\"}}", "'schedule' does not stand beside 'interval_seconds'")]
    [InlineData("heartbeats: {a: {interval_seconds: §9}}", "'interval_seconds' is '9'; allowed are whole numbers from 10 to 604800.")]
    [InlineData("heartbeats: {a: {interval_seconds: 60, grace_seconds: §4}}", "allowed are whole numbers from 5 to 604800.")]
    [InlineData("heartbeats: {a: {interval_seconds: 60, max_runtime_seconds: §0}}", "allowed are whole numbers from 1 to 604800.")]
    [InlineData("heartbeats: {a: {schedule: §\"0 3 * *\"}}", "Must be the five fields of a crontab")]
    [InlineData("heartbeats: {a: {schedule: §\"@dayly\"}}", "did you mean '@daily'")]
    [InlineData("heartbeats: {a: {schedule: \"0 3 * * *\", time_zone: §Europe/Berln}}", "did you mean 'Europe/Berlin'?")]
    [InlineData("heartbeats: {a: {interval_seconds: 60, time_zone: §UTC}}", "'time_zone' belongs to a 'schedule'.")]
    [InlineData("heartbeats: {a: {interval_seconds: 60, severity: §hihg}}", "'hihg' is no severity; did you mean 'high'")]
    [InlineData("heartbeats: {a: {interval_seconds: 60, service: §\"\"}}", "'service' has 1 to 200 characters")]
    [InlineData("§heartbeat: {a: {interval_seconds: 60}}", "did you mean 'heartbeats'")]
    public void A_mistake_is_told_with_its_place(string marked, string says) => Texts.AssertProblems(marked, says, text => Texts.Own(text));

    [Fact]
    public void A_workspace_has_at_most_a_thousand()
    {
        var names = Enumerable.Range(0, HeartbeatRules.MaxOfWorkspace + 1).Select(i => $"  n{i}: {{interval_seconds: 60}}");
        var problem = Assert.Single(Texts.Own($"heartbeats:\n{string.Join('\n', names)}").Problems);
        Assert.Equal((1_002, "There are 1001 heartbeats; a workspace has at most 1000."), (problem.Line, problem.Message));
        Assert.Equal(HeartbeatRules.MaxOfWorkspace, All($"heartbeats:\n{string.Join('\n', names.Take(HeartbeatRules.MaxOfWorkspace))}").Length);
    }

    private static ImmutableArray<HeartbeatDefinition> All(string text) => Texts.Right(Texts.Own(text)).Of(HeartbeatSection.Key);

    private static (int, int, Severity, string?) Parts(HeartbeatSettings settings) =>
        (settings.IntervalSeconds, settings.GraceSeconds, settings.Severity, settings.Service);
}
