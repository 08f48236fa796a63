using System.Collections.Immutable;

namespace AiSre.Domain.Demo.Script;

/// <summary>One problem of the story, from its first alert to its end or to now. Times count from its beginning.</summary>
/// <param name="At">When it begins.</param>
/// <param name="Alert">What opens it.</param>
/// <param name="Acts">What alerts and people do then, in any order.</param>
public sealed record DemoScene(DateTimeOffset At, DemoAlert Alert, params ImmutableArray<DemoAct> Acts)
{
    /// <summary>Incidents that join it, and make it a group.</summary>
    public ImmutableArray<DemoChild> Children { get; init; } = [];

    /// <summary>How often its tool says again that it fires; zero: never.</summary>
    public TimeSpan RepeatEvery { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How many alerts come each time.</summary>
    public int RepeatsAtOnce { get; init; } = 1;

    /// <summary>Why the mails of it came to nothing; null: they arrived.</summary>
    public string? MailsFail { get; init; }
}

/// <summary>An incident that belongs to the scene's.</summary>
/// <param name="After">When it opens.</param>
/// <param name="Alert">What opens it.</param>
/// <param name="Reason">One of <see cref="Incidents.CorrelationReason"/>.</param>
/// <param name="EndsAfter">When its alert is over, counted from the scene's beginning; null: not yet.</param>
public sealed record DemoChild(TimeSpan After, DemoAlert Alert, string Reason, TimeSpan? EndsAfter);

/// <summary>Something that happens to the scene's incident.</summary>
/// <param name="Kind">What.</param>
/// <param name="After">When.</param>
/// <param name="Text">What is said.</param>
/// <param name="Who">By whom; null: by whoever is on call for it then.</param>
public sealed record DemoAct(DemoActKind Kind, TimeSpan After, string? Text = null, string? Who = null)
{
    public static DemoAct Acknowledge(double minutes, string? note = null, string? who = null) => Of(DemoActKind.Acknowledge, minutes, note, who);

    public static DemoAct Note(double minutes, string text, string? who = null) => Of(DemoActKind.Note, minutes, text, who);

    public static DemoAct Assign(double minutes, string to, string? who = null) => Of(DemoActKind.Assign, minutes, to, who);

    public static DemoAct Resolve(double minutes, string resolution, string? who = null) => Of(DemoActKind.Resolve, minutes, resolution, who);

    public static DemoAct Reopen(double minutes, string? who = null) => Of(DemoActKind.Reopen, minutes, null, who);

    /// <param name="minutes">When.</param>
    /// <param name="forMinutes">For how long.</param>
    /// <param name="who">By whom.</param>
    public static DemoAct Snooze(double minutes, int forMinutes, string? who = null) =>
        Of(DemoActKind.Snooze, minutes, FormattableString.Invariant($"{forMinutes}"), who);

    /// <summary>Its tool says that it is over.</summary>
    public static DemoAct Ends(double minutes) => Of(DemoActKind.Ends, minutes, null, null);

    /// <summary>Its tool says that it is there again.</summary>
    public static DemoAct FiresAgain(double minutes) => Of(DemoActKind.FiresAgain, minutes, null, null);

    /// <param name="minutes">When.</param>
    /// <param name="severity">The word for how bad it is by then.</param>
    public static DemoAct GetsWorse(double minutes, string severity) => Of(DemoActKind.GetsWorse, minutes, severity, null);

    private static DemoAct Of(DemoActKind kind, double minutes, string? text, string? who) => new(kind, TimeSpan.FromMinutes(minutes), text, who);
}

public enum DemoActKind
{
    Acknowledge,
    Note,
    Assign,
    Resolve,
    Reopen,
    Snooze,
    Ends,
    FiresAgain,
    GetsWorse,
}
