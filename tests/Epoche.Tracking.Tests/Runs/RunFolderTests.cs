using Epoche.Tracking.Tests.Support;

namespace Epoche.Tracking.Tests.Runs;

public sealed class RunFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_second_run_of_the_same_recipe_and_seed_gets_a_counter()
    {
        string[] names = [.. Enumerable.Range(0, 3).Select(_ => Path.GetFileName(Create(null).Path))];

        Assert.Equal(["cartpole-0", "cartpole-0-2", "cartpole-0-3"], names);
        // Nothing half-written is left beside them.
        Assert.Equal(names, Directory.GetDirectories(_folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void A_name_that_is_taken_is_refused_and_the_old_run_untouched()
    {
        RunFolder first = Create("mine");

        RunException error = Assert.Throws<RunException>(() => RunFolder.Create(_folder.Path, "mine", "cartpole-0", "second"));

        Assert.Equal((RunProblem.NameTaken, first.Path), (error.Problem, error.Path));
        Assert.Contains("never overwritten", error.Message);
        Assert.Equal("kind: dqn", File.ReadAllText(first.RecipePath));
        Assert.Single(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".hidden")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a\nb")]
    [InlineData("\e[31m")]
    [InlineData("a\u202eb")]
    [InlineData("con")]
    [InlineData("nul.1")]
    [InlineData("a:b")]
    [InlineData("a|b")]
    [InlineData("a?b")]
    [InlineData("x.")]
    [InlineData("x ")]
    public void A_name_that_some_system_cannot_hold_is_refused(string name)
    {
        RunException error = Assert.Throws<RunException>(() => Create(name));

        Assert.Equal((RunProblem.InvalidName, name), (error.Problem, error.Path));
        Assert.StartsWith("A run is a folder that can be copied to any system, and the name '", error.Message);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void A_name_that_is_longer_than_names_of_files_is_refused()
    {
        Assert.True(Directory.Exists(Create(new string('x', 200)).Path));

        RunException error = Assert.Throws<RunException>(() => Create(new string('é', 101)));

        Assert.Equal(RunProblem.InvalidName, error.Problem);
        Assert.Contains($"the name '{new string('é', 101)}' has 202 bytes.", error.Message);
    }

    [Fact]
    public void A_name_is_taken_by_one_that_differs_in_case_alone()
    {
        RunFolder first = Create("Mine");

        RunException error = Assert.Throws<RunException>(() => Create("mine"));
        RunFolder counted = RunFolder.Create(_folder.Path, null, "MINE", "kind: dqn");

        Assert.Equal((RunProblem.NameTaken, first.Path), (error.Problem, error.Path));
        Assert.Contains("'mine' is the same name where case does not count", error.Message);
        Assert.Equal("MINE-2", Path.GetFileName(counted.Path));
    }

    public static bool HasLinks => !OperatingSystem.IsWindows();

    [Theory(Skip = "needs symbolic links", SkipUnless = nameof(HasLinks))]
    [InlineData("result.json")]
    [InlineData("extension.json")]
    [InlineData("episode.gif")]
    [InlineData("checkpoints")]
    [InlineData("model/weights.safetensors")]
    [InlineData("evaluation.png.new")]
    public void A_link_in_a_run_is_refused_by_name_by_whatever_uses_the_run(string name)
    {
        string outside = _folder.File("outside"), link = Path.Combine(_folder.File("runs"), "r", name);
        File.WriteAllText(outside, "theirs");
        RunFolder run = RunFolder.Create(_folder.File("runs"), "r", "r", "kind: dqn");
        Directory.CreateDirectory(Path.GetDirectoryName(link)!);
        File.CreateSymbolicLink(link, outside);

        RunResult result = new() { Run = "r", Recipe = "r", Seed = 0, Status = RunStatus.Complete, WallSeconds = 1 };
        foreach (Action use in (Action[])
        [
            () => RunFolder.Open(run.Path), () => run.ReadState(), () => run.ReadResult(), () => run.ReadExtension(),
            () => run.WriteResult(result), () => run.Extend(new(5, PastEnd: false)), run.RequireNoLinks,
        ])
        {
            RunException error = Assert.Throws<RunException>(use);
            Assert.Equal(RunProblem.HasLink, error.Problem);
            Assert.Equal(
                $"The run '{run.Path}' has a link in it: '{link}' leads to '{outside}'. The files of a run are its own.", error.Message);
        }

        Assert.Equal("theirs", File.ReadAllText(outside));
        Assert.Equal([run.Path], RunFolder.All(_folder.File("runs")).Select(each => each.Path)); // it hides no other, and is not hidden
    }

    [Fact(Skip = "needs symbolic links", SkipUnless = nameof(HasLinks))]
    public void The_folder_of_a_run_and_the_directory_of_runs_may_be_links()
    {
        RunFolder run = Create("r");
        Directory.CreateSymbolicLink(_folder.File("runs"), _folder.Path);
        Directory.CreateSymbolicLink(_folder.File("mine"), run.Path);

        RunFolder.Open(_folder.File("mine")).RequireNoLinks();
        Assert.Equal(RunStatus.Interrupted, RunFolder.Open(Path.Combine(_folder.File("runs"), "r")).ReadState().Status);
        Assert.True(Directory.Exists(Path.Combine(RunFolder.Create(_folder.File("runs"), "s", "s", "").Path)));
    }

    [Fact(Skip = "needs symbolic links", SkipUnless = nameof(HasLinks))]
    public void A_name_that_a_dangling_link_has_is_taken()
    {
        File.CreateSymbolicLink(_folder.File("mine"), _folder.File("nothing"));

        Assert.Equal(RunProblem.NameTaken, Assert.Throws<RunException>(() => Create("mine")).Problem);
        Assert.False(Path.Exists(_folder.File("nothing")));
    }

    [Fact]
    public void What_killed_processes_left_of_new_runs_goes_with_the_next()
    {
        string killed = _folder.File($".r.{int.MaxValue}-1.new"), other = _folder.File(".notes.new");
        Directory.CreateDirectory(killed);
        Directory.CreateDirectory(other);
        File.WriteAllText(Path.Combine(killed, "recipe.yaml"), "kind");

        RunFolder run = Create("r");

        Assert.Equal([other, run.Path], Directory.GetDirectories(_folder.Path).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_directory_that_cannot_be_made_is_named_with_the_reason()
    {
        File.WriteAllText(_folder.File("notes"), "");

        RunException error = Assert.Throws<RunException>(() => RunFolder.Create(_folder.File("notes"), null, "r", ""));

        Assert.Equal(RunProblem.NoDirectory, error.Problem);
        Assert.Equal($"The folder '{_folder.File("notes")}' cannot be made: '{_folder.File("notes")}' is a file.", error.Message);
    }

    [Fact]
    public void Runs_started_at_the_same_time_get_folders_of_their_own()
    {
        string[] paths = new string[8];

        Parallel.For(0, paths.Length, i => paths[i] = RunFolder.Create(_folder.Path, null, "r", $"{i}").Path);

        Assert.Equal(paths.Length, paths.Distinct().Count());
        Assert.Equal(
            Enumerable.Range(0, paths.Length).Select(i => $"{i}"), paths.Select(p => File.ReadAllText(Path.Combine(p, "recipe.yaml"))));
    }

    [Fact]
    public void What_is_not_a_run_is_said_with_the_nearest_name()
    {
        Directory.CreateDirectory(_folder.File("empty"));
        File.WriteAllText(_folder.File("file"), "");

        RunException missing = Assert.Throws<RunException>(() => RunFolder.Open("cartpoel", ["cartpole"]));

        Assert.Equal((RunProblem.NotFound, "cartpole"), (missing.Problem, missing.Nearest));
        Assert.Equal("There is no run 'cartpoel'. Did you mean 'cartpole'?", missing.Message);
        Assert.Contains(
            "is not a run: it has no recipe.yaml", Assert.Throws<RunException>(() => RunFolder.Open(_folder.File("empty"))).Message);
        Assert.Contains("is a file; a run is a folder", Assert.Throws<RunException>(() => RunFolder.Open(_folder.File("file"))).Message);
        Assert.False(RunFolder.IsRun(_folder.File("empty")));
        Assert.Empty(RunFolder.All(_folder.File("missing")));
    }

    [Fact]
    public void The_runs_of_a_directory_are_in_order_without_what_is_hidden_or_no_run()
    {
        Create("b");
        Create("a");
        Directory.CreateDirectory(_folder.File(".c"));
        File.WriteAllText(Path.Combine(_folder.File(".c"), "recipe.yaml"), "");
        Directory.CreateDirectory(_folder.File("d"));

        Assert.Equal([_folder.File("a"), _folder.File("b")], RunFolder.All(_folder.Path).Select(run => run.Path));
        Assert.Equal(_folder.File("a"), RunFolder.Open(_folder.File("a") + Path.DirectorySeparatorChar).Path);
    }

    [Fact]
    public void A_model_that_is_missing_or_one_of_several_is_said()
    {
        RunFolder run = Create(null);
        Assert.Equal(RunProblem.NoModel, Assert.Throws<RunException>(run.RequireModel).Problem);

        string part = Path.Combine(run.Path, "256", "model");
        Directory.CreateDirectory(part);
        File.WriteAllText(Path.Combine(part, "model.yaml"), "");
        RunException several = Assert.Throws<RunException>(run.RequireModel);
        Assert.Equal(RunProblem.SeveralModels, several.Problem);
        Assert.Contains(Path.Combine(run.Path, "256"), several.Message);

        Directory.CreateDirectory(run.ModelPath);
        File.WriteAllText(Path.Combine(run.ModelPath, "model.yaml"), "");
        run.RequireModel();
        Assert.True(run.HasModel);
    }

    [Fact]
    public void A_run_is_interrupted_before_its_first_checkpoint_then_complete()
    {
        RunFolder run = Create(null);
        Assert.Equal(new RunState(false, null, null), run.ReadState());
        Assert.Equal(RunStatus.Interrupted, run.ReadState().Status);

        RunResult result = new() { Run = run.Path, Recipe = "r", Seed = 1, Status = RunStatus.Complete, WallSeconds = 1 };
        run.WriteResult(result);
        Assert.Equal((RunStatus.Complete, result), (run.ReadState().Status, run.ReadState().Result));
    }

    [Fact]
    public void A_run_that_a_process_has_open_runs_whatever_its_result_says()
    {
        RunFolder run = Create(null);
        run.WriteResult(new() { Run = run.Path, Recipe = "r", Seed = 1, Status = RunStatus.Interrupted, WallSeconds = 1 });
        Directory.CreateDirectory(run.CheckpointsPath);
        using FolderLock held = FolderLock.Take(CheckpointFiles.LockIn(run.CheckpointsPath));

        Assert.True(run.IsRunning);
        Assert.Null(run.ReadState().Status);
    }

    [Fact]
    public void More_steps_are_recorded_and_take_the_result_away()
    {
        RunFolder run = Create(null);
        Assert.Null(run.ReadExtension());
        run.WriteResult(new() { Run = run.Path, Recipe = "r", Seed = 1, Status = RunStatus.Complete, WallSeconds = 1 });

        run.Extend(new RunExtension(90_000, PastEnd: true));

        Assert.Equal(new RunExtension(90_000, true), run.ReadExtension());
        Assert.Null(run.ReadResult());
        // As earlier versions wrote it.
        File.WriteAllText(Path.Combine(run.Path, "extension.json"), "{\"steps\": 50000, \"past_end\": false}\n");
        Assert.Equal(new RunExtension(50_000, false), run.ReadExtension());
    }

    [Theory]
    [InlineData("{", "line 1")]
    [InlineData("[]", "a JSON object")]
    [InlineData("{\"steps\": 1}", "past_end")]
    [InlineData("{\"steps\": 1.5, \"past_end\": true}", "steps: expected a whole number; found 1.5")]
    public void A_damaged_extension_is_named(string content, string message)
    {
        RunFolder run = Create(null);
        File.WriteAllText(Path.Combine(run.Path, "extension.json"), content);

        DataFormatException error = Assert.Throws<DataFormatException>(run.ReadExtension);

        Assert.Contains("extension.json", error.Message);
        Assert.Contains(message, error.Message);
    }

    private RunFolder Create(string? name) => RunFolder.Create(_folder.Path, name, "cartpole-0", "kind: dqn");
}
