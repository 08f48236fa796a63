using AiSre.Domain.Definitions.OnCall;
using NodaTime;

namespace AiSre.Domain.OnCall;

/// <summary>Who is on call in a team, and why.</summary>
/// <param name="StandIn">Who stands in, over every layer.</param>
/// <param name="Layer">The layer that is in force, under the stand-in too; null when none is.</param>
public sealed record Duty(OnCallOverride? StandIn, LayerDuty? Layer)
{
    public static readonly Duty Nobody = new(null, null);

    /// <summary>Null: nobody.</summary>
    public string? Person => StandIn?.User ?? Layer?.Member;

    /// <summary>Whether nothing changes hands between the two: a gap is a gap, and a stand-in does not end with the shift below.</summary>
    public bool Continues(Duty earlier) => StandIn is not null || earlier.StandIn is not null
        ? StandIn == earlier.StandIn
        : (Layer?.Layer.Name, Layer?.Shift.Number, Person) == (earlier.Layer?.Layer.Name, earlier.Layer?.Shift.Number, earlier.Person);
}

/// <param name="Layer">The layer.</param>
/// <param name="Shift">Its shift, from one hand-off to the next.</param>
/// <param name="Index">Place of the member, from 0.</param>
public sealed record LayerDuty(RotationLayer Layer, Shift Shift, int Index)
{
    public string Member => Layer.Members[Index];
}

/// <summary>A time during which nothing changes hands.</summary>
/// <param name="Start">Included.</param>
/// <param name="End">Not included; <see cref="Instant.MaxValue"/>: never.</param>
public sealed record DutyStretch(Instant Start, Instant End, Duty Duty);
