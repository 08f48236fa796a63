using System.Collections.Concurrent;
using AiSre.Domain.Workflows.Runs;
using AiSre.Grains.Workflows;

namespace AiSre.Grains.Tests.Workflows;

/// <summary>A guard and a cluster as a test plays them: keeps a log by key, as the real one must, and counts what it did.</summary>
internal sealed class PlayedDoor : IActionDoor, IEvidence
{
    private readonly ConcurrentDictionary<string, DoorAnswer> log = new();

    /// <summary>What was done, by key.</summary>
    public ConcurrentQueue<DoorRequest> Done { get; } = new();

    /// <summary>Comes before an action is done.</summary>
    public Func<Task> Before { get; set; } = () => Task.CompletedTask;

    /// <summary>Comes after it is done and before anybody hears of it.</summary>
    public Func<Task> After { get; set; } = () => Task.CompletedTask;

    public Func<DoorRequest, DoorAnswer> Answer { get; set; } = request => new(ReportOutcome.Done, $"Done: {request.Call}");

    public string Evidence { get; set; } = """{"pod_status": {"last_termination_reason": "OOMKilled"}, "pod": {"ready": true}}""";

    public async Task<DoorAnswer> ActAsync(DoorRequest request, CancellationToken cancellation)
    {
        await Before();
        if (log.TryGetValue(request.Key, out var known)) return known;
        var answer = Answer(request);
        if (answer.Outcome is ReportOutcome.Done)
        {
            log[request.Key] = answer;
            Done.Enqueue(request);
        }
        await After();
        return answer;
    }

    public Task<DoorAnswer> SettleAsync(DoorRequest request, CancellationToken cancellation) =>
        Task.FromResult(log.GetValueOrDefault(request.Key) ?? new DoorAnswer(ReportOutcome.Absent, "Nothing is known of it."));

    public Task<GatheredEvidence> GatherAsync(EvidenceRequest request, CancellationToken cancellation) =>
        Task.FromResult(new GatheredEvidence(Evidence, []));
}
