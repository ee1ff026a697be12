using Epoche.Cli.Tests.Disturbed;

namespace Epoche.Cli.Tests;

/// <summary>
/// Too little memory is an ordinary failure: before a folder is made where it can be reckoned, else with all that was saved.
/// </summary>
public sealed class MemoryTests
{
    private const string HeapLimit = "DOTNET_GCHeapHardLimit"; // in hexadecimal digits

    /// <summary>
    /// An evaluation of 500 images at once takes arrays of 50 MB behind the convolution, unknown to a reckoning for batches of 4. The
    /// limits below are less than one such array, for the collector of .NET 10 may crash where one fits and the next does not.
    /// </summary>
    private static readonly string[] s_wide =
    [
        "--steps", "10", "--set", "drawings=1000", "--set", "validation_examples=500", "--set", "network.hidden=[]",
        "--set", "network.convolutions=[{filters: 32, kernel_size: 1}]", "--name", "it", "--quiet",
    ];

    private static string There => $"{Format.Bytes(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes)} are there";

    [Fact]
    public void A_network_that_no_array_holds_is_refused_before_a_folder_is_made()
    {
        using TemporaryDirectory directory = new();

        CliRun train = CliRun.Of("train", "cartpole", "--set", "network.hidden=[65536,65536]", "--runs", directory["runs"]);

        train.AssertFailed(
            2,
            "network.hidden: one array of weights would have 4,295,491,586 numbers, and one array holds at most 2,147,483,591.\n"
            + "  In all the recipe needs at least 137.5 GB of memory: 68.7 GB for copies of the weights, 34.4 GB for Adam's state, "
            + $"17.2 GB for weights, 17.2 GB for gradients; {There}.\n"
            + "  Lower network.hidden.");
        Assert.False(Directory.Exists(directory["runs"]));
    }

    [Fact]
    public void So_is_a_replay_buffer_that_is_larger_than_the_memory()
    {
        using TemporaryDirectory directory = new();
        Assert.SkipWhen(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes > 200_000_000_000, "There is memory for it.");

        CliRun train = CliRun.Of(
            "train", "cave", "--set", "replay.capacity=100_000_000", "--steps", "100000000", "--runs", directory["runs"]);

        train.AssertFailed(
            2,
            $"replay.capacity: the recipe needs at least 233.1 GB of memory: 233.1 GB for the replay buffer; {There}.\n"
            + "  Lower replay.capacity.");
        Assert.False(Directory.Exists(directory["runs"]));
    }

    [Fact]
    public void A_limit_of_the_heap_counts_as_the_memory_that_is_there()
    {
        using TemporaryDirectory directory = new();
        using ChildProcess child = new(
            ["train", "cartpole", "--set", "replay.capacity=10_000_000", "--runs", directory["runs"]], (HeapLimit, "6000000"));

        child.Wait().AssertFailed(
            2,
            "replay.capacity: the recipe needs at least 250.3 MB of memory: 250.0 MB for the replay buffer; 100.7 MB are there, by the "
            + "limit of the heap.\n"
            + "  Lower replay.capacity, or raise the limit of the heap (DOTNET_GCHeapHardLimit) or of the container.");
        Assert.False(Directory.Exists(directory["runs"]));
    }

