namespace Epoche;

/// <summary>
/// Labelled PNG pictures in folders: the name of a folder is the class of the pictures in it. Classes and pictures come in the order of their names, so the same folder gives the
/// same data set on every machine. Names that begin with a point are passed over, and so are notes (such as <c>.txt</c> and <c>.json</c>); whatever else is no PNG file is an error, so that
/// no picture is missing unnoticed.
/// </summary>
/// <param name="Images">The pictures, [height, width, channels] with pixels from 0 to 1, and the numbers of their classes.</param>
/// <param name="Classes">The names of the classes; the number of a class is its place.</param>
/// <param name="Files">Where each picture came from.</param>
public sealed record ImageFolder(Dataset Images, IReadOnlyList<string> Classes, IReadOnlyList<string> Files)
{
    /// <summary>The pictures, [height, width, channels] with pixels from 0 to 1, and the numbers of their classes.</summary>
    public Dataset Images { get; init => field = NotNull.Of(value); } = NotNull.Of(Images);

    /// <summary>The names of the classes; the number of a class is its place.</summary>
    public IReadOnlyList<string> Classes { get; init => field = NotNull.Of(value); } = NotNull.Of(Classes);

    /// <summary>Where each picture came from.</summary>
    public IReadOnlyList<string> Files { get; init => field = NotNull.Of(value); } = NotNull.Of(Files);

    private const int MostNamed = 5;

    private static readonly HashSet<string> s_pictures =
        new([".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp"], StringComparer.OrdinalIgnoreCase);

    // What lies beside pictures and is none.
    private static readonly HashSet<string> s_notes =
        new([".txt", ".md", ".csv", ".json", ".xml", ".yaml", ".yml", ".ini", ".db"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads all pictures of a folder of folders.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="channels">1 makes all pictures grey, 3 coloured; what has opacity is laid over black. Default: 1 where all pictures are grey, else 3.</param>
    /// <exception cref="DataFormatException">There is no picture, a picture is damaged, the folder of a class holds what is no PNG file, a picture lies outside of these folders, or two pictures are of different sizes.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="channels"/> is neither 1 nor 3.</exception>
    /// <exception cref="IOException">The folder or a file cannot be read.</exception>
    public static ImageFolder Read(string path, int? channels = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (channels is not (null or 1 or 3))
        {
            throw new ArgumentOutOfRangeException(nameof(channels), $"{nameof(channels)}: expected 1 (grey) or 3 (colour), received {channels}.");
        }

        if (!Directory.Exists(path))
        {
            throw new DirectoryNotFoundException($"There is no folder '{path}'{(File.Exists(path) ? "; it is a file" : "")}. Expected is one with a folder for each class with PNG files in it, such as cats/1.png.");
        }

        string[] classes = [.. Visible(Directory.EnumerateDirectories(path))];
        (string File, int Class)[] files = [.. classes.SelectMany((folder, number) => Pictures(folder).Select(file => (file, number)))];
        if (files.Length == 0)
        {
            throw new DataFormatException(path, "the folder", "a folder for each class with PNG files in it, such as cats/1.png", classes.Length == 0 ? "no folder" : $"{classes.Length} folders without a PNG file");
        }

        // A class without pictures may be meant, so that the numbers of the others stay; one with pictures of another kind is not.
        string? other = Array.Find(classes, folder => !Pictures(folder).Any() && Visible(Directory.EnumerateFiles(folder)).Any());
        if (other is not null)
        {
            throw new DataFormatException(other, "the folder", "PNG files", $"others alone, such as {Path.GetFileName(Visible(Directory.EnumerateFiles(other)).First())}; convert them, or empty the folder");
        }

        PngImage[] images = [.. files.Select(file => Png.Read(file.File))];
        RequireAllRead(path, classes);
        PngImage first = images[0];
        int odd = Array.FindIndex(images, image => (image.Width, image.Height) != (first.Width, first.Height));
        if (odd >= 0)
        {
            throw new DataFormatException(
                files[odd].File, "the header", $"{first.Width} × {first.Height} pixels, as {files[0].File} has", $"{images[odd].Width} × {images[odd].Height}; bring all pictures to one size");
        }

        int depth = channels ?? (images.All(image => image.Channels == 1) ? 1 : 3), length = first.Width * first.Height * depth;
        if ((long)length * images.Length > Array.MaxLength)
        {
            throw new DataFormatException(path, "the folder", $"at most {Array.MaxLength / length} pictures of this size", $"{images.Length}");
        }

        byte[] pixels = new byte[length * images.Length];
        for (int i = 0; i < images.Length; i++)
        {
            Convert(images[i], depth, pixels.AsSpan(i * length, length));
        }

        return new ImageFolder(
            Dataset.OfPixels(pixels, [first.Height, first.Width, depth], [.. files.Select(file => (float)file.Class)], []),
            [.. classes.Select(folder => Path.GetFileName(folder)!)],
            [.. files.Select(file => file.File)]);
    }

    // A data set that lacks some of its pictures is another one, so nothing that may be a picture is passed over.
    private static void RequireAllRead(string path, string[] classes)
    {
        string[] stray = [.. Visible(Directory.EnumerateFiles(path)).Where(IsPicture)];
        if (stray.Length > 0)
        {
            throw new DataFormatException(path, "the folder", "pictures in the folders of their classes", $"{Named(path, stray)} beside these folders; move them");
        }

        string[] read = [.. classes.SelectMany(Pictures)];
        string[] other = [.. classes.SelectMany(folder => Visible(Directory.EnumerateFileSystemEntries(folder))).Except(read).Where(file => !IsNote(file))];
        if (other.Length > 0)
        {
            throw new DataFormatException(
                path, "the folders of classes", "PNG files", $"{read.Length} of them and {Named(path, other)}; convert or remove what is no PNG file");
        }
    }

    // "3 others (2 .jpg, 1 folder): cats/a.jpg, cats/b.jpg, cats/more"
    private static string Named(string path, string[] others)
    {
        IEnumerable<string> kinds = others.GroupBy(Kind).OrderBy(kind => kind.Key, StringComparer.Ordinal).Select(kind => $"{kind.Count()} {kind.Key}");
        IEnumerable<string> names = others.Take(MostNamed).Select(file => Path.GetRelativePath(path, file).Replace('\\', '/'));
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
        Visible(Directory.EnumerateFiles(folder)).Where(file => file.EndsWith(".png", StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<string> Visible(IEnumerable<string> paths) =>
        paths.Where(path => !Path.GetFileName(path).StartsWith('.')).Order(StringComparer.Ordinal);

    private static void Convert(PngImage image, int channels, Span<byte> pixels)
    {
        if (image.Channels == channels)
        {
            image.Pixels.CopyTo(pixels);
            return;
        }

        for (int i = 0; i < pixels.Length / channels; i++)
        {
            ReadOnlySpan<byte> from = image.Pixels.AsSpan(i * image.Channels, image.Channels);
            int opacity = image.Channels == 4 ? from[3] : 255;
            (int red, int green, int blue) = image.Channels == 1 ? (from[0], from[0], from[0]) : (from[0], from[1], from[2]);
            (red, green, blue) = (Over(red), Over(green), Over(blue));
            Span<byte> to = pixels.Slice(i * channels, channels);
            if (channels == 1)
            {
                to[0] = (byte)(((299 * red) + (587 * green) + (114 * blue) + 500) / 1000); // ITU-R BT.601
            }
            else
            {
                (to[0], to[1], to[2]) = ((byte)red, (byte)green, (byte)blue);
            }

            int Over(int value) => ((value * opacity) + 127) / 255;
        }
    }
}
