using System.Collections.Immutable;
using System.Net;
using AiSre.Domain.Alerts;
using AiSre.Domain.Definitions.Reading;
using StackExchange.Redis;

namespace AiSre.Api.Settings;

/// <summary>
/// Every setting of the product, in the order of the table in README.md. Both programs know all of them, because a deployment often hands both the
/// same variables; <see cref="SettingNames"/> refuses what is not here.
/// </summary>
public static class AiSreSettings
{
    public static readonly Setting Urls = new("ASPNETCORE_URLS", "addresses with semicolons between several")
    {
        ReadBy = Reader.Both, Default = "`http://localhost:8888`",
        Meaning = "addresses to listen at. A silo that does not serve the API answers `/health` and `/metrics` there",
    };

    public static readonly Setting Environment = new("ASPNETCORE_ENVIRONMENT", "any names")
    {
        ReadBy = Reader.Api,
        Meaning = "`Production` refuses to start without keys, and keys that are too short. The images and everything in `deploy` that is meant to "
            + "last set it",
    };

    public static readonly Setting ForwardedHeaders = new("ASPNETCORE_FORWARDEDHEADERS_ENABLED", "true and false")
    {
        ReadBy = Reader.Api, Default = "`false`",
        Meaning = "`true` behind a proxy, so that failed keys count against the sender's address",
    };

    public static readonly Setting<ImmutableArray<IPNetwork>> TrustedProxies = new(
        "AI_SRE_TRUSTED_PROXIES", ProxyNetworks.Kind, ProxyNetworks.Private)
    {
        ReadBy = Reader.Api, Default = "this machine and private networks",
        Meaning = "whose forwarded headers are believed: addresses and networks such as `10.2.0.0/16`, with commas between several; see "
            + "[docs/reverse-proxy.md](docs/reverse-proxy.md)",
    };

    public static readonly Setting<string?> ApiKeys = new("AI_SRE_API_KEYS", ValueKinds.Text(
        "[name=]key[:role[:workspace|*]] and [name=]sha256:<64 hex digits>[:role[:workspace|*]], role one of viewer, operator, admin, ingest"), null)
    {
        ReadBy = Reader.Both, IsSecret = true, Default = "none: dev mode",
        Meaning = "who may come in, with commas between several, see [docs/workspaces-and-keys.md](docs/workspaces-and-keys.md)",
    };

    public static readonly Setting<bool> AllowDevMode = new("AI_SRE_ALLOW_DEV_MODE", ValueKinds.Flag, false)
    {
        ReadBy = Reader.Api, Default = "`false`",
        Meaning = "`true` allows to run without keys in Production, and where others than this machine reach the port",
    };

    public static readonly Setting<bool> DevAllowActions = new("AI_SRE_DEV_ALLOW_ACTIONS", ValueKinds.Flag, false)
    {
        ReadBy = Reader.Both, Default = "`false`",
        Meaning = "`true` lets actions be executed without keys, where anybody may ask for them, see [docs/actions.md](docs/actions.md)",
    };

    public static readonly Setting<bool?> Demo = new("AI_SRE_DEMO", ValueKinds.Flag.OrNull(), null)
    {
        ReadBy = Reader.Api, Default = "`false` in Production, else `true`",
        Meaning = "whether `POST /demo/seed` may fill the workspace `demo`, see [docs/operations.md](docs/operations.md#the-demo)",
    };

    /// <summary>By source, of which there is a closed set: a mistyped one would leave its deliveries unchecked.</summary>
    public static readonly ImmutableSortedDictionary<string, Setting<string?>> WebhookSecrets = AlertSource.Known.ToImmutableSortedDictionary(
        static source => source,
        static source => new Setting<string?>("AI_SRE_WEBHOOK_SECRET_" + SettingNameOf(source), ValueKinds.Text("any texts"), null)
        {
            ReadBy = Reader.Api, IsSecret = true, Row = "AI_SRE_WEBHOOK_SECRET_<SOURCE>",
            Meaning = "shared secret of a sender that signs; `<SOURCE>` is one of "
                + string.Join(", ", AlertSource.All.Order(StringComparer.Ordinal).Select(static name => $"`{SettingNameOf(name)}`"))
                + ", or a tool of `GET /adapters` such as `GITHUB`, with `_` for `-`. Set, unsigned deliveries of that source are refused",
        },
        StringComparer.Ordinal);

    public static readonly Setting<int> RequestTimeoutSeconds = new("AI_SRE_REQUEST_TIMEOUT_SECONDS", ValueKinds.Whole(1, 300), 30)
    {
        ReadBy = Reader.Api, Default = "30",
        Meaning = "longest time for one request",
    };

