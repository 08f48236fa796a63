using System.Text;
using System.Text.Json;
using AiSre.Domain.Alerts;
using AiSre.Domain.Alerts.Recognition;

namespace AiSre.Domain.Tests.Alerts.Sources.Shapes;

public class ShapeFuzzTests
{
    [Fact]
    public void Damaged_bodies_of_known_tools_are_read_or_refused()
    {
        var mutator = new BodyMutator(20260302);
        var samples = ToolBody.Tools.SelectMany(ToolBody.Of)
            .Select(body => (Body: body, Text: Encoding.UTF8.GetBytes(body.Body.GetRawText()))).ToArray();
        var (read, refused) = (0, 0);
        for (var i = 0; i < 20_000; i++)
        {
            var (sample, text) = samples[i % samples.Length];
            var damaged = mutator.Next(text);
            try
            {
                using var document = JsonDocument.Parse(damaged);
                var source = SourceDetection.Detect(document.RootElement, sample.Header) ?? sample.Tool;
                foreach (var signal in Normalizer.Parse(source, document.RootElement, Bodies.Now, sample.Header).Signals)
                {
                    Assert.True(signal.Title.Length is > 0 and <= 500 || signal.Kind is not SignalKind.Firing, "a firing signal needs a title");
                    Assert.True(signal.Labels.Length <= 64 && Encoding.UTF8.GetByteCount(signal.Description) <= 8192);
                    Assert.True(signal.Identity is null or { Length: > 0 and <= 512 });
                }
                read++;
            }
            catch (Exception e) when (e is InvalidDeliveryException or JsonException)
            {
                refused++;
            }
            catch (Exception e) when (e is not Xunit.Sdk.IAssertionException)
            {
                Assert.Fail($"Mutant {i} of {sample}: {e}\n{Encoding.UTF8.GetString(damaged)}");
            }
        }
        Assert.True(read > 5000, $"read {read}, refused {refused}");
    }
}
