using System.Collections.Concurrent;
using AiSre.Domain.Workflows.Runs;
using AiSre.Grains.Workflows;

namespace AiSre.Grains.Tests.Workflows;

/// <summary>Leads each workspace of a shared silo to the door of its test.</summary>
internal sealed class PlayedDoors : IActionDoor, IEvidence
{
    private readonly ConcurrentDictionary<string, PlayedDoor> doors = new();

    /// <summary>Workspaces that begin with the tenant's name are its own as well.</summary>
    public PlayedDoor Of(Tenant tenant) => Of(tenant.Workspace);

    public Task<DoorAnswer> ActAsync(DoorRequest request, CancellationToken cancellation) => Of(request.Workspace).ActAsync(request);

    public Task<PlannedAction> PlanAsync(DoorRequest request, CancellationToken cancellation) => Task.FromResult(PlayedDoor.Plan(request));

    public Task<DoorAnswer> SettleAsync(DoorRequest request, CancellationToken cancellation) =>
        Task.FromResult(Of(request.Workspace).Settle(request));

    public Task<GatheredEvidence> GatherAsync(EvidenceRequest request, CancellationToken cancellation) =>
        Task.FromResult(new GatheredEvidence(PlayedDoor.Evidence, []));

    private PlayedDoor Of(string workspace) => doors.GetOrAdd(string.Join('-', workspace.Split('-').Take(2)), static _ => new());
}

/// <summary>A guard and a cluster as a test plays them: keeps a log by key, as the real one must, and counts what it did.</summary>
internal sealed class PlayedDoor
{
    public const string Evidence = """{"pod_status": {"last_termination_reason": "OOMKilled"}, "pod": {"ready": true}}""";

    private readonly ConcurrentDictionary<string, DoorAnswer> log = new();

    /// <summary>What was done, by key.</summary>
    public ConcurrentQueue<DoorRequest> Done { get; } = new();

    /// <summary>Comes before an action is done.</summary>
    public Func<Task> Before { get; set; } = () => Task.CompletedTask;

    /// <summary>Comes after it is done and before anybody hears of it.</summary>
    public Func<Task> After { get; set; } = () => Task.CompletedTask;

    public Func<DoorRequest, DoorAnswer> Answer { get; set; } = request => new(ReportOutcome.Done, $"Done: {request.Call}");

    public async Task<DoorAnswer> ActAsync(DoorRequest request)
    {
        await Before();
        if (log.TryGetValue(request.Key!, out var known)) return known;
        var answer = Answer(request);
        if (answer.Outcome is ReportOutcome.Done)
        {
            log[request.Key!] = answer;
            Done.Enqueue(request);
        }
        await After();
        return answer;
    }

    public static PlannedAction Plan(DoorRequest request) => new()
    {
        StepId = request.StepId, Call = request.Call, Preview = $"Would do {request.Call}", ArgumentsHash = "hash", PolicyRevision = "7",
    };

    public DoorAnswer Settle(DoorRequest request) =>
        log.GetValueOrDefault(request.Key!) ?? new DoorAnswer(ReportOutcome.Absent, "Nothing is known of it.");
}
