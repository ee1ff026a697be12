using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Epoche.Images.Tests;
using Epoche.Samples.Tests.Pictures;

namespace Epoche.Samples.Tests;

/// <summary>Requests that nobody means well: Serve.cs says what is wrong with each, and takes no more memory than it should.</summary>
public sealed class HostileRequestTests
{
    private const long MostBytes = 500_000_000;

    // What Kestrel and ImageFile say of them, with the status before it.
    private static readonly (string Request, string Status, string Body)[] s_malformed =
    [
        ("Transfer-Encoding: chunked\r\n\r\nZZ\r\nabc\r\n0\r\n\r\n", "400 Bad Request", "\"Bad chunk size data.\""),
        ("Transfer-Encoding: chunked\r\n\r\n3\r\nabcdef\r\n0\r\n\r\n", "400 Bad Request", "\"Bad chunk suffix.\""),
        ("Content-Length: 900000000\r\n\r\n", "413 Payload Too Large",
            "\"Request body too large. The max request body size is 8388608 bytes.\""),
        ("Content-Length: 3\r\n\r\nabc", "400 Bad Request",
            "\"the picture: byte 0: expected a PNG, JPEG, GIF or BMP file; found 616263; is it a picture?\""),
        ("Content-Length: 0\r\n\r\n", "400 Bad Request",
            "\"the picture: byte 0: expected a PNG, JPEG, GIF or BMP file; found an empty file\""),
    ];

    [Fact]
    public async Task Malformed_requests_get_the_reason_and_giant_pictures_no_memory()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        DirectoryInfo folder = Directory.CreateTempSubdirectory("epoche-hostile-");
        ServingTests.MakeRun(folder.FullName);
        using Served served = new(PictureTests.Serve(), folder.FullName);
        byte[] small = PngParts.File(28, 28, 0, new byte[28 * 29]);
        byte[] giant = PngParts.Stored(8_191, 8_191, 0, PngParts.ZlibOfZeros(8_191L * 8_192)), // 65 KB
            narrow = PngParts.Stored(1, 67_000_000, 0, PngParts.ZlibOfZeros(67_000_000L * 2)),
            allowed = PngParts.Stored(3_500, 3_500, 2, PngParts.ZlibOfZeros(3_500L * 10_501));
        Assert.Equal(HttpStatusCode.OK, (await served.AskAsync(small, cancellation)).Status);

        foreach ((string request, string status, string body) in s_malformed)
        {
            string answer = await SendAsync(served.Address, request, cancellation);
            Assert.Equal((status, body), (answer[9..answer.IndexOf('\r')], Body(answer)));
        }

        using Process self = Process.GetCurrentProcess();
        long before = self.WorkingSet64, most = before;
        using Timer watch = new(
            _ =>
            {
                self.Refresh();
                most = Math.Max(most, self.WorkingSet64);
            },
            null, 0, 20);
        (HttpStatusCode Status, string Body)[] answers = await Task.WhenAll(
            Enumerable.Range(0, 12).Select(i => served.AskAsync(i % 3 == 0 ? giant : i % 3 == 1 ? narrow : allowed, cancellation)));

        string limit = "\"the picture: the header: expected 1 to 12582912 pixels (ImageLimits.MaxPixels); found ";
        for (int i = 0; i < answers.Length; i++)
        {
            string size = i % 3 == 0 ? "8191 × 8191" : "1 × 67000000";
            string expected = $"{limit}{size}; make the picture smaller, or raise the limit\"";
            Assert.Equal(i % 3 == 2 ? HttpStatusCode.OK : HttpStatusCode.BadRequest, answers[i].Status);
            Assert.True(i % 3 == 2 || answers[i].Body == expected, answers[i].Body);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{(most - before) / 1_000_000} MB");
        Assert.InRange(most - before, 0, MostBytes);
        Assert.Equal(HttpStatusCode.OK, (await served.AskAsync(small, cancellation)).Status);
        folder.Delete(recursive: true);
    }

    private static async Task<string> SendAsync(Uri address, string request, CancellationToken cancellation)
    {
        using TcpClient client = new();
        await client.ConnectAsync(IPAddress.Loopback, address.Port, cancellation);
        await using NetworkStream stream = client.GetStream();
        byte[] head = Encoding.ASCII.GetBytes($"POST /classify HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{request}");
        await stream.WriteAsync(head, cancellation);
        using StreamReader reader = new(stream);
        return await reader.ReadToEndAsync(cancellation).WaitAsync(TimeSpan.FromSeconds(10), cancellation);
    }

    /// <summary>Of an answer with its length, or in one chunk.</summary>
    private static string Body(string answer)
    {
        string rest = answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
        return answer.Contains("Transfer-Encoding: chunked", StringComparison.Ordinal) ? rest.Split("\r\n")[1] : rest;
    }
}
