using AiSre.Api.Definitions;
using AiSre.Api.Platform;
using AiSre.Api.Settings;
using AiSre.Domain;
using AiSre.Domain.Definitions;
using AiSre.Grains.Definitions;
using AiSre.Grains.Workflows;
using AiSre.Integrations;

namespace AiSre.Silo.Definitions;

/// <summary>Definitions of this silo: its copy of all workspaces', and the operator's files.</summary>
internal static class DefinitionsHosting
{
    /// <summary>A wrong file stops the start with everything that is wrong.</summary>
    public static void AddDefinitionFiles(this IServiceCollection services, IConfiguration configuration)
    {
        var reader = new DefinitionsReader(DefinitionSections.Of(Channels.Types));
        var folder = DefinitionsFolder.Of(configuration, reader);
        var content = folder.Read();
        EnvironmentVariable environment = name => Variable(configuration, name);
        var reading = folder.Check(content, name => environment(name));
        if (reading.Definitions is not { } definitions)
            throw new SettingException(
                $"The definitions in {folder.Path} are wrong:{Environment.NewLine}{string.Join(Environment.NewLine, reading.Problems)}");
        services.AddSingleton(reader);
        services.AddSingleton(environment);
        services.AddDefinitions();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<DefinitionFiles>(provider, folder, content));
        services.AddSingleton<IRunbookFiles>(provider => ActivatorUtilities.CreateInstance<RunbookFolder>(provider, folder));
        services.AddHostedService(provider =>
        {
            if (!content.Documents.IsEmpty) provider.GetRequiredService<DefinitionsCache>().Begin(DefaultWorkspace.Id, definitions);
            return provider.GetRequiredService<DefinitionFiles>();
        });
        services.AddSingleton<IHealthProbe, DefinitionsProbe>();
    }

    /// <summary>Two underscores separate the parts of a setting's name, also where somebody refers to it as the variable that it is.</summary>
    private static string? Variable(IConfiguration configuration, string name) => configuration[name.Replace("__", ":", StringComparison.Ordinal)];
}

/// <summary>Degraded while the files are wrong and earlier definitions are in force.</summary>
internal sealed class DefinitionsProbe(DefinitionFiles files) : IHealthProbe
{
    public string Name => HealthChecks.Notifications;

    public string? Detail => files.Problems is { Count: > 0 } problems ? DefinitionsDetail.Of(problems) : null;

    public ValueTask<HealthState> CheckAsync(CancellationToken cancellation) =>
        new(files.Problems.Count > 0 ? HealthState.Degraded : files.HasFiles ? HealthState.Ok : HealthState.NotConfigured);
}
