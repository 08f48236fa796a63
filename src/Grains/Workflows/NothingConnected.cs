using AiSre.Domain.Workflows.Runs;

namespace AiSre.Grains.Workflows;

/// <summary>No cluster is connected: everything else works.</summary>
internal sealed class NothingConnected : IEvidence, IActionDoor
{
    private const string Why = "No cluster is connected.";

    public Task<GatheredEvidence> GatherAsync(EvidenceRequest request, CancellationToken cancellation) =>
        Task.FromResult(new GatheredEvidence("{}", [Why]));

    public Task<DoorAnswer> ActAsync(DoorRequest request, CancellationToken cancellation) =>
        Task.FromResult(new DoorAnswer(ReportOutcome.Refused, Why));

    public Task<DoorAnswer> SettleAsync(DoorRequest request, CancellationToken cancellation) =>
        Task.FromResult(new DoorAnswer(ReportOutcome.Absent, Why));
}
