using System.Text.Json.Serialization;

namespace AiSre.Api.Slos;

/// <summary>A promise about a service, as the files of definitions have it. Several may stand in a list under <c>slos</c>.</summary>
/// <param name="Name">1 to 63 small letters, digits and dashes; unique in the workspace.</param>
/// <param name="Service">Whose promise it is.</param>
/// <param name="Target">The share that must be good, above 0 and below 1; or <paramref name="TargetPercent"/>.</param>
/// <param name="TargetPercent">The same in percent.</param>
/// <param name="WindowDays">1 to 365; 30 when absent.</param>
/// <param name="WindowType">rolling, when absent, or calendar.</param>
/// <param name="Calendar">Of a calendar window.</param>
/// <param name="Indicator">availability, when absent, or latency.</param>
/// <param name="LatencyThresholdMs">Of latency: what is slower is bad.</param>
/// <param name="LatencyPercentile">Of latency: what people call it, such as p99. The target rules the arithmetic.</param>
/// <param name="Source">Where it learns what was bad; incidents when absent.</param>
/// <param name="Alerting">When it opens incidents.</param>
/// <param name="GroupBy">A label.</param>
/// <param name="MaxGroups">Of its values, at most so many.</param>
/// <param name="Description">What it is about.</param>
public sealed record SloRequest(
    string Name, string Service, double? Target = null, double? TargetPercent = null, int? WindowDays = null, string? WindowType = null,
    SloCalendarBody? Calendar = null, string? Indicator = null, double? LatencyThresholdMs = null, string? LatencyPercentile = null,
    SloSourceBody? Source = null, SloAlertingBody? Alerting = null, string? GroupBy = null, int? MaxGroups = null, string? Description = null);

/// <param name="Unit">week, month or quarter.</param>
/// <param name="TimeZone">IANA name.</param>
public sealed record SloCalendarBody(string Unit, string TimeZone);

/// <param name="Type">incidents, prometheus or events.</param>
/// <param name="Severities">Of incidents: which count as downtime.</param>
/// <param name="Patterns">Of incidents: failure patterns of which one must fit; whatever they have when absent.</param>
/// <param name="UrlRef">Of prometheus: the cluster whose Prometheus is asked; the default one when absent. Never an address.</param>
/// <param name="ErrorQuery">PromQL with {{window}} in place of the range.</param>
/// <param name="GoodQuery">Instead of errors.</param>
/// <param name="TotalQuery">All of it.</param>
/// <param name="ErrorRatioQuery">Instead of all others.</param>
public sealed record SloSourceBody(
    string Type,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Severities = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Patterns = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? UrlRef = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ErrorQuery = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? GoodQuery = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? TotalQuery = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ErrorRatioQuery = null);

/// <param name="Tiers">Those that open incidents: page_fast, page_slow, ticket_fast, ticket_slow.</param>
/// <param name="MinEvents">With fewer events in its short look-back a tier is held.</param>
/// <param name="AbsentAfterMinutes">After so many minutes without data an incident says so.</param>
public sealed record SloAlertingBody(IReadOnlyList<string> Tiers, int MinEvents, int AbsentAfterMinutes);

/// <summary>Events of one minute, or of several under <paramref name="Events"/>.</summary>
/// <param name="EventBatchId">Names the batch: sent again within a day it counts once.</param>
/// <param name="Events">1 to 5,000, at most 24 hours old.</param>
/// <param name="Ts">Of a single minute; now when absent.</param>
/// <param name="Good">Of a single minute.</param>
/// <param name="Total">Of a single minute.</param>
public sealed record SloEventsBody(
    string? EventBatchId = null, IReadOnlyList<SloEventBody>? Events = null, DateTimeOffset? Ts = null, long? Good = null, long? Total = null);

/// <param name="Ts">When; at most 24 hours ago.</param>
/// <param name="Good">0 to <paramref name="Total"/>.</param>
/// <param name="Total">All of them.</param>
public sealed record SloEventBody(DateTimeOffset Ts, long Good, long Total);

/// <param name="From">Included.</param>
/// <param name="Until">Not included; at most 31 days later.</param>
/// <param name="Reason">Why it does not count, at most 500 characters.</param>
public sealed record CorrectionBody(DateTimeOffset From, DateTimeOffset Until, string Reason);
