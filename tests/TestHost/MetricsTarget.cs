using System.Net;
using System.Text;

namespace AiSre.TestHost;

/// <summary>A scrape target whose exposition the test sets.</summary>
public sealed class MetricsTarget : IDisposable
{
    private readonly HttpListener listener = new();
    private volatile string exposition = "";
    private int scrapes;

    public MetricsTarget()
    {
        Address = new Uri($"http://127.0.0.1:{FreePort.Next()}/");
        listener.Prefixes.Add(Address.ToString());
        listener.Start();
        _ = ServeAsync();
    }

    public Uri Address { get; }

    /// <summary>How often it was asked.</summary>
    public int Scrapes => Volatile.Read(ref scrapes);

    /// <summary>Replaces what is exposed.</summary>
    public void Expose(string text) => exposition = text;

    /// <summary>Replaces what is exposed: the gauge <c>queue_depth</c> for each pod.</summary>
    public void Expose(params (string Pod, int Depth)[] pods) => Expose(
        string.Concat(pods.Select(pod => $"queue_depth{{namespace=\"production\",service=\"checkout\",pod=\"{pod.Pod}\"}} {pod.Depth}\n")));

    public void Dispose() => listener.Close();

    private async Task ServeAsync()
    {
        while (listener.IsListening)
        {
            try
            {
                var context = await listener.GetContextAsync();
                context.Response.ContentType = "text/plain; version=0.0.4";
                await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(exposition));
                context.Response.Close();
                Interlocked.Increment(ref scrapes);
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException or IOException)
            {
                // The scraper went away, or the test is over.
            }
        }
    }
}
