namespace AiSre.Domain.Actions;

/// <summary>Who is behind a request. Stored numbers stay.</summary>
public enum PrincipalKind
{
    /// <summary>Somebody with a key or a session.</summary>
    Person = 1,

    /// <summary>A run that somebody started.</summary>
    Run = 2,

    /// <summary>The platform by itself: the autonomy loop, a run that an alert started.</summary>
    Autonomy = 3,
}

/// <summary>In whose name something is asked.</summary>
/// <param name="Name">The key's name, which is the actor everywhere.</param>
[GenerateSerializer, Immutable, Alias("aisre.actions.principal")]
public sealed record Principal([property: Id(0)] string Name, [property: Id(1)] ActingRole Role, [property: Id(2)] PrincipalKind Kind)
{
    /// <summary>Nobody looks on while it is done.</summary>
    public bool IsUnattended => Kind is PrincipalKind.Autonomy;

    public static Principal Person(string name, ActingRole role) => new(name, role, PrincipalKind.Person);
}
