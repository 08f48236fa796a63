namespace AiSre.Grains;

/// <summary>Recognises "the ledger is away" in whatever an exception became on its way here.</summary>
public static class LedgerFailure
{
    /// <summary>True for the exception itself and for what wraps it: Orleans wraps what a grain storage throws.</summary>
    public static bool Is(Exception? exception) => exception switch
    {
        null => false,
        LedgerUnavailableException => true,
        AggregateException many => many.InnerExceptions.Any(Is),
        _ => Is(exception.InnerException),
    };
}
