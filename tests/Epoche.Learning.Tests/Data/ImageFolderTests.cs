namespace Epoche.Learning.Tests.Data;

public sealed class ImageFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_name_of_a_folder_is_the_class()
    {
        Add("dogs/b.png", new PngImage(2, 1, 1, [0, 255]));
        Add("cats/2.PNG", new PngImage(2, 1, 1, [51, 102]));
        Add("cats/1.png", new PngImage(2, 1, 1, [10, 20]));
        Add(".hidden/1.png", new PngImage(9, 9, 1, new byte[81]));
        File.WriteAllText(Path.Combine(_folder.Path, "cats", "notes.txt"), "no picture");

        ImageFolder animals = ImageFolder.Read(_folder.Path);

        Assert.Equal(["cats", "dogs"], animals.Classes);
        Assert.Equal(["1.png", "2.PNG", "b.png"], animals.Files.Select(Path.GetFileName));
        Assert.Equal([1, 2, 1], IdxTests.Sizes(animals.Images.InputShape));
        Assert.Equal([0.2f, 0.4f], animals.Images.Input(1));
        Assert.Equal([0f, 0, 1], Enumerable.Range(0, 3).Select(i => animals.Images.Target(i)[0]));
    }

    [Fact]
    public void Colours_are_brought_to_one_kind()
    {
        Add("a/1.png", new PngImage(1, 1, 1, [51]));
        Add("a/2.png", new PngImage(1, 1, 3, [255, 0, 0]));
        Add("b/3.png", new PngImage(1, 1, 4, [0, 255, 0, 51]));

        Dataset coloured = ImageFolder.Read(_folder.Path).Images, grey = ImageFolder.Read(_folder.Path, channels: 1).Images;

        Assert.Equal([0.2f, 0.2f, 0.2f], coloured.Input(0));
        Assert.Equal([0f, 0.2f, 0f], coloured.Input(2));
        Assert.Equal(76 / 255f, grey.Input(1)[0]); // 0.299 of red
        Assert.Equal(30 / 255f, grey.Input(2)[0]); // 0.587 of green at a fifth of opacity
    }

    [Fact]
    public void Pictures_of_two_sizes_are_refused()
    {
        Add("a/1.png", new PngImage(2, 1, 1, [0, 255]));
        Add("b/2.png", new PngImage(1, 2, 1, [0, 255]));

        DataFormatException error = Assert.Throws<DataFormatException>(() => ImageFolder.Read(_folder.Path));

        Assert.EndsWith("2.png", error.File);
        Assert.Contains("2 × 1 pixels", error.Expected);
        Assert.Contains("1 × 2", error.Found);
    }

    [Fact]
    public void Folders_without_pictures_are_refused()
    {
        Assert.Contains("no folder", Assert.Throws<DataFormatException>(() => ImageFolder.Read(_folder.Path)).Found);
        Directory.CreateDirectory(Path.Combine(_folder.Path, "empty"));

        Assert.Contains("1 folders without", Assert.Throws<DataFormatException>(() => ImageFolder.Read(_folder.Path)).Found);
        Assert.Throws<DirectoryNotFoundException>(() => ImageFolder.Read(Path.Combine(_folder.Path, "nowhere")));
        Assert.Throws<ArgumentOutOfRangeException>(() => ImageFolder.Read(_folder.Path, channels: 2));
    }

    [Fact]
    public void What_is_not_read_is_counted_and_named()
    {
        foreach (string name in (string[])["cats/1.png", "cats/2.png", "cats/3.png", "dogs/1.png", "dogs/2.png", "dogs/3.png"])
        {
            Add(name, new PngImage(2, 1, 1, [0, 255]));
        }

        File.WriteAllText(Path.Combine(_folder.Path, "README.md"), "where they come from");
        Assert.Equal(6, ImageFolder.Read(_folder.Path).Images.Count);

        File.WriteAllBytes(Path.Combine(_folder.Path, "cats", "a.JPG"), [0xFF, 0xD8]);
        File.WriteAllBytes(Path.Combine(_folder.Path, "dogs", "b.jpg"), [0xFF, 0xD8]);
        Assert.Equal(
            $"{_folder.Path}: the folders of classes: expected PNG files; found 6 of them and 2 others (2 .jpg): cats/a.JPG, dogs/b.jpg; convert or remove what is no PNG file",
            Assert.Throws<DataFormatException>(() => ImageFolder.Read(_folder.Path)).Message);

        Add("cats/young/1.png", new PngImage(2, 1, 1, [0, 255]));
        Assert.Contains("3 others (2 .jpg, 1 folder): cats/a.JPG, cats/young, dogs/b.jpg;", Assert.Throws<DataFormatException>(() => ImageFolder.Read(_folder.Path)).Found);

        Add("7.png", new PngImage(2, 1, 1, [0, 255]));
        Assert.Equal("1 other (1 .png): 7.png beside these folders; move them", Assert.Throws<DataFormatException>(() => ImageFolder.Read(_folder.Path)).Found);
    }

    [Fact]
    public void Pictures_of_another_kind_are_not_passed_over_as_an_empty_class()
    {
        Add("b/1.png", new PngImage(2, 1, 1, [0, 255]));
        Directory.CreateDirectory(Path.Combine(_folder.Path, "a"));
        Assert.Equal([1f], ImageFolder.Read(_folder.Path).Images.Target(0)); // an empty folder keeps the numbers of the others

        File.WriteAllBytes(Path.Combine(_folder.Path, "a", "1.jpg"), [0xFF, 0xD8]);
        DataFormatException error = Assert.Throws<DataFormatException>(() => ImageFolder.Read(_folder.Path));
        Assert.EndsWith("a", error.File);
        Assert.Contains("others alone, such as 1.jpg", error.Found);

        File.WriteAllBytes(Path.Combine(_folder.Path, "a", "2.png"), []);
        Assert.Equal("an empty file", Assert.Throws<DataFormatException>(() => ImageFolder.Read(_folder.Path)).Found);
    }

    private void Add(string name, PngImage image)
    {
        string path = Path.Combine(_folder.Path, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, Png.Encode(image));
    }
}
