namespace Epoche;

/// <summary>
/// Labelled pictures in folders (<see cref="ImageFile"/> says of which kinds): the name of a folder is the class of the pictures in it.
/// Classes and pictures come in the order of their names, so the same folder gives the same data set on every machine. Names that begin
/// with a point are passed over, and so are notes (such as <c>.txt</c> and <c>.json</c>); whatever else is not a picture that is read is
/// an error, so that no picture is missing unnoticed.
/// </summary>
/// <param name="Images">The pictures as inputs, and the numbers of their classes.</param>
/// <param name="Classes">The names of the classes; the number of a class is its place.</param>
/// <param name="Files">Where each picture came from.</param>
/// <param name="Input">How the pictures became inputs: what belongs into <see cref="ModelInfo.Image"/> of a model that learns from
/// them.</param>
public sealed record ImageFolder(Dataset Images, IReadOnlyList<string> Classes, IReadOnlyList<string> Files, ImageInput Input)
{
    /// <summary>The pictures as inputs, and the numbers of their classes.</summary>
    public Dataset Images { get; init => field = NotNull.Of(value); } = NotNull.Of(Images);

    /// <summary>The names of the classes; the number of a class is its place.</summary>
    public IReadOnlyList<string> Classes { get; init => field = NotNull.Of(value); } = NotNull.Of(Classes);

    /// <summary>Where each picture came from.</summary>
    public IReadOnlyList<string> Files { get; init => field = NotNull.Of(value); } = NotNull.Of(Files);

    /// <summary>How the pictures became inputs: what belongs into <see cref="ModelInfo.Image"/> of a model that learns from them.</summary>
    public ImageInput Input { get; init => field = NotNull.Of(value); } = NotNull.Of(Input);

    private const int MostNamed = 5;
    private const string Kinds = "PNG, JPEG, GIF or BMP files";

    // What may be a picture, read or not.
    private static readonly HashSet<string> s_pictures =
        new([.. ImageFile.Extensions, ".tif", ".tiff", ".webp", ".heic", ".avif"], StringComparer.OrdinalIgnoreCase);

