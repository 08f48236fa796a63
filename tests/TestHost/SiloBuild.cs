namespace AiSre.TestHost;

/// <summary>Finds the built server: beside its sources in the configuration of the running tests, else among the running tests' own files.</summary>
public static class SiloBuild
{
    private const string FileName = "AiSre.Silo.dll";

    /// <summary>Debug or Release, as the running tests were built.</summary>
    public static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Parent?.Name ?? "Debug";

    /// <param name="configuration">Debug or Release; that of the caller when null.</param>
    /// <param name="checkout">The folder of another checkout; this one's when null.</param>
    public static string Find(string? configuration = null, string? checkout = null)
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var wanted = configuration ?? Configuration;
        if ((checkout ?? RepositoryRoot()) is { } root)
        {
            var built = Path.Combine(root, "src", "Silo", "bin", wanted, output.Name, FileName);
            if (File.Exists(built)) return built;
        }

        var beside = Path.Combine(AppContext.BaseDirectory, FileName);
        if (configuration is null && checkout is null && File.Exists(beside)) return beside;
        throw new FileNotFoundException($"{FileName} is not built in {wanted}: run dotnet build -c {wanted} src/Silo.");
    }

    /// <summary>The folder of the solution.</summary>
    public static string Root => RepositoryRoot() ?? throw new InvalidOperationException("The tests do not run inside the repository.");

    /// <summary>The folder of the solution, null when the tests run elsewhere.</summary>
    public static string? RepositoryRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "AiSre.sln"))) return folder.FullName;
        return null;
    }
}