    public static readonly Setting<string> DataDirectory = new("AI_SRE_DATA_DIR", ValueKinds.Folder, "data")
    {
        ReadBy = Reader.Silo, Default = "`./data`",
        Meaning = "folder of the SQLite files and, without Redis, of the spool. Made when missing",
    };

    public static readonly Setting<string> ConfigDirectory = new("AI_SRE_CONFIG_DIR", ValueKinds.Folder, "config")
    {
        ReadBy = Reader.Silo, Default = "`./config`",
        Meaning = "folder of the YAML definitions, who is told of what ([docs/definitions.md](docs/definitions.md)), and of `topology.yaml` "
            + "([docs/incidents.md](docs/incidents.md)) and `clusters.yaml` ([docs/kubernetes.md](docs/kubernetes.md)). Definitions count when they "
            + "change; the rest is read at start",
    };

    public static readonly Setting<string?> Kubeconfig = new("AI_SRE_KUBECONFIG", ValueKinds.Text("path[#context]"), null)
    {
        ReadBy = Reader.Silo, Default = "the service account of its pod, else no cluster",
        Meaning = "the one cluster that is read and acted on; several stand in `clusters.yaml` instead ([docs/kubernetes.md](docs/kubernetes.md)). "
            + "`~/.kube/config` is never taken by itself",
    };

    public static readonly Setting<string?> Postgres = new("AI_SRE_POSTGRES", PostgresAddress.Kind, null)
    {
        ReadBy = Reader.Silo, IsSecret = true, Default = "none: SQLite",
        Meaning = "the ledger's database; in an address any of `sslmode`, `sslrootcert`, `sslcert`, `sslkey`, `application_name`, `connect_timeout`, "
            + "`target_session_attrs`, `options` may come after the `?`",
    };

    public static readonly Setting<ConfigurationOptions?> Redis = new("AI_SRE_REDIS", RedisAddress.Kind, null)
    {
        ReadBy = Reader.Both, IsSecret = true, Default = "none: a silo runs alone",
        Meaning = "where silos and APIs find each other, and where the spool is. An API process requires it; a silo with it requires "
            + "`AI_SRE_POSTGRES`",
    };

    public static readonly Setting<string> ClusterId = new("AI_SRE_CLUSTER_ID", ValueKinds.ClusterId, "ai-sre")
    {
        ReadBy = Reader.Both, Default = "`ai-sre`",
        Meaning = "processes of one id form one cluster",
    };

    public static readonly Setting<IPAddress?> AdvertisedIp = new("AI_SRE_ADVERTISED_IP", ValueKinds.HostAddress, null)
    {
        ReadBy = Reader.Silo, Default = "`POD_IP`, else 127.0.0.1",
        Meaning = "IP address at which the other processes reach this silo. Unless it is loopback, the silo's two ports listen on all addresses",
    };

    public static readonly Setting<IPAddress?> PodIp = new("POD_IP", ValueKinds.HostAddress, null)
    {
        ReadBy = Reader.Silo,
        Meaning = "the same, under the name that it has in a pod",
    };

    public static readonly Setting<int> SiloPort = new("AI_SRE_SILO_PORT", ValueKinds.Whole(1, 65_535), 11_111)
    {
        ReadBy = Reader.Silo, Default = "11111",
        Meaning = "port between silos; loopback only for a silo that runs alone",
    };

    public static readonly Setting<int> GatewayPort = new("AI_SRE_GATEWAY_PORT", ValueKinds.Whole(1, 65_535), 30_000)
    {
        ReadBy = Reader.Silo, Default = "30000",
        Meaning = "port for API processes, as above",
    };

    public static readonly Setting<bool?> ServeApi = new("AI_SRE_SERVE_API", ValueKinds.Flag.OrNull(), null)
    {
        ReadBy = Reader.Silo, Default = "`true` alone, `false` with `AI_SRE_REDIS`",
        Meaning = "whether the silo's process serves the API as well",
    };

    public static readonly Setting<bool> KillSwitch = new("AI_SRE_KILL_SWITCH", ValueKinds.Flag, false)
    {
        ReadBy = Reader.Silo, Default = "`false`",
        Meaning = "`true` executes no action as long as the silo runs, whatever else is said, see [docs/actions.md](docs/actions.md#the-kill-switch)",
    };

    public static readonly Setting<string?> OwnNamespace = new("POD_NAMESPACE", ValueKinds.Text("names of namespaces"), null)
    {
        ReadBy = Reader.Silo, Default = "none",
        Meaning = "the namespace that the platform runs in, which no action touches",
    };

    public static readonly Setting<AllowedTargets> OutboundAllow = new("AI_SRE_OUTBOUND_ALLOW", ValueKinds.Targets, AllowedTargets.None)
    {
        ReadBy = Reader.Silo,
        Meaning = "inner servers that workspaces' own channels may send to besides public `https://` "
            + "([docs/definitions.md](docs/definitions.md#where-they-are)). The same on every silo",
    };

