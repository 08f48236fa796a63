using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace AiSre.Deploy.Tests.Compose;

public partial class ComposeTests
{
    private static readonly string Text = Repository.Read("deploy", "compose.yaml");

    private static readonly ComposeFile File = new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance)
        .WithDuplicateKeyChecking()
        .Build().Deserialize<ComposeFile>(new MergingParser(new Parser(new StringReader(Text))));

    [Fact]
    public void It_runs_two_silos_and_two_APIs_on_two_ports()
    {
        Assert.Equal(2, File.Services["silo"].Deploy!.Replicas);
        Assert.Equal(2, File.Services["api"].Deploy!.Replicas);
        Assert.EndsWith(":8888-8889:8888", Assert.Single(File.Services["api"].Ports), StringComparison.Ordinal);
        Assert.Empty(File.Services["silo"].Ports);
    }

    [Theory]
    [InlineData("silo")]
    [InlineData("api")]
    public void Our_containers_write_nowhere_and_may_do_nothing(string name)
    {
        var service = File.Services[name];
        Assert.True(service.ReadOnly);
        Assert.Equal(["ALL"], service.CapDrop);
        Assert.Equal(["no-new-privileges:true"], service.SecurityOpt);
        Assert.Equal("30s", service.StopGracePeriod);
        Assert.Equal("Production", service.Environment["ASPNETCORE_ENVIRONMENT"]);
        Assert.True(System.IO.File.Exists(Repository.Folder("deploy", service.Build!.Context, service.Build.Dockerfile)));
    }

    [Fact]
    public void Whoever_waits_for_health_waits_for_somebody_who_tells_it()
    {
        foreach (var (name, service) in File.Services)
        foreach (var (other, wait) in service.DependsOn)
        {
            Assert.Equal("service_healthy", wait.Condition);
            Assert.True(File.Services[other].Healthcheck is not null || Checks(File.Services[other]),
                $"{name} waits for {other}, which has no health check");
        }

        static bool Checks(ComposeService service) =>
            service.Build is { } build
                && System.IO.File.ReadAllText(Repository.Folder("deploy", build.Context, build.Dockerfile))
                .Contains("\nHEALTHCHECK ", StringComparison.Ordinal);
    }

    [Fact]
    public void Redis_has_a_delivery_on_disk_before_it_answers()
    {
        var command = string.Join(' ', File.Services["redis"].Command);
        Assert.Contains("--appendonly yes --appendfsync always", command, StringComparison.Ordinal);
        Assert.Contains("--maxmemory-policy noeviction", command, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_are_mounted_are_there_and_volumes_are_declared()
    {
        foreach (var source in File.Services.Values.SelectMany(service => service.Volumes).Select(volume => volume.Split(':')[0]))
            if (source.StartsWith('.')) Assert.True(Path.Exists(Repository.Folder("deploy", source)), source);
            else Assert.Contains(source, File.Volumes);
    }

    [Fact]
    public void Silos_read_definitions_and_may_have_the_variables_that_those_refer_to()
    {
        Assert.Equal(["./config:/config:ro"], File.Services["silo"].Volumes);
        var variables = Assert.Single(File.Services["silo"].EnvFile);
        Assert.False(variables.Required);
        Assert.Contains($"deploy/{variables.Path}", Repository.Read(".gitignore").Split('\n'));
    }

    [Fact]
    public void Links_lead_to_the_published_port_until_somebody_says_where() =>
        Assert.Equal("${AI_SRE_PUBLIC_URL:-http://localhost:8888}", File.Services["silo"].Environment["AI_SRE_PUBLIC_URL"]);

    [Fact]
    public void Secrets_come_from_the_environment_and_the_example_names_each_of_them_without_a_value()
    {
        var needed = Required().Matches(Text).Select(match => match.Groups[1].Value).Distinct().Order();
        var lines = Repository.Read("deploy", ".env.example").Split('\n').Where(line => line.Length > 0 && line[0] != '#').ToList();

        Assert.Equal(needed, lines.Select(line => line.Split('=')[0]).Order());
        Assert.All(lines, line => Assert.EndsWith("=", line, StringComparison.Ordinal));
        Assert.All(File.Secrets.Values, secret => Assert.Contains(secret.Environment, needed));
        Assert.DoesNotMatch("(?i)(password[=:]|requirepass,) *[^ ?\"$]", Text);
    }

    [Fact]
    public void Only_this_machine_reaches_the_published_ports_until_somebody_decides_otherwise() =>
        Assert.All(File.Services.Values.SelectMany(service => service.Ports),
            port => Assert.True(port.StartsWith("127.0.0.1:", StringComparison.Ordinal)
                || port.StartsWith("${AI_SRE_BIND:-127.0.0.1}:", StringComparison.Ordinal), port));

    [GeneratedRegex(@"\$\{(\w+):\?")]
    private static partial Regex Required();
}
