using System.Text.Json;
using AiSre.KubernetesStub;
using AiSre.TestHost;

namespace AiSre.Cluster.Tests.Runs;

/// <summary>A run that is brought to its point, dies there, and is seen to its end.</summary>
internal sealed class CrashedRun(CrashPoint point, SickPod pod, RunClient client, Func<string> log)
{
    private string? before;
    private JsonElement gate;

    public CrashPoint Point => point;

    public SickPod Pod => pod;

    public string Id { get; private set; } = "";

    /// <summary>It was where it should be when everything died. A read that was held for too long has been given up before.</summary>
    public bool Stood { get; set; }

    public async Task StartAsync(string workflow = RecoveryDefinitions.Recovery, bool dryRun = false) =>
        Id = await client.StartAsync(workflow, pod.Namespace, pod.Name, dryRun);

    public async Task AskedAsync(string workflow = RecoveryDefinitions.Recovery)
    {
        await StartAsync(workflow);
        await PlannedAsync();
    }

    /// <summary>It waits at its gate, which says what exactly would happen.</summary>
    public async Task PlannedAsync() => gate = (await UntilAsync("a gate that says what would happen", run =>
    {
        Assert.False(IsOver(run), $"{point} should wait at its gate: {Described(run)}");
        return run.GetProperty("approval") is { ValueKind: JsonValueKind.Object } asks
            && asks.GetProperty("plans") is { ValueKind: JsonValueKind.Array } plans && plans.GetArrayLength() > 0
            // What could not be read in time is asked again, and its question changes.
            && plans.EnumerateArray().All(plan => plan.GetProperty("known").GetBoolean());
    })).GetProperty("approval");

    /// <summary>A run before this one for the same pod, to which somebody said yes, and which a budget kept from acting.</summary>
    public async Task HadOneBeforeAsync()
    {
        pod.Guard();
        await AskedAsync();
        await AnswerAsync(true);
        await UntilAsync("failed");
        before = Id;
        await AskedAsync();
    }

    /// <summary>Hangs what is asked of the cluster from now on.</summary>
    public void Hold(Fault fault) => pod.Break(fault);

    public async Task AnswerAsync(bool approved)
    {
        // The second time it was given already, by a try that nobody answered.
        var status = await client.AnswerAsync(Id, approved);
        Assert.True(status is 200 or 409, $"{point}: {status}");
    }

    public Task CancelAsync() => client.CancelAsync(Id);

    public Task HeldAsync() => Poll.UntilAsync($"{point} to be reached", () => pod.IsHeld, onTimeout: Describe);

    /// <summary>The API server has been asked to evict, and has said that it is too busy.</summary>
    public Task AskedToEvictAsync() => Poll.UntilAsync($"{point} to be reached",
        () => pod.Stub.Calls.Any(call => call.Resource is "pods/eviction" && call.Namespace == pod.Namespace), onTimeout: Describe);

    public Task<JsonElement> UntilAsync(string status) => UntilAsync($"the run to be {status}", run =>
    {
        var isSo = run.GetProperty("status").GetString() == status;
        Assert.True(isSo || !IsOver(run), $"{point} should be {status}: {Described(run)}");
        return isSo;
    });

    /// <summary>The question is the one that was asked before, and what an earlier run was allowed opens nothing.</summary>
    public async Task StillAsksAsync()
    {
        var asks = await UntilAsync("waiting_approval");
        Assert.Equal(gate.GetRawText(), asks.GetProperty("approval").GetRawText());
        if (before is null) return;
        Assert.Equal(409, await client.AnswerAsync(before, true));
        Assert.Equal("waiting_approval", (await client.StatusAsync(Id)).GetProperty("status").GetString());
    }

    /// <summary>What the run did and says is what it should.</summary>
    public async Task VerifyAsync()
    {
        var run = await UntilAsync("the run to be over", IsOver);
        var evictions = pod.Writes;
        // Never twice, and nothing but that, wherever it was.
        Assert.True(evictions.Count <= 1 && evictions.All(line => line == pod.Eviction), $"{point}: {string.Join("; ", evictions)} {Described(run)}");
        if (!Stood) return;
        Assert.True(run.GetProperty("status").GetString() == point.End, $"{point} should be {point.End}: {Described(run)}");
        if (point.Evicts is { } evicts)
            Assert.True(evictions.Count == (evicts ? 1 : 0), $"{point} evicted {evictions.Count} times: {Described(run)}");
        if (point.Evicts is true) VerifySteps(run);
    }

    private void VerifySteps(JsonElement run)
    {
        var steps = run.GetProperty("steps").EnumerateArray().ToDictionary(step => step.GetProperty("id").GetString()!);
        Assert.Equal("Approved by dave.", steps["ok"].GetProperty("message").GetString());
        Assert.True(steps["restart"].GetProperty("status").GetString() is "succeeded", $"{point}: {Described(run)}");
        Assert.True(steps["check"].GetProperty("verified").ValueKind is JsonValueKind.True, $"{point}: {Described(run)}");
    }

    private async Task<JsonElement> UntilAsync(string what, Func<JsonElement, bool> isSo) => (JsonElement)await Poll.ForAsync<object>(
        $"{point}: {what}", async () => await client.StatusAsync(Id) is var run && isSo(run) ? run : null, TimeSpan.FromSeconds(120), Describe,
        TimeSpan.FromMilliseconds(200));

    private static bool IsOver(JsonElement run) => run.GetProperty("finished_at").ValueKind is JsonValueKind.String;

    private string Described(JsonElement run) => $"{Environment.NewLine}{run}{Environment.NewLine}{Describe()}";

    private string Describe()
    {
        var calls = pod.Stub.Calls.Where(call => call.Namespace == pod.Namespace).Select(call => $"{call.Verb} {call.Resource} {call.Name}");
        return $"{Id} in {pod.Namespace}; asked of the cluster: {string.Join(", ", calls)}{Environment.NewLine}{log()}";
    }
}
