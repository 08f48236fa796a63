using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AiSre.Deploy.Tests.Compose;

public class ImageTests
{
    [Theory]
    [InlineData("silo", "AiSre.Silo.dll")]
    [InlineData("api", "AiSre.Api.dll")]
    public void An_image_runs_one_program_without_root_and_tells_its_health(string role, string program)
    {
        var lines = Repository.Read("deploy", "docker", $"{role}.Dockerfile").Split('\n');

        Assert.Contains($"ENTRYPOINT [\"dotnet\", \"{program}\"]", lines);
        Assert.Equal("USER $APP_UID", lines.Last(line => line.StartsWith("USER ", StringComparison.Ordinal)));
        Assert.Contains(lines,
            line => line.StartsWith("HEALTHCHECK ", StringComparison.Ordinal) && line.EndsWith("CMD [\"healthcheck\"]", StringComparison.Ordinal));
        Assert.Contains("ENV ASPNETCORE_ENVIRONMENT=Production \\", lines);
        Assert.Contains(lines, line => line.Contains("DOTNET_EnableDiagnostics=0", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("silo")]
    [InlineData("api")]
    public void What_an_image_copies_from_the_repository_is_not_ignored(string role)
    {
        var kept = Repository.Read(".dockerignore").Split('\n').Where(line => line.StartsWith('!')).Select(line => line[1..]).ToList();
        var copied = Repository.Read("deploy", "docker", $"{role}.Dockerfile").Split('\n')
            .Where(line => line.StartsWith("COPY --chmod", StringComparison.Ordinal)).Select(line => line.Split(' ')[2]);

        Assert.All(copied, path => Assert.Contains(path, kept));
        Assert.All(kept, path => Assert.True(Path.Exists(Repository.Folder(path)), path));
        Assert.Contains("src", kept);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK", 0)]
    [InlineData("HTTP/1.1 503 Service Unavailable", 1)]
    public async Task The_health_check_is_content_with_200_only(string status, int expected)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var answer = AnswerAsync(listener, status);

        Assert.Equal(expected, await CheckAsync(((IPEndPoint)listener.LocalEndpoint).Port));
        Assert.StartsWith("GET /health/ready HTTP/1.0\r\n", await answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_health_check_fails_where_nobody_listens() => Assert.Equal(1, await CheckAsync(AiSre.TestHost.FreePort.Next()));

    private static async Task<string> AnswerAsync(TcpListener listener, string status)
    {
        using var connection = await listener.AcceptTcpClientAsync();
        var request = new byte[1024];
        var read = await connection.GetStream().ReadAsync(request);
        await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"{status}\r\nContent-Length: 0\r\n\r\n"));
        return Encoding.ASCII.GetString(request, 0, read);
    }

    private static async Task<int> CheckAsync(int port)
    {
        using var check =
            Process.Start(new ProcessStartInfo("/bin/bash",
                [Repository.Folder("deploy", "docker", "healthcheck"), $"{port}"]) { RedirectStandardError = true })!;
        await check.WaitForExitAsync();
        return check.ExitCode;
    }
}
