using AiSre.KubernetesStub;

namespace AiSre.Cluster.Tests.Runs;

/// <summary>Every step of a recovery, before it, inside it and after it.</summary>
internal static class CrashPoints
{
    private const string Succeeded = "succeeded";

    private static readonly Fault Eviction = new("create", "pods/eviction", FaultKind.Hangs);

    public static IReadOnlyList<CrashPoint> All { get; } =
    [
        Evidence("the pod is read", "get", "pods"),
        Evidence("the pod's owner is read", "get", "replicasets"),
        Evidence("the pod's siblings are read", "list", "pods"),
        Evidence("events are read", "list", "events"),
        Evidence("logs are read", "get", "pods/log"),
        Evidence("the rollout history is read", "list", "replicasets"),
        Evidence("a yes came early", "list", "events") with
        {
            Reach = run => HeldInEvidenceAsync(run, () => run.AnswerAsync(true)), Afterwards = Nothing,
        },
        Evidence("a no came early", "list", "events") with
        {
            Reach = run => HeldInEvidenceAsync(run, () => run.AnswerAsync(false)), Afterwards = Nothing, End = "rejected", Evicts = false,
        },
        Evidence("it is to be cancelled while it reads", "list", "events") with
        {
            Reach = run => HeldInEvidenceAsync(run, run.CancelAsync), Afterwards = Nothing, End = "cancelled", Evicts = false,
        },

        Gate("it finds out what would happen", Succeeded, true) with
        {
            Prepare = Nothing,
            Reach = run =>
            {
                run.Hold(new("list", "poddisruptionbudgets", FaultKind.Hangs));
                return Task.WhenAll(run.StartAsync(), run.HeldAsync());
            },
            Afterwards = async run =>
            {
                await run.PlannedAsync();
                await run.AnswerAsync(true);
            },
            IsHeld = true,
        },
        Gate("it asks, and a yes comes afterwards", Succeeded, true) with { Afterwards = run => StillAsksAsync(run, () => run.AnswerAsync(true)) },
        Gate("it asks, and a no comes afterwards", "rejected", false) with { Afterwards = run => StillAsksAsync(run, () => run.AnswerAsync(false)) },
        Gate("it was told no", "rejected", false) with { Reach = run => run.AnswerAsync(false) },
        Gate("it was cancelled while it asked", "cancelled", false) with { Reach = run => run.CancelAsync() },
        Gate("it asks, and nobody answers", "timed_out", false) with { Prepare = run => run.AskedAsync(RecoveryDefinitions.Impatient) },
        Gate("it asks, and the run before it was told yes", "cancelled", false) with
        {
            Prepare = run => run.HadOneBeforeAsync(), Afterwards = run => StillAsksAsync(run, run.CancelAsync),
        },

        Acting("the guard reads the pod", new("get", "pods", FaultKind.Hangs)),
        Acting("the guard reads the pod's owner", new("get", "replicasets", FaultKind.Hangs)),
        Acting("the guard reads the deployment", new("get", "deployments", FaultKind.Hangs)),
        Acting("the guard reads the siblings", new("list", "pods", FaultKind.Hangs)),
        Acting("the guard reads the budgets", new("list", "poddisruptionbudgets", FaultKind.Hangs)),
        Acting("the guard reads the autoscalers", new("list", "horizontalpodautoscalers", FaultKind.Hangs)),
        Acting("the guard reads the namespace", new("get", "namespaces", FaultKind.Hangs)),
        // Where its silo lives on, what is being done ends first.
        Acting("it is to be cancelled while the guard reads", new("list", "pods", FaultKind.Hangs)) with
        {
            Reach = run => HeldActingAsync(run, new("list", "pods", FaultKind.Hangs), run.CancelAsync), End = "cancelled", Evicts = null,
        },
        Acting("the eviction is asked for and not done", Eviction),
        Acting("the eviction is done and not answered", Eviction with { Kind = FaultKind.HangsAfterwards }),
        Acting("the eviction's answer is lost, and it is read what became of it", new("get", "pods", FaultKind.Hangs) { AfterWrites = true }) with
        {
            Prepare = run =>
            {
                run.Hold(Eviction with { Kind = FaultKind.BreaksAfterwards });
                return run.AskedAsync();
            },
        },
        Acting("the API server is too busy to evict", Eviction with { Kind = FaultKind.Throttled }) with
        {
            Reach = async run =>
            {
                run.Hold(Eviction with { Kind = FaultKind.Throttled });
                await run.AnswerAsync(true);
                await run.AskedToEvictAsync();
            },
            IsHeld = false,
        },

        Gate("it waits until it may look", Succeeded, true) with
        {
            Reach = async run =>
            {
                await run.AnswerAsync(true);
                await run.UntilAsync("waiting_timer");
            },
        },
        Looking("it looks what became of the pod", new("get", "pods", FaultKind.Hangs)),
        Looking("it looks at the workload", new("list", "pods", FaultKind.Hangs)),
        Gate("it is over", Succeeded, true) with { Prepare = run => ActedAsync(run, Succeeded) },

        DryRun("a dry run reads", new("list", "events", FaultKind.Hangs)),
        DryRun("a dry run has the eviction tried", Eviction),
    ];

