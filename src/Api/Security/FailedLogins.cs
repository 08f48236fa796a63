using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;

namespace AiSre.Api.Security;

/// <summary>
/// Counts refused requests per address. Only refusals are held back: a valid key always passes, or one misconfigured sender behind a
/// shared address would silence the alerts of all others. Guessing stays hopeless because keys are random and long.
/// </summary>
/// <param name="wrongKeys">Wrong keys per minute and address.</param>
/// <param name="missingKeys">Requests without any key per minute and address.</param>
internal sealed class FailedLogins(int wrongKeys = FailedLogins.WrongKeys, int missingKeys = FailedLogins.MissingKeys) : IDisposable
{
    public const int WrongKeys = 20;

    public const int MissingKeys = 60;

    private readonly PartitionedRateLimiter<IPAddress?> wrong = PerAddress(wrongKeys);
    private readonly PartitionedRateLimiter<IPAddress?> missing = PerAddress(missingKeys);

    /// <summary>Seconds to wait when the address has used up its failures, else null.</summary>
    public int? Count(IPAddress? address, bool missing)
    {
        using var lease = (missing ? this.missing : wrong).AttemptAcquire(address);
        if (lease.IsAcquired) return null;
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromMinutes(1);
        return Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
    }

    public void Dispose()
    {
        wrong.Dispose();
        this.missing.Dispose();
    }

    private static PartitionedRateLimiter<IPAddress?> PerAddress(int limit) =>
        PartitionedRateLimiter.Create<IPAddress?, IPAddress>(address => RateLimitPartition.GetFixedWindowLimiter(
            Network(address), _ => new FixedWindowRateLimiterOptions { PermitLimit = limit, Window = TimeSpan.FromMinutes(1) }));

    /// <summary>An IPv6 subscriber owns a /64, so counting single addresses would count nothing.</summary>
    private static IPAddress Network(IPAddress? address)
    {
        if (address is null) return IPAddress.None;
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        if (address.AddressFamily is not AddressFamily.InterNetworkV6) return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new(bytes);
    }
}
