using YamlDotNet.Serialization;

namespace AiSre.Deploy.Tests.Compose;

// The part of the Compose specification that we use; another key fails.

public sealed class ComposeFile
{
    public string Name { get; set; } = "";
    public Dictionary<string, ComposeService> Services { get; set; } = [];
    public Dictionary<string, ComposeSecret> Secrets { get; set; } = [];
    public Dictionary<string, object?> Volumes { get; set; } = [];

    [YamlMember(Alias = "x-hardened", ApplyNamingConventions = false)]
    public ComposeService Hardened { get; set; } = new();

    [YamlMember(Alias = "x-redis-address", ApplyNamingConventions = false)]
    public string RedisAddress { get; set; } = "";
}

public sealed class ComposeService
{
    public string Image { get; set; } = "";
    public ComposeBuild? Build { get; set; }
    public ComposeDeploy? Deploy { get; set; }
    public List<string> Command { get; set; } = [];
    public List<string> Entrypoint { get; set; } = [];
    public Dictionary<string, string?> Environment { get; set; } = [];
    public List<ComposeEnvFile> EnvFile { get; set; } = [];
    public List<string> Ports { get; set; } = [];
    public List<string> Volumes { get; set; } = [];
    public List<string> Secrets { get; set; } = [];
    public Dictionary<string, ComposeWait> DependsOn { get; set; } = [];
    public ComposeHealthcheck? Healthcheck { get; set; }
    public bool ReadOnly { get; set; }
    public List<string> CapDrop { get; set; } = [];
    public List<string> SecurityOpt { get; set; } = [];
    public string Restart { get; set; } = "";
    public string StopGracePeriod { get; set; } = "";
}

public sealed record ComposeBuild
{
    public string Context { get; set; } = "";
    public string Dockerfile { get; set; } = "";
}

public sealed record ComposeDeploy
{
    public int Replicas { get; set; }
}

public sealed record ComposeEnvFile
{
    public string Path { get; set; } = "";
    public bool Required { get; set; } = true;
}

public sealed record ComposeWait
{
    public string Condition { get; set; } = "";
}

public sealed record ComposeSecret
{
    public string Environment { get; set; } = "";
}

public sealed record ComposeHealthcheck
{
    public List<string> Test { get; set; } = [];
    public string Interval { get; set; } = "";
    public string Timeout { get; set; } = "";
    public int Retries { get; set; }
}
