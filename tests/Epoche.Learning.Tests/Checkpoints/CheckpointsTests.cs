namespace Epoche.Learning.Tests.Saving;

public sealed class CheckpointsTests
{
    [Fact]
    public void What_was_saved_last_is_loaded()
    {
        using TemporaryFolder folder = new();
        Notebook first = new();
        using (Checkpoints checkpoints = Checkpoints.Open(folder.Path))
        {
            for (int step = 1; step <= 24; step++)
            {
                first.Work(step % 17);
                checkpoints.Save(first, step);
                Loaded(folder, step).AssertEqual(first);
            }
        }

        using Checkpoints again = Checkpoints.Open(folder.Path);
        Notebook second = new();
        Assert.True(again.TryLoad(second));
        for (int step = 25; step <= 40; step++)
        {
            first.Work(5);
            second.Work(5);
            again.Save(second, step);
        }

        Loaded(folder, 40).AssertEqual(first);
        Assert.Equal(40, Checkpoints.StepIn(folder.Path));
    }

    [Fact]
    public void A_log_adds_only_what_is_new_stays_in_few_files_and_forgets()
    {
        using TemporaryFolder folder = new();
        using Checkpoints checkpoints = Checkpoints.Open(folder.Path);
        Notebook notebook = new(kept: 100_000);
        long mostFiles = 0, bytes = 0;
        HashSet<string> before = [];
        for (int step = 0; step < 100; step++)
        {
            notebook.Work(500);
            checkpoints.Save(notebook, step);
            FileInfo[] segments = new DirectoryInfo(folder.Path).GetFiles("*.segment");
            mostFiles = Math.Max(mostFiles, segments.Length);
            bytes += segments.Where(s => !before.Contains(s.Name)).Sum(s => s.Length);
            before = [.. segments.Select(s => s.Name)];
        }

        Loaded(folder, 99).AssertEqual(notebook);
        Assert.InRange(mostFiles, 4, 40);
        Assert.InRange(bytes, 100 * 500, 100 * 500 * 12); // each page is written again a few times, not a hundred times
    }

    [Fact]
    public void A_log_that_was_overwritten_as_a_whole_between_two_checkpoints_starts_over()
    {
        using TemporaryFolder folder = new();
        using Checkpoints checkpoints = Checkpoints.Open(folder.Path);
        Notebook notebook = new(kept: 50);
        foreach (int steps in (int[])[30, 200, 10])
        {
            notebook.Work(steps);
            checkpoints.Save(notebook, steps);
            Loaded(folder, steps, kept: 50).AssertEqual(notebook);
        }
    }

    [Theory]
    [InlineData("checkpoint-*.json", "flip")]
    [InlineData("checkpoint-*.json", "cut")]
    [InlineData("checkpoint-*.json", "empty")]
    [InlineData("checkpoint-*.json", "delete")]
    [InlineData("*.segment", "flip")]
    [InlineData("*.segment", "cut")]
    [InlineData("*.segment", "empty")]
    [InlineData("*.segment", "delete")]
    public void Damage_to_the_newest_checkpoint_costs_that_one_alone(string files, string damage)
    {
        using TemporaryFolder folder = new();
        Notebook first = new(), older = new();
        using (Checkpoints checkpoints = Checkpoints.Open(folder.Path))
        {
            first.Work(200);
            older.Work(200);
            checkpoints.Save(first, 1);
            HashSet<string> before = [.. Directory.GetFiles(folder.Path)];
            first.Work(10);
            checkpoints.Save(first, 2);
            foreach (string path in Directory.GetFiles(folder.Path, files).Where(f => !before.Contains(f)))
            {
                Damage(path, damage);
            }
        }

        using Checkpoints again = Checkpoints.Open(folder.Path);
        Notebook second = new();
        Assert.True(again.TryLoad(second));
        second.AssertEqual(older);
        Assert.Equal(1, again.Step);
        Assert.Equal(files == "checkpoint-*.json" && damage == "delete" ? 0 : 1, again.LoadErrors.Count);

        second.Work(10);
        again.Save(second, 2); // over what is damaged
        Loaded(folder, 2).AssertEqual(first);
    }

    [Fact]
    public void Where_nothing_holds_nothing_is_loaded()
    {
        using TemporaryFolder folder = new();
        using Checkpoints checkpoints = Checkpoints.Open(folder.Path);
        Notebook notebook = new();
        Assert.False(checkpoints.TryLoad(notebook));
        checkpoints.Save(notebook, 1);
        Array.ForEach(Directory.GetFiles(folder.Path, "*.segment"), path => Damage(path, "flip"));

        Assert.False(checkpoints.TryLoad(new Notebook()));
        Assert.Single(checkpoints.LoadErrors);
        Assert.Contains("segment", checkpoints.LoadErrors[0].Message);
    }

