using AiSre.Api.Errors;
using AiSre.Api.Requests;
using AiSre.Domain.Alerts;
using AiSre.Domain.Alerts.Recognition;

namespace AiSre.Api.Alerts;

/// <summary>Whether a delivery is from whom it says, where its source has a secret.</summary>
public sealed class DeliverySignatures(WebhookSecrets secrets, TimeProvider clock)
{
    /// <summary>The source has a secret, so its bodies must be signed.</summary>
    public bool Secures(string source) => secrets.For(source) is not null;

    /// <summary>Null when it is, or needs no signature.</summary>
    public ProblemResult? Verify(HttpContext context, string source, ReadOnlySpan<byte> body)
    {
        if (secrets.For(source) is not { } secret) return null;
        var check = WebhookSignature.Verify(
            source, secret, name => context.Request.Headers[name] is [{ } value] ? value : null, body, clock.GetUtcNow());
        return check.IsValid ? null : Problems.InvalidSignature(check.Reason);
    }

    /// <summary>The same for a body of which only its content said whose it is.</summary>
    public ProblemResult? VerifyRead(HttpContext context, string source, ReadOnlySpan<byte> body, ReadOnlyMemory<byte> json) =>
        Secures(source) ? Verify(context, source, body) ?? TwiceIn(json) : null;

    /// <summary>Checks what was read as somebody else's than its sender said, or of whom the sender said nothing.</summary>
    public ProblemResult? VerifyRead(
        HttpContext context, string? named, ReadDelivery read, ReadOnlySpan<byte> body, ReadOnlyMemory<byte> json)
    {
        // An adapter's body holds nobody else's; a tool's may carry one, and any object is a webhook's.
        if (secrets.None || (read.Source == named && read.Source is not AlertSource.Webhook && AlertSource.All.Contains(named))) return null;
        foreach (var source in (read.Delivery?.Signals ?? []).Select(signal => signal.Source).Append(read.Source).Distinct())
        {
            if (source == named) continue;
            if (VerifyRead(context, source, body, json) is { } refusal) return refusal;
        }
        return null;
    }

    private static ProblemResult? TwiceIn(ReadOnlyMemory<byte> json)
    {
        var (document, problem) = JsonBody.Parse(json, signed: true);
        document?.Dispose();
        return problem;
    }
}
