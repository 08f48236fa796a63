using AiSre.Grains.Chat;
using AiSre.Integrations.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AiSre.Integrations.Chat;

public static class ChatModelServices
{
    /// <summary>The chat model of the installation.</summary>
    public static IServiceCollection AddChatModel(this IServiceCollection services, ChatModelOptions options) => services.AddOutboundHttp()
        .AddSingleton<ChatClients>().AddSingleton<IChatModel>(provider => new ChatModel(
            provider.GetRequiredService<ChatClients>().Make(options), options, provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<ChatModel>>()));
}
