namespace AiSre.Api.Platform;

/// <summary>Due times are well while the machine's clock does not contradict what this process has counted.</summary>
internal sealed class ClockProbe(SteadyClock clock) : IHealthProbe
{
    public string Name => HealthChecks.Alarms;

    public string? Detail { get; private set; }

    public ValueTask<HealthState> CheckAsync(CancellationToken cancellation)
    {
        var behind = clock.MachineIsBehind;
        var off = clock.MachineIsOff;
        Detail = off != TimeSpan.Zero
            ? FormattableString.Invariant($"The machine's clock is {(long)off.TotalSeconds} s off the database's, which is believed. ")
                + "Set the clock right."
            : behind == TimeSpan.Zero ? null : FormattableString.Invariant(
            $"The machine's clock went back and is {(long)behind.TotalSeconds} s behind: this process counts on from where it was. ")
            + "Set the clock right; if it is right now, a restart takes it over.";
        // Where there is no other probe of alarms, a clock that is right says nothing about them.
        return new(Detail is null ? HealthState.NotConfigured : HealthState.Degraded);
    }
}
