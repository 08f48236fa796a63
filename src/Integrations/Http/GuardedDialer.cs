using System.Net;
using System.Net.Sockets;
using AiSre.Domain.Definitions.Reading;

namespace AiSre.Integrations.Http;

/// <summary>
/// Connects for those who may not reach inner addresses. A name is resolved once and the connection goes to the address that was checked, so
/// that a name which resolves to another address a moment later gains nothing.
/// </summary>
/// <param name="resolve">A name's addresses.</param>
/// <param name="isAllowed">Whether one may be connected to.</param>
/// <param name="targets">Those that may be connected to wherever they are.</param>
public sealed class GuardedDialer(Func<string, CancellationToken, Task<IPAddress[]>> resolve, Func<IPAddress, bool> isAllowed, AllowedTargets targets)
{
    public GuardedDialer(AllowedTargets targets) : this(Dns.GetHostAddressesAsync, PublicAddress.Is, targets)
    {
    }

    /// <exception cref="TargetRefusedException">None of its addresses is allowed.</exception>
    public async Task<Socket> ConnectAsync(string host, int port, CancellationToken cancellation)
    {
        // Not to be asked for: the resolver throws for 0.0.0.0, as if that would pass.
        var name = host.Trim('[', ']');
        var addresses = IPAddress.TryParse(name, out var literal) ? [literal] : await resolve(name, cancellation);
        var allowed = targets.Contains(host, port) ? addresses : Array.FindAll(addresses, address => isAllowed(address));
        if (allowed.Length == 0)
            throw new TargetRefusedException("The target has no public address, and only the operator's own files may name inner ones.");
        for (var i = 0; ; i++)
        {
            var socket = new Socket(allowed[i].AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(allowed[i], port), cancellation);
                return socket;
            }
            catch (SocketException) when (i + 1 < allowed.Length)
            {
                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }
}

/// <summary>A target that its channel may not name. The message names no part of it.</summary>
public sealed class TargetRefusedException(string message) : Exception(message);
