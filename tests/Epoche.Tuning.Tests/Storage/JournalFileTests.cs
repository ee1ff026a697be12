using System.Diagnostics;
using Epoche.Tuning.Tests.Support;

namespace Epoche.Tuning.Tests.Storage;

public sealed class JournalFileTests
{
    private const string Study = "{\"op_code\":0,\"worker_id\":\"w\",\"study_name\":\"s\",\"directions\":[1]}";

    private static readonly SearchSpace s_space = SearchSpace.Empty.Float("x", -10, 10).Choice("kind", "a", "b");

    [Fact]
    public void A_last_line_that_a_crash_cut_off_is_passed_over_and_then_removed()
    {
        using Folder folder = new();
        string path = folder["study.log"];
        File.WriteAllText(path, $"{Study}\n{{\"op_code\":4,\"worker");
        using JournalFile journal = new(path);
        Assert.Empty(Assert.Single(StudyRecord.ReadAll(journal)).Trials);

        using Study study = new(new() { Name = "s", Space = s_space }, journal);
        study.Run(trial => trial.Float("x"), trials: 3);
        Assert.Equal(3, StudyRecord.Read(new JournalFile(path), "s").Trials.Count);
        Assert.DoesNotContain("\"worker\n", File.ReadAllText(path));
    }

    [Fact]
    public void Lines_are_appended_only_by_a_writer_that_has_seen_all()
    {
        using Folder folder = new();
        using JournalFile one = new(folder["study.log"]), other = new(folder["study.log"]);
        Assert.True(one.TryAppend(["1"], after: 0));
        Assert.False(other.TryAppend(["2"], after: 0));
        Assert.True(other.TryAppend(["2", "3"], after: 1));
        Assert.Equal(3, one.Read(0).Count);
        Assert.Equal("3", System.Text.Encoding.UTF8.GetString(one.Read(2)[0].Span));
        Assert.Empty(one.Read(3));
        Assert.Equal(["study.log"],
            Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(folder["study.log"])!).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_lock_that_a_crash_left_behind_is_removed_when_nobody_has_changed_it_for_a_while(bool isLink)
    {
        using Folder folder = new();
        string path = folder["study.log"];
        if (isLink)
        {
            File.CreateSymbolicLink($"{path}.lock", "study.log"); // dangling, as Optuna's is from another current folder
        }
        else
        {
            File.WriteAllText($"{path}.lock", "");
        }

        using JournalFile journal = new(path) { Grace = TimeSpan.FromMilliseconds(100) };
        Stopwatch watch = Stopwatch.StartNew();
        Assert.True(journal.TryAppend([Study], after: 0));
        Assert.True(watch.ElapsedMilliseconds >= 100);
        Assert.Single(Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public void Writers_of_several_threads_lose_nothing()
    {
        using Folder folder = new();
        Parallel.For(0, 4, writer =>
        {
            using JournalFile journal = new(folder["study.log"]);
            for (int i = 0; i < 25; i++)
            {
                long seen;
                do
                {
                    seen = journal.Read(0).Count;
                }
                while (!journal.TryAppend([$"{writer} {i}"], seen));
            }
        });

        string[] lines = File.ReadAllLines(folder["study.log"]);
        Assert.Equal(100, lines.Distinct().Count());
    }

    [Theory]
    [InlineData("{\"op_code\":10,\"worker_id\":\"w\",\"study_id\":0,\"trial_ids\":[1]}",
        "line 2: expected an operation of Optuna 3.1 to 5, op_code 0 to 9; found op_code 10, of a version that is not known here")]
    [InlineData("SQLite format 3", "line 2: expected byte 0: a value, in an operation of a journal in JSON; found SQLite format 3")]
    [InlineData("{\"op_code\":4,\"worker_id\":\"w\"}",
        "line 2: expected an operation of a journal; found The field 'study_id' is missing. In: {\"op_code\":4,\"worker_id\":\"w\"}")]
    [InlineData("{\"op_code\":3,\"worker_id\":\"w\",\"study_id\":0,\"system_attr\":{\"epoche:study\":{\"version\":2}}}",
        "study 's', attribute 'epoche:study': expected version 1 of a study's settings; found version 2")]
    public void A_journal_of_a_foreign_version_is_refused_and_left_as_it_is(string line, string message)
    {
        using Folder folder = new();
        string path = folder["study.log"];
        File.WriteAllText(path, $"{Study}\n{line}\n");
        byte[] before = File.ReadAllBytes(path);
        using JournalFile journal = new(path);

        DataFormatException refusal = Assert.Throws<DataFormatException>(() => new Study(new() { Name = "s", Space = s_space }, journal));
        Assert.Equal($"{path}: {message}", refusal.Message);
        Assert.Equal(before, File.ReadAllBytes(path));
    }

    [Fact]
    public async Task A_lock_that_others_keep_taking_ends_in_one_error()
    {
        using Folder folder = new();
        string path = folder["study.log"];
        using CancellationTokenSource stop = new();
        Task others = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                File.WriteAllText($"{path}.lock", "");
                File.SetLastWriteTimeUtc($"{path}.lock", DateTime.UnixEpoch.AddSeconds(Environment.TickCount64));
                Thread.Sleep(5);
            }
        });
        SpinWait.SpinUntil(() => File.Exists($"{path}.lock"));
        using JournalFile journal = new(path) { Grace = TimeSpan.FromMilliseconds(50) };
        string message = Assert.Throws<IOException>(() => journal.TryAppend([Study], after: 0)).Message;
        await stop.CancelAsync();
        await others;
        Assert.Equal(
            $"'{path}' is locked: others have held '{path}.lock' for 0.2 s in turn. Wait until they are done; if nobody works on it, "
            + "delete that file.", message);
    }

