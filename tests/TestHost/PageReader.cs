using System.Diagnostics;

namespace AiSre.TestHost;

/// <summary>Somebody who pastes the blocks of a page into one bash, one after the other, and stops at the first command that fails.</summary>
public sealed class PageReader
{
    private const string StepMark = "@@STEP@@";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    /// <summary>Where the reader has gone before typing anything.</summary>
    public required string Folder { get; init; }

    /// <summary>What the reader has exported before; null takes a variable away.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>Addresses as the page writes them, and those that are free here.</summary>
    public IReadOnlyDictionary<string, string> Addresses { get; init; } = new Dictionary<string, string>();

    /// <summary>What each block printed, errors included where the page asks for them.</summary>
    public async Task<IReadOnlyList<string>> PasteAsync(IReadOnlyList<string> blocks)
    {
        // What was started in the background does not outlive the reader, however the story ends.
        var script = "set -e -o pipefail\ntrap 'kill -9 $(jobs -p) 2>/dev/null || true' EXIT\n"
            + string.Concat(blocks.Select(block => $"{Rewritten(block)}\nprintf '\\n{StepMark}\\n'\n"));
        var start = new ProcessStartInfo("bash", ["-c", script])
        {
            WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var (name, value) in Environment) start.Environment[name] = value;
        using var bash = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        var (output, errors) = (bash.StandardOutput.ReadToEndAsync(), bash.StandardError.ReadToEndAsync());
        try
        {
            await bash.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            bash.Kill(entireProcessTree: true);
        }
        var printed = (await output).Split(StepMark);
        return bash.ExitCode == 0
            ? printed[..^1]
            : throw new InvalidOperationException(
                $"Block {printed.Length} of {blocks.Count} failed with {bash.ExitCode}:\n{blocks[printed.Length - 1]}\n--- it printed\n"
                + $"{string.Concat(printed)}\n--- errors\n{await errors}");
    }

    private string Rewritten(string block) =>
        Addresses.Aggregate(block, (text, address) => text.Replace(address.Key, address.Value, StringComparison.Ordinal));
}
