namespace AiSre.Api.Tests.Edge;

/// <summary>The keys that the tests of the API use, as <c>AI_SRE_API_KEYS</c> takes them.</summary>
internal static class EdgeKeys
{
    public const string All =
        "root=root-key-0123456789abcdef:admin," +
        "ops=ops-key-0123456789abcdefg:operator," +
        "eyes=view-key-0123456789abcdef:viewer:*," +
        "prom=send-key-0123456789abcdef:ingest," +
        "acme=acme-key-0123456789abcdef:operator:ws-acme," +
        "zoe=zoe-key-0123456789abcdefg:admin:ws-zoo";
}
