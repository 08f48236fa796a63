using AiSre.Benchmarks.Load;
using AiSre.TestHost;

namespace AiSre.Benchmarks.Million;

/// <summary>One open and one resolved incident for each service, made by the server itself: whatever its schema says, these rows are right.</summary>
internal static class TemplateIncidents
{
    public const int Services = 50;

    public static async Task CreateAsync(string dataFolder)
    {
        await using var silo = await SiloProcess.StartAsync(new SiloSettings { Configuration = "Release", DataDirectory = dataFolder });
        for (var service = 0; service < Services; service++)
        {
            await PostAsync(silo, KubernetesAlert.Json(service, TokenOf(service, resolved: false)));
            await PostAsync(silo, KubernetesAlert.Json(service, TokenOf(service, resolved: true)));
            await PostAsync(silo, KubernetesAlert.Json(service, TokenOf(service, resolved: true), resolved: true));
        }

        await silo.TerminateAsync();
    }

    /// <summary>A word in its labels by which the incident of a service is found among all others.</summary>
    public static string TokenOf(int service, bool resolved) => $"tpl{service:d2}{(resolved ? 'r' : 'o')}key";

    private static async Task PostAsync(SiloProcess silo, string alert)
    {
        using var content = new StringContent($"[{alert}]", null, "application/json");
        using var response = await silo.Http.PostAsync(new Uri("api/v2/alerts", UriKind.Relative), content);
        response.EnsureSuccessStatusCode();
    }
}
