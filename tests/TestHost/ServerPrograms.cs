namespace AiSre.TestHost;

/// <summary>Servers of other people, from the distribution's packages of the same names.</summary>
public static class ServerPrograms
{
    public const string Alertmanager = "prometheus-alertmanager";
    public const string Prometheus = "prometheus";

    /// <summary>Null when it is not installed.</summary>
    public static string? Find(string program) =>
        $"{Environment.GetEnvironmentVariable("PATH")}:/usr/bin:/usr/local/bin:/usr/sbin".Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);

    internal static string Require(string program) =>
        Find(program) ?? throw new FileNotFoundException($"{program} is not installed: apt-get install {program}");
}
