using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AiSre.Api.Tests.Edge;
using AiSre.TestHost;
using Microsoft.AspNetCore.Hosting;

namespace AiSre.Api.Tests.Attacks;

/// <summary>The platform's own TLS, by the settings that docs/security.md names: sessions travel in nothing else.</summary>
public sealed class TlsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Over_TLS_sessions_are_secure_and_browsers_stay_with_it()
    {
        using var folder = new TempFolder();
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        await using var host = await EdgeHost.StartAsync(
            configure: builder => builder.WebHost.UseUrls("https://127.0.0.1:0"), settings:
            [
                ("Kestrel:Certificates:Default:Path", folder.Write("tls.crt", certificate.ExportCertificatePem())),
                ("Kestrel:Certificates:Default:KeyPath", folder.Write("tls.key", key.ExportPkcs8PrivateKeyPem())),
            ]);
        using var client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            SslOptions = { RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == certificate.Thumbprint },
        }) { BaseAddress = host.Client.BaseAddress };
        Assert.Equal("https", client.BaseAddress!.Scheme);

        using var health = await client.GetAsync("/health/live", Cancel);
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        Assert.Equal("max-age=31536000", health.Header("Strict-Transport-Security"));
        using var entered = await client.PostAsync("/console/sign-in", new FormUrlEncodedContent([new("key", EdgeHost.Ops)]), Cancel);
        var cookie = entered.Header("Set-Cookie")!.ToLowerInvariant();
        Assert.Contains("; secure", cookie, StringComparison.Ordinal);
        Assert.Contains("; httponly", cookie, StringComparison.Ordinal);
        Assert.Contains("; samesite=strict", cookie, StringComparison.Ordinal);
        Assert.DoesNotContain(EdgeHost.Ops, cookie, StringComparison.OrdinalIgnoreCase);
    }
}
