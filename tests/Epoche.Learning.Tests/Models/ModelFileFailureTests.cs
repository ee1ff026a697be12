namespace Epoche.Learning.Tests.Models;

/// <summary>What is left of a model where saving it fails between two of its steps.</summary>
public sealed class ModelFileFailureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Folder => Path.Combine(_folder.Path, "model");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Where_the_description_cannot_be_written_the_new_weights_go_too()
    {
        string description = Path.Combine(Folder, "model.yaml");
        Directory.CreateDirectory(description);

        Assert.Equal(
            $"'{description}' is a folder; expected a file.",
            Assert.Throws<UnauthorizedAccessException>(() => ModelFile.Save(Model(1), Folder)).Message);
        Assert.Equal([description], Directory.GetFileSystemEntries(Folder));
    }

    [Fact]
    public void Where_the_new_weights_cannot_take_their_place_they_are_the_models_all_the_same()
    {
        string weights = Path.Combine(Folder, "weights.safetensors");
        Directory.CreateDirectory(weights);
        Sequential model = Model(2);

        Assert.ThrowsAny<SystemException>(() => ModelFile.Save(model, Folder));

        Directory.Delete(weights);
        Assert.Equal(model.Parameters.Values.ToArray(), Sequential.Load(Folder).Parameters.Values.ToArray());
        ModelFile.Save(model, Folder);
        Assert.Equal(["model.yaml", "weights.safetensors"], Directory.GetFiles(Folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Links_in_the_folder_of_a_model_are_replaced()
    {
        string outside = _folder.File("outside", "theirs"u8);
        Directory.CreateDirectory(Folder);
        foreach (string name in (string[])["model.yaml", "weights.safetensors", "weights.safetensors.next"])
        {
            File.CreateSymbolicLink(Path.Combine(Folder, name), outside);
        }

        ModelFile.Save(Model(3), Folder);

        Assert.Equal("theirs", File.ReadAllText(outside));
        Assert.All(Directory.GetFiles(Folder), path => Assert.Null(new FileInfo(path).LinkTarget));
    }

    private static Sequential Model(ulong seed)
    {
        Sequential model = [new Dense(2)];
        model.Build([3], seed);
        return model;
    }
}
