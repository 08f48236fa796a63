using AiSre.Grains.Alerts;
using AiSre.Storage.Files;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiSre.Storage.Tests;

public sealed class FileSpoolTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("ai-sre-spool-").FullName;

    private string File => Path.Combine(folder, "spool.jsonl");

    private string Aside => Path.Combine(folder, "spool.jsonl.unreadable");

    [Fact]
    public async Task What_is_kept_is_read_in_order_also_by_the_next_process()
    {
        using (var spool = Spool())
        {
            Assert.False(spool.HasWaiting("ws-1"));
            Assert.True(await spool.TryKeepAsync(Delivery("a")));
            Assert.False(spool.HasWaiting("ws-2"));
            Assert.True(await spool.TryKeepAsync(Delivery("line\nbreak \"quoted\" ü")));
            Assert.True(spool.HasWaiting("ws-1"));
        }
        using var next = Spool();
        Assert.True(next.HasWaiting("ws-1"));
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
        await spool.RemoveAsync(await spool.PeekAsync(1));
        Assert.Equal(["b"], await PayloadsAsync(spool));
        Assert.True(System.IO.File.Exists(File));
        await spool.RemoveAsync(await spool.PeekAsync(1));
        Assert.False(spool.HasWaiting("ws-1"));
        Assert.False(System.IO.File.Exists(File));
        Assert.Equal(0, await spool.CountAsync());
    }

    [Fact]
    public async Task Workspaces_are_taken_up_in_turn_each_in_its_order()
    {
        using var spool = Spool();
        foreach (var payload in new[] { "a1", "a2", "a3", "b1", "b2", "c1" })
            await spool.TryKeepAsync(SpoolSamples.Delivery(payload, payload[..1]));
        Assert.Equal(["a1", "b1", "c1", "a2"], (await spool.PeekAsync(4)).Select(spooled => spooled.Delivery.Payload));
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
    public async Task Lines_that_nobody_can_read_are_put_aside_and_the_others_wait_on()
    {
        using (var spool = Spool()) await spool.TryKeepAsync(Delivery("before"));
        await System.IO.File.AppendAllTextAsync(File, "not a delivery\n{\"half\":\n", TestContext.Current.CancellationToken);
        using (var next = Spool())
        {
            Assert.Equal(["before"], await PayloadsAsync(next));
            Assert.True(await next.TryKeepAsync(Delivery("after")));
        }
        Assert.Equal(["not a delivery", "{\"half\":"], await System.IO.File.ReadAllLinesAsync(Aside, TestContext.Current.CancellationToken));
        using var last = Spool();
        Assert.Equal(["before", "after"], await PayloadsAsync(last));
        Assert.Equal(2, System.IO.File.ReadLines(Aside).Count());
    }

    [Fact]
    public async Task A_file_that_was_removed_is_written_anew_with_what_waits()
    {
        using var spool = Spool();
        await spool.TryKeepAsync(Delivery("a"));
        System.IO.File.Delete(File);
        await spool.TryKeepAsync(Delivery("b"));
        using var next = Spool();
        Assert.Equal(["a", "b"], await PayloadsAsync(next));
    }

    [Fact]
    public async Task Nothing_is_kept_in_a_folder_that_stands_in_the_place_of_the_one_that_was_opened()
    {
        var own = Path.Combine(folder, "data");
        using var data = Folder(own);
        data.Open();
        using var spool = new FileSpool(data, NullLogger<FileSpool>.Instance);
        Assert.True(await spool.TryKeepAsync(Delivery("a")));
        Directory.Move(own, $"{own}.moved");
        Assert.False(await spool.TryKeepAsync(Delivery("b")));
        Directory.CreateDirectory(own);
        Assert.False(await spool.TryKeepAsync(Delivery("c")));
        Assert.Contains(own, data.Trouble, StringComparison.Ordinal);
        Directory.Delete(own);
        Directory.Move($"{own}.moved", own);
        Assert.True(await spool.TryKeepAsync(Delivery("d")));
        Assert.Equal(["a", "d"], await PayloadsAsync(spool));
    }

    [Fact]
    public async Task A_file_that_has_grown_too_large_takes_no_more()
    {
        using var spool = Spool();
        await using (var file = System.IO.File.Create(File)) file.SetLength((64 << 20) + 1);
        Assert.False(await spool.TryKeepAsync(Delivery("a")));
        Assert.False(spool.HasWaiting("ws-1"));
    }

    [Fact]
    public async Task A_folder_is_made_where_it_is_missing_and_one_that_cannot_be_is_a_refusal()
    {
        using var made =
            new FileSpool(Folder(Path.Combine(folder, "new")), NullLogger<FileSpool>.Instance);
        Assert.True(await made.TryKeepAsync(Delivery("a")));

        await System.IO.File.WriteAllTextAsync(Path.Combine(folder, "file"), "", TestContext.Current.CancellationToken);
        using var spool =
            new FileSpool(Folder(Path.Combine(folder, "file", "data")), NullLogger<FileSpool>.Instance);
        Assert.False(await spool.TryKeepAsync(Delivery("a")));
        Assert.Empty(await PayloadsAsync(spool));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private FileSpool Spool() => new(Folder(folder), NullLogger<FileSpool>.Instance);

    private static DataFolder Folder(string path) => new(path);

    private static SpooledDelivery Delivery(string payload) => SpoolSamples.Delivery(payload);

    private static async Task<IEnumerable<string>> PayloadsAsync(FileSpool spool) =>
        (await spool.PeekAsync(100)).Select(spooled => spooled.Delivery.Payload);
}
