using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AiSre.Grains.Chat;

public static class ChatServices
{
    /// <summary>What a silo needs to ask a chat model, of which there is none unless an <see cref="IChatModel"/> was added before.</summary>
    public static IServiceCollection AddChat(this IServiceCollection services)
    {
        services.TryAddSingleton(new ChatAllowance());
        services.TryAddSingleton<IChatModel, NoChatModel>();
        services.TryAddSingleton<ChatAsker>();
        return services;
    }
}
