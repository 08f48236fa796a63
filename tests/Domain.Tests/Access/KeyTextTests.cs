using AiSre.Domain.Access;

namespace AiSre.Domain.Tests.Access;

public sealed class KeyTextTests
{
    private static readonly byte[] Secret = [.. Enumerable.Range(200, KeyText.SecretBytes).Select(i => (byte)i)];

    [Fact]
    public void It_says_which_key_it_is_in_characters_that_headers_and_addresses_take()
    {
        var text = KeyText.Of("ws_a-1", "key-1abc", Secret);
        Assert.StartsWith("ais.ws_a-1.key-1abc.", text);
        Assert.Equal(text, Uri.EscapeDataString(text));
        Assert.True(KeyText.TryRead(text, out var reference));
        Assert.Equal(KeyText.Reference("ws_a-1", "key-1abc"), reference.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("ais.")]
    [InlineData("ais.acme.key-1.short")]
    [InlineData("ais.acme.key-1.x.yMjJycrLzM3Oz9DR0tPU1dbX2Nna29zd3t_g4eLj5OXm5w")]
    [InlineData("ais.acmeyMjJycrLzM3Oz9DR0tPU1dbX2Nna29zd3t_g4eLj5OXm5w")]
    [InlineData("zzz.acme.key-1.yMnKy8zNzs_Q0dLT1NXW19jZ2tvc3d7f4OHi4-Tl5uc")]
    public void What_has_another_form_is_none(string text) => Assert.False(KeyText.TryRead(text, out _));

    [Fact]
    public void Nothing_is_looked_for_that_is_longer_than_any_key_can_be() =>
        Assert.False(KeyText.TryRead(KeyText.Of(new('w', 300), "key-1", Secret), out _));

    [Fact]
    public void Only_its_hash_is_kept() =>
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", KeyText.HashOf("abc"));
}
