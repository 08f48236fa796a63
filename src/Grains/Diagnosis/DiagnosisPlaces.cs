namespace AiSre.Grains.Diagnosis;

/// <summary>How many diagnoses that nobody has asked for are under way on this silo: clusters and the silo have other things to do.</summary>
public sealed class DiagnosisPlaces(DiagnosisOptions options)
{
    private int taken;

    public bool TryTake()
    {
        if (Interlocked.Increment(ref taken) <= options.AtOnce) return true;
        Leave();
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref taken);
}
