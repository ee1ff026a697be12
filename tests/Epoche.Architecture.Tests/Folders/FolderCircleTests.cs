namespace Epoche.Architecture.Tests.Folders;

public sealed class FolderCircleTests
{
    public static TheoryData<string> Projects => [.. Libraries.Projects];

    /// <summary>Whoever reads a folder has read, or need not read, what it uses: nothing leads back to it.</summary>
    [Theory]
    [MemberData(nameof(Projects))]
    public void The_folders_of_a_project_form_no_circle(string project) =>
        Violations.None(new FolderGraph(Libraries.Load(project)).Circles());

    [Fact]
    public void Arrows_are_those_of_the_code_and_a_circle_names_what_makes_it()
    {
        FolderGraph graph = new(Libraries.Load("Epoche.Learning"));
        Assert.Contains("Models → Layers: ", string.Join('\n', graph.Arrows), StringComparison.Ordinal);
        Assert.Contains("Sequential.cs uses Layer", string.Join('\n', graph.Arrows), StringComparison.Ordinal);

        graph.Add("Layers", "Data", "Dense.cs uses Batches");
        graph.Add("Data", "Models", "Batches.cs uses Model");

        string[] circles = [.. graph.Circles()];
        Assert.Contains("Data → Models: Batches.cs uses Model", circles);
        Assert.Contains("Layers → Data: Dense.cs uses Batches", circles);
        Assert.Contains(circles, arrow => arrow.StartsWith("Models → Layers: ", StringComparison.Ordinal));
        Assert.DoesNotContain(circles, arrow => arrow.Contains("Checkpoints", StringComparison.Ordinal)); // beside the circle, not on it
    }
}
