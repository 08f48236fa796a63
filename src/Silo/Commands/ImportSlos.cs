using System.CommandLine;
using AiSre.Domain;
using AiSre.Domain.Definitions.Yaml;
using AiSre.Domain.Slos.Importing;

namespace AiSre.Silo.Commands;

/// <summary>Writes SLOs of other tools as ours.</summary>
internal static class ImportSlos
{
    public const string Name = "import-slos";

    /// <summary>Ends with 0 when all of it was taken, and with 1 when something was refused.</summary>
    public static Command Command(TextWriter output)
    {
        var files = new Argument<string[]>("file")
        {
            Description = "Files of OpenSLO v1, of Sloth (prometheus/v1) or of Pyrra (pyrra.dev/v1alpha1).",
            Arity = ArgumentArity.OneOrMore,
        };
        var command = new Command(
            Name, "Prints the SLOs of other tools as a file for config/slos, with what became of each field as comments above it.") { files };
        command.SetAction(result => Import(result.GetValue(files)!, output));
        return command;
    }

    private static int Import(string[] files, TextWriter output)
    {
        var documents = new List<DefinitionDocument>();
        foreach (var file in files)
        {
            try
            {
                documents.Add(new(file, File.ReadAllText(file)));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                output.WriteLine($"# {file}: {exception.Message}".ReplaceLineEndings(" "));
                return 1;
            }
        }
        var import = SloImporter.Import([.. documents], DefaultWorkspace.Id);
        foreach (var line in import.Report) output.WriteLine($"# {line}");
        output.Write(SloYaml.Write(import.Slos));
        return import.IsRefused ? 1 : 0;
    }
}
