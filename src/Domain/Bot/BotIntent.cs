namespace AiSre.Domain.Bot;

/// <summary>What a message to the bot wants.</summary>
public enum BotIntent
{
    /// <summary>Nobody can tell; the bot says what it understands.</summary>
    Unknown = 0,

    /// <summary>What is wrong with something.</summary>
    Diagnose = 1,
    OnCall = 2,

    /// <summary>What was rolled out.</summary>
    Changes = 3,

    /// <summary>Why alerts or incidents were put together.</summary>
    ExplainGrouping = 4,
    Similar = 5,
    Restart = 6,
    Scale = 7,
    Acknowledge = 8,
}

public static class BotIntents
{
    /// <summary>The word on the wire.</summary>
    public static string Word(this BotIntent intent) => intent switch
    {
        BotIntent.Diagnose => "diagnose",
        BotIntent.OnCall => "on_call",
        BotIntent.Changes => "changes",
        BotIntent.ExplainGrouping => "explain_grouping",
        BotIntent.Similar => "similar",
        BotIntent.Restart => "restart",
        BotIntent.Scale => "scale",
        BotIntent.Acknowledge => "acknowledge",
        _ => "unknown",
    };
}
