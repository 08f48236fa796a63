using System.Net;
using AiSre.Api.Settings;
using StackExchange.Redis;

namespace AiSre.Api.Cluster;

/// <summary>Where the members of the cluster find each other; the same for silos and for API processes.</summary>
public sealed record ClusterSettings
{
    /// <summary>
    /// Names what the grains' durable state belongs to. A constant: state that is found again under another name is state that is lost.
    /// </summary>
    public const string ServiceId = "ai-sre";

    /// <summary>Null for a process of its own.</summary>
    public ConfigurationOptions? Redis { get; init; }

    /// <summary>Hosts and ports of that Redis, without what else its setting holds.</summary>
    public string RedisPlaces =>
        string.Join(", ", Redis?.EndPoints.Select(static place => place is DnsEndPoint dns ? $"{dns.Host}:{dns.Port}" : $"{place}") ?? []);

    /// <summary>Silos and APIs of one id form one cluster.</summary>
    public required string ClusterId { get; init; }

    public static ClusterSettings Read(IConfiguration configuration) =>
        new() { Redis = AiSreSettings.Redis.Read(configuration), ClusterId = AiSreSettings.ClusterId.Read(configuration) };
}
