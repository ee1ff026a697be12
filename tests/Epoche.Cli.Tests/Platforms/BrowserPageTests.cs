using System.Diagnostics;
using System.Net;

namespace Epoche.Cli.Tests.Platforms;

/// <summary>The same in a real browser's page, which gets the program from a server and posts what it prints.</summary>
[Trait("category", "platforms")]
public sealed class BrowserPageTests
{
    private const string Tool = "chromium";

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Whatever_is_computed_in_a_page_has_the_same_bits()
    {
        Assert.SkipUnless(Platform.Find(Tool) is not null, $"no {Tool} on this machine; ./test --platforms installs it.");
        string root = Path.Combine(Publishing.Publish("browser-wasm"), "wwwroot");
        using TemporaryDirectory profile = new();
        using HttpListener listener = Listen(out string address);
        using Process browser = Process.Start(new ProcessStartInfo(
            Tool,
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", $"--user-data-dir={profile.Path}", $"{address}index.html",
            ])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        try
        {
            string lines = await Serve(listener, root).WaitAsync(s_patience, TestContext.Current.CancellationToken);

            Assert.Equal(Foreign.Facts, lines);
        }
        finally
        {
            browser.Kill(entireProcessTree: true);
            await browser.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
    }

    private static HttpListener Listen(out string address)
    {
        for (int port = 18_080; ; port++)
        {
            HttpListener listener = new();
            address = $"http://localhost:{port}/";
            listener.Prefixes.Add(address);
            try
            {
                listener.Start();
                return listener;
            }
            catch (HttpListenerException) when (port < 18_180)
            {
                listener.Close();
            }
        }
    }

    /// <summary>Serves files until the lines are posted.</summary>
    private static async Task<string> Serve(HttpListener listener, string root)
    {
        while (true)
        {
            HttpListenerContext context = await listener.GetContextAsync();
            using HttpListenerResponse response = context.Response;
            if (context.Request.HttpMethod == "POST")
            {
                using StreamReader reader = new(context.Request.InputStream);
                return await reader.ReadToEndAsync();
            }

            string file = Path.Combine(root, context.Request.Url!.AbsolutePath.TrimStart('/'));
            if (!File.Exists(file))
            {
                response.StatusCode = 404;
                continue;
            }

            response.ContentType = Path.GetExtension(file) switch
            {
                ".html" => "text/html",
                ".js" or ".mjs" => "text/javascript",
                ".wasm" => "application/wasm",
                _ => "application/octet-stream",
            };
            await response.OutputStream.WriteAsync(await File.ReadAllBytesAsync(file));
        }
    }
}
