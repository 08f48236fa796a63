using AiSre.TestHost;

namespace AiSre.Deploy.Tests;

/// <summary>The files as they lie in the repository.</summary>
internal static class Repository
{
    private static readonly string Root = SiloBuild.RepositoryRoot()
        ?? throw new InvalidOperationException("These tests read the repository's files and run only inside of it.");

    public static string Folder(params string[] segments) => Path.Combine([Root, .. segments]);

    public static string Read(params string[] segments) => File.ReadAllText(Folder(segments));
}
