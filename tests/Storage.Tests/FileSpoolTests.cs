using AiSre.Grains.Alerts;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AiSre.Storage.Tests;

public sealed class FileSpoolTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ai-sre-spool-").FullName;

    private string File => Path.Combine(_folder, "dead-letters.jsonl");

    [Fact]
    public void What_is_kept_is_read_in_order_also_by_the_next_process()
    {
        using (var spool = Spool())
        {
            Assert.Empty(spool.Read());
            Assert.True(spool.TryKeep(Letter("a")));
            Assert.True(spool.TryKeep(Letter("line\nbreak \"quoted\" ü")));
        }
        using var next = Spool();
        Assert.Equal([Letter("a"), Letter("line\nbreak \"quoted\" ü")], next.Read());
    }

    [Fact]
    public async Task Draining_stores_everything_oldest_first_and_leaves_nothing()
    {
        using var spool = Spool();
        spool.TryKeep(Letter("a"));
        spool.TryKeep(Letter("b"));
        var stored = new List<string>();
        await spool.DrainAsync(Store);
        await spool.DrainAsync(Store);
        Assert.Equal(["a", "b"], stored);
        Assert.Empty(spool.Read());

        Task Store(DeadLetter letter)
        {
            stored.Add(letter.Error);
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task When_storing_fails_everything_stays()
    {
        using var spool = Spool();
        spool.TryKeep(Letter("a"));
        spool.TryKeep(Letter("b"));
        await Assert.ThrowsAsync<IOException>(() => spool.DrainAsync(letter => letter.Error == "b" ? throw new IOException() : Task.CompletedTask));
        Assert.Equal(2, spool.Read().Length);
    }

    [Fact]
    public async Task A_last_line_that_a_crash_cut_short_takes_nothing_else_with_it()
    {
        using var spool = Spool();
        spool.TryKeep(Letter("before"));
        await System.IO.File.AppendAllTextAsync(File, """{"Seq":0,"Workspace":"ws-1","Sou""", TestContext.Current.CancellationToken);
        Assert.Equal(["before"], spool.Read().Select(letter => letter.Error));
        Assert.True(spool.TryKeep(Letter("after")));
        Assert.Equal(["before", "after"], spool.Read().Select(letter => letter.Error));
    }

    [Fact]
    public void A_file_that_has_grown_too_large_takes_no_more()
    {
        using (var file = System.IO.File.Create(File)) file.SetLength((64 << 20) + 1);
        using var spool = Spool();
        Assert.False(spool.TryKeep(Letter("a")));
    }

    [Fact]
    public void A_folder_that_is_gone_is_a_refusal_and_not_a_crash()
    {
        using var spool = new FileSpool(Options.Create(new LedgerOptions { DataDirectory = Path.Combine(_folder, "gone") }), NullLogger<FileSpool>.Instance);
        Assert.False(spool.TryKeep(Letter("a")));
        Assert.Empty(spool.Read());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private FileSpool Spool() => new(Options.Create(new LedgerOptions { DataDirectory = _folder }), NullLogger<FileSpool>.Instance);

    private static DeadLetter Letter(string error) => new(0, "ws-1", "webhook", "{}", error, Samples.Noon);
}
