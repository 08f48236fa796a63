using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AiSre.Benchmarks;

/// <summary>
/// The least that any .NET server must do with these requests: read the body, parse it, answer. What is above it is the platform's own cost.
/// </summary>
internal static class BareServer
{
    public static async Task RunAsync(int port, string answer)
    {
        var bytes = Encoding.UTF8.GetBytes(answer);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var app = builder.Build();
        app.Run(context => AnswerAsync(context, bytes));
        await app.RunAsync();
    }

    private static async Task AnswerAsync(HttpContext context, byte[] answer)
    {
        var reader = context.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync();
            if (!read.IsCompleted)
            {
                reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                continue;
            }

            if (!read.Buffer.IsEmpty) JsonDocument.Parse(read.Buffer).Dispose();
            reader.AdvanceTo(read.Buffer.End);
            break;
        }

        context.Response.ContentLength = answer.Length;
        if (answer.Length > 0) context.Response.ContentType = "application/json";
        await context.Response.BodyWriter.WriteAsync(answer);
    }
}
