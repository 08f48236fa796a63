using System.Collections.Immutable;
using System.Globalization;

namespace AiSre.Domain.Alerts.Vocabulary;

/// <summary>
/// What a tool's numbers mean: each step holds from its number up to the next one. A number without a known tool cannot be read, because 1 is the
/// worst in one and the mildest in another.
/// </summary>
/// <param name="Steps">Ascending; a null severity says nothing ("not classified").</param>
public sealed record SeverityScale(ImmutableArray<(double From, Severity? Severity)> Steps)
{
    private const Severity Info = Severity.Info, Warning = Severity.Warning, High = Severity.High, Critical = Severity.Critical;

    public static readonly SeverityScale Azure = Of((0, Critical), (1, High), (2, Warning), (3, Info));
    public static readonly SeverityScale Priority = Of((0, Critical), (2, High), (3, Warning), (4, Info));
    public static readonly SeverityScale Zabbix = Of((0, null), (1, Info), (2, Warning), (4, High), (5, Critical));
    public static readonly SeverityScale Syslog = Of((0, Critical), (3, High), (4, Warning), (5, Info));
    public static readonly SeverityScale Nagios = Of((0, Info), (1, Warning), (2, Critical), (3, Warning));
    public static readonly SeverityScale Graylog = Of((0, null), (1, Info), (2, Warning), (3, High), (4, Critical));
    public static readonly SeverityScale OpenSearch = Of((1, Critical), (2, High), (3, Warning), (4, Info));
    public static readonly SeverityScale ServiceNow = Of((0, null), (1, Critical), (2, High), (3, Warning), (5, Info));
    public static readonly SeverityScale Instana = Of((-1, Info), (5, Warning), (10, Critical));
    public static readonly SeverityScale Wazuh = Of((0, Info), (7, Warning), (12, High), (15, Critical));
    public static readonly SeverityScale WazuhShuffle = Of((1, Info), (2, Warning), (3, High));
    public static readonly SeverityScale GuardDuty = Of((0, Info), (4, Warning), (7, High), (9, Critical));
    public static readonly SeverityScale SolarWinds = Of((0, Info), (1, Warning), (2, Critical), (3, High), (4, Info));
    public static readonly SeverityScale Rollbar = Of((10, Info), (30, Warning), (40, High), (50, Critical));

    /// <summary>All scales by the names that definitions use.</summary>
    public static readonly ImmutableSortedDictionary<string, SeverityScale> ByName = new Dictionary<string, SeverityScale>
    {
        ["azure"] = Azure, ["priority"] = Priority, ["zabbix"] = Zabbix, ["syslog"] = Syslog, ["nagios"] = Nagios, ["graylog"] = Graylog,
        ["opensearch"] = OpenSearch, ["servicenow"] = ServiceNow, ["instana"] = Instana, ["wazuh"] = Wazuh, ["wazuh-shuffle"] = WazuhShuffle,
        ["guardduty"] = GuardDuty, ["solarwinds"] = SolarWinds, ["rollbar"] = Rollbar,
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>A number by this scale, a word by <see cref="SeverityMap"/>. Null for what is neither, and for a number that says nothing.</summary>
    public Severity? Parse(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? Of(number) : SeverityMap.Parse(text);

    private Severity? Of(double number)
    {
        Severity? found = null;
        if (!double.IsFinite(number)) return null;
        foreach (var (from, severity) in Steps)
        {
            if (number < from) break;
            found = severity;
        }
        return found;
    }

    private static SeverityScale Of(params ReadOnlySpan<(double, Severity?)> steps) => new([.. steps]);
}
