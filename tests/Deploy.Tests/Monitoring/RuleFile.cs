using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace AiSre.Deploy.Tests.Monitoring;

/// <summary>A rule file of Prometheus; the specification of a PrometheusRule has the same shape.</summary>
public sealed class RuleFile
{
    public IList<RuleGroup> Groups { get; set; } = [];

    internal static RuleFile Read() => new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).WithDuplicateKeyChecking()
        .Build().Deserialize<RuleFile>(Repository.Read("deploy", "prometheus", "ai-sre.rules.yml"));

    internal IEnumerable<AlertRule> Alerts() => Groups.SelectMany(group => group.Rules);
}

public sealed class RuleGroup
{
    public string Name { get; set; } = "";
    public IList<AlertRule> Rules { get; set; } = [];
}

public sealed class AlertRule
{
    public string Alert { get; set; } = "";
    public string Expr { get; set; } = "";
    public string For { get; set; } = "";
    public Dictionary<string, string> Labels { get; set; } = [];
    public Dictionary<string, string> Annotations { get; set; } = [];
}
