using AiSre.Grains.Alerts;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AiSre.Storage.Tests;

public sealed class FileSpoolTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("ai-sre-spool-").FullName;

    private string File => Path.Combine(folder, "spool.jsonl");

    [Fact]
    public async Task What_is_kept_is_read_in_order_also_by_the_next_process()
    {
        using (var spool = Spool())
        {
            Assert.False(spool.HasWaiting);
            Assert.True(await spool.TryKeepAsync(Delivery("a")));
            Assert.True(await spool.TryKeepAsync(Delivery("line\nbreak \"quoted\" ü")));
            Assert.True(spool.HasWaiting);
        }
        using var next = Spool();
        Assert.True(next.HasWaiting);
        Assert.Equal(["a", "line\nbreak \"quoted\" ü"], await PayloadsAsync(next));
        Assert.Equal(["line\nbreak \"quoted\" ü"], (await next.PeekAsync(1, newestFirst: true)).Select(spooled => spooled.Delivery.Payload));
        Assert.Equivalent(SpoolSamples.Delivery("a"), (await next.PeekAsync(1))[0].Delivery, strict: true);
    }

    [Fact]
    public async Task What_was_taken_up_is_gone_and_the_file_goes_with_the_last()
    {
        using var spool = Spool();
        await spool.TryKeepAsync(Delivery("a"));
        await spool.TryKeepAsync(Delivery("b"));
        await spool.RemoveAsync([(await spool.PeekAsync(1))[0].Handle]);
        Assert.Equal(["b"], await PayloadsAsync(spool));
        Assert.True(System.IO.File.Exists(File));
        await spool.RemoveAsync([(await spool.PeekAsync(1))[0].Handle]);
        Assert.False(spool.HasWaiting);
        Assert.False(System.IO.File.Exists(File));
        Assert.Equal(0, await spool.CountAsync());
    }

    [Fact]
    public async Task A_last_line_that_a_crash_cut_short_takes_nothing_else_with_it()
    {
        using (var spool = Spool()) await spool.TryKeepAsync(Delivery("before"));
        await System.IO.File.AppendAllTextAsync(File, """{"id":"x","workspace":"ws-1","sou""", TestContext.Current.CancellationToken);
        using var next = Spool();
        Assert.Equal(["before"], await PayloadsAsync(next));
        Assert.True(await next.TryKeepAsync(Delivery("after")));
        using var last = Spool();
        Assert.Equal(["before", "after"], await PayloadsAsync(last));
    }

    [Fact]
    public async Task A_file_that_has_grown_too_large_takes_no_more()
    {
        using var spool = Spool();
        await using (var file = System.IO.File.Create(File)) file.SetLength((64 << 20) + 1);
        Assert.False(await spool.TryKeepAsync(Delivery("a")));
        Assert.False(spool.HasWaiting);
    }

    [Fact]
    public async Task A_folder_is_made_where_it_is_missing_and_one_that_cannot_be_is_a_refusal()
    {
        using var made =
            new FileSpool(Options.Create(new LedgerOptions { DataDirectory = Path.Combine(folder, "new") }), NullLogger<FileSpool>.Instance);
        Assert.True(await made.TryKeepAsync(Delivery("a")));

        await System.IO.File.WriteAllTextAsync(Path.Combine(folder, "file"), "", TestContext.Current.CancellationToken);
        using var spool =
            new FileSpool(Options.Create(new LedgerOptions { DataDirectory = Path.Combine(folder, "file", "data") }),
                NullLogger<FileSpool>.Instance);
        Assert.False(await spool.TryKeepAsync(Delivery("a")));
        Assert.Empty(await PayloadsAsync(spool));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private FileSpool Spool() => new(Options.Create(new LedgerOptions { DataDirectory = folder }), NullLogger<FileSpool>.Instance);

    private static SpooledDelivery Delivery(string payload) => SpoolSamples.Delivery(payload);

    private static async Task<IEnumerable<string>> PayloadsAsync(FileSpool spool) =>
        (await spool.PeekAsync(100)).Select(spooled => spooled.Delivery.Payload);
}
