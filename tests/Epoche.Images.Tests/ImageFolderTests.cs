namespace Epoche.Images.Tests;

public sealed class ImageFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_name_of_a_folder_is_the_class()
    {
        Add("dogs/b.png", new PixelImage(2, 1, 1, [0, 255]));
        Add("cats/2.PNG", new PixelImage(2, 1, 1, [51, 102]));
        Add("cats/1.png", new PixelImage(2, 1, 1, [10, 20]));
        Add(".hidden/1.png", new PixelImage(9, 9, 1, new byte[81]));
        File.WriteAllText(Path.Combine(_folder.Path, "cats", "notes.txt"), "no picture");

        ImageFolder animals = ImageFolder.Read(_folder.Path);

        Assert.Equal(["cats", "dogs"], animals.Classes);
        Assert.Equal(["1.png", "2.PNG", "b.png"], animals.Files.Select(Path.GetFileName));
        Assert.Equal(Shape.Create([1, 2, 1]), animals.Images.InputShape);
        Assert.Equal(new ImageInput { Height = 1, Width = 2 }, animals.Input);
        Assert.Equal([0.2f, 0.4f], animals.Images.Input(1));
        Assert.Equal([0f, 0, 1], Enumerable.Range(0, 3).Select(i => animals.Images.Target(i)[0]));
    }

    [Fact]
    public void Colours_are_brought_to_one_kind()
    {
        Add("a/1.png", new PixelImage(1, 1, 1, [51]));
        Add("a/2.png", new PixelImage(1, 1, 3, [255, 0, 0]));
        Add("b/3.png", new PixelImage(1, 1, 4, [0, 255, 0, 51]));

        Dataset coloured = ImageFolder.Read(_folder.Path).Images, grey = ImageFolder.Read(_folder.Path, channels: 1).Images;

        Assert.Equal([0.2f, 0.2f, 0.2f], coloured.Input(0));
        Assert.Equal([204 / 255f, 1, 204 / 255f], coloured.Input(2)); // over white
        Assert.Equal(76 / 255f, grey.Input(1)[0]); // 0.299 of red
        Assert.Equal(234 / 255f, grey.Input(2)[0]); // 0.587 · 255 + 0.413 · 204
    }

    [Fact]
    public void All_four_kinds_are_read_and_become_one_kind_of_input()
    {
        PixelImage image = new(2, 2, 3, [250, 0, 0, 0, 250, 0, 0, 0, 250, 250, 250, 0]);
        byte[] jpeg = Written.Jpeg(new PixelImage(8, 8, 1, [.. Enumerable.Repeat((byte)100, 64)]), quality: 100);
        Save("a/1.gif", Written.Save(image, Written.Exact["gif"]));
        Save("a/2.BMP", Written.Save(image, Written.Exact["bmp 24"]));
        Save("b/3.jpg", jpeg);
        Save("b/4.jpeg", jpeg);
        Save("b/5.png", Png.Encode(image));
        ImageInput input = new() { Height = 2, Width = 2, Channels = 3, Flat = true };
        ImageInput scaled = input with { Scaling = new() { Offset = 100, Divisor = 50 } };

        ImageFolder read = ImageFolder.Read(_folder.Path, input), other = ImageFolder.Read(_folder.Path, scaled);

        Assert.Equal(["1.gif", "2.BMP", "3.jpg", "4.jpeg", "5.png"], read.Files.Select(Path.GetFileName));
        Assert.Equal(input, read.Input);
        Assert.Equal(Shape.Create([12]), read.Images.InputShape);
        foreach (int i in (int[])[0, 1, 4])
        {
            Assert.Equal(input.ToTensor(image).ToArray(), read.Images.Input(i)); // the bits that a picture alone gets
            Assert.Equal(scaled.ToTensor(image).ToArray(), other.Images.Input(i));
        }

        Assert.All(read.Images.Input(2), level => Assert.Equal(100 / 255f, level, 0.01f));
    }

    [Fact]
    public void Pictures_of_two_sizes_are_refused()
    {
        Add("a/1.png", new PixelImage(2, 1, 1, [0, 255]));
        Add("b/2.png", new PixelImage(1, 2, 1, [0, 255]));

        DataFormatException error = Assert.Throws<DataFormatException>(() => ImageFolder.Read(_folder.Path));

        Assert.EndsWith("2.png", error.File);
        Assert.Contains("2 × 1 pixels", error.Expected);
        Assert.Equal("1 × 2; say with an ImageInput how pictures of different sizes become inputs", error.Found);
        Assert.Equal(2, ImageFolder.Read(_folder.Path, new ImageInput { Height = 2, Width = 2 }).Images.Count);
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
            Add(name, new PixelImage(2, 1, 1, [0, 255]));
        }

        File.WriteAllText(Path.Combine(_folder.Path, "README.md"), "where they come from");
        Assert.Equal(6, ImageFolder.Read(_folder.Path).Images.Count);

        File.WriteAllBytes(Path.Combine(_folder.Path, "cats", "a.WEBP"), [0xFF, 0xD8]);
        File.WriteAllBytes(Path.Combine(_folder.Path, "dogs", "b.webp"), [0xFF, 0xD8]);
        Assert.Equal(
            $"{_folder.Path}: the folders of classes: expected PNG, JPEG, GIF or BMP files; found 6 of them and 2 others (2 .webp): "
            + "cats/a.WEBP, dogs/b.webp; convert or remove what is not read",
            Assert.Throws<DataFormatException>(() => ImageFolder.Read(_folder.Path)).Message);

        Add("cats/young/1.png", new PixelImage(2, 1, 1, [0, 255]));
        Assert.Contains(
            "3 others (2 .webp, 1 folder): cats/a.WEBP, cats/young, dogs/b.webp;",
            Assert.Throws<DataFormatException>(() => ImageFolder.Read(_folder.Path)).Found);

        Add("7.jpg", new PixelImage(2, 1, 1, [0, 255]));
        Assert.Equal(
            "1 other (1 .jpg): 7.jpg beside these folders; move them",
            Assert.Throws<DataFormatException>(() => ImageFolder.Read(_folder.Path)).Found);
    }

    [Fact]
    public void Pictures_of_another_kind_are_not_passed_over_as_an_empty_class()
    {
        Add("b/1.png", new PixelImage(2, 1, 1, [0, 255]));
        Directory.CreateDirectory(Path.Combine(_folder.Path, "a"));
        Assert.Equal([1f], ImageFolder.Read(_folder.Path).Images.Target(0)); // an empty folder keeps the numbers of the others

        File.WriteAllBytes(Path.Combine(_folder.Path, "a", "1.tif"), [0xFF, 0xD8]);
        DataFormatException error = Assert.Throws<DataFormatException>(() => ImageFolder.Read(_folder.Path));
        Assert.EndsWith("a", error.File);
        Assert.Contains("others alone, such as 1.tif", error.Found);

        File.Move(Path.Combine(_folder.Path, "a", "1.tif"), Path.Combine(_folder.Path, "a", "2.png"));
        File.WriteAllBytes(Path.Combine(_folder.Path, "a", "2.png"), []);
        Assert.Equal("an empty file", Assert.Throws<DataFormatException>(() => ImageFolder.Read(_folder.Path)).Found);
    }

    private void Add(string name, PixelImage image) => Save(name, Png.Encode(image));

    private void Save(string name, byte[] file) => _folder.File(name, file);
}
