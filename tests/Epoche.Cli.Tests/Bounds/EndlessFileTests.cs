using System.Diagnostics;

namespace Epoche.Cli.Tests.Bounds;

/// <summary>
/// Files of a run that are far longer than any of their kind, or have no end: a sparse file of 900 MB, a named pipe, a device. Each is one
/// clear error in less than a second and 100 MB, and the other runs of a list stay.
/// </summary>
public sealed class EndlessFileTests(DoubtRun run, ITestOutputHelper output)
{
    private const long Sparse = 900_000_000, MostBytes = 100_000_000;
    private const string TooLong = "FILE: a configuration holds at most 1048576 bytes; this file holds more";
    private const string Pipe = "'FILE' is a pipe or a device; expected a regular file. Copy what it gives into a file, and name that.";

    public static bool HasPipes => !OperatingSystem.IsWindows();

    // The file, the command that reads it, and what the command says with which exit code.
    public static TheoryData<string, string, int, string> Files => new()
    {
        { "recipe.yaml", "eval", 2, TooLong },
        { "recipe.yaml", "resume", 2, TooLong },
        { "recipe.yaml", "show", 2, TooLong },
        { "result.json", "show", 1, "FILE: end of the file: expected at most 4,194,304 bytes; found 900,000,000" },
        { "result.json", "resume", 1, "FILE: end of the file: expected at most 4,194,304 bytes; found 900,000,000" },
        { "extension.json", "resume", 1, "FILE: end of the file: expected at most 65,536 bytes; found 900,000,000" },
        { "model/model.yaml", "summary", 1, "FILE: end of the file: expected at most 1,048,576 bytes; found 900,000,000" },
        { "model/model.yaml", "classify", 1, "FILE: end of the file: expected at most 1,048,576 bytes; found 900,000,000" },
        { "model/weights.safetensors", "summary", 1, "FILE: header: expected JSON that starts with '{'; found nothing" },
        { "model/weights.safetensors", "classify", 1, "FILE: header: expected JSON that starts with '{'; found nothing" },
        { "refusal/refusal.json", "classify", 1, "FILE: end of the file: expected at most 1,048,576 bytes; found 900,000,000" },
        { "refusal/refusal.safetensors", "classify", 1, "FILE: header: expected JSON that starts with '{'; found nothing" },
        { "events", "report", 1,
            "FILE: record at byte 0: expected the checksum 07980329 for the record's length; found 00000000" },
        { "confusion.png", "report", 0, "" },
    };

    public static TheoryData<string, string, int> Pipes
    {
        get
        {
            TheoryData<string, string, int> pipes = [];
            foreach ((string file, string command, int exitCode, _) in Files.Select(row => row.Data))
            {
                pipes.Add(file, command, Math.Min(exitCode, 1));
            }

            return pipes;
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_that_is_far_too_long_is_refused_before_it_is_read(string file, string command, int exitCode, string problem)
    {
        using TemporaryDirectory directory = new();
        string path = Place(directory, file);
        using (FileStream sparse = File.Create(path))
        {
            sparse.SetLength(Sparse);
        }

        Require(directory, command, path, exitCode, problem);
    }

    [Theory(Skip = "needs named pipes", SkipUnless = nameof(HasPipes))]
    [MemberData(nameof(Pipes))]
    public void A_pipe_is_refused_and_not_waited_for(string file, string command, int exitCode)
    {
        using TemporaryDirectory directory = new();
        string path = Place(directory, file);
        File.Delete(path);
        Process.Start("mkfifo", [path])!.WaitForExit();

        Require(directory, command, path, exitCode, exitCode == 0 ? "" : Pipe);
    }

    /// <summary>A copy of a run, and where the file lies in it.</summary>
    private string Place(TemporaryDirectory directory, string file)
    {
        Copy(run.Path, directory["hostile"]);
        if (file == "extension.json")
        {
            File.Delete(directory["hostile/result.json"]);
        }

        return file == "events" ? FolderListing.Files(directory["hostile"], name => name.StartsWith("events.", StringComparison.Ordinal))[0]
            : directory[$"hostile/{file}"];
    }

    private void Require(TemporaryDirectory directory, string command, string path, int exitCode, string problem)
    {
        string[] more = command == "classify" ? [run.Picture("four.png", DoubtRun.Digit(4))] : [];
        long start = Stopwatch.GetTimestamp(), before = GC.GetAllocatedBytesForCurrentThread();

        CliRun call = CliRun.Of([command, directory["hostile"], .. more]);

        TimeSpan time = Stopwatch.GetElapsedTime(start);
        long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        output.WriteLine($"{time.TotalMilliseconds:N0} ms, {bytes / 1e6:N1} MB: {call.ExitCode}");
        string expected = exitCode == 0 ? "" : $"error: {problem.Replace("FILE", path, StringComparison.Ordinal)}\n";
        Assert.Equal((exitCode, expected), (call.ExitCode, call.Error.ReplaceLineEndings("\n")));
        Assert.InRange(time, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.InRange(bytes, 0, MostBytes);
    }

    [Fact(Skip = "needs named pipes", SkipUnless = nameof(HasPipes))]
    public void A_list_shows_such_runs_with_the_reason_and_the_others_as_ever()
    {
        using TemporaryDirectory directory = new();
        foreach (string name in (string[])["a", "b", "c"])
        {
            Copy(run.Path, directory[name]);
        }

        File.Delete(directory["a/result.json"]);
        Process.Start("mkfifo", [directory["a/result.json"]])!.WaitForExit();
        using (FileStream sparse = File.Create(directory["b/result.json"]))
        {
            sparse.SetLength(Sparse);
        }

        long start = Stopwatch.GetTimestamp();
        CliRun call = CliRun.Of("list", "--runs", directory.Path);

        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.Equal((0, ""), (call.ExitCode, call.Error));
        string[] lines = [.. call.Out.Split('\n').SkipWhile(line => !line.StartsWith("Runs", StringComparison.Ordinal)).Skip(1)];
        string pipe = Pipe.Replace("FILE", directory["a/result.json"], StringComparison.Ordinal);
        Assert.Equal($"  {directory["a"]}  unreadable: {pipe}", lines[0]);
        Assert.Equal(
            $"  {directory["b"]}  damaged: {directory["b/result.json"]}: end of the file: expected at most 4,194,304 bytes; "
            + "found 900,000,000",
            lines[1]);
        Assert.StartsWith($"  {directory["c"]}  complete; ", lines[2], StringComparison.Ordinal);
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.GetFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }

        foreach (string folder in Directory.GetDirectories(from))
        {
            Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
        }
    }
}
