using System.Globalization;

namespace AiSre.Cluster.Tests;

/// <summary>A fresh seed for every run, or the one of a run that failed: <c>AI_SRE_TEST_SEED</c>.</summary>
internal static class TestSeed
{
    public static int Choose() => Environment.GetEnvironmentVariable("AI_SRE_TEST_SEED") is { Length: > 0 } text
        ? int.Parse(text, CultureInfo.InvariantCulture)
        : Random.Shared.Next(1_000_000);
}
