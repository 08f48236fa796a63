namespace AiSre.Evals;

/// <summary>Our causes by the benchmark's names, where they differ. One cause, one name.</summary>
internal static class BenchmarkNames
{
    private static readonly Dictionary<string, string> Names = new()
    {
        ["database_credentials_rejected"] = "mysql_invalid_credentials",
        ["database_address_wrong"] = "mysql_invalid_port",
    };

    public static string Of(string cause) => Names.GetValueOrDefault(cause, cause);
}