    [Fact]
    public void A_run_whose_memory_runs_out_keeps_its_checkpoint_and_is_resumed_with_the_same_result()
    {
        using TemporaryDirectory directory = new();
        string[] train = ["train", "digits-conv", .. s_wide, "--set", "batch_size=4", "--json", "--runs"];
        (string, string) noData = ("EPOCHE_DATA", directory.Path), always = (CheckpointPace.Variable, "0");
        string run = directory["runs/it"];

        CliRun ranOut = Wait([.. train, directory["runs"]], (HeapLimit, "2c00000"), noData, always);

        const string Reckoned = "the recipe needs at least 10.6 MB of memory: 5.0 MB for copies of the weights, 2.0 MB for Adam's state, "
            + "1.0 MB for weights, 1.0 MB for gradients, 803.1 kB for activations, 792.0 kB for images";
        const string Limit = "the limit of the heap (DOTNET_GCHeapHardLimit) or of the container";
        ranOut.AssertFailed(
            1,
            $"Memory ran out: {Reckoned}; 46.1 MB are there, by the limit of the heap.\n"
            + $"  The checkpoint of step 10 is intact: with more memory 'epoche resume {run}' resumes it, with the same result.\n"
            + $"  Lower network.convolutions in a new run, or raise {Limit}.");

        SortedDictionary<string, string> before = Files(run);
        Wait(["resume", run], (HeapLimit, "a00000"), noData).AssertFailed(
            1,
            $"network.convolutions: {Reckoned}; 10.5 MB are there, by the limit of the heap.\n"
            + $"  Raise {Limit}.\n"
            + $"  The run '{run}' is as it was: where there is enough, it can be resumed.");
        Assert.Equal(before, Files(run));

        CliRun resumed = Wait(["resume", run, "--json"], noData);
        Assert.Contains("Going on from step 10.", resumed.Error);
        Assert.Equal(Wait([.. train, directory["whole"]], noData).WeightsSha256, resumed.WeightsSha256);

        Wait(["eval", run], (HeapLimit, "2c00000"), noData).AssertFailed(
            1,
            "Memory ran out; 46.1 MB are there.\n"
            + "  End other programs, raise a limit of the heap (DOTNET_GCHeapHardLimit) or of the container, or use a smaller model.");
    }

    [Fact]
    public void A_run_that_saved_nothing_says_so()
    {
        using TemporaryDirectory directory = new();
        string[] train = ["train", "digits-conv", .. s_wide, "--set", "batch_size=500", "--runs", directory["runs"]];

        Wait(train, (HeapLimit, "7800000"), ("EPOCHE_DATA", directory.Path)).AssertFailed(
            1,
            "Memory ran out: the recipe needs at least 110.2 MB of memory: 100.4 MB for activations, 5.0 MB for copies of the weights; "
            + "125.8 MB are there, by the limit of the heap.\n"
            + $"  There is no checkpoint yet: with more memory 'epoche resume {directory["runs/it"]}' starts it from its recipe.\n"
            + "  Lower batch_size in a new run, or raise the limit of the heap (DOTNET_GCHeapHardLimit) or of the container.");
    }

    /// <summary>What is reckoned for a large network is never more than it takes, and a good part of that.</summary>
    [Fact]
    public void The_reckoning_is_a_good_part_of_what_a_run_takes_and_never_more()
    {
        using TemporaryDirectory directory = new();
        const double Reckoned = 134.9e6; // weights, gradients, Adam's two slots, four copies: 4.2 million numbers of 4 bytes each
        using ChildProcess child = new(
        [
            "train", "cartpole", "--steps", "40", "--quiet", "--runs", directory["runs"],
            .. ((string[])[
                "network.hidden=[4096,1024]", "replay.capacity=100", "batch_size=8", "warm_up_steps=10", "train_every_steps=10",
                "updates_per_train=1", "evaluation.every_steps=20", "evaluation.episodes=2", "evaluation.confirm_episodes=2",
                "evaluation.final_episodes=2",
            ]).SelectMany(set => (string[])["--set", set]),
        ]);

        long peak = child.PeakBytes();

        Assert.Equal(0, child.Wait().ExitCode);
        Assert.InRange(peak, Reckoned, 3 * Reckoned);
    }

    private static CliRun Wait(string[] args, params (string, string)[] variables)
    {
        using ChildProcess child = new(args, variables);
        return child.Wait();
    }

    private static SortedDictionary<string, string> Files(string folder) => new(
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .ToDictionary(path => path, path => $"{File.GetLastWriteTimeUtc(path):O} {new FileInfo(path).Length}"),
        StringComparer.Ordinal);
}
