using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace AiSre.Integrations.Tests.Slos;

/// <summary>Answers 1 to everything, and to as many questions as a test lets it.</summary>
internal sealed class HeldPrometheus : IDisposable
{
    private static readonly byte[] One =
        Encoding.UTF8.GetBytes("""{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,"1"]}]}}""");

    private readonly HttpListener listener = new();
    private readonly SemaphoreSlim answers = new(0);
    private readonly ConcurrentQueue<string> queries = [];

    public HeldPrometheus(int port)
    {
        listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        listener.Start();
        _ = ServeAsync();
    }

    /// <summary>In the order in which they came.</summary>
    public List<string> Queries => [.. queries];

    public void Answer(int count) => answers.Release(count);

    public void Dispose()
    {
        listener.Close();
        answers.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (listener.IsListening) _ = AnswerAsync(await listener.GetContextAsync());
        }
        catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        queries.Enqueue(context.Request.QueryString["query"]!);
        try
        {
            await answers.WaitAsync();
            await context.Response.OutputStream.WriteAsync(One);
            context.Response.Close();
        }
        catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
