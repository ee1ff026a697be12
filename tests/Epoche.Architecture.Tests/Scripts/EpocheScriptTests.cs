using System.Diagnostics;

namespace Epoche.Architecture.Tests.Scripts;

/// <summary>The script that people type. The first test that runs it builds the program, where sources are newer.</summary>
public sealed class EpocheScriptTests : IDisposable
{
    private const string NoBash = "needs bash";

    private readonly string _folder = Directory.CreateTempSubdirectory("epoche script ").FullName;

    public static bool HasBash => Shell.HasBash;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact(Skip = NoBash, SkipUnless = nameof(HasBash))]
    public async Task It_starts_from_any_folder_through_a_chain_of_links()
    {
        File.CreateSymbolicLink(Path.Combine(_folder, "first"), Path.Combine(Repository.Root, "epoche"));
        File.CreateSymbolicLink(Path.Combine(_folder, "second"), "first");

        (int exitCode, string output, _) = await Shell.RunAsync(Path.Combine(_folder, "second"), ["list"], _folder);

        Assert.Equal(0, exitCode);
        Assert.Contains("cartpole", output, StringComparison.Ordinal);
    }

    [Fact(Skip = NoBash, SkipUnless = nameof(HasBash))]
    public async Task It_passes_arguments_and_the_exit_code_on()
    {
        (int exitCode, string output, string errors) = await Shell.RunAsync(
            Path.Combine(Repository.Root, "epoche"), ["no such command"], _folder);

        Assert.Equal(2, exitCode);
        Assert.Empty(output);
        Assert.Contains("'no such command'", errors, StringComparison.Ordinal);
    }

    [Fact(Skip = NoBash, SkipUnless = nameof(HasBash))]
    public async Task A_missing_sdk_is_named_in_one_sentence()
    {
        CopiedScripts scripts = new(_folder);
        Dictionary<string, string?> environment = scripts.Environment(
            ["bash", "dirname", "readlink", "find", "sort", "cksum", "mkdir", "flock"]);
        (int exitCode, string output, string errors) = await Shell.RunAsync(
            Shell.Find("bash")!, [Path.Combine(_folder, "epoche"), "list"], _folder, environment);

        Assert.Equal(1, exitCode);
        Assert.Empty(output);
        Assert.Equal("Epoche needs the .NET 10 SDK: install it from", errors[..errors.IndexOf(" https", StringComparison.Ordinal)]);
        Assert.Equal(1, errors.Count(c => c == '\n'));
    }

    [Fact(Skip = NoBash, SkipUnless = nameof(HasBash))]
    [Trait("category", "soak")] // a busy machine makes it fail
    public async Task It_starts_within_three_tenths_of_a_second()
    {
        TimeSpan best = TimeSpan.MaxValue;
        for (int i = 0; i < 10; i++)
        {
            long start = Stopwatch.GetTimestamp();
            await Shell.RunAsync(Path.Combine(Repository.Root, "epoche"), ["list"], _folder);
            best = TimeSpan.FromTicks(Math.Min(best.Ticks, Stopwatch.GetElapsedTime(start).Ticks));
        }

        Assert.True(best.TotalSeconds < 0.3, $"The best of ten starts took {best.TotalSeconds:F3} s.");
    }
}
