using System.Diagnostics;
using System.Text.RegularExpressions;
using AiSre.TestHost;

namespace AiSre.Cluster.Tests;

/// <summary>The README's tour, pasted into bash as a reader would do it.</summary>
public sealed partial class ReadmeTourTests
{
    /// <summary>Words that each block must print, in the order of the blocks.</summary>
    private static readonly string[][] Expected =
    [
        ["{'status':'ok'}"],
        ["<title>Incidents · AI-SRE</title>"],
        ["'action':'created'"],
        ["CRITICAL: High CPU on payments-api"],
        ["'dedup_strategy':'content_hash'"],
        ["a1b2c3d4e5f60718", "b1b2c3d4e5f60718", "grp-"],
        ["cart restarts", "checkout restarts", "High CPU on payments-api", "'occurrence_count':2"],
        ["'state':'acknowledged'", "incident_acknowledged"],
        ["content_hash"],
        ["'ok':true,'revision':1", "'policies':['urgent']"],
        ["'team':'shop'", "'policy':'urgent'", "'next':{'cycle':0,'level':3,'in_minutes':10,'targets':['heidi']}"],
        ["CRITICAL: Search is down"],
        ["'next_step':{'cycle':0,'level':2", "'status':'acknowledged'", "'next_step':null"],
        ["'kind':'opened','step':'level 1 of 3'", "'kind':'resolved'", "'count':2"],
        ["'state':'acknowledged'"],
        ["'state':'resolved'", "scaled out"],
        ["ai_sre_ledger_commit_seconds_count"],
        [],
    ];

    [Fact]
    public async Task The_tour_works_as_pasted()
    {
        var root = SiloBuild.RepositoryRoot() ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        var blocks = Blocks(await File.ReadAllTextAsync(Path.Combine(root, "README.md"), TestContext.Current.CancellationToken));
        Assert.Equal(Expected.Length, blocks.Count);

        using var folder = new TempFolder();
        var port = FreePort.Next();
        var script = string.Concat(blocks.Select(block => $"{block}\nprintf '\\n@@STEP@@\\n'\n"));
        var output =
            await BashAsync(root, folder, port,
                "set -e -o pipefail\n" + script.Replace("localhost:8888", $"127.0.0.1:{port}", StringComparison.Ordinal));

        var steps = output.Split("@@STEP@@");
        for (var step = 0; step < Expected.Length; step++)
        {
            foreach (var words in Expected[step]) Assert.Contains(words.Replace('\'', '"'), steps[step], StringComparison.Ordinal);
        }
    }

    private static List<string> Blocks(string readme)
    {
        var tour = readme[readme.IndexOf("<!-- tour:start -->", StringComparison.Ordinal)..readme.IndexOf("<!-- tour:end -->",
            StringComparison.Ordinal)];
        return [.. BashBlock().Matches(tour).Select(match => match.Groups[1].Value)];
    }

    private static async Task<string> BashAsync(string root, TempFolder folder, int port, string script)
    {
        var start = new ProcessStartInfo("bash", ["-c", script]) { WorkingDirectory = root, RedirectStandardOutput = true,
            RedirectStandardError = true };
        start.Environment["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}";
        start.Environment["AI_SRE_SILO_PORT"] = $"{FreePort.Next()}";
        start.Environment["AI_SRE_GATEWAY_PORT"] = $"{FreePort.Next()}";
        start.Environment["AI_SRE_DATA_DIR"] = folder.File("data");
        start.Environment.Remove("AI_SRE_API_KEYS");
        using var bash = Process.Start(start)!;
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(4));
            var (output, errors) = (bash.StandardOutput.ReadToEndAsync(patience.Token), bash.StandardError.ReadToEndAsync(patience.Token));
            await bash.WaitForExitAsync(patience.Token);
            Assert.True(bash.ExitCode == 0, $"bash ended with {bash.ExitCode}\n{await output}\n{await errors}");
            return await output;
        }
        finally
        {
            if (!bash.HasExited) bash.Kill(entireProcessTree: true);
        }
    }

    [GeneratedRegex("```bash\\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex BashBlock();
}
