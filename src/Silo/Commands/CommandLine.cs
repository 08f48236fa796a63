using System.CommandLine;

namespace AiSre.Silo.Commands;

/// <summary>What the program can do besides being a silo.</summary>
internal static class CommandLine
{
    /// <summary>Everything else starts a silo, whatever the arguments mean to it.</summary>
    public static bool IsMeant(string[] args) => args is
    [
        CheckConfig.Name or ImportSlos.Name or BackupCommands.BackupName or BackupCommands.RestoreName or "--help" or "-h" or "-?" or "--version",
        ..,
    ];

    /// <returns>The exit code: 0 when all is well, 1 when something is wrong, 78 when a setting is.</returns>
    public static int Run(string[] args, TextWriter output, Func<string, string?> environment)
    {
        // As a silo reads them.
        var settings = new ConfigurationBuilder().SetBasePath(Directory.GetCurrentDirectory())
            .AddJsonFile("appsettings.json", optional: true).AddEnvironmentVariables().Build();
        var root = new RootCommand("Starts a silo of AI-SRE, and with it the API. Settings are environment variables; see README.md.")
        {
            CheckConfig.Command(output, environment), ImportSlos.Command(output), BackupCommands.Backup(settings, output),
            BackupCommands.Restore(settings, output),
        };
        return root.Parse(args).Invoke(new InvocationConfiguration { Output = output, Error = output });
    }
}
