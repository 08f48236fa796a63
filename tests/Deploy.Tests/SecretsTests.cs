using System.Diagnostics;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;
using AiSre.Deploy.Tests.Kubernetes;
using AiSre.TestHost;
using k8s;
using k8s.Models;

namespace AiSre.Deploy.Tests;

/// <summary>deploy/secrets makes what compose and the overlays need.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class SecretsTests : IDisposable
{
    private readonly TempFolder folder = new();

    private string Keys => folder.File("ai-sre-keys.env");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("dev", "overlays/dev")]
    [InlineData("prod", "overlays/prod")]
    public void The_secret_has_every_variable_that_the_overlay_takes_from_it(string command, string overlay)
    {
        var rendered = Rendered.Of(overlay);
        var secret = SecretOf(Make(command));

        Assert.Equal("ai-sre", secret.Metadata.Name);
        Assert.Equal(Assert.Single(rendered.All<V1Namespace>()).Metadata.Name, secret.Metadata.NamespaceProperty);
        var wanted = rendered.Containers().SelectMany(found => found.Container.Env ?? [])
            .Where(variable => variable.ValueFrom?.SecretKeyRef is not null)
            .Select(variable =>
            {
                Assert.Equal(("ai-sre", variable.Name), (variable.ValueFrom.SecretKeyRef.Name, variable.ValueFrom.SecretKeyRef.Key));
                return variable.Name;
            });
        Assert.Equal(wanted.Distinct().Order(), secret.StringData.Keys.Order());
    }

    [Fact]
    public void Of_the_keys_the_secret_has_the_hashes_and_a_private_file_the_text_an_admin_among_them()
    {
        var entries = SecretOf(Make("prod")).StringData["AI_SRE_API_KEYS"];
        var text = File.ReadAllLines(Keys).Where(line => line[0] != '#').Select(line => line.Split('='))
            .ToDictionary(pair => pair[0], pair => pair[1]);

        var (admin, alertmanager) = (Hash(text["AI_SRE_ADMIN_KEY"]), Hash(text["AI_SRE_ALERTMANAGER_KEY"]));
        Assert.Equal($"admin=sha256:{admin}:admin,alertmanager=sha256:{alertmanager}:ingest", entries);
        Assert.All(text.Values, key => Assert.Equal(48, key.Length));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Keys));

        var before = File.ReadAllText(Keys);
        Assert.NotEqual(0, Make("prod").Code);
        Assert.Equal(before, File.ReadAllText(Keys));
    }

    [Theory]
    [InlineData("postgres://ai_sre:p%40ss@db.example:5433/ai_sre?sslmode=verify-full", "redis.example:6380,ssl=true,password=x", 5433, 6380)]
    [InlineData("postgresql://ai_sre@db.example/ai_sre", "redis.example,ssl=true", 5432, 6380)]
    [InlineData("Host=db.example;Port=6432;Database=ai_sre", "a.example,b.example,password=x=1", 6432, 6379)]
    [InlineData("Host=db.example;Password=it's", "redis.example:7000", 5432, 7000)]
    public void The_policies_of_a_copy_follow_the_addresses(string postgres, string redis, int postgresPort, int redisPort)
    {
        using var copy = new ProdCopy();
        var made = Make("prod", copy.Folder, postgres, redis);
        var secret = SecretOf(made);
        Assert.Equal((postgres, redis), (secret.StringData["AI_SRE_POSTGRES"], secret.StringData["AI_SRE_REDIS"]));

        var rendered = copy.Render();
        Assert.Equal(new HashSet<string> { $"10.0.0.0/8:{postgresPort}", $"10.0.0.0/8:{redisPort}" },
            NetworkTests.Outside(rendered, silo: true).ToHashSet());
        Assert.Equal([$"10.0.0.0/8:{redisPort}"], NetworkTests.Outside(rendered, silo: false));
    }

    [Fact]
    public void What_one_policy_cannot_say_is_refused_before_anything_is_made()
    {
        using var copy = new ProdCopy();
        var made = Make("prod", copy.Folder, "Host=db.example", "a.example:7000,b.example:7001");
        Assert.NotEqual(0, made.Code);
        Assert.Contains("7000, 7001", made.Errors, StringComparison.Ordinal);
        Assert.Empty(made.Output);
        Assert.False(File.Exists(Keys));
        Assert.Contains("no copy of deploy/kubernetes/overlays/prod", Make("prod", folder.Path).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Compose_gets_a_value_for_each_variable_once()
    {
        var deploy = Directory.CreateDirectory(folder.File("deploy")).FullName;
        foreach (var file in (string[])["secrets", ".env.example"]) File.Copy(Repository.Folder("deploy", file), Path.Combine(deploy, file));

        Assert.Equal(0, Run(Path.Combine(deploy, "secrets"), ["compose"]).Code);
        var made = Path.Combine(deploy, ".env");
        var lines = File.ReadAllLines(made);
        var example = Repository.Read("deploy", ".env.example").TrimEnd('\n').Split('\n');
        Assert.Equal(example.Length, lines.Length);
        var values = lines.Zip(example).Where(pair => pair.Second.EndsWith('=')).Select(pair =>
        {
            Assert.StartsWith(pair.Second, pair.First, StringComparison.Ordinal);
            return pair.First[pair.Second.Length..];
        }).ToList();
        Assert.All(values, value => Assert.Matches("^[0-9a-f]{48}$", value));
        Assert.Equal(values.Count, values.Distinct().Count());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(made));

        Assert.NotEqual(0, Run(Path.Combine(deploy, "secrets"), ["compose"]).Code);
        Assert.Equal(lines, File.ReadAllLines(made));
    }

    private static V1Secret SecretOf((int Code, string Output, string Errors) made)
    {
        Assert.True(made.Code == 0, made.Errors);
        return Assert.IsType<V1Secret>(Assert.Single(KubernetesYaml.LoadAllFromString(made.Output, strict: true)));
    }

    private static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private (int Code, string Output, string Errors) Make(
        string command, string? overlay = null, string postgres = "Host=db.example", string redis = "redis.example") =>
        Run(Repository.Folder("deploy", "secrets"), overlay is null ? [command] : [command, overlay],
            new() { ["AI_SRE_POSTGRES"] = postgres, ["AI_SRE_REDIS"] = redis });

    private (int Code, string Output, string Errors) Run(string script, string[] arguments, Dictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo("/bin/bash", [script, .. arguments])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder.Path,
        };
        foreach (var (name, value) in environment ?? []) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }
}
