namespace AiSre.KubernetesStub;

/// <summary>Somebody's clock, which shows an earlier time while a test prepares the past.</summary>
public sealed class ShiftedClock(TimeProvider clock) : TimeProvider
{
    public TimeSpan Shift { get; set; }

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow() + Shift;
}
