namespace Epoche.Architecture.Tests.Rules;

/// <summary>
/// Which folder may see which, inside a project. Public types share one namespace whatever their folder, so the rule reads the sources: no
/// file of the one folder names a type that the other declares.
/// </summary>
public sealed class FolderArrowTests
{
    [Theory]
    [InlineData("src/Epoche.Core/Kernels", "src/Epoche.Core/Autodiff")] // kernels: spans in, spans out
    [InlineData("src/Epoche.Core/Kernels", "src/Epoche.Core/Memory")]
    [InlineData("src/Epoche.Core/Kernels", "src/Epoche.Core/Runs")]
    [InlineData("src/Epoche.Core/Randomness", "src/Epoche.Core/Autodiff")]
    [InlineData("src/Epoche.Core/Kernels", "src/Epoche.Core/Tensors")]
    [InlineData("src/Epoche.Core/Memory", "src/Epoche.Core/Autodiff")]
    [InlineData("src/Epoche.Core/Memory", "src/Epoche.Core/Runs")]
    [InlineData("src/Epoche.Core/Autodiff", "src/Epoche.Core/Runs")]
    [InlineData("src/Epoche.Core/Pictures", "src/Epoche.Core/Tensors")]
    [InlineData("src/Epoche.Learning/Layers", "src/Epoche.Learning/Training")]
    [InlineData("src/Epoche.Learning/Layers", "src/Epoche.Learning/Optimizers")]
    [InlineData("src/Epoche.Learning/Optimizers", "src/Epoche.Learning/Layers")]
    [InlineData("src/Epoche.Probability/Distributions", "src/Epoche.Probability/Effects")]
    [InlineData("src/Epoche.Probability/Effects", "src/Epoche.Probability/Inference")]
    [InlineData("src/Epoche.Probability/Effects", "src/Epoche.Probability/Guides")]
    [InlineData("src/Epoche.Probability/Networks", "src/Epoche.Probability/Inference")]
    [InlineData("src/Epoche.Probability/Networks", "src/Epoche.Probability/Prediction")]
    [InlineData("src/Epoche.Probability/Guides", "src/Epoche.Probability/Inference")]
    [InlineData("src/Epoche.Reinforcement/Environments", "src/Epoche.Reinforcement/Agents")]
    [InlineData("src/Epoche.Reinforcement/Environments", "src/Epoche.Reinforcement/Replay")]
    [InlineData("src/Epoche.Reinforcement/Replay", "src/Epoche.Reinforcement/Agents")]
    public void A_folder_does_not_see_what_stands_above_it(string lower, string upper)
    {
        HashSet<string> above = Types(upper);
        above.ExceptWith(Types(lower));

        Violations.None(
            from file in Folder(lower)
            from name in file.Identifiers
            where above.Contains(name)
            select $"{file.Path} names {name} of {upper}");
    }

    private static HashSet<string> Types(string folder) => [.. Folder(folder).SelectMany(file => file.DeclaredTypes)];

    private static IEnumerable<SourceFile> Folder(string folder)
    {
        Assert.True(
            Directory.Exists(Path.Combine(Repository.Root, folder)), $"There is no folder {folder}: a rule about it forbids nothing.");
        return SourceFile.Under(folder);
    }
}
