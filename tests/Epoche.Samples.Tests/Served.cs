using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Reflection;

namespace Epoche.Samples.Tests;

/// <summary>A web program of a page that was started in this process. It serves until the process ends, as a web program does.</summary>
internal sealed class Served : IDisposable
{
    private readonly HttpClient _client;

    /// <summary>Where it listens.</summary>
    public Uri Address => _client.BaseAddress!;

    /// <summary>Starts it, and waits until it answers.</summary>
    /// <param name="program">The block of the page.</param>
    /// <param name="model">What it serves.</param>
    public Served(Fence program, string model)
        : this(program.Text, "--model", model, "--Logging:LogLevel:Default", "None")
    {
    }

    /// <summary>Starts it, and waits until it answers.</summary>
    /// <param name="program">The program.</param>
    /// <param name="given">Its arguments, but for its address.</param>
    public Served(string program, params string[] given)
    {
        MethodInfo main = Pasted.Compile(program).EntryPoint!;
        string address = $"http://127.0.0.1:{FreePort()}";
        string[] arguments = [.. given, "--urls", address];
        new Thread(() => main.Invoke(null, [arguments])) { IsBackground = true }.Start();
        _client = new() { BaseAddress = new(address) };
    }

    /// <summary>The status and the body of the answer to a picture.</summary>
    public Task<(HttpStatusCode Status, string Body)> AskAsync(float[] pixels, CancellationToken cancellation) =>
        AskAsync(() => JsonContent.Create(new { pixels }), cancellation);

    /// <summary>The status and the body of the answer to a file.</summary>
    public Task<(HttpStatusCode Status, string Body)> AskAsync(byte[] file, CancellationToken cancellation) =>
        AskAsync(() => new ByteArrayContent(file), cancellation);

    private async Task<(HttpStatusCode Status, string Body)> AskAsync(Func<HttpContent> body, CancellationToken cancellation)
    {
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                using HttpResponseMessage response = await _client.PostAsync("/classify", body(), cancellation);
                return (response.StatusCode, await response.Content.ReadAsStringAsync(cancellation));
            }
            catch (HttpRequestException) when (attempt < 300)
            {
                await Task.Delay(100, cancellation); // it is still starting
            }
        }
    }

    public void Dispose() => _client.Dispose();

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
