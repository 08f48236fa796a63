namespace AiSre.Integrations.Chat;

/// <summary>Of three failures in a row the model is left alone for a minute; then one question tries it.</summary>
internal sealed class ChatBreaker
{
    private const int ToOpen = 3;

    private static readonly TimeSpan OpenFor = TimeSpan.FromSeconds(60);

    private readonly Lock gate = new();
    private int failures;
    private DateTimeOffset? openUntil;

    public bool MayTry(DateTimeOffset now)
    {
        lock (gate)
        {
            if (now < openUntil) return false;
            // The others wait for what comes of this one.
            if (openUntil is not null) openUntil = now + OpenFor;
            return true;
        }
    }

    public void Worked()
    {
        lock (gate) (failures, openUntil) = (0, null);
    }

    public void Failed(DateTimeOffset now)
    {
        lock (gate)
        {
            if (++failures >= ToOpen) openUntil = now + OpenFor;
        }
    }
}
