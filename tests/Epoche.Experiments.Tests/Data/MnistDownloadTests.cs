using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Epoche.Experiments.Tests;

/// <summary>Servers that are slow, endless or lead elsewhere: each ends in one error, soon, and leaves nothing.</summary>
public sealed class MnistDownloadTests : IDisposable
{
    private const string Found = "HTTP/1.1 200 OK\r\n";
    private static readonly string s_first = Mnist.FileNames[0] + ".gz";

    // A tenth of what they are in earnest, or less.
    private static readonly DownloadLimits s_limits = new()
    {
        MostBytes = 100_000, Silence = TimeSpan.FromSeconds(0.5), Total = TimeSpan.FromSeconds(2),
    };

    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_server_that_says_nothing_is_not_waited_for()
    {
        using RawServer server = new((_, _) => Thread.Sleep(3_000));
        RequireProblem(server, "the server sent nothing for 0.5 seconds.");
    }

    [Fact]
    public void A_server_that_falls_silent_is_not_waited_for()
    {
        using RawServer server = new((stream, _) =>
        {
            stream.Write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nabc"u8);
            Thread.Sleep(3_000);
        });
        RequireProblem(server, "the server sent nothing for 0.5 seconds.");
    }

    [Fact]
    public void A_slow_server_is_not_waited_for_longer_than_a_file_may_take()
    {
        using RawServer server = new((stream, _) =>
        {
            stream.Write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"u8);
            while (true)
            {
                stream.WriteByte(0);
                Thread.Sleep(100);
            }
        });
        RequireProblem(server, "it was not there after 2 seconds.");
    }

    [Fact]
    public void A_file_without_end_is_not_written_to_the_disk()
    {
        using RawServer server = new((stream, _) =>
        {
            stream.Write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"u8);
            byte[] chunk = [.. "1000\r\n"u8, .. new byte[0x1000], .. "\r\n"u8];
            while (true)
            {
                stream.Write(chunk);
            }
        });
        RequireProblem(server, "the server sends more than 100,000 bytes, and none of these files is as long.");
    }

    [Fact]
    public void A_file_that_is_announced_as_too_long_is_not_asked_for_a_byte()
    {
        using RawServer server = RawServer.Of($"{Found}Content-Length: 9000000000\r\n\r\n");
        RequireProblem(server, "the server sends more than 100,000 bytes, and none of these files is as long.");
    }

    [Theory]
    [InlineData("file:///etc/passwd", "file:///etc/passwd")]
    [InlineData("ftp://127.0.0.1/mnist", "ftp://127.0.0.1/mnist")]
    [InlineData("gopher:x", "gopher:x")]
    public void A_redirect_to_something_else_than_a_server_is_refused(string location, string shown)
    {
        using RawServer server = RawServer.Of($"HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n");
        RequireProblem(server, $"the server redirects to '{shown}'; only redirects to http and https are followed.");
    }

