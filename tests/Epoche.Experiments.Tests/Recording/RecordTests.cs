namespace Epoche.Experiments.Tests.Recording;

/// <summary>What a training leaves to be watched, and that it leaves the training alone.</summary>
public sealed class RecordTests
{
    [Fact]
    public void A_confusion_matrix_is_drawn_on_white_like_a_chart()
    {
        Canvas picture = ConfusionPicture.Draw([980, 0, 20, 5, 900, 95, 0, 1, 999]);

        Assert.Equal(Rgba.White, picture[0, 0]);
        Assert.Equal(3 * 3, Enumerable.Range(0, 3).Sum(
            row => Enumerable.Range(0, 3).Count(column => picture[66 + (column * 54) + 2, 66 + (row * 54) + 2] != Rgba.White)));
        (Rgba right, Rgba wrong) = (picture[68, 68], picture[66 + (2 * 54) + 2, 66 + 54 + 2]); // 98% right, the most frequent mistake
        Assert.True(right.B > right.R && wrong.R > wrong.B, $"{right}, {wrong}");
        Assert.Equal(picture.Width, ConfusionPicture.Draw(new int[9]).Width);
    }

    [Fact]
    public void A_record_that_cannot_be_written_is_reported_and_changes_nothing()
    {
        using TemporaryDirectory directory = new();
        Experiment experiment = Experiment.Load("cartpole", set: Settings.CartPole);
        ExperimentRun recorded = experiment.Run(directory.Path, "recorded");
        RunFolder folder = RunFolder.Create(directory.Path, "mine", "mine", experiment.Recipe.ResolvedYaml);
        using EventFileWriter other = EventFileWriter.Open(folder.Path); // holds the file's lock
        List<RunNotice> notices = [];

        ExperimentRun run = Experiment.Open(folder).Resume(options: new() { Notices = notices.Add });

        Assert.Equal(RunStatus.Complete, run.Result!.Status);
        Assert.Equal(recorded.Result!.WeightsSha256, run.Result.WeightsSha256);
        Assert.NotEmpty(RunLog.Read(recorded.Folder.Path).ScalarNames);
        RunNotice warning = Assert.Single(notices, notice => notice.IsWarning);
        Assert.Equal(
            $"warning: '{folder.Path}' is being written to by another run. Wait for it to end, or choose another folder. "
            + "Training continues.",
            warning.Text);
    }
}
