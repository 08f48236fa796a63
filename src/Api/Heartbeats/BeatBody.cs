using AiSre.Api.Requests;
using AiSre.Domain.Alerts;
using AiSre.Domain.Alerts.Recognition;

namespace AiSre.Api.Heartbeats;

/// <summary>
/// What stands in the body of a beat: our own words, or an alert that fires as long as all is well, as Prometheus' Watchdog does. Its end says that
/// Prometheus is silent, so that is no beat.
/// </summary>
/// <param name="Own">What it says about itself; null when it is another product's, or there is none.</param>
/// <param name="Beats">Whether it is one.</param>
internal readonly record struct BeatBody(HeartbeatBody? Own, bool Beats)
{
    /// <exception cref="Errors.RefusedException">It is no JSON, or nothing that is known here.</exception>
    public static async ValueTask<BeatBody> ReadAsync(HttpContext context, TimeProvider clock)
    {
        using var body = await RequestBody.ReadAsync(context);
        if (body.Bytes.IsEmpty) return new(null, true);
        var (document, problem) = body.Parse();
        using (document)
        {
            if (document is null) throw new Errors.RefusedException(problem!);
            if (SourceDetection.Detect(document.RootElement) is not { } source)
                return new(Body<HeartbeatBody>.Read(context, document.RootElement), true);
            var read = DeliveryReader.Read(source, document.RootElement, clock.GetUtcNow());
            return new(null, read.Delivery is { } delivery && delivery.Signals.Any(static signal => signal.Kind is SignalKind.Firing));
        }
    }
}
