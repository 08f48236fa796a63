using AiSre.TestHost;

namespace AiSre.Integrations.Tests.Prometheus;

/// <summary>Servers that a test cannot do without.</summary>
internal static class RequiredServers
{
    /// <summary>
    /// Skips the test where a server is not installed, and says so; fails it where AI_SRE_TEST_REQUIRE_SERVERS=1 promises that all are.
    /// </summary>
    public static void Require(params string[] programs)
    {
        foreach (var program in programs.Where(program => ServerPrograms.Find(program) is null))
        {
            var missing = $"{program} is not installed: apt-get install {program}, or run ./test";
            if (Environment.GetEnvironmentVariable("AI_SRE_TEST_REQUIRE_SERVERS") == "1") Assert.Fail(missing);
            Assert.Skip(missing);
        }
    }
}