    // What lies beside pictures and is none.
    private static readonly HashSet<string> s_notes =
        new([".txt", ".md", ".csv", ".json", ".xml", ".yaml", ".yml", ".ini", ".db"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads all pictures of a folder of folders, which are of one size, as they are.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="channels">1 makes all pictures grey, 3 coloured; what is transparent is laid over white. Default: 1 where all
    /// pictures are grey, else 3.</param>
    /// <param name="limits">What a picture may cost. Default: <see cref="ImageLimits"/>.</param>
    /// <exception cref="DataFormatException">There is no picture, a picture is damaged, the folder of a class holds what is not a
    /// picture, a picture lies outside of these folders, or two pictures are of different sizes.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="channels"/> is neither 1 nor 3.</exception>
    /// <exception cref="IOException">The folder or a file cannot be read.</exception>
    public static ImageFolder Read(string path, int? channels = null, ImageLimits? limits = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (channels is not (null or 1 or 3))
        {
            throw new ArgumentOutOfRangeException(
                nameof(channels), $"{nameof(channels)}: expected 1 (grey) or 3 (colour), received {channels}.");
        }

        (string[] classes, Labelled[] files) = List(path);
        PixelImage[] images = [.. files.Select(file => ImageFile.Read(file.Path, limits))];
        PixelImage first = images[0];
        int odd = Array.FindIndex(images, image => (image.Width, image.Height) != (first.Width, first.Height));
        if (odd >= 0)
        {
            throw new DataFormatException(
                files[odd].Path,
                "the header",
                $"{first.Width} × {first.Height} pixels, as {files[0].Path} has",
                $"{images[odd].Width} × {images[odd].Height}; say with an {nameof(ImageInput)} how pictures of different "
                + "sizes become inputs");
        }

        bool isGrey = images.All(image => ImageColours.IsGrey(image));
        ImageInput input;
        try
        {
            input = new() { Height = first.Height, Width = first.Width, Channels = channels ?? (isGrey ? 1 : 3) };
        }
        catch (ArgumentOutOfRangeException exception)
        {
            throw new DataFormatException(
                files[0].Path, "the header", "a picture small enough to be an input", exception.Message, exception);
        }

        return Gather(path, classes, files, input, i => images[i]);
    }

    /// <summary>Reads all pictures of a folder of folders, of any sizes, as inputs of a model.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="input">How a picture becomes an input.</param>
    /// <param name="limits">What a picture may cost. Default: <see cref="ImageLimits"/>.</param>
    /// <exception cref="DataFormatException">There is no picture, a picture is damaged, the folder of a class holds what is not a
    /// picture, or a picture lies outside of these folders.</exception>
    /// <exception cref="IOException">The folder or a file cannot be read.</exception>
    public static ImageFolder Read(string path, ImageInput input, ImageLimits? limits = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(input);
        (string[] classes, Labelled[] files) = List(path);
        return Gather(path, classes, files, input, i => ImageFile.Read(files[i].Path, limits));
    }

    private static (string[] Classes, Labelled[] Files) List(string path)
    {
        if (!Directory.Exists(path))
        {
            string isFile = File.Exists(path) ? "; it is a file" : "";
            throw new DirectoryNotFoundException(
                $"There is no folder '{path}'{isFile}. Expected is one with a folder for each class with {Kinds} in it, "
                + "such as cats/1.png.");
        }

        string[] classes = FolderListing.Folders(path, IsVisible);
        Labelled[] files = [.. classes.SelectMany((folder, number) => Pictures(folder).Select(file => new Labelled(file, number)))];
        if (files.Length == 0)
        {
            string found = classes.Length == 0 ? "no folder" : $"{classes.Length} folders without a picture";
            throw new DataFormatException(path, "the folder", $"a folder for each class with {Kinds} in it, such as cats/1.png", found);
        }

        // A class without pictures may be meant, so that the numbers of the others stay; one with pictures of another kind is not.
        string? other = Array.Find(classes, folder => !Pictures(folder).Any() && FolderListing.Files(folder, IsVisible).Length > 0);
        if (other is not null)
        {
            string example = Path.GetFileName(FolderListing.Files(other, IsVisible)[0]);
            throw new DataFormatException(
                other, "the folder", Kinds, $"others alone, such as {example}; convert them, or empty the folder");
        }

        RequireAllRead(path, classes);
        return (classes, files);
    }

    private static ImageFolder Gather(string path, string[] classes, Labelled[] files, ImageInput input, Func<int, PixelImage> read)
    {
        int length = input.InputShape.ElementCount;
        if ((long)length * files.Length > Array.MaxLength)
        {
            throw new DataFormatException(
                path, "the folder", $"at most {Array.MaxLength / length} pictures of this size", $"{files.Length}");
        }

        // Pixels divided by 255 are kept as bytes, in a quarter of the memory; the numbers are the same.
        bool areBytes = input.Scaling == new Preprocessing { Divisor = 255 };
        byte[] pixels = new byte[areBytes ? length * files.Length : 0];
        float[] inputs = new float[areBytes ? 0 : length * files.Length];
        for (int i = 0; i < files.Length; i++)
        {
            if (areBytes)
            {
                input.Prepare(read(i)).Pixels.CopyTo(pixels.AsSpan(i * length));
            }
            else
            {
                input.Apply(read(i), inputs.AsSpan(i * length, length));
            }
        }

        float[] targets = [.. files.Select(file => (float)file.Class)];
        Dataset data = areBytes ? Dataset.OfPixels(pixels, input.InputShape, targets, []) : new(inputs, input.InputShape, targets, []);
        return new ImageFolder(data, [.. classes.Select(folder => Path.GetFileName(folder)!)], [.. files.Select(file => file.Path)], input);
    }

    // A data set that lacks some of its pictures is another one, so nothing that may be a picture is passed over.
    private static void RequireAllRead(string path, string[] classes)
    {
        string[] stray = [.. FolderListing.Files(path, IsVisible).Where(IsPicture)];
        if (stray.Length > 0)
        {
            throw new DataFormatException(
                path, "the folder", "pictures in the folders of their classes", $"{Named(path, stray)} beside these folders; move them");
        }

        string[] read = [.. classes.SelectMany(Pictures)];
        IEnumerable<string> all = classes.SelectMany(folder => FolderListing.Entries(folder, IsVisible));
        string[] other = [.. all.Except(read).Where(file => !IsNote(file))];
        if (other.Length > 0)
        {
            string found = $"{read.Length} of them and {Named(path, other)}; convert or remove what is not read";
            throw new DataFormatException(path, "the folders of classes", Kinds, found);
        }
    }

    // "3 others (2 .jpg, 1 folder): cats/a.jpg, cats/b.jpg, cats/more"
    private static string Named(string path, string[] others)
    {
        IEnumerable<string> kinds = others.GroupBy(Kind)
            .OrderBy(kind => kind.Key, StringComparer.Ordinal)
            .Select(kind => $"{kind.Count()} {kind.Key}");
        IEnumerable<string> names = others.Take(MostNamed).Select(file => Path.GetRelativePath(path, file));
        string more = others.Length > MostNamed ? ", …" : "";
        return $"{others.Length} other{(others.Length == 1 ? "" : "s")} ({string.Join(", ", kinds)}): {string.Join(", ", names)}{more}";
    }

    private static string Kind(string file) =>
        Directory.Exists(file) ? "folder"
        : Path.GetExtension(file) is { Length: > 0 } extension ? extension.ToLowerInvariant()
        : "without extension";

    private static bool IsPicture(string file) => s_pictures.Contains(Path.GetExtension(file));

    private static bool IsNote(string file) => s_notes.Contains(Path.GetExtension(file)) && !Directory.Exists(file);

    private static IEnumerable<string> Pictures(string folder) =>
        FolderListing.Files(folder, IsVisible).Where(ImageFile.IsNamedAsRead);

    private static bool IsVisible(string name) => !name.StartsWith('.');

    private readonly record struct Labelled(string Path, int Class);
}
