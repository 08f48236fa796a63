namespace AiSre.Api.Workspaces;

internal static class KeyExamples
{
    public const string Id = "key-1aretp1enqa23";

    private static readonly DateTimeOffset Made = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly NewKeyRequest Request = new("grafana", "operator", ["ingest"], Made.AddDays(365));

    private static readonly KeyResponse Grafana = new(
        Id, "grafana", "operator", ["ingest"], "active", Made, "zoe", Made.AddDays(365), null, null, null);

    public static readonly KeyMadeResponse Created = new("ais.ws-acme.key-1aretp1enqa23.<43 characters>", Grafana);

    public static readonly KeysResponse List = new("ws-acme", [Grafana with { LastUsedAt = Made.AddHours(3) }], 1);

    public static readonly KeyMadeResponse Rotated = new(
        "ais.ws-acme.key-1arf02m9x7d41.<43 characters>",
        Grafana with { Id = "key-1arf02m9x7d41", CreatedAt = Made.AddDays(30), ExpiresAt = Made.AddDays(395) });

    public static readonly KeyResponse Revoked = Grafana with { Status = "revoked", RevokedAt = Made.AddDays(1) };
}
