using System.Text;
using AiSre.Domain.Tests.Alerts.Sources;

namespace AiSre.Cluster.Tests.Hostile;

/// <summary>Every vendor's bodies, damaged, and now and then something that never was a body.</summary>
internal sealed class HostileBodies(int seed)
{
    private readonly BodyMutator mutator = new(seed);
    private readonly Random random = new(seed);

    /// <summary>With the source whose body it was before it was damaged.</summary>
    public (string Source, byte[] Body) Next()
    {
        var (source, sample) = OwnSamples.All[random.Next(OwnSamples.All.Length)];
        return (source, random.Next(100) switch
        {
            0 => Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("{\"alerts\":[", 1_000))),
            1 => Encoding.ASCII.GetBytes(new string('[', 1_000) + new string(']', 1_000)),
            2 => Encoding.UTF8.GetBytes($"{{\"title\":\"{new string('\u4e2d', random.Next(100_000))}\",\"title\":\"twice\"}}"),
            3 => Encoding.ASCII.GetBytes($"{{\"version\":\"4\",\"alerts\":[{string.Join(',', Enumerable.Repeat("{\"labels\":{\"a\":\"b\"}}",
                random.Next(3_000)))}]}}"),
            4 => [0x1f, 0x8b, 0x08, 0x00, .. Noise()],
            5 => Noise(),
            _ => mutator.Next(Encoding.UTF8.GetBytes(sample)),
        });
    }

    private byte[] Noise()
    {
        var noise = new byte[random.Next(2_000)];
        random.NextBytes(noise);
        return noise;
    }
}