    private static CrashPoint Evidence(string name, string verb, string resource) => new($"evidence: {name}", Succeeded, true)
    {
        Prepare = run =>
        {
            run.Hold(new(verb, resource, FaultKind.Hangs));
            return Task.CompletedTask;
        },
        Reach = run => HeldInEvidenceAsync(run, static () => Task.CompletedTask),
        Afterwards = async run =>
        {
            await run.UntilAsync("waiting_approval");
            await run.AnswerAsync(true);
        },
        IsHeld = true,
    };

    private static CrashPoint Gate(string name, string end, bool evicts) => new($"gate: {name}", end, evicts) { Prepare = run => run.AskedAsync() };

    private static CrashPoint Acting(string name, Fault hold) => new($"acting: {name}", Succeeded, true)
    {
        Prepare = run => run.AskedAsync(),
        Reach = run => HeldActingAsync(run, hold, static () => Task.CompletedTask),
        IsHeld = true,
    };

    /// <summary>It comes to the look by itself, so it goes first.</summary>
    private static CrashPoint Looking(string name, Fault hold) => new($"looking: {name}", Succeeded, true)
    {
        Prepare = async run =>
        {
            run.Hold(hold with { AfterWrites = true });
            await ActedAsync(run, "waiting_timer");
        },
        Reach = run => run.HeldAsync(),
        IsHeld = true,
    };

    private static CrashPoint DryRun(string name, Fault hold) => new($"dry run: {name}", Succeeded, false)
    {
        Prepare = run =>
        {
            run.Hold(hold);
            return Task.CompletedTask;
        },
        Reach = run => Task.WhenAll(run.StartAsync(dryRun: true), run.HeldAsync()),
        IsHeld = true,
    };

    private static async Task HeldInEvidenceAsync(CrashedRun run, Func<Task> then)
    {
        await Task.WhenAll(run.StartAsync(), run.HeldAsync());
        await then();
    }

    private static async Task HeldActingAsync(CrashedRun run, Fault hold, Func<Task> then)
    {
        run.Hold(hold);
        await run.AnswerAsync(true);
        await run.HeldAsync();
        await then();
    }

    private static async Task ActedAsync(CrashedRun run, string status)
    {
        await run.AskedAsync();
        await run.AnswerAsync(true);
        await run.UntilAsync(status);
    }

    private static async Task StillAsksAsync(CrashedRun run, Func<Task> then)
    {
        await run.StillAsksAsync();
        await then();
    }

    private static Task Nothing(CrashedRun run) => Task.CompletedTask;
}
