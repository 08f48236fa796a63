using System.Collections.Immutable;
using AiSre.Domain.Workspaces;

namespace AiSre.Api.Settings;

/// <summary>Where a diagnosis reads, and who helps to word it.</summary>
public static class DiagnosisSettings
{
    public static readonly Setting<Uri?> Prometheus = new("AI_SRE_PROMETHEUS_URL", ValueKinds.WebAddress, null)
    {
        ReadBy = Reader.Silo, Default = "none: no metrics",
        Meaning = "where the metrics of the one cluster are, such as `http://prometheus.monitoring:9090`; of several it stands in `clusters.yaml`",
    };

    public static readonly Setting<Uri?> Loki = new("AI_SRE_LOKI_URL", ValueKinds.WebAddress, null)
    {
        ReadBy = Reader.Silo, Default = "none",
        Meaning = "the Loki that keeps the logs of the one cluster, such as `http://loki.monitoring:3100`; of several, and with a tenant or "
            + "credentials, it stands in `clusters.yaml` ([docs/diagnosis.md](docs/diagnosis.md#logs))",
    };

    public static readonly Setting<Uri?> Elastic = new("AI_SRE_ELASTIC_URL", ValueKinds.WebAddress, null)
    {
        ReadBy = Reader.Silo, Default = "none",
        Meaning = "the Elasticsearch or OpenSearch that keeps them, as above",
    };

    public static readonly Setting<string?> DatadogSite = new("AI_SRE_DATADOG_SITE", ValueKinds.Text("sites, such as `datadoghq.eu`"), null)
    {
        ReadBy = Reader.Silo, Default = "none",
        Meaning = "the Datadog site that keeps them, as above, with both keys",
    };

    public static readonly Setting<string?> DatadogApiKey = new("AI_SRE_DATADOG_API_KEY", ValueKinds.Text("any texts"), null)
    {
        ReadBy = Reader.Silo, IsSecret = true, Default = "none",
        Meaning = "an API key of Datadog",
    };

    public static readonly Setting<string?> DatadogAppKey = new("AI_SRE_DATADOG_APP_KEY", ValueKinds.Text("any texts"), null)
    {
        ReadBy = Reader.Silo, IsSecret = true, Default = "none",
        Meaning = "an application key of Datadog that may read logs (`logs_read_data`)",
    };

    public static readonly Setting<bool> AutoDiagnosis = new("AI_SRE_AUTO_DIAGNOSIS", ValueKinds.Flag, true)
    {
        ReadBy = Reader.Silo, Default = "`true`",
        Meaning = "whether the cause of a new incident is looked for without being asked for, where a cluster is configured, see "
            + "[docs/kubernetes.md](docs/kubernetes.md#a-diagnosis)",
    };

    public static readonly Setting<string?> ChatProvider = new("AI_SRE_CHAT_PROVIDER", ValueKinds.OneOf("openai", "anthropic", "ollama"), null)
    {
        ReadBy = Reader.Silo, Default = "none: no chat model",
        Meaning = "how a chat model is spoken to that comes second to the rules, see [docs/diagnosis.md](docs/diagnosis.md#a-chat-model-second). "
            + "`openai` is also what most other servers speak",
    };

    public static readonly Setting<Uri?> ChatUrl = new("AI_SRE_CHAT_URL", ValueKinds.WebAddress, null)
    {
        ReadBy = Reader.Silo, Default = "the provider's own",
        Meaning = "where the chat model is, such as `http://vllm.models:8000/v1` for `openai` and `http://ollama.models:11434` for `ollama`",
    };

    public static readonly Setting<string?> ChatModel = new("AI_SRE_CHAT_MODEL", ValueKinds.Text("names of the provider's models"), null)
    {
        ReadBy = Reader.Silo,
        Meaning = "the model, as its provider calls it; required with a provider",
    };

    public static readonly Setting<string?> ChatApiKey = new("AI_SRE_CHAT_API_KEY", ValueKinds.Text("any texts"), null)
    {
        ReadBy = Reader.Silo, IsSecret = true,
        Meaning = "the provider's key; nothing else in the environment is taken for one",
    };

    public static readonly Setting<string?> ChatWorkspaces = new("AI_SRE_CHAT_WORKSPACES", ValueKinds.Text("names of workspaces, or *"), null)
    {
        ReadBy = Reader.Silo, Default = "none: it is not used",
        Meaning = "whose incidents the chat model may read, with commas between several; `*` for all",
    };

    public static readonly Setting<int> ChatCallsPerDay = new(
        "AI_SRE_CHAT_CALLS_PER_DAY", ValueKinds.Whole(1, 100_000), QuotaDefaults.ModelCallsPerDay)
    {
        ReadBy = Reader.Silo, Default = "200",
        Meaning = "calls of the chat model for one workspace in one day (UTC)",
    };

    public static readonly Setting<int> ChatTokensPerDay = new("AI_SRE_CHAT_TOKENS_PER_DAY", ValueKinds.Whole(1_000, 1_000_000_000), 1_000_000)
    {
        ReadBy = Reader.Silo, Default = "1000000",
        Meaning = "tokens, in and out, as above",
    };

    public static readonly Setting<string?> ChatTemperature = new("AI_SRE_CHAT_TEMPERATURE", ValueKinds.OneOf("0", "none"), "0")
    {
        ReadBy = Reader.Silo, Default = "0",
        Meaning = "`none` for models that refuse to be told one",
    };

    public static readonly ImmutableArray<Setting> All =
    [
        Prometheus, Loki, Elastic, DatadogSite, DatadogApiKey, DatadogAppKey, AutoDiagnosis, ChatProvider, ChatUrl, ChatModel, ChatApiKey,
        ChatWorkspaces, ChatCallsPerDay, ChatTokensPerDay, ChatTemperature,
    ];
}
