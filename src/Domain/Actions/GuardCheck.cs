namespace AiSre.Domain.Actions;

/// <summary>How a check came out. Stored numbers stay.</summary>
public enum CheckOutcome
{
    Passed = 0,
    Refused = 1,

    /// <summary>Passed, and a person should know.</summary>
    Warned = 2,

    /// <summary>It says nothing about this action.</summary>
    NotApplicable = 3,

    /// <summary>It could not be made, which refuses.</summary>
    Unknown = 4,
}

/// <summary>One check of the guard and what it found.</summary>
/// <param name="Name">As the audit writes it: <c>freeze_window</c>.</param>
/// <param name="Sentence">For a person.</param>
/// <param name="Code">The machine code of a refusal.</param>
/// <param name="RetryAfter">When a refusal may be gone.</param>
[GenerateSerializer, Immutable, Alias("aisre.actions.check")]
public sealed record GuardCheck(
    [property: Id(0)] string Name, [property: Id(1)] CheckOutcome Outcome, [property: Id(2)] string Sentence, [property: Id(3)] string? Code = null,
    [property: Id(4)] TimeSpan? RetryAfter = null)
{
    /// <summary>Nothing is done as long as it says so.</summary>
    public bool Refuses => Outcome is CheckOutcome.Refused or CheckOutcome.Unknown;

    /// <summary>What it restrains for a while ends by itself, and is no reason not to look what would happen then.</summary>
    public bool IsPassing => Name is CheckName.KillSwitch or CheckName.FreezeWindow;
}
