using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Reflection;

namespace Epoche.Samples.Tests;

/// <summary>A web program of a page that was started in this process. It serves until the process ends, as a web program does.</summary>
internal sealed class Served : IDisposable
{
    private readonly HttpClient _client;

    /// <summary>Starts it, and waits until it answers.</summary>
    /// <param name="program">The block of the page.</param>
    /// <param name="model">What it serves.</param>
    public Served(Fence program, string model)
    {
        MethodInfo main = Pasted.Compile(program.Text).EntryPoint!;
        string address = $"http://127.0.0.1:{FreePort()}";
        string[] arguments = ["--urls", address, "--model", model, "--Logging:LogLevel:Default", "None"];
        new Thread(() => main.Invoke(null, [arguments])) { IsBackground = true }.Start();
        _client = new() { BaseAddress = new(address) };
    }

    /// <summary>The status and the body of the answer to a picture.</summary>
    public async Task<(HttpStatusCode Status, string Body)> AskAsync(float[] pixels, CancellationToken cancellation)
    {
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                using HttpResponseMessage response = await _client.PostAsJsonAsync("/classify", new { pixels }, cancellation);
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
