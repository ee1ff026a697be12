using System.Net;

namespace Epoche.Cli.Tests;

public sealed class DataCommandTests
{
    private static string? Source => Environment.GetEnvironmentVariable("EPOCHE_DATA") is { Length: > 0 } folder
        && Directory.Exists(Path.Combine(folder, "mnist")) ? Path.Combine(folder, "mnist") : null;

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
    [InlineData(
        "data mnist --from file:///nowhere --out",
        "Choose another by --out DIR, or by EPOCHE_DATA, whose folder mnist is filled where it is set.")]
    [InlineData("train cartpole --runs", "Choose another directory of runs by --runs DIR.")]
    public void A_file_where_a_folder_should_be_is_named_with_what_to_do(string call, string advice)
    {
        using TemporaryDirectory directory = new();
        File.WriteAllText(directory["notes"], "");
        string folder = Path.Combine(directory["notes"], "here");

        CliRun run = CliRun.Of([.. call.Split(' '), folder]);

        run.AssertFailed(1, $"The folder '{folder}' cannot be made: '{directory["notes"]}' is a file.\n  {advice}");
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

        string file = directory["train-images-idx3-ubyte"];
        string damage = $"{file}: end of the file: expected 13 bytes, as the header says; found 9";
        run.AssertFailed(1, $"{damage}\n  Remove {file}, then run the command again, which downloads it.");
        Assert.Equal($"{damage}. Remove the file; 'epoche data mnist' downloads it again", error.Message);
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
        Assert.True(Mnist.Exists(directory["mnist"]));
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

        run.AssertFailed(
            1,
            $"{address}train-images-idx3-ubyte.gz: the unzipped file: expected the original train-images-idx3-ubyte with SHA-256 "
            + "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db; found "
            + "d49cd2c2d09f5f0c8ca44512f4e25d3228558f0c6b7b333cff567d2959802796");
        Assert.Empty(Directory.GetFiles(directory["mnist"]));
    }

    [Fact]
    public void Without_a_network_it_says_what_to_do()
    {
        using TemporaryDirectory directory = new();

        string source = new Uri(directory["nothing"]).ToString(), file = directory[Path.Combine("nothing", "train-images-idx3-ubyte.gz")];

        CliRun run = CliRun.Of("data", "mnist", "--from", source, "--out", directory["mnist"]);

        run.AssertFailed(
            1,
            $"{source}/train-images-idx3-ubyte.gz is not available: Could not find a part of the path '{file}'.\n"
            + "  Without a network: put train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz, t10k-images-idx3-ubyte.gz, "
            + $"t10k-labels-idx1-ubyte.gz into '{directory["mnist"]}', give another address with --from URL, or set EPOCHE_DATA. "
            + "The recipe digits-conv needs no files.");
        Assert.Empty(Directory.GetFiles(directory["mnist"]));
    }

    [Theory]
    [InlineData("data", "'epoche data' needs NAME: The data set: mnist.\n  See: epoche data --help")]
    [InlineData(
        "data mnits",
        "There is no data set 'mnits' to download. Did you mean 'mnist'?\n  Data sets: mnist. The sets digits and letters are "
        + "drawn by the program and need no download.")]
    [InlineData(
        "data mnist --from example",
        "--from expects the address of a folder, such as https://example.org/mnist or file:///media/mnist; received 'example'.")]
    public void Says_what_was_expected_and_what_came(string call, string message)
    {
        CliRun run = CliRun.Of(call.Split(' '));

        run.AssertFailed(2, message);
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
