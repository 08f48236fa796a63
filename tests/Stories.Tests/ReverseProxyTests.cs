using System.Net;
using AiSre.TestHost;

namespace AiSre.Stories.Tests;

/// <summary>TLS in front of the product, by the configurations of docs/reverse-proxy.md.</summary>
public sealed class ReverseProxyTests
{
    private const string Page = "docs/reverse-proxy.md";
    private const string Key = "operator-key-of-dana-0123456";

    [Fact]
    public Task The_page_s_nginx_hands_on_what_the_product_needs() => HandsOnAsync("nginx", (folder, port, silo) =>
    {
        var site = Assert.Single(PageCommands.Fenced(Page, "nginx")).Replace("listen 443", $"listen 127.0.0.1:{port}", StringComparison.Ordinal)
            .Replace("/etc/ssl/sre.example.com", folder.File("site"), StringComparison.Ordinal);
        var paths = string.Concat(
            new[] { "client_body", "proxy", "fastcgi", "uwsgi", "scgi" }.Select(name => $"{name}_temp_path {folder.File(name)};\n"));
        var config = folder.Write("nginx.conf", $$"""
            daemon off;
            master_process off;
            user root;
            pid {{folder.File("nginx.pid")}};
            error_log stderr;
            events {}
            http {
            access_log off;
            {{paths}}
            {{At(site, silo)}}
            }
            """);
        return ["-c", config, "-e", "stderr"];
    });

    [Fact]
    public Task The_page_s_Caddy_hands_on_what_the_product_needs() => HandsOnAsync("caddy", (folder, port, silo) =>
    {
        // Where there is no public name there is no certificate by itself.
        var own = $"https://localhost:{port} {{\n    tls {folder.File("site.pem")} {folder.File("site.key")}";
        var site = Assert.Single(PageCommands.Fenced(Page, "caddyfile")).Replace("sre.example.com {", own, StringComparison.Ordinal);
        var config = folder.Write("Caddyfile", $$"""
            {
                admin off
                auto_https disable_redirects
                storage file_system {{folder.File("caddy")}}
            }
            {{At(site, silo)}}
            """);
        return ["run", "--config", config, "--adapter", "caddyfile"];
    });

    private static string At(string config, SiloProcess silo) =>
        config.Replace("127.0.0.1:8888", $"127.0.0.1:{silo.Port}", StringComparison.Ordinal);

    private static async Task HandsOnAsync(string program, Func<TempFolder, int, SiloProcess, string[]> configure)
    {
        using var newcomer = new Newcomer(program, "openssl");
        using var folder = new TempFolder();
        await using var silo = await SiloProcess.StartAsync(new SiloSettings
        {
            Environment = new Dictionary<string, string>
            {
                ["AI_SRE_API_KEYS"] = $"dana={Key}:operator:shop", ["ASPNETCORE_FORWARDEDHEADERS_ENABLED"] = "true",
                ["AI_SRE_PUBLIC_URL"] = "https://sre.example.com",
            },
        });
        await newcomer.PasteAsync(
            $"openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=localhost "
            + $"-addext subjectAltName=DNS:localhost -keyout {folder.File("site.key")} -out {folder.File("site.pem")} 2> openssl.log");
        var port = FreePort.Next();
        await using var proxy = ChildProcess.Start(ServerPrograms.Find(program)!, configure(folder, port, silo));
        await Poll.UntilAsync($"{program} to listen", () => AnswersAsync(port), onTimeout: () => proxy.Log);

        newcomer.With("SITE", $"https://localhost:{port}").With("KEY", Key).With("CURL_CA_BUNDLE", folder.File("site.pem"));
        var blocks = PageCommands.Of(Page);
        var steps = await newcomer.PasteAsync(blocks.Take(2));
        Assert.Contains("""{"status":"ok"}""", steps[0], StringComparison.Ordinal);
        Assert.Contains("max-age=31536000", steps[0], StringComparison.Ordinal);
        Assert.Contains("metrics 404", steps[0], StringComparison.Ordinal);
        Assert.Contains("large body 422", steps[1], StringComparison.Ordinal);
        Assert.Contains("retry: ", steps[1], StringComparison.Ordinal);

        await newcomer.PasteAsync(blocks[2].Split('\n')[0]);
        await Poll.UntilAsync("the log to say whom it refused", () => silo.Log.Contains("refused with 401", StringComparison.Ordinal));
        newcomer.With("LOG", newcomer.Write("ai-sre.log", silo.Log));
        var refused = Assert.Single(await newcomer.PasteAsync(blocks[2]));
        Assert.Contains(IPAddress.Loopback.ToString(), refused, StringComparison.Ordinal);
        Assert.DoesNotContain("203.0.113.9", refused, StringComparison.Ordinal);
    }

    private static async Task<bool> AnswersAsync(int port)
    {
        using var client = new System.Net.Sockets.TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
    }
}
