using System.Net;
using System.Text;

namespace AiSre.Integrations.Tests.Slos;

/// <summary>Answers everything in one way.</summary>
internal sealed class HttpStub : IDisposable
{
    private readonly HttpListener listener = new();
    private int requests;

    public HttpStub(int port, string body)
    {
        Body = body;
        listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        listener.Start();
        _ = ServeAsync();
    }

    public int Status { get; set; } = 200;

    public string Body { get; set; }

    public int Requests => requests;

    public void Dispose() => listener.Close();

    private async Task ServeAsync()
    {
        while (listener.IsListening)
        {
            try
            {
                var context = await listener.GetContextAsync();
                Interlocked.Increment(ref requests);
                context.Response.StatusCode = Status;
                await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(Body));
                context.Response.Close();
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
            {
                // The test is over.
            }
        }
    }
}
