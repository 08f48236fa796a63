namespace AiSre.Grains.Actions;

/// <summary>Why an answer to an approval changed nothing, beside the guard's own codes.</summary>
public static class ApprovalCode
{
    public const string NotFound = "approval_not_found";

    /// <summary>Somebody was first.</summary>
    public const string AlreadyDecided = "already_decided";
}
