using System.Diagnostics;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace AiSre.Api.Tokens;

/// <summary>
/// What the issuer says of itself: its name and the keys with which it signs. Read once, again every hour, and when a token is signed by a key that
/// is not known; while the issuer is away what is known stays in force.
/// </summary>
internal sealed class TokenIssuer(JwtBearerOptions options)
{
    private static readonly TimeSpan Renewed = TimeSpan.FromHours(1);

    /// <summary>Whoever invents keys has the issuer asked no more often than so.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private volatile Known? known;
    private Task? reading;
    private long? readAt;

    /// <summary>Null when the issuer has never answered.</summary>
    public async ValueTask<OpenIdConnectConfiguration?> GetAsync()
    {
        if (known is { } fresh && Stopwatch.GetElapsedTime(fresh.At) < Renewed) return fresh.Configuration;
        var begun = ReadAsync();
        // Who has something waits for nobody.
        if (known is null && begun is not null) await begun;
        return known?.Configuration;
    }

    /// <summary>Null when nothing newer than this is known: the issuer was just asked, or does not answer.</summary>
    public async ValueTask<OpenIdConnectConfiguration?> NewerAsync(OpenIdConnectConfiguration than)
    {
        if (known is { } other && other.Configuration != than) return other.Configuration;
        if (ReadAsync() is { } begun) await begun;
        return known is { } now && now.Configuration != than ? now.Configuration : null;
    }

    /// <summary>The reading that is under way, or a new one; null when it was tried just now.</summary>
    private Task? ReadAsync()
    {
        lock (gate)
        {
            if (reading is { IsCompleted: false }) return reading;
            if (readAt is { } at && Stopwatch.GetElapsedTime(at) < Pause) return null;
            readAt = Stopwatch.GetTimestamp();
            return reading = Task.Run(TryReadAsync);
        }
    }

    private async Task TryReadAsync()
    {
        try
        {
            var began = Stopwatch.GetTimestamp();
            var documents = new HttpDocumentRetriever(options.Backchannel) { RequireHttps = options.RequireHttpsMetadata };
            using var patience = new CancellationTokenSource(options.BackchannelTimeout);
            var read = new Known(await OpenIdConnectConfigurationRetriever.GetAsync(options.MetadataAddress, documents, patience.Token), began);
            lock (gate)
            {
                // The first change of its keys is heard of at once.
                if (known is null) readAt = null;
                known = read;
            }
        }
        catch (Exception)
        {
            // Asked again with the next token that needs it; what is known stays in force.
        }
    }

    private sealed record Known(OpenIdConnectConfiguration Configuration, long At);
}
