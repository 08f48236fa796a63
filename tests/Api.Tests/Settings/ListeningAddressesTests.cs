using System.Net;
using System.Net.Sockets;
using AiSre.Api.Settings;
using Microsoft.Extensions.Configuration;

namespace AiSre.Api.Tests.Settings;

public sealed class ListeningAddressesTests
{
    [Theory]
    [InlineData("http://localhost:8888", true)]
    [InlineData("http://127.0.0.1:8888;http://[::1]:8888; http://LOCALHOST:0", true)]
    [InlineData("http://unix:/run/ai-sre.sock", true)]
    [InlineData("http://127.3.2.1:80", true)]
    [InlineData("http://+:8888", false)]
    [InlineData("http://*:8888", false)]
    [InlineData("http://0.0.0.0:8888", false)]
    [InlineData("http://[::]:8888", false)]
    [InlineData("http://sre.example:8888", false)]
    [InlineData("http://127.0.0.1:8888;http://10.0.0.7:8888", false)]
    public void Who_reaches_an_address(string urls, bool onlyThisMachine) =>
        Assert.Equal(onlyThisMachine, ListeningAddresses.AreLoopbackOnly(Configured(("urls", urls))));

    [Fact]
    public void Endpoints_of_the_web_server_count_instead() => Assert.False(ListeningAddresses.AreLoopbackOnly(
        Configured(("urls", "http://localhost:8888"), ("Kestrel:Endpoints:Http:Url", "http://*:8888"))));

    [Theory]
    [InlineData("http://localhost:99999")]
    [InlineData("http://localhost:-1")]
    [InlineData("http://localhost:eighty")]
    [InlineData("localhost")]
    public void What_is_no_address_is_refused_by_name(string url)
    {
        var message = Assert.Throws<SettingException>(() => ListeningAddresses.Check(Configured(("urls", url)))).Message;
        Assert.StartsWith($"ASPNETCORE_URLS is '{url}'; allowed are ", message, StringComparison.Ordinal);
    }

    [Fact]
    public void TLS_needs_a_certificate()
    {
        const string url = "https://127.0.0.1:0";
        Assert.Contains("there is no certificate", Assert.Throws<SettingException>(() => ListeningAddresses.Check(Configured(("urls", url)))).Message,
            StringComparison.Ordinal);
        ListeningAddresses.Check(Configured(("urls", url), ("Kestrel:Certificates:Default:Path", "tls.crt")));
        ListeningAddresses.Check(Configured(("Kestrel:Endpoints:S:Url", url), ("Kestrel:Endpoints:S:Certificate:Path", "tls.crt")));
    }

    [Fact]
    public void A_port_that_is_taken_is_refused_by_name()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}";
        Assert.Contains($"ASPNETCORE_URLS is '{url}', and port ",
            Assert.Throws<SettingException>(() => ListeningAddresses.Check(Configured(("urls", url)))).Message, StringComparison.Ordinal);
        taken.Stop();
        ListeningAddresses.Check(Configured(("urls", url)));
    }

    private static IConfiguration Configured(params (string Name, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)))
            .Build();
}
