using System.Buffers;
using AiSre.Api.Security;
using AiSre.Domain.Access;

namespace AiSre.Api.Tests.Attacks;

/// <summary>
/// How long the check of a key takes says nothing about the keys: by construction, because every stored hash is read whichever fits, and each by a
/// comparison whose time does not depend on what it compares.
/// </summary>
public sealed class KeyRingTests
{
    private const int Keys = 40;

    [Theory]
    [InlineData(0)]
    [InlineData(Keys / 2)]
    [InlineData(Keys - 1)]
    [InlineData(-1)]
    public void Every_hash_is_compared_whichever_fits(int fits)
    {
        var hashes = Enumerable.Range(0, Keys).Select(number => new CountedHash(ApiKey.HashOf(KeyOf(number)))).ToList();
        var ring = new ApiKeyRing(new()
        {
            Keys = [.. hashes.Select((hash, number) => new ApiKey($"key-{number}", Role.Viewer, null, hash.Memory))],
        }, TimeProvider.System);
        foreach (var hash in hashes) hash.Reads = 0;

        var found = ring.Find(fits < 0 ? "nobodys-key-0123456789abcdef" : KeyOf(fits));

        Assert.Equal(fits < 0 ? null : $"key-{fits}", found?.Name);
        Assert.All(hashes, hash => Assert.Equal(hashes[0].Reads, hash.Reads));
        Assert.True(hashes[0].Reads > 0);
    }

    [Fact]
    public void A_hash_that_starts_like_the_right_one_is_wrong_like_any_other()
    {
        var near = ApiKey.HashOf(KeyOf(1));
        near[^1] ^= 1;
        var ring = new ApiKeyRing(new() { Keys = [new("near", Role.Admin, null, near), new("far", Role.Admin, null, new byte[32])] },
            TimeProvider.System);
        Assert.Null(ring.Find(KeyOf(1)));
        Assert.Null(ring.Find(""));
        Assert.Null(ring.Find(new string('k', 100_000)));
    }

    private static string KeyOf(int number) => FormattableString.Invariant($"key-number-{number}-0123456789abcdef");

    /// <summary>Counts how often it is looked at.</summary>
    private sealed class CountedHash(byte[] bytes) : MemoryManager<byte>
    {
        public int Reads { get; set; }

        public override Span<byte> GetSpan()
        {
            Reads++;
            return bytes;
        }

        public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException();

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}