    public static readonly Setting<string> PublicUrl = new("AI_SRE_PUBLIC_URL", ValueKinds.WebBase, "http://localhost:8888")
    {
        ReadBy = Reader.Silo, Default = "`http://localhost:8888`",
        Meaning = "where people reach the platform: the base of the links in messages",
    };

    public static readonly Setting<bool> SignedLinks = new("AI_SRE_SIGNED_LINKS", ValueKinds.Flag, true)
    {
        ReadBy = Reader.Silo, Default = "`true`",
        Meaning = "whether messages to one person carry a link by which that person acknowledges without signing in "
            + "([docs/notifications.md](docs/notifications.md#links-without-signing-in)). `false` ends those that were sent too",
    };

    public static readonly Setting<int> SignedLinkHours = new("AI_SRE_SIGNED_LINK_HOURS", ValueKinds.Whole(1, 720), 72)
    {
        ReadBy = Reader.Silo, Default = "72",
        Meaning = "how long such a link opens something",
    };

    public static readonly Setting<Uri?> HeartbeatUrl = new("AI_SRE_HEARTBEAT_URL", ValueKinds.WebAddress, null)
    {
        ReadBy = Reader.Silo, IsSecret = true, Default = "none: nobody",
        Meaning = "address to call with GET while the platform works, so that somebody outside notices when it stops "
            + "([docs/silences.md](docs/silences.md#the-heartbeat-that-goes-out))",
    };

    public static readonly Setting<int> HeartbeatSeconds = new("AI_SRE_HEARTBEAT_SECONDS", ValueKinds.Whole(1, 3_600), 60)
    {
        ReadBy = Reader.Silo, Default = "60",
        Meaning = "seconds from one such call to the next",
    };

    public static readonly Setting<int> LedgerQueue = new("AI_SRE_LEDGER_QUEUE", ValueKinds.Whole(100, 1_000_000), 50_000)
    {
        ReadBy = Reader.Silo, Default = "50000",
        Meaning = "writes that may wait before senders get 429; one workspace may have half of them",
    };

    public static readonly Setting<int> LedgerBatch = new("AI_SRE_LEDGER_BATCH", ValueKinds.Whole(1, 100_000), 5_000)
    {
        ReadBy = Reader.Silo, Default = "5000",
        Meaning = "writes in one transaction at most; fewer where so many take longer than a quarter of a second",
    };

    public static readonly Setting<LogFormat> LogFormat = new("AI_SRE_LOG_FORMAT", ValueKinds.LogFormat, Settings.LogFormat.Text)
    {
        ReadBy = Reader.Both, Default = "`text`",
        Meaning = "`json` is one object a line",
    };

    public static readonly Setting<Uri?> OtlpEndpoint = new("OTEL_EXPORTER_OTLP_ENDPOINT", ValueKinds.WebAddress, null)
    {
        ReadBy = Reader.Both, IsSecret = true, Default = "none: no traces",
        Meaning = "where traces go over OTLP; with it count the other [`OTEL_*` settings](docs/operations.md#traces)",
    };

    public static readonly Setting<string?> OtelServiceName = new("OTEL_SERVICE_NAME", ValueKinds.Text("any names"), null)
    {
        ReadBy = Reader.Both, Default = "`ai-sre-silo`, `ai-sre-api`",
        Meaning = "name of the process in traces",
    };

    private static string SettingNameOf(string source) => source.ToUpperInvariant().Replace('-', '_');

    public static readonly ImmutableArray<Setting> All =
    [
        Urls, Environment, ForwardedHeaders, TrustedProxies, ApiKeys, .. OidcSettings.All, AllowDevMode, DevAllowActions, Demo,
        .. WebhookSecrets.Values, RequestTimeoutSeconds, .. RateSettings.All, DataDirectory, ConfigDirectory, Kubeconfig, Postgres, Redis, ClusterId,
        AdvertisedIp, PodIp, SiloPort, GatewayPort, ServeApi, .. DiagnosisSettings.All, KillSwitch, OwnNamespace, OutboundAllow, PublicUrl,
        SignedLinks, SignedLinkHours, HeartbeatUrl, HeartbeatSeconds, LedgerQueue, LedgerBatch, LogFormat, OtlpEndpoint, OtelServiceName,
    ];

    /// <summary>Beginnings of names that are not for the programs and may stand in their environment all the same.</summary>
    /// <remarks><c>deploy/local</c> hands its variables on, and tests start silos in their own process.</remarks>
    public static readonly ImmutableArray<string> PassedOver = ["AI_SRE_LOCAL_", "AI_SRE_TEST_"];
}