    [Fact]
    public void What_Optuna_cannot_say_in_JSON_is_kept()
    {
        using Folder folder = new();
        using JournalFile journal = new(folder["study.log"]);
        Study study = new(new() { Space = s_space }, journal);
        study.Run(trial =>
        {
            trial.Report(0, double.NaN);
            trial.Report(1, double.NegativeInfinity);
            return double.PositiveInfinity;
        }, trials: 1);

        TrialRecord trial = StudyRecord.Read(new JournalFile(folder["study.log"]), "study").Trials[0];
        Assert.Equal(double.PositiveInfinity, trial.Value);
        Assert.Equal([double.NaN, double.NegativeInfinity], trial.IntermediateValues.Select(report => report.Value));
        Assert.Contains("\"intermediate_value\":NaN", File.ReadAllText(folder["study.log"]));
    }

    [Fact]
    public void A_trial_that_another_took_over_takes_no_more_reports()
    {
        using Folder folder = new();
        StudyOptions options = new() { Space = s_space };
        using JournalFile first = new(folder["study.log"]), second = new(folder["study.log"]);
        Study dead = new(options, first);
        Trial lost = dead.Ask();
        dead.Dispose(); // as a killed process does: nobody answers for its trial
        using Study study = new(options, second);
        Trial taken = study.Ask();

        Assert.Equal(lost.Number, taken.Number);
        Assert.Equal(lost.Float("x"), taken.Float("x"));
        Assert.Equal(
            "Trial 0 of the study 'study' was taken over by another worker, since this one was silent for too long. Leave it to the other.",
            Assert.Throws<TrialLostException>(() => lost.Report(0, 1)).Message);
        study.Tell(taken, 1);
        Assert.Single(study.Trials);
    }

    [Fact]
    public void A_trial_whose_worker_is_killed_each_time_fails_in_the_end()
    {
        using Folder folder = new();
        StudyOptions options = new() { Space = s_space, MostTakes = 2 };
        for (int i = 0; i < 2; i++)
        {
            using Study dead = new(options, new JournalFile(folder["study.log"]));
            Assert.Equal(0, dead.Ask().Number);
        }

        using Study study = new(options, new JournalFile(folder["study.log"]));
        Assert.Equal(1, study.Ask().Number);
        Assert.Equal(TrialState.Fail, study.Trials[0].State);
        Assert.Equal("its worker was killed 2 times", study.Trials[0].SystemAttributes["epoche:reason"].AsText);
    }

    [Fact]
    public void Ten_thousand_trials_open_at_once()
    {
        using Folder folder = new();
        using JournalFile journal = folder.Journal(10_000, s_space);
        Stopwatch watch = Stopwatch.StartNew();
        using Study study = new(new() { Name = "s", Space = s_space }, journal);
        Assert.Equal(10_000, study.Trials.Count);
        Assert.True(watch.Elapsed.TotalSeconds < 20, $"{watch.Elapsed.TotalSeconds:F2} s: a journal that is read again and again?");
        Assert.Equal(10_000, study.Ask().Number);
    }
}
