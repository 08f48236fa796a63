using System.Text;
using System.Text.Json;
using AiSre.Domain.Alerts;
using AiSre.Domain.Alerts.Recognition;

namespace AiSre.Domain.Tests.Alerts.Sources;

public class FuzzTests
{
    [Fact]
    public void Twenty_thousand_damaged_bodies_bring_out_nothing_but_refusals()
    {
        var mutator = new BodyMutator(20260301);
        var samples = OwnSamples.All.Select(sample => (sample.Source, Body: Encoding.UTF8.GetBytes(sample.Json))).ToArray();
        int read = 0, refused = 0, broken = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var (source, sample) = samples[i % samples.Length];
            var body = mutator.Next(sample);
            try
            {
                using var document = JsonDocument.Parse(body);
                _ = SourceDetection.Detect(document.RootElement);
                Check(Normalizer.Parse(source, document.RootElement, Bodies.Now));
                read++;
            }
            catch (InvalidDeliveryException e)
            {
                Assert.False(string.IsNullOrWhiteSpace(e.Location));
                Assert.False(string.IsNullOrWhiteSpace(e.Message));
                refused++;
            }
            catch (JsonException)
            {
                broken++;
            }
            catch (Exception e) when (e is not Xunit.Sdk.IAssertionException)
            {
                Assert.Fail($"Mutant {i} of {source}: {e}\n{Encoding.UTF8.GetString(body)}");
            }
        }
        // The mutants must reach all three ends, else they test only the JSON parser.
        Assert.True(read > 4000 && refused > 500 && broken > 1000, $"read {read}, refused {refused}, broken {broken}");
    }

    [Fact]
    public void Every_source_takes_every_other_sources_body_or_refuses_it()
    {
        foreach (var (_, json) in OwnSamples.All)
        {
            foreach (var source in AlertSource.All)
            {
                try
                {
                    Check(Bodies.Parse(source, json));
                }
                catch (InvalidDeliveryException e)
                {
                    Assert.NotEmpty(e.Message);
                }
            }
        }
    }

    [Theory]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("7")]
    [InlineData("1e999")]
    [InlineData("\"text\"")]
    [InlineData("\"\\ud800\"")]
    public void A_root_that_is_no_object_or_array_is_refused_by_all(string json)
    {
        foreach (var source in AlertSource.All)
        {
            var refused = Bodies.Refused(source, json);
            Assert.Equal("body", refused.Location);
            Assert.Contains("must be", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_same_seed_makes_the_same_mutants()
    {
        var sample = Encoding.UTF8.GetBytes(OwnSamples.All[0].Json);
        BodyMutator one = new(5), two = new(5);
        for (var i = 0; i < 50; i++) Assert.Equal(one.Next(sample), two.Next(sample));
    }

    private static void Check(Delivery delivery)
    {
        Assert.All(delivery.Rejected, r => Assert.False(string.IsNullOrWhiteSpace(r.Message) || string.IsNullOrWhiteSpace(r.Location)));
        foreach (var s in delivery.Signals)
        {
            Assert.True(s.Title.Length <= 500 && !s.Title.Any(char.IsControl), "title");
            Assert.True(s.Title.Length > 0 || s.Kind is not SignalKind.Firing, "a firing signal needs a title");
            Assert.True(Encoding.UTF8.GetByteCount(s.Description) <= 8192, "description");
            Assert.True(s.Labels.Length <= 64 && s.Labels.All(l => l.Name.Length <= 256 && l.Value.Length <= 256), "labels");
            Assert.Equal(s.Labels.Length, s.Labels.Select(l => l.Name).Distinct().Count());
            Assert.All(s.Labels, label => Assert.Equal(label.Value, s.Labels.Find(label.Name)));
            Assert.True(s.ReportedSource.Length is > 0 and <= 64 && (s.Identity?.Length ?? 1) is > 0 and <= 512, "identity");
            Assert.All(s.Links, link => Assert.StartsWith("http", link.Url, StringComparison.OrdinalIgnoreCase));
            Assert.All(
                (string?[])[s.Title, s.Description, s.Identity, s.Subject.Pod, s.Actor, s.Note, .. s.Labels.Select(l => l.Value)], text =>
                Assert.True(IsWhole(text)));
            Assert.True(s.StartsAt is null || s.StartsAt.Value.Offset == TimeSpan.Zero);
        }
    }

    private static bool IsWhole(string? text)
    {
        for (var i = 0; i < text?.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 >= text.Length || !char.IsSurrogatePair(text[i], text[i + 1])) return false;
            i++;
        }
        return true;
    }
}
