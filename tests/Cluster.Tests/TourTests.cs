using AiSre.TestHost;

namespace AiSre.Cluster.Tests;

/// <summary>docs/tour.md, pasted into bash as a reader would do it.</summary>
public sealed class TourTests
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
        var blocks = PageCommands.Of("docs/tour.md");
        Assert.Equal(Expected.Length, blocks.Count);

        using var folder = new TempFolder();
        var port = FreePort.Next();
        var steps = await new PageReader
        {
            Folder = SiloBuild.Root,
            Addresses = new Dictionary<string, string> { ["localhost:8888"] = $"127.0.0.1:{port}" },
            Environment = new Dictionary<string, string?>
            {
                ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}",
                ["AI_SRE_SILO_PORT"] = $"{FreePort.Next()}",
                ["AI_SRE_GATEWAY_PORT"] = $"{FreePort.Next()}",
                ["AI_SRE_DATA_DIR"] = folder.File("data"),
                ["AI_SRE_API_KEYS"] = null,
            },
        }.PasteAsync(blocks);

        for (var step = 0; step < Expected.Length; step++)
        {
            foreach (var words in Expected[step]) Assert.Contains(words.Replace('\'', '"'), steps[step], StringComparison.Ordinal);
        }
    }
}
