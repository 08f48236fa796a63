namespace AiSre.Grains.Ledger;

/// <summary>
/// The alarm that commits with every row of the audit, whoever writes it, so that none waits for its seal until somebody does something else.
/// </summary>
public static class AuditAlarm
{
    /// <summary>The type of the grain that seals.</summary>
    public const string Kind = "audit-chain";

    /// <summary>So many names take turns, so that one has been due for half a minute before it is set again.</summary>
    private const int Names = 4;

    private static readonly long Step = (long)TimeSpan.FromSeconds(15).TotalMilliseconds;

    /// <summary>
    /// All rows of a quarter of a minute have the same alarm, and those of the next one another: one that each row moved would never come.
    /// </summary>
    /// <param name="workspace">Whose audit.</param>
    /// <param name="at">When the row was made, Unix milliseconds.</param>
    public static AlarmSet After(string workspace, long at)
    {
        var quarter = at / Step;
        return new(FormattableString.Invariant($"seal:{quarter % Names}"), (quarter + 2) * Step) { Of = new AlarmTarget(Kind, workspace, "") };
    }

    /// <summary>What commits with a state, and the alarm if there is something to seal among it.</summary>
    internal static LedgerFacts With(string workspace, LedgerFacts facts) => facts.Audit.IsEmpty
        ? facts
        : facts with { Alarms = facts.Alarms.Add(After(workspace, facts.Audit.Max(row => row.At))) };
}
