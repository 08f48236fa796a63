using AiSre.Silo.Commands;
using AiSre.TestHost;

namespace AiSre.Api.Tests.Definitions;

/// <summary><c>import-slos</c>: what it prints is a file of definitions.</summary>
public sealed class ImportSlosTests : IDisposable
{
    private const string Pyrra = """
        apiVersion: pyrra.dev/v1alpha1
        kind: ServiceLevelObjective
        metadata: {name: probes}
        spec: {target: '99', window: 4w, indicator: {bool_gauge: {metric: probe_success}}}
        """;

    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_it_prints_is_right_for_check_config()
    {
        var (code, printed) = Run(folder.Write("pyrra.yaml", Pyrra));
        Assert.Equal(0, code);
        Assert.Contains("pyrra.yaml:4: taken: spec.window: Is a window of 28 days that rolls.", printed, StringComparison.Ordinal);
        folder.Write("slos.yaml", printed);
        using var output = new StringWriter();
        Assert.Equal(0, CheckConfig.Command(output, static _ => null).Parse([folder.Path]).Invoke());
        Assert.Contains("slos: probes", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_refused_is_told_and_ends_with_one()
    {
        var (code, printed) = Run(folder.Write("pyrra.yaml", Pyrra.Replace("4w", "1h", StringComparison.Ordinal)));
        Assert.Equal(1, code);
        Assert.Contains("pyrra.yaml:4: refused: spec.window: '1h' is no whole number of days", printed, StringComparison.Ordinal);
        Assert.EndsWith("slos: []\n", printed, StringComparison.Ordinal);
        Assert.Equal(1, Run(Path.Combine(folder.Path, "gone.yaml")).Code);
        Assert.True(CommandLine.IsMeant([ImportSlos.Name, "a.yaml"]));
    }

    private static (int Code, string Printed) Run(string file)
    {
        using var output = new StringWriter();
        return (ImportSlos.Command(output).Parse([file]).Invoke(), output.ToString());
    }
}
