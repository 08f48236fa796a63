namespace AiSre.Grains.Ledger;

/// <summary>
/// A change of a grain's alarms that commits with its state. One alarm a name and grain. Instants are Unix milliseconds.
/// </summary>
/// <param name="Name">What is due, in the grain's own words.</param>
public abstract record AlarmChange(string Name)
{
    /// <summary>The grain that is called, where it is not the one whose state changes.</summary>
    public AlarmTarget? Of { get; init; }
}

/// <summary>The grain must be called at this instant; replaces an earlier one of that name.</summary>
public sealed record AlarmSet(string Name, long DueAt) : AlarmChange(Name)
{
    public static AlarmSet At(string name, DateTimeOffset dueAt) => new(name, UnixTime.RoundedUp(dueAt));
}

/// <summary>Nothing is due any more.</summary>
public sealed record AlarmClear(string Name) : AlarmChange(Name);

/// <summary>
/// The alarm has been acted on and goes. When exactly this one is not there any more, the whole entry is refused with
/// <see cref="LedgerOutcome.Conflict"/>: whoever else acted on it, in another activation or after a second call, its effect happens once.
/// </summary>
/// <param name="Name">What was due.</param>
/// <param name="DueAt">When.</param>
/// <param name="Number">
/// Which setting of it (<see cref="AlarmRow.Number"/>): one that was set again for the same instant is another. Null: any that is due then, where
/// only the grain itself sets it.
/// </param>
public sealed record AlarmFired(string Name, long DueAt, long? Number = null) : AlarmChange(Name);