    [Fact]
    public void Two_cannot_write_to_one_folder()
    {
        using TemporaryFolder folder = new();
        using (Checkpoints.Open(folder.Path))
        {
            Assert.True(Checkpoints.IsOpen(folder.Path));
            FolderInUseException error = Assert.Throws<FolderInUseException>(() => Checkpoints.Open(folder.Path));
            Assert.Equal($"{folder.Path}: another process, or another part of this one, writes to this folder, and only one may. "
                + "Wait until it ends, or end it.", error.Message);
        }

        Assert.False(Checkpoints.IsOpen(folder.Path));
        Checkpoints.Open(folder.Path).Dispose();
    }

    [Fact]
    public void State_of_something_else_is_refused_with_the_name_of_the_value()
    {
        using TemporaryFolder folder = new();
        using Checkpoints checkpoints = Checkpoints.Open(folder.Path);
        checkpoints.Save(new Notebook(numbers: 4) { StateVersion = 2 }, 1);

        // Written by a later version.
        Assert.Contains("'state'", Assert.Throws<DataFormatException>(() => checkpoints.TryLoad(new Notebook())).Message);
        Assert.Contains(
            "'state/numbers': expected 5 numbers; found 4",
            Assert.Throws<DataFormatException>(() => checkpoints.TryLoad(new Notebook(numbers: 5) { StateVersion = 2 })).Message);
    }

    [Fact]
    public void A_checkpoint_of_a_later_version_is_neither_read_nor_replaced()
    {
        using TemporaryFolder folder = new();
        using Checkpoints checkpoints = Checkpoints.Open(folder.Path);
        checkpoints.Save(new Notebook(), 1);
        byte[] later = """{"format": 2}"""u8.ToArray();
        string hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(later))[..16];
        File.WriteAllBytes(Path.Combine(folder.Path, $"checkpoint-000000002-{hash}.json"), later);

