using System.Collections.Immutable;
using AiSre.Api.Settings;
using AiSre.Grains.Chat;
using AiSre.Integrations.Chat;

namespace AiSre.Silo;

/// <summary>The chat model, where the settings name one.</summary>
internal static class ChatSettings
{
    public static IServiceCollection AddConfiguredChat(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(new ChatAllowance
        {
            Workspaces = WorkspacesOf(DiagnosisSettings.ChatWorkspaces.Read(configuration)),
            Budget = new(DiagnosisSettings.ChatCallsPerDay.Read(configuration), DiagnosisSettings.ChatTokensPerDay.Read(configuration)),
        });
        return ReadModel(configuration) is { } model ? services.AddChatModel(model) : services;
    }

    private static ChatModelOptions? ReadModel(IConfiguration configuration)
    {
        if (DiagnosisSettings.ChatProvider.Read(configuration) is not { } provider)
        {
            // Somebody has meant to have one.
            if (DiagnosisSettings.ChatModel.Read(configuration) is not null)
                throw DiagnosisSettings.ChatModel.Refusal("is set without a provider", $"{DiagnosisSettings.ChatProvider.Name} beside it");
            return null;
        }
        return new()
        {
            Provider = Enum.Parse<ChatProvider>(provider, ignoreCase: true),
            Model = DiagnosisSettings.ChatModel.Read(configuration)
                ?? throw new SettingException(
                    $"{DiagnosisSettings.ChatProvider.Name} is set and {DiagnosisSettings.ChatModel.Name} is not. Set both, or neither."),
            Url = DiagnosisSettings.ChatUrl.Read(configuration),
            ApiKey = DiagnosisSettings.ChatApiKey.Read(configuration),
            Temperature = DiagnosisSettings.ChatTemperature.Read(configuration) is "none" ? null : 0,
        };
    }

    private static ImmutableArray<string> WorkspacesOf(string? text) =>
        [.. (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
}
