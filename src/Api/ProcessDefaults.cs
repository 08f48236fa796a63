using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Hosting;

namespace AiSre.Api;

/// <summary>What a silo and an API process have in common.</summary>
public static class ProcessDefaults
{
    /// <summary>The address when <c>ASPNETCORE_URLS</c> names none.</summary>
    private const string DefaultUrl = "http://localhost:8888";

    /// <summary>From SIGTERM to the end: requests and commits under way finish well within it, and whoever waits for us waits 10 s.</summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(6);

    public static void AddProcessDefaults(this WebApplicationBuilder builder)
    {
        if (string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.ServerUrlsKey])) builder.WebHost.UseUrls(DefaultUrl);
        builder.Services.Configure<HostOptions>(static host => host.ShutdownTimeout = ShutdownTimeout);
        builder.Logging.AddFilter("Orleans", LogLevel.Warning).AddFilter("Microsoft.AspNetCore", LogLevel.Warning)
            .AddFilter("Polly", LogLevel.Warning)
            // One line for every call that is under way to a silo that dies.
            .AddFilter("Orleans.Runtime.CallbackData", LogLevel.Error)
            // Our own lines say where it listens, and what is of use beside that.
            .AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
    }
}
