using System.Net;

namespace Epoche.Cli.Tests;

public sealed class DataCommandTests
{
    private static string? Source => Environment.GetEnvironmentVariable("EPOCHE_DATA") is { Length: > 0 } folder && Directory.Exists(Path.Combine(folder, "mnist")) ? Path.Combine(folder, "mnist") : null;

    [Fact]
    public void Files_are_taken_from_a_folder_verified_and_kept()
    {
        Assert.SkipWhen(Source is null, "EPOCHE_DATA is not set: no MNIST here.");
        using TemporaryDirectory directory = new();
        string folder = directory["mnist"];

        CliRun first = CliRun.Of("data", "mnist", "--from", new Uri(Source!).ToString(), "--out", folder);
        CliRun second = CliRun.Of("data", "mnist", "--from", "file:///no/such/folder", "--out", folder);

        Assert.True(first.ExitCode == 0, first.Error);
        Assert.Equal(4, first.Out.Split("downloaded and verified").Length - 1);
        Assert.True(second.ExitCode == 0, second.Error);
        Assert.Equal(4, second.Out.Split("was there, verified").Length - 1);
        Assert.Equal(10_000, Mnist.Load(folder).Test.Count);
    }

    [Theory]
    [InlineData("data", "mnist", "--from", "file:///nowhere", "--out")]
    [InlineData("train", "cartpole", "--runs")]
    public void A_file_where_a_folder_should_be_is_named_with_what_to_do(params string[] call)
    {
        using TemporaryDirectory directory = new();
        File.WriteAllText(directory["notes"], "");

        CliRun run = CliRun.Of([.. call, Path.Combine(directory["notes"], "here")]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"cannot be made: '{directory["notes"]}' is a file.\n  Choose another", run.Error);
    }

    [Fact]
    public void A_damaged_file_is_named_with_what_to_do()
    {
        using TemporaryDirectory directory = new();
        foreach (string name in Mnist.FileNames)
        {
            File.WriteAllBytes(directory[name], [0, 0, 8, 1, 0, 0, 0, 5, 1]);
        }

        CliRun run = CliRun.Of("data", "mnist", "--from", "file:///nowhere", "--out", directory.Path);
        DataFormatException error = Assert.Throws<DataFormatException>(() => Mnist.Load(directory.Path));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("expected 13 bytes, as the header says; found 9\n  Remove", run.Error);
        Assert.Contains("'epoche data mnist' gets it anew", error.Message);
    }

    [Fact]
    public void Files_are_taken_from_a_server()
    {
        Assert.SkipWhen(Source is null, "EPOCHE_DATA is not set: no MNIST here.");
        using TemporaryDirectory directory = new();
        using HttpListener server = new();
        string address = Start(server);
        Thread answering = new(() => Answer(server, request => File.ReadAllBytes(Path.Combine(Source!, Path.GetFileName(request)))));
        answering.Start();

        CliRun run = CliRun.Of("data", "mnist", "--from", address, "--out", directory["mnist"]);
        server.Stop();
        answering.Join();

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.True(Mnist.IsThere(directory["mnist"]));
    }

    [Fact]
    public void Other_files_are_refused_and_not_kept()
    {
        using TemporaryDirectory directory = new();
        using HttpListener server = new();
        string address = Start(server);
        Thread answering = new(() => Answer(server, _ => [0, 0, 8, 1, 0, 0, 0, 0]));
        answering.Start();

        CliRun run = CliRun.Of("data", "mnist", "--from", address, "--out", directory["mnist"]);
        server.Stop();
        answering.Join();

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("train-images-idx3-ubyte.gz", run.Error);
        Assert.Contains("MD5", run.Error);
        Assert.Empty(Directory.GetFiles(directory["mnist"]));
    }

    [Fact]
    public void Without_a_network_it_says_what_to_do()
    {
        using TemporaryDirectory directory = new();

        CliRun run = CliRun.Of("data", "mnist", "--from", new Uri(directory["nothing"]).ToString(), "--out", directory["mnist"]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("cannot be had", run.Error);
        Assert.Contains("EPOCHE_DATA", run.Error);
        Assert.Contains("digits-conv", run.Error);
        Assert.Empty(Directory.GetFiles(directory["mnist"]));
    }

    [Theory]
    [InlineData("data", "'epoche data' needs NAME")]
    [InlineData("data mnits", "There is no data set 'mnits' to download. Did you mean 'mnist'?")]
    [InlineData("data mnist --from example", "--from expects the address of a folder")]
    public void Says_what_was_expected_and_what_came(string call, string message)
    {
        CliRun run = CliRun.Of(call.Split(' '));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Error);
    }

    // A port that is free now may be taken a moment later, so a few are tried.
    private static string Start(HttpListener server)
    {
        for (int port = 49_600; ; port++)
        {
            string address = $"http://127.0.0.1:{port}/";
            server.Prefixes.Clear();
            server.Prefixes.Add(address);
            try
            {
                server.Start();
                return address;
            }
            catch (HttpListenerException) when (port < 49_700)
            {
            }
        }
    }

    private static void Answer(HttpListener server, Func<string, byte[]> content)
    {
        try
        {
            while (true)
            {
                HttpListenerContext context = server.GetContext();
                context.Response.Close(content(context.Request.Url!.AbsolutePath), willBlock: true);
            }
        }
        catch (HttpListenerException)
        {
            // stopped
        }
        catch (ObjectDisposedException)
        {
        }
    }
}
