namespace AiSre.Grains;

/// <summary>Recognises that the ledger is away in whatever a grain call threw: a grain that cannot read its state does not activate, and Orleans wraps why.</summary>
public static class LedgerFailure
{
    public static bool Is(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is LedgerUnavailableException) return true;
        }
        return false;
    }
}
