using System.Net.Sockets;
using System.Security.Authentication;
using AiSre.Grains.Notifications;

namespace AiSre.Integrations.Http;

/// <summary>
/// One attempt at a vendor: at most 10 s, and whatever the network does is a result. Errors name neither addresses nor what was sent.
/// </summary>
internal static class VendorCall
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static async Task<DeliveryResult> RunAsync(
        string vendor, TimeProvider clock, Func<CancellationToken, Task<DeliveryResult>> work, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        try
        {
            return await work(either.Token);
        }
        catch (Exception exception) when (Refusal(exception) is { } refusal)
        {
            return new(DeliveryOutcome.Rejected, $"{vendor}: {refusal.Message}");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new(DeliveryOutcome.Retry, $"{vendor} did not answer within 10 s");
        }
        catch (HttpRequestException exception)
        {
            return new(DeliveryOutcome.Retry, $"{vendor} could not be reached ({exception.HttpRequestError})");
        }
        catch (SocketException exception)
        {
            return new(DeliveryOutcome.Retry, $"{vendor} could not be reached ({exception.SocketErrorCode})");
        }
        catch (Exception exception) when (exception is IOException or AuthenticationException)
        {
            return new(DeliveryOutcome.Retry, $"The connection to {vendor} broke");
        }
        catch (FormatException)
        {
            return new(DeliveryOutcome.Rejected, $"{vendor}: a setting of the channel cannot be used, such as a secret that is no base64");
        }
    }

    private static TargetRefusedException? Refusal(Exception? exception)
    {
        while (exception is not null and not TargetRefusedException) exception = exception.InnerException;
        return exception as TargetRefusedException;
    }
}
