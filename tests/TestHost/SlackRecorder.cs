using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;

namespace AiSre.TestHost;

/// <summary>Slack's Web API, as far as posting goes: keeps every message and takes it.</summary>
public sealed class SlackRecorder : IDisposable
{
    private readonly HttpListener listener = new();
    private readonly ConcurrentQueue<JsonElement> messages = [];

    public SlackRecorder()
    {
        Address = new Uri($"http://127.0.0.1:{FreePort.Next()}/");
        listener.Prefixes.Add(Address.ToString());
        listener.Start();
        _ = ServeAsync();
    }

    public Uri Address { get; }

    /// <summary>For <c>AI_SRE_OUTBOUND_ALLOW</c>.</summary>
    public string Authority => Address.Authority;

    /// <summary>For a channel's <c>api_url</c>.</summary>
    public string ApiUrl => Address.ToString().TrimEnd('/');

    /// <summary>Bodies of messages to a channel or member, in the order in which they came.</summary>
    public IReadOnlyList<JsonElement> To(string target) =>
        [.. messages.Where(message => message.TryGetProperty("channel", out var channel) && channel.GetString() == target)];

    public void Dispose() => listener.Close();

    private async Task ServeAsync()
    {
        for (var count = 1; listener.IsListening; count++)
        {
            try
            {
                var context = await listener.GetContextAsync();
                using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
                var body = JsonElement.Parse(await reader.ReadToEndAsync());
                messages.Enqueue(body);
                context.Response.ContentType = "application/json";
                var posted = new { ok = true, channel = $"{body.GetProperty("channel")}", ts = $"1772452800.{count:000000}" };
                await context.Response.OutputStream.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(posted));
                context.Response.Close();
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException or IOException or JsonException)
            {
                // The sender went away, perhaps in the middle of its message, or the test is over.
            }
        }
    }
}