        using TemporaryFolder copy = folder.CopyOfKilled();
        using Checkpoints again = Checkpoints.Open(copy.Path);
        Assert.Contains("format: expected 1", Assert.Throws<DataFormatException>(() => again.TryLoad(new Notebook())).Message);
        Assert.Throws<InvalidOperationException>(() => again.Save(new Notebook(), 3));
    }

    [Fact]
    public void Checkpoints_that_were_not_loaded_are_not_replaced()
    {
        using TemporaryFolder folder = new();
        using (Checkpoints checkpoints = Checkpoints.Open(folder.Path))
        {
            checkpoints.Save(new Notebook(), 1);
        }

        using Checkpoints again = Checkpoints.Open(folder.Path);
        Assert.Throws<InvalidOperationException>(() => again.Save(new Notebook(), 2));
    }

    [Fact]
    public void They_come_as_often_as_they_may_cost()
    {
        using TemporaryFolder folder = new();
        ManualClock clock = new();
        double cost = 0.01;
        CheckpointOptions options = new()
        {
            First = TimeSpan.FromSeconds(0.3), Every = TimeSpan.FromSeconds(1.8), MostShare = 0.02, Clock = clock,
            BeforeValid = _ => clock.Seconds += cost,
        };
        using Checkpoints checkpoints = Checkpoints.Open(folder.Path, options);
        Notebook notebook = new();
        List<double> begun = [];
        clock.Seconds = 100;
        while (clock.Seconds < 130)
        {
            cost = clock.Seconds < 105 ? 0.01 : 0.2;
            double now = clock.Seconds;
            if (checkpoints.SaveIfDue(notebook, 0))
            {
                begun.Add(Math.Round(now - 100, 1));
            }

            clock.Seconds += 0.01;
        }

        Assert.Equal([0.3, 2.1, 3.9, 5.7, 15.7, 25.7], begun); // 0.2 s of 10 are 2%
    }

    [Fact]
    public void What_the_training_does_while_a_checkpoint_is_written_is_not_in_it()
    {
        using TemporaryFolder folder = new();
        Notebook notebook = new(), expected = new();
        using (Checkpoints checkpoints = Checkpoints.Open(
            folder.Path, new() { First = TimeSpan.Zero, Every = TimeSpan.Zero, MostShare = 1 }))
        {
            for (int step = 1; step <= 40; step++)
            {
                notebook.Work(100);
                Assert.True(checkpoints.SaveIfDue(notebook, step));
            }

            notebook.Work(100);
        }

        expected.Work(40 * 100);
        Loaded(folder, 40).AssertEqual(expected);
    }

    [Fact]
    public void Segments_that_are_files_already_stay_as_they_are()
    {
        using TemporaryFolder folder = new();
        Notebook notebook = new(kept: 100_000), expected = new(kept: 100_000);
        using (Checkpoints checkpoints = Checkpoints.Open(
            folder.Path, new() { First = TimeSpan.Zero, Every = TimeSpan.Zero, MostShare = 1 }))
        {
            foreach (int work in (int[])[10_000, 100, 1, 0])
            {
                notebook.Work(work);
                expected.Work(work);
                Assert.True(checkpoints.SaveIfDue(notebook, work));
            }
        }

        Loaded(folder, 0).AssertEqual(expected);
    }

    [Fact]
    public void A_checkpoint_that_cannot_be_written_beside_the_training_is_reported_by_the_next_call_and_costs_that_one_alone()
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "checkpoints"), aside = Path.Combine(folder.Path, "aside");
        Notebook notebook = new(), expected = new();
        Checkpoints checkpoints = Checkpoints.Open(path, new() { First = TimeSpan.Zero, Every = TimeSpan.Zero, MostShare = 1 });
        notebook.Work(100);
        checkpoints.Save(notebook, 1);
        expected.Work(100);

        Directory.Move(path, aside);
        notebook.Work(100);
        checkpoints.SaveIfDue(notebook, 2);
        Assert.ThrowsAny<IOException>(() => checkpoints.SaveIfDue(notebook, 3));
        Assert.Equal(1, checkpoints.Step);
        checkpoints.SaveIfDue(notebook, 3);
        Assert.ThrowsAny<IOException>(checkpoints.Dispose);

        Directory.Move(aside, path);
        Notebook loaded = new();
        using (Checkpoints again = Checkpoints.Open(path))
        {
            Assert.True(again.TryLoad(loaded));
            Assert.Equal(1, again.Step);
            Assert.Empty(again.LoadErrors);
        }

        loaded.AssertEqual(expected);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_state_too_large_for_a_copy_is_written_while_training_waits(bool beside)
    {
        using TemporaryFolder folder = new();
        Notebook notebook = new(numbers: 10_000);
        using Checkpoints checkpoints = Checkpoints.Open(
            folder.Path, new() { First = TimeSpan.Zero, Every = TimeSpan.Zero, MostShare = 1, MostCopied = 40_000 });
        for (int step = 1; step <= 5; step++)
        {
            notebook.Work(100);
            if (beside)
            {
                Assert.True(checkpoints.SaveIfDue(notebook, step));
            }
            else
            {
                checkpoints.Save(notebook, step);
            }

            Assert.Equal(step, checkpoints.SavedCount); // at once
            Loaded(folder, step, numbers: 10_000).AssertEqual(notebook);
        }
    }

    [Fact]
    public void Hundreds_of_small_checkpoints_lie_in_few_files()
    {
        using TemporaryFolder folder = new();
        using Checkpoints checkpoints = Checkpoints.Open(folder.Path);
        Notebook notebook = new();
        for (int step = 1; step <= 300; step++)
        {
            notebook.Work(1); // a byte, and a file of nine
            checkpoints.Save(notebook, step);
            Assert.InRange(Directory.GetFiles(folder.Path).Length, 4, 7); // two manifests, two states, the log and that before, the lock
        }

        Loaded(folder, 300).AssertEqual(notebook);
    }

    private static Notebook Loaded(TemporaryFolder folder, long step, int kept = 100_000, int numbers = 4)
    {
        using TemporaryFolder copy = folder.CopyOfKilled();
        using Checkpoints checkpoints = Checkpoints.Open(copy.Path);
        Notebook notebook = new(numbers, kept);
        Assert.True(checkpoints.TryLoad(notebook));
        Assert.Empty(checkpoints.LoadErrors);
        Assert.Equal(step, checkpoints.Step);
        return notebook;
    }

    private static void Damage(string path, string how)
    {
        byte[] bytes = File.ReadAllBytes(path);
        switch (how)
        {
            case "flip":
                bytes[bytes.Length / 2] ^= 1;
                File.WriteAllBytes(path, bytes);
                break;
            case "cut":
                File.WriteAllBytes(path, bytes[..^1]);
                break;
            case "empty":
                File.WriteAllBytes(path, []);
                break;
            default:
                File.Delete(path);
                break;
        }
    }

    private sealed class ManualClock : TimeProvider
    {
        public double Seconds { get; set; }

        public override long TimestampFrequency => 1_000_000;

        public override long GetTimestamp() => (long)Math.Round(Seconds * 1e6);
    }
}
