using NodaTime;

namespace AiSre.Domain.OnCall;

/// <summary>One turn of a layer, whether the layer is in force or not.</summary>
/// <param name="Number">Counted from 0 at the layer's start.</param>
/// <param name="Start">Included.</param>
/// <param name="End">Not included.</param>
public readonly record struct Shift(int Number, Instant Start, Instant End);