    [Fact]
    public void A_redirect_without_end_is_left()
    {
        using RawServer server = RawServer.Of("HTTP/1.1 301 Moved\r\nLocation: /again\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        RequireProblem(server, "the server redirects more than 5 times.");
        Assert.Equal(6, server.Requests);
    }

    [Fact]
    public void A_file_that_is_cut_short_is_not_kept()
    {
        using RawServer server = RawServer.Of($"{Found}Content-Length: 1000\r\n\r\nabc");
        RequireProblem(server, "The response ended prematurely, with at least 997 additional bytes expected. (ResponseEnded)");
    }

    [Fact]
    public void A_redirect_to_another_server_is_followed_and_what_it_sends_is_compared()
    {
        using RawServer other = RawServer.Of($"{Found}Content-Length: 8\r\nConnection: close\r\n\r\n", [0, 0, 8, 1, 0, 0, 0, 0]);
        using RawServer server = RawServer.Of(
            $"HTTP/1.1 307 Moved\r\nLocation: {other.Address}x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

        DataFormatException error =
            Assert.Throws<DataFormatException>(() => MnistDownload.Run(_folder["mnist"], server.Address, s_limits));

        Assert.Equal(
            $"{server.Address}{s_first}: the unzipped file: expected the original train-images-idx3-ubyte with SHA-256 "
            + "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db; found "
            + "d49cd2c2d09f5f0c8ca44512f4e25d3228558f0c6b7b333cff567d2959802796",
            error.Message);
        Assert.Empty(Directory.GetFileSystemEntries(_folder["mnist"]));
    }

    [Fact]
    public void A_certificate_that_nobody_vouches_for_is_named_as_the_reason()
    {
        using RSA key = RSA.Create(2_048);
        CertificateRequest request = new("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        Task serving = Task.Run(() =>
        {
            using SslStream stream = new(listener.AcceptTcpClient().GetStream());
            Assert.ThrowsAny<Exception>(() =>
            {
                stream.AuthenticateAsServer(certificate);
                stream.ReadByte();
            });
        });

        ExperimentException error = Assert.Throws<ExperimentException>(() => MnistDownload.Run(
            _folder["mnist"], new($"https://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}/"), new DownloadLimits()));
        listener.Stop();

        Assert.Contains("The remote certificate is invalid", error.Message);
        Assert.Contains("ca-certificates", error.Message);
    }

    [Fact]
    public void A_packed_file_that_would_unpack_to_more_than_the_original_is_not_unpacked()
    {
        byte[] packed = Packed([0, 0, 8, 1, 0x03, 0, 0, 0, .. new byte[3 << 24]]); // 50 million labels in 50 kB
        using RawServer server = RawServer.Of($"{Found}Content-Length: {packed.Length}\r\nConnection: close\r\n\r\n", packed);

        DataFormatException error =
            Assert.Throws<DataFormatException>(() => MnistDownload.Run(_folder["mnist"], server.Address, s_limits));

        Assert.Equal(
            $"{server.Address}{s_first}: end of the file: expected at most 47040016 bytes; found 50331656 bytes, as the header says; "
            + "to read it all the same, gunzip it",
            error.Message);
    }

    [Fact]
    public void A_local_file_that_is_too_long_is_refused_before_it_is_copied()
    {
        string file = _folder[s_first];
        using (FileStream sparse = File.Create(file))
        {
            sparse.SetLength(900_000_000);
        }

        DataFormatException error = Assert.Throws<DataFormatException>(
            () => MnistDownload.Run(_folder["mnist"], new($"{new Uri(_folder.Path)}/"), s_limits));

        Assert.Equal($"{file}: end of the file: expected at most 100,000 bytes; found 900,000,000", error.Message);
        Assert.Empty(Directory.GetFileSystemEntries(_folder["mnist"]));
    }

    [Fact]
    public async Task A_caller_may_stop_it()
    {
        using RawServer server = new((_, _) => Thread.Sleep(3_000));
        using CancellationTokenSource stop = new(TimeSpan.FromSeconds(0.2));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Task.Run(() => MnistDownload.Run(_folder["mnist"], server.Address, s_limits, cancellation: stop.Token)));
    }

    private static byte[] Packed(byte[] bytes)
    {
        using MemoryStream packed = new();
        using (System.IO.Compression.GZipStream gzip = new(packed, System.IO.Compression.CompressionLevel.Optimal))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }

    private void RequireProblem(RawServer server, string problem)
    {
        long start = Stopwatch.GetTimestamp();
        ExperimentException error = Assert.Throws<ExperimentException>(() => MnistDownload.Run(_folder["mnist"], server.Address, s_limits));
        TimeSpan time = Stopwatch.GetElapsedTime(start);

        Assert.Equal(
            $"{server.Address}{s_first} is not available: {problem}\n"
            + "  Without a network: put train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz, t10k-images-idx3-ubyte.gz, "
            + $"t10k-labels-idx1-ubyte.gz into '{_folder["mnist"]}', give another address with --from URL, or set EPOCHE_DATA. "
            + "The recipe digits-conv needs no files.",
            error.Message);
        Assert.InRange(time, TimeSpan.Zero, TimeSpan.FromSeconds(6));
        Assert.Empty(Directory.GetFileSystemEntries(_folder["mnist"]));
    }
}
