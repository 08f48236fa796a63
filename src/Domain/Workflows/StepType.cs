namespace AiSre.Domain.Workflows;

/// <summary>What a step does. The names are stored; never rename.</summary>
public enum StepType
{
    /// <summary>Reads what is known of the target. Changes nothing.</summary>
    Gather = 1,

    /// <summary>Goes on, or elsewhere.</summary>
    Condition = 2,

    /// <summary>Acts, through the guard.</summary>
    Action = 3,

    /// <summary>Waits for a person's yes.</summary>
    Approval = 4,

    /// <summary>Lets time pass.</summary>
    Wait = 5,

    /// <summary>Tells people.</summary>
    Notify = 6,

    /// <summary>Looks whether it is as it should be.</summary>
    Verify = 7,

    /// <summary>Keeps values for later steps.</summary>
    Set = 8,
}

public static class StepTypes
{
    public static IReadOnlyList<StepType> All { get; } = Enum.GetValues<StepType>();

    /// <summary>As definitions and answers write it.</summary>
    public static string Name(this StepType type) => type switch
    {
        StepType.Gather => "gather",
        StepType.Condition => "condition",
        StepType.Action => "action",
        StepType.Approval => "approval",
        StepType.Wait => "wait",
        StepType.Notify => "notify",
        StepType.Verify => "verify",
        _ => "set",
    };

    /// <summary>Null: there is none of that name.</summary>
    public static StepType? Of(string? name)
    {
        foreach (var type in All)
            if (type.Name() == name) return type;
        return null;
    }
}
