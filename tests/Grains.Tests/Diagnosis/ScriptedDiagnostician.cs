using System.Collections.Concurrent;
using System.Collections.Immutable;
using AiSre.Domain.Diagnosis;
using AiSre.Grains.Diagnosis;

namespace AiSre.Grains.Tests.Diagnosis;

/// <summary>Finds what a test tells it to, when the test lets it.</summary>
internal sealed class ScriptedDiagnostician : IDiagnostician
{
    private volatile TaskCompletionSource mayGo = Open();
    private int looks;

    public int Looks => looks;

    public ConcurrentQueue<Symptom> Symptoms { get; } = [];

    /// <summary>Of the looks, in their order.</summary>
    public ConcurrentQueue<string> Workspaces { get; } = [];

    /// <summary>How sure it is.</summary>
    public double Confidence { get; set; } = 0.9;

    /// <summary>What else it has seen.</summary>
    public ImmutableArray<Evidence> Further { get; set; } = [];

    public void Hold() => mayGo = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void LetGo() => mayGo.TrySetResult();

    public async Task<DiagnosisReport> ExplainAsync(string workspace, string? cluster, Symptom symptom, int logLimit)
    {
        Interlocked.Increment(ref looks);
        Symptoms.Enqueue(symptom);
        Workspaces.Enqueue(workspace);
        await mayGo.Task;
        return new()
        {
            At = symptom.StartedAt,
            Cluster = "prod",
            Pod = new("prod", "payments-1", "CrashLoopBackOff", 5, "OOMKilled", "payments"),
            Hypotheses =
            [
                new()
                {
                    Cause = "oom_killed", Component = new("Deployment", "prod", "payments"), Confidence = Confidence,
                    Claims = [new("It was killed for its memory.", ["E1"])], Advice = "Give it more.", Pattern = "oomkilled",
                    Expected = "It is not killed again.",
                },
            ],
            Evidence = [new() { Id = "E1", Kind = EvidenceKind.Resource, Source = "Pod/prod/payments-1", Text = "OOMKilled" }],
            Further = Further,
        };
    }

    private static TaskCompletionSource Open()
    {
        var open = new TaskCompletionSource();
        open.SetResult();
        return open;
    }
}
