using AiSre.Grains.Ledger;
using AiSre.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Grains.Tests.Alerts;

/// <summary>Keeps the next entry that a test names away from the ledger until it is let go, or refuses it at once.</summary>
internal sealed class HeldLedger(LedgerWriter inner) : ILedger
{
    private readonly TaskCompletionSource letGo = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource held = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Stands in front of a silo's ledger: <see cref="TestSilo.Service{T}"/> has it.</summary>
    public static void Register(IServiceCollection services) =>
        services.AddSingleton<HeldLedger>().AddSingleton<ILedger>(provider => provider.GetRequiredService<HeldLedger>());

    /// <summary>The next entry of this type is held.</summary>
    public Type? Holds { get; set; }

    /// <summary>The next entry of this type is refused, as while a commit does not come back.</summary>
    public Type? Refuses { get; set; }

    /// <summary>Births of this service are refused, the next one only.</summary>
    public string? RefusesBirthOf { get; set; }

    /// <summary>Done when an entry is held.</summary>
    public Task Held => held.Task;

    public void LetGo() => letGo.SetResult();

    public Task? Append(LedgerEntry entry)
    {
        if (entry.GetType() == Refuses)
        {
            Refuses = null;
            return entry.Committed = Task.FromException(new LedgerUnavailableException());
        }
        if (RefusesBirthOf is not null && entry is IncidentBirthEntry birth && birth.Incident.Subject.Service == RefusesBirthOf)
        {
            RefusesBirthOf = null;
            return entry.Committed = Task.FromException(new LedgerUnavailableException());
        }
        if (entry.GetType() != Holds) return inner.Append(entry);
        Holds = null;
        return entry.Committed = HoldAsync(entry);
    }

    public bool TryFold(AlertRepeat entry, int count, long lastSeen) => inner.TryFold(entry, count, lastSeen);

    public bool? WasCommitted(string transaction) => inner.WasCommitted(transaction);

    private async Task HoldAsync(LedgerEntry entry)
    {
        held.SetResult();
        await letGo.Task;
        await inner.CommitAsync(entry);
    }
}
