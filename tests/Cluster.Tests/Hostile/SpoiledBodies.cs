using System.Text;
using System.Text.RegularExpressions;

namespace AiSre.Cluster.Tests.Hostile;

/// <summary>Honest bodies with wrong types, broken bytes, absurd sizes and depths.</summary>
internal sealed partial class SpoiledBodies
{
    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "1e999", "1e-999", "99999999999999999999999999", "\"\"", "[]", "{}", "[[]]", "[null]", "{\"a\":{\"b\":[{}]}}",
        "\"\\u0000\"", "\"\\ud800\"", "\"\\ud83d\\ude00\"", "\"9999-99-99T99:99:99Z\"", "\"0001-01-01T00:00:00+14:00\"", "\"9999-12-31T23:59:59.9999999-14:00\"",
        "\"<script>alert(1)</script>\"", "\"'; DROP TABLE alerts; --\"", "\"../../etc/passwd\"", "\"a\\r\\nX-Injected: 1\"", "\"${jndi:ldap://x}\"", "\"{{7*7}}\"",
    ];

    private static readonly byte[][] Junk =
    [
        [0xff], [0xc3, 0x28], [0xed, 0xa0, 0x80], [0xf8, 0x88, 0x80, 0x80, 0x80], [0x00], [0xef, 0xbb, 0xbf], [0x1f, 0x8b, 0x08, 0x00],
        .. new[] { "{", "[", "}", "]", ",", ":", "\"", "\\", "\\u", "/*", "NaN" }.Select(Encoding.ASCII.GetBytes),
    ];

    public byte[] Next(Random random)
    {
        var body = VendorBodies.All[random.Next(VendorBodies.All.Length)];
        for (var change = random.Next(4); change >= 0; change--)
        {
            if (random.Next(3) != 0) body = WithAnotherValue(body, random);
        }

        return random.Next(40) switch
        {
            < 20 => Encoding.UTF8.GetBytes(body),
            < 32 => WithJunk(Encoding.UTF8.GetBytes(body), random),
            < 35 => Encoding.UTF8.GetBytes(body)[..random.Next(body.Length)],
            35 => Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("{\"alerts\":[", 1_000))),
            36 => Encoding.ASCII.GetBytes(new string('[', 1_000) + new string(']', 1_000)),
            37 => Encoding.UTF8.GetBytes($"{{\"title\":\"{new string('\u4e2d', random.Next(100_000))}\",\"title\":\"twice\"}}"),
            38 => Encoding.UTF8.GetBytes($"{{\"alerts\":[{string.Join(',', Enumerable.Repeat("{\"labels\":{\"a\":\"b\"}}", random.Next(3_000)))}]}}"),
            _ => Noise(random),
        };
    }

    private static string WithAnotherValue(string body, Random random)
    {
        var values = ScalarPattern().Matches(body);
        if (values.Count == 0) return body;
        var victim = values[random.Next(values.Count)];
        return string.Concat(body.AsSpan(0, victim.Index), Values[random.Next(Values.Length)], body.AsSpan(victim.Index + victim.Length));
    }

    private static byte[] WithJunk(byte[] body, Random random)
    {
        var place = random.Next(body.Length);
        return [.. body[..place], .. Junk[random.Next(Junk.Length)], .. body[Math.Min(body.Length, place + random.Next(3))..]];
    }

    private static byte[] Noise(Random random)
    {
        var noise = new byte[random.Next(2_000)];
        random.NextBytes(noise);
        return noise;
    }

    // A string, a number or a word in the place of a value: after a colon.
    [GeneratedRegex("""(?<=:)("(\\.|[^"\\])*"|-?[0-9][0-9.eE+-]*|true|false|null)""")]
    private static partial Regex ScalarPattern();
}
