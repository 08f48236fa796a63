using AiSre.Silo.Commands;
using AiSre.TestHost;

namespace AiSre.Api.Tests.Definitions;

public sealed class CheckConfigTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_folder_without_definitions_is_not_right()
    {
        Assert.Equal(1, Check(out var said));
        Assert.Contains($"There are no definitions in {folder.Path}; files are read whose names begin with one of ", said, StringComparison.Ordinal);
        Assert.Contains("oncall", said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_nothing_reads_is_named()
    {
        var teams = folder.Write("teams.yaml", "users: {dave: {}}");
        Assert.Equal(1, Check(out var said));
        Assert.Contains($"warning: {teams} is not read; ", said, StringComparison.Ordinal);

        folder.Write("oncall.yaml", "users: {erik: {}}");
        Assert.Equal(0, Check(out said));
        Assert.Contains($"warning: {teams} is not read; ", said, StringComparison.Ordinal);
        Assert.Contains("1 definition file, nothing wrong.", said, StringComparison.Ordinal);
    }

    [Fact]
    public void What_else_a_start_reads_there_is_no_surprise()
    {
        folder.Write("topology.yaml", "services: {}");
        Assert.Equal(0, Check(out var said));
        Assert.DoesNotContain("is not read", said, StringComparison.Ordinal);
    }

    private int Check(out string said)
    {
        using var output = new StringWriter();
        var code = CheckConfig.Command(output, static _ => null).Parse([folder.Path]).Invoke();
        said = output.ToString();
        return code;
    }
}
