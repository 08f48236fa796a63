using System.Globalization;
using AiSre.KubernetesStub;

namespace AiSre.Cluster.Tests.Runs;

/// <summary>Runs that are about to act, on whatever silo they are, and the kill switch right before.</summary>
internal sealed class StopDrill(IRunServers servers, StubCluster stub)
{
    /// <summary>Silos get them by chance: all of them are on one of two in one drill of two thousand.</summary>
    private const int Runs = 12;

    private static readonly CrashPoint Stopped = new("the kill switch is on", "cancelled", false) { Prepare = static _ => Task.CompletedTask };

    /// <summary>From the answer on, which is sooner than in the promised five seconds, nothing is written by anybody.</summary>
    public async Task HoldsOnEverySiloAsync(string workspace)
    {
        var client = new RunClient(servers.Http, workspace, () => servers.Log);
        await client.DefineAsync(RecoveryDefinitions.Text);
        await client.OpenIncidentAsync();
        var runs = Enumerable.Range(0, Runs).Select(i => new CrashedRun(
            Stopped, SickPod.In(stub, string.Create(CultureInfo.InvariantCulture, $"{workspace}-{i}")), client, () => servers.Log)).ToList();
        await Task.WhenAll(runs.Select(run => run.AskedAsync()));
        // For one half the guard is about to decide, the other half has yet to hear of a yes.
        var (inFlight, asking) = (runs[..(Runs / 2)], runs[(Runs / 2)..]);
        foreach (var run in inFlight) run.Hold(new("list", "poddisruptionbudgets", FaultKind.Hangs));
        await Task.WhenAll(inFlight.Select(run => run.AnswerAsync(true)));
        await Task.WhenAll(inFlight.Select(run => run.HeldAsync()));
        await client.StopAllAsync();
        stub.Mend();
        await Task.WhenAll(asking.Select(run => run.AnswerAsync(true)));

        foreach (var run in asking)
        {
            var held = await run.UntilAsync("waiting_timer");
            Assert.Contains("The kill switch is on", held.GetProperty("reason").GetString(), StringComparison.Ordinal);
        }
        Assert.True((await client.GetAsync("autonomy/status")).GetProperty("kill_switch").GetBoolean());
        await Task.WhenAll(inFlight.Select(run => run.CancelAsync()).Concat(asking.Select(run => run.CancelAsync())));
        await Task.WhenAll(asking.Select(run => run.UntilAsync("cancelled")));
        Assert.All(runs, run => Assert.Empty(run.Pod.Writes));
        Assert.Empty((await client.GetAsync("audit?action=action_executed")).GetProperty("entries").EnumerateArray());
        Assert.Empty(await client.EventsAsync("action_executed"));
        Assert.Single((await client.GetAsync("audit?action=kill_switch_on")).GetProperty("entries").EnumerateArray());
    }
}
