using System.Globalization;
using System.Xml.Linq;
using AiSre.Api.Tests.Edge;
using AiSre.TestHost;

namespace AiSre.Cluster.Tests.Cluster;

/// <summary>A cluster is the same product: two silos and two APIs pass every test that the embedded server passes.</summary>
public sealed class ApiSuiteTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Two_silos_and_two_APIs_pass_the_whole_test_suite_of_the_API()
    {
        await using var cluster = await ClusterProcesses.StartAsync(new ClusterLayout
        {
            Environment = new Dictionary<string, string>(NoRateLimits.Settings)
            {
                ["AI_SRE_API_KEYS"] = EdgeKeys.All,
                // The suite says of each of its requests that it comes from somebody else.
                ["ASPNETCORE_FORWARDEDHEADERS_ENABLED"] = "true",
            },
        });
        using var folder = new TempFolder();
        var results = folder.File("results.trx");
        // What acts, intrudes and attacks has a server of its own, whatever is set; documents and settings have none. These need not be run twice.
        string[] arguments =
        [
            "-noLogo", "-noColor", "-trx", results, "-namespace-", "AiSre.Api.Tests.Acting*", "-namespace-", "AiSre.Api.Tests.Documents*",
            "-namespace-", "AiSre.Api.Tests.Settings*", "-namespace-", "AiSre.Api.Tests.Isolation*", "-namespace-", "AiSre.Api.Tests.Attacks*",
        ];
        await using var suite = ChildProcess.Start(Program(), arguments, new Dictionary<string, string>
        {
            ["AI_SRE_TEST_CLUSTER"] = string.Join(',', cluster.Apis.Select(api => api.Address)),
            ["AI_SRE_TEST_CLUSTER_REDIS"] = cluster.RedisConnectionString,
        });
        await Poll.UntilAsync("the suite to end", () => suite.HasExited, TimeSpan.FromMinutes(20), () => suite.Log);

        var counters = XDocument.Load(results).Descendants().Single(element => element.Name.LocalName == "Counters");
        var (total, passed, failed) = (Count(counters, "total"), Count(counters, "passed"), Count(counters, "failed"));
        output.WriteLine($"{passed} of {total} passed");
        // One is about metrics of a silo in the same process, and left out.
        Assert.True(suite.ExitCode == 0 && failed == 0 && passed >= total - 1,
            $"{passed} of {total} passed.{Environment.NewLine}{suite.Log}{Environment.NewLine}{cluster.Log}");
        Assert.True(total >= 250, $"There were only {total} tests.");
    }

    private static string Program() => Path.Combine(
        SiloBuild.RepositoryRoot()!, "tests", "Api.Tests", "bin", SiloBuild.Configuration, new DirectoryInfo(AppContext.BaseDirectory).Name,
            "AiSre.Api.Tests");

    private static int Count(XElement counters, string name) => int.Parse(counters.Attribute(name)!.Value, CultureInfo.InvariantCulture);
}
