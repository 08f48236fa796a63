using System.Runtime.CompilerServices;

namespace AiSre.Integrations.Tests.Channels;

/// <summary>
/// A message as it was when somebody last looked at it, in <c>Golden/</c>. With <c>AI_SRE_TEST_UPDATE_GOLDEN=1</c> the files are written anew.
/// </summary>
internal static class GoldenFile
{
    public static void Compare(string name, string actual, [CallerFilePath] string here = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(here)!, "Golden", name);
        actual = actual.ReplaceLineEndings("\n").TrimEnd() + "\n";
        if (Environment.GetEnvironmentVariable("AI_SRE_TEST_UPDATE_GOLDEN") == "1") File.WriteAllText(path, actual);
        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), actual);
    }
}
