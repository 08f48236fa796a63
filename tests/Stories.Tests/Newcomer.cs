using System.Collections;
using AiSre.Integrations.Tests.Prometheus;
using AiSre.TestHost;

// A story is mostly waiting; more of them at a time would only make the machine slow.
[assembly: CollectionBehavior(MaxParallelThreads = 2)]

namespace AiSre.Stories.Tests;

/// <summary>
/// Somebody with a page, a shell and a folder of their own. What runs on the usual ports of the page runs on free ones here; nothing else differs.
/// </summary>
internal sealed class Newcomer : IDisposable
{
    private readonly TempFolder home = new();
    private readonly Dictionary<string, string?> environment = [];
    private readonly Dictionary<string, string> addresses = [];

    /// <param name="programs">What the page says must be installed, beside the product.</param>
    public Newcomer(params string[] programs)
    {
        RequiredServers.Require([.. programs, "curl", "jq"]);
        foreach (var name in Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(entry => (string)entry.Key).Where(IsSettingOfOurs))
            environment[name] = null;
        environment["PATH"] = $"{Path.GetDirectoryName(SiloBuild.Find())}:{Environment.GetEnvironmentVariable("PATH")}";
        environment["AI_SRE_SILO_PORT"] = $"{FreePort.Next()}";
        environment["AI_SRE_GATEWAY_PORT"] = $"{FreePort.Next()}";
        // A killed process would leave its debugger pipes behind in /tmp.
        environment["DOTNET_EnableDiagnostics"] = "0";
        Folder = home.Path;
    }

    /// <summary>Where the reader stands; a temporary folder unless said.</summary>
    public string Folder { get; init; }

    public string File(string name) => home.File(name);

    public string Write(string name, string content) => home.Write(name, content);

    public Newcomer With(string name, string value)
    {
        environment[name] = value;
        return this;
    }

    /// <summary>The product is started by the page.</summary>
    public Newcomer WithOwnServer()
    {
        At("localhost:8888", FreePort.Next());
        return With("ASPNETCORE_URLS", $"http://{addresses["localhost:8888"]}");
    }

    /// <summary>The product runs already.</summary>
    public Newcomer With(SiloProcess silo) => At("localhost:8888", silo.Port);

    /// <summary>What the page calls so listens at this port.</summary>
    public Newcomer At(string address, int port)
    {
        addresses[address] = $"127.0.0.1:{port}";
        return this;
    }

    /// <summary>What each block printed.</summary>
    public Task<IReadOnlyList<string>> PasteAsync(params IEnumerable<string> blocks) =>
        new PageReader { Folder = Folder, Environment = environment, Addresses = addresses }.PasteAsync([.. blocks]);

    public void Dispose() => home.Dispose();

    private static bool IsSettingOfOurs(string name) =>
        name.StartsWith("AI_SRE_", StringComparison.Ordinal) || name.StartsWith("ASPNETCORE_", StringComparison.Ordinal);
}
