namespace AiSre.Domain.Chat;

/// <summary>Why a chat model had no part in an answer.</summary>
public static class ChatReasons
{
    public const string NotConfigured = "no chat model is configured";
    public const string NotAllowed = "not allowed for this workspace";
    public const string NotNeeded = "the rules are sure enough";
    public const string NothingToRead = "there is nothing that it could read";
    public const string NoTimeLeft = "no time was left";
    public const string Busy = "too many questions at once";
    public const string OutOfBudget = "out of budget";
    public const string Timeout = "timeout";
    public const string RateLimited = "rate limited";
    public const string Unavailable = "unavailable";
    public const string Refused = "refused by the provider";
    public const string CircuitOpen = "left alone after failures";
    public const string Invalid = "invalid answer";
    public const string Ungrounded = "nothing in its answer was grounded";
}
