namespace Epoche.Cli.Tests.Disturbed;

/// <summary>A run that says that it is complete gets what is missing of it.</summary>
public sealed class MissingPartsTests
{
    [Theory]
    [InlineData("resume")]
    [InlineData("report")]
    public void Report_film_and_picture_are_made_again_from_what_is_there(string command)
    {
        using TemporaryDirectory directory = new();
        Assert.Equal(0, CliRun.Of(ShortRuns.Train("catch", "it", directory.Path)).ExitCode);
        SortedDictionary<string, string> whole = WholeRun.Of(directory["it"]);
        foreach (string file in (string[])["report.html", "episode.gif", "evaluation.png"])
        {
            File.Delete(Path.Combine(directory["it"], file));
        }

        Assert.Equal(0, CliRun.Of(command, directory["it"]).ExitCode);

        Assert.Equal("", WholeRun.Difference(whole, WholeRun.Of(directory["it"])));
    }
}
