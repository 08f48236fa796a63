using System.Globalization;
using AiSre.Benchmarks.Compare;
using AiSre.Benchmarks.Runs;

namespace AiSre.Benchmarks;

/// <summary>Many runs of a workflow at once: steps a second from the yes that lets them go to the end of the last, and what they wait for.</summary>
internal static class RunsCommand
{
    public static async Task RunAsync(BenchmarkOptions options)
    {
        System.Console.WriteLine("""
            | runs | ledger | at once | steps | seconds | steps/s | CPU µs/step | cores busy | entries/s | commits/s | ms a commit | writer busy |
            |---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|
            """);
        for (var round = 0; round < options.Rounds; round++)
        {
            foreach (var target in new[] { "silo", "postgres" }.Where(options.Wants))
            {
                foreach (var acts in new[] { false, true }.Where(acts => options.Scenario is "" || options.Scenario == (acts ? "act" : "read")))
                    await MeasureAsync(target, acts, options.Runs);
            }
        }
    }

    private static async Task MeasureAsync(string name, bool acts, int runs)
    {
        var environment = new Dictionary<string, string> { ["AI_SRE_DEV_ALLOW_ACTIONS"] = "true" };
        await using var target = name is "postgres"
            ? await Target.PostgresAsync(environment: environment)
            : await Target.SiloAsync(new() { Environment = environment });
        using var live = new LiveRuns(new($"http://127.0.0.1:{target.Ports[0]}/"), runs);
        await live.StartAsync(BenchWorkflow.Text(acts), BenchWorkflow.Id);
        // What the starts have left to be written belongs to them.
        await Task.Delay(TimeSpan.FromSeconds(2));
        var (cpu, commits, busy, entries) = await ReadAsync(target, live);
        var took = (await live.LetGoAsync()).TotalSeconds;
        var after = await ReadAsync(target, live);
        var steps = runs * BenchWorkflow.Steps;
        (cpu, commits, busy, entries) = (after.Cpu - cpu, after.Commits - commits, after.Busy - busy, after.Entries - entries);
        System.Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {(acts ? "read, decide, act" : "read, decide")} | {(name is "postgres" ? "PostgreSQL" : "SQLite")} "
            + $"| {runs:N0} | {steps:N0} | {took:0.0} | {steps / took:N0} "
            + $"| {cpu.TotalMicroseconds / steps:N0} | {cpu.TotalSeconds / took:0.0} | {entries / took:N0} | {commits / took:N0} "
            + $"| {1_000 * busy / commits:0.0} | {busy / took:P0} |"));
    }

    private static async Task<(TimeSpan Cpu, double Commits, double Busy, double Entries)> ReadAsync(Target target, LiveRuns live) => (
        target.CpuTime, await live.MetricAsync("ai_sre_ledger_commit_seconds_count"), await live.MetricAsync("ai_sre_ledger_commit_seconds_sum"),
        await live.MetricAsync("ai_sre_ledger_batch_entries_sum"));
}
