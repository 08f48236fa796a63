namespace AiSre.Console.Alerts;

/// <summary>Takes dead letters in once more, through the door that every alert takes.</summary>
public interface IDeadLetterReplay
{
    /// <summary>Takes those of a workspace in again, oldest first. What fails stays, and does not hold up the others.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="workspace">Whose they are.</param>
    /// <param name="afterSeq">Only later ones than this; 0 for all.</param>
    /// <param name="only">One alone; null for all.</param>
    /// <param name="limit">How many are tried, at most.</param>
    Task<ReplayedLetters> ReplayAsync(string actor, string workspace, long afterSeq, long? only, int limit);
}

/// <param name="Done">How many were taken in.</param>
/// <param name="Failed">How many failed again.</param>
/// <param name="FirstError">Why the first of those did; null when none has.</param>
/// <param name="NextSeq">Where to go on; null when there are no more.</param>
public sealed record ReplayedLetters(int Done, int Failed, string? FirstError, long? NextSeq);
