using System.Text;

namespace AiSre.Domain.Tests.Alerts.Sources;

/// <summary>
/// Damages JSON bodies the way careless templates and hostile senders do. The same seed gives the same mutants, so a failure can be
/// repeated; the file depends on nothing, so other test projects can link it.
/// </summary>
public sealed class BodyMutator(int seed)
{
    private static readonly string[] Values =
    [
        "null", "true", "false", "0", "-1", "3", "1e999", "-1e-999", "9223372036854775807", "123456789012345678901234567890", "1.5",
        "\"\"", "\" \"", "\"-\"", "[]", "{}", "[[]]", "[null]", "[0]", "[{}]", "{\"a\":null}", "{\"\":\"\"}", "{\"id\":{}}", "\"$ALERT_ID\"",
            "\"{{ id }}\"",
        "\"\\ud800\"", "\"\\udc00x\"", "\"a\\u0000b\\nc\\u2028d\\u202e\"", "\"\\ud83d\\ude00\"", "\"0001-01-01T00:00:00Z\"",
            "\"9999-12-31T23:59:59-14:00\"",
        "\"2026-02-30T25:61:61Z\"", "\"1e300\"", "\"javascript:alert(1)\"", "\"http://\"", "{\"\\ud800\":\"\\udfff\"}", "{\"labels\":[]}",
            "\"resolved\"", "\"P1\"",
        "{\"\\u0061lerts\":1,\"labels\":{\"a\":[1],\"a\":\"b\",\"\":\"x\"}}",
    ];

    private static readonly byte[][] BrokenBytes =
        [[0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80], [0x00], [0xEF, 0xBB, 0xBF], [0xC0, 0xAF]];

    // A seeded generator is the point here: mutants must repeat, and nothing secret comes of them.
#pragma warning disable CA5394
    private readonly Random random = new(seed);

    /// <summary>One to three mutations of a valid JSON text; the result may no longer be JSON.</summary>
    public byte[] Next(byte[] sample)
    {
        ArgumentNullException.ThrowIfNull(sample);
        var body = sample;
        for (var rounds = random.Next(1, 4); rounds > 0 && body.Length > 0; rounds--) body = Mutate(body);
        return body;
    }

    private byte[] Mutate(byte[] body) => random.Next(14) switch
    {
        0 or 1 or 2 or 3 => ReplaceValue(body, Pick(Values)),
        4 => DeleteMember(body),
        5 => DuplicateMember(body),
        6 => ReplaceValue(body, Deep(random.Next(1, 80))),
        7 => ReplaceValue(body, '"' + new string(Pick(['x', ' ', '\u00e9', '\ud7ff', '[']), random.Next(1, 12_000)) + '"'),
        8 => ReplaceValue(body, new string('9', random.Next(1, 400))),
        9 => Insert(body, Pick(BrokenBytes)),
        10 => body[..random.Next(body.Length)],
        11 => Encoding.UTF8.GetBytes(
            random.Next(3) switch { 0 => "[" + Text(body) + "]", 1 => "{\"alerts\":" + Text(body) + "}", _ => Pick(Values) }),
        12 => ReplaceValue(body, Many()),
        _ => FlipByte(body),
    };

    private byte[] ReplaceValue(byte[] body, string value)
    {
        var spans = Members(body);
        if (spans.Count == 0) return Encoding.UTF8.GetBytes(value);
        var (_, start, end) = spans[random.Next(spans.Count)];
        return [.. body.AsSpan(0, start), .. Encoding.UTF8.GetBytes(value), .. body.AsSpan(end)];
    }

    private byte[] DeleteMember(byte[] body)
    {
        var spans = Members(body);
        if (spans.Count == 0) return body;
        var (name, _, end) = spans[random.Next(spans.Count)];
        // The comma goes with the member, on whichever side it has one.
        if (end < body.Length && body[end] == ',') end++;
        else if (name > 0 && body[name - 1] == ',') name--;
        return [.. body.AsSpan(0, name), .. body.AsSpan(end)];
    }

    private byte[] DuplicateMember(byte[] body)
    {
        var spans = Members(body);
        if (spans.Count == 0) return body;
        var (name, start, end) = spans[random.Next(spans.Count)];
        return [.. body.AsSpan(0, end), (byte)',', .. body.AsSpan(name, start - name), .. Encoding.UTF8.GetBytes(Pick(Values)), .. body.AsSpan(end)];
    }

    private byte[] Insert(byte[] body, byte[] bytes)
    {
        var at = random.Next(body.Length + 1);
        return [.. body.AsSpan(0, at), .. bytes, .. body.AsSpan(at)];
    }

    private byte[] FlipByte(byte[] body)
    {
        var copy = body.ToArray();
        copy[random.Next(copy.Length)] = (byte)random.Next(256);
        return copy;
    }

    private string Many()
    {
        var text = new StringBuilder("{");
        for (int i = 0, count = random.Next(1, 200); i < count; i++)
            text.Append(i == 0 ? "" : ",").Append("\"k").Append(random.Next(150)).Append("\":\"").Append('v', random.Next(300)).Append('"');
        return text.Append('}').ToString();
    }

    private T Pick<T>(T[] items) => items[random.Next(items.Length)];
#pragma warning restore CA5394

    private static string Deep(int depth) => new string('[', depth) + new string(']', depth);

    private static string Text(byte[] body) => Encoding.UTF8.GetString(body);

    /// <summary>Where each member of any object begins, where its value begins and where it ends. Tolerates text that is no longer JSON.</summary>
    private static List<(int Name, int Start, int End)> Members(byte[] body)
    {
        var found = new List<(int, int, int)>();
        for (var i = 0; i < body.Length; i++)
        {
            if (body[i] != '"') continue;
            var close = StringEnd(body, i);
            var next = SkipBlanks(body, close);
            if (next < body.Length && body[next] == ':')
            {
                var start = SkipBlanks(body, next + 1);
                found.Add((i, start, ValueEnd(body, start)));
            }
            i = close - 1;
        }
        return found;
    }

    private static int StringEnd(byte[] body, int quote)
    {
        for (var i = quote + 1; i < body.Length; i++)
        {
            if (body[i] == '\\') i++;
            else if (body[i] == '"') return i + 1;
        }
        return body.Length;
    }

    private static int SkipBlanks(byte[] body, int at)
    {
        while (at < body.Length && body[at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t') at++;
        return at;
    }

    private static int ValueEnd(byte[] body, int start)
    {
        var depth = 0;
        for (var i = start; i < body.Length; i++)
        {
            switch (body[i])
            {
                case (byte)'"':
                    i = StringEnd(body, i) - 1;
                    if (depth == 0) return Math.Min(i + 1, body.Length);
                    break;
                case (byte)'{' or (byte)'[': depth++; break;
                case (byte)'}' or (byte)']':
                    if (depth == 0) return i;
                    if (--depth == 0) return i + 1;
                    break;
                case (byte)',' when depth == 0: return i;
                default: break;
            }
        }
        return body.Length;
    }
}
