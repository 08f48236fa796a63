using System.Collections.Immutable;

namespace AiSre.Domain.Alerts.Sources.Shapes;

/// <summary>
/// How one tool writes an alert, as data: how its body is recognised, and where in it everything stands. Written in YAML (docs/sources.md), the known
/// tools' as the users' own.
/// </summary>
public sealed record SourceShape
{
    /// <summary>The tool.</summary>
    public required string Source { get; init; }

    public ShapeFacts Recognise { get; init; } = ShapeFacts.None;

    /// <summary>What is read and answered, and is no alert.</summary>
    public ImmutableArray<ShapeCondition> Ignore { get; init; } = [];

    /// <summary>The alerts of the body, each of them read by the rest; null: the body is one alert.</summary>
    public ShapePath? Each { get; init; }

    /// <summary>
    /// Where another tool's body stands in this one, as an object or as its text. It is read as if it had come alone; what it does not say is taken
    /// from here.
    /// </summary>
    public ShapePath? Inside { get; init; }

    public ShapeText? Title { get; init; }
    public ShapeText? Text { get; init; }

    /// <summary>What stays the same from the alert's beginning to its end, and differs for every other alert.</summary>
    public ShapeText? Identity { get; init; }

    /// <summary>
    /// The identity names one alert for its whole life, so that text never joins two that have different ones. False where it is made of the alert's
    /// text.
    /// </summary>
    public bool GuaranteesIdentity { get; init; }

    /// <summary>A second name under which later events of the same alert may come.</summary>
    public ShapeText? AlternateIdentity { get; init; }

    /// <summary>Which installation of the tool: equal identities of two are two alerts.</summary>
    public ShapeText? Account { get; init; }

    /// <summary>The first that says something counts; when none does, the alert begins.</summary>
    public ImmutableArray<ShapeStateRule> State { get; init; } = [];

    public ImmutableArray<ShapeSeverityRule> Severity { get; init; } = [];

    public ShapeText? Cluster { get; init; }
    public ShapeText? Namespace { get; init; }
    public ShapeText? Pod { get; init; }
    public ShapeText? Deployment { get; init; }
    public ShapeText? Service { get; init; }
    public ShapeText? Host { get; init; }
    public ShapeText? Container { get; init; }

    /// <summary>Labels by their names.</summary>
    public ImmutableArray<KeyValuePair<string, ShapeText>> Labels { get; init; } = [];

    /// <summary>Objects, lists of names and values, lists of <c>key:value</c>, and comma lists of them: each becomes a label.</summary>
    public ShapeText? Tags { get; init; }

    /// <summary>Addresses by what they are: source, runbook, dashboard, panel, image.</summary>
    public ImmutableArray<KeyValuePair<string, ShapeText>> Links { get; init; } = [];

    public ShapeText? StartsAt { get; init; }
    public ShapeText? EndsAt { get; init; }

    /// <summary>When this event happened.</summary>
    public ShapeText? Time { get; init; }

    /// <summary>Who acknowledged or ended it there.</summary>
    public ShapeText? Actor { get; init; }

    /// <summary>A sentence for the operator, in the answer and in the log.</summary>
    public ShapeText? Tell { get; init; }
}
