using System.Diagnostics;
using System.Runtime.InteropServices;
using Epoche.Tuning.Tests.Support;

namespace Epoche.Tuning.Tests.Studies;

public sealed class KillTests
{
    [Fact]
    public void Ten_kills_change_nothing() => Kill(10);

    [Fact]
    [Trait("category", "soak")]
    public void A_hundred_kills_change_nothing() => Kill(100);

    /// <summary>
    /// Two workers at a time, killed at random moments; then two in peace. The study is that of one process that nobody killed.
    /// </summary>
    private static void Kill(int kills)
    {
        int trials = 12 + (2 * kills);
        using Folder folder = new();
        KilledWorker.Run(folder["peace.log"], trials, stepMilliseconds: 0);
        Rng random = new((ulong)kills);
        string path = folder["study.log"];
        Process[] workers = [Start(path, trials), Start(path, trials)];
        int killed = 0;
        for (; killed < kills; killed++)
        {
            Process victim = workers[killed % 2];
            Thread.Sleep(120 + random.NextInt(300));
            if (victim.HasExited)
            {
                break; // the study is done
            }

            victim.Kill();
            victim.WaitForExit();
            victim.Dispose();
            workers[killed % 2] = Start(path, trials);
        }

        Assert.All(workers, worker =>
        {
            Assert.True(worker.WaitForExit(60_000));
            Assert.Equal(0, worker.ExitCode);
            worker.Dispose();
        });

        using JournalFile log = new(path), peace = new(folder["peace.log"]);
        using Study study = new(KilledWorker.Options, log), expected = new(KilledWorker.Options, peace);
        Assert.Equal(trials, study.Trials.Count);
        Assert.All(study.Trials, trial => Assert.True(trial.State is TrialState.Complete or TrialState.Pruned));
        Assert.All(study.Trials, trial => Assert.Equal(
            trial.IntermediateValues.Count, trial.IntermediateValues.Select(report => report.Step).Distinct().Count()));
        Assert.Equal(expected.Hash, study.Hash);
        Assert.True(killed > kills / 2, $"only {killed} kills");
    }

    private static Process Start(string path, int trials)
    {
        string dotnet = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        string host = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", dotnet));
        return Process.Start(new ProcessStartInfo(host, ["exec", typeof(Program).Assembly.Location, Program.Work, path, $"{trials}"]))!;
    }
}
