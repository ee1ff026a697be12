namespace Epoche;

/// <summary>
/// The handwritten digits of LeCun, Cortes and Burges: 60,000 for training, 10,000 for testing, 28 × 28 pixels in [0, 1], labels 0 to 9.
/// </summary>
/// <param name="Train">The 60,000 examples to learn from.</param>
/// <param name="Test">The 10,000 examples to evaluate on.</param>
public sealed record Mnist(Dataset Train, Dataset Test)
{
    /// <summary>The 60,000 examples to learn from.</summary>
    public Dataset Train { get; init => field = NotNull.Of(value); } = NotNull.Of(Train);

    /// <summary>The 10,000 examples to evaluate on.</summary>
    public Dataset Test { get; init => field = NotNull.Of(value); } = NotNull.Of(Test);

    /// <summary>The environment variable with the folder of data sets; MNIST is its folder <c>mnist</c>.</summary>
    public const string DataVariable = "EPOCHE_DATA";

    /// <summary>Where the files can be downloaded.</summary>
    public const string Source = "https://ossci-datasets.s3.amazonaws.com/mnist/";

    // SHA-256 of the unzipped files, taken from files with the MD5 sums that the original data were published with (that of the first:
    // 6bbc9ace898e44ae57da46a324031adb).
    // They are packed in several ways, and no more is unpacked than the original has.
    private static readonly (string Name, string Sha256, long Bytes)[] s_files =
    [
        ("train-images-idx3-ubyte", "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db", 47_040_016),
        ("train-labels-idx1-ubyte", "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5", 60_008),
        ("t10k-images-idx3-ubyte", "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7", 7_840_016),
        ("t10k-labels-idx1-ubyte", "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2", 10_008),
    ];

    /// <summary>
    /// The folder that is looked into when none is given: <c>mnist</c> within <c>EPOCHE_DATA</c>, and where that is not set, within the
    /// user's folder of data sets, which <c>epoche data mnist</c> fills.
    /// </summary>
    public static string DefaultFolder => Path.Combine(
        Environment.GetEnvironmentVariable(DataVariable) is { Length: > 0 } data
            ? data
            : Path.Combine(
                Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
                "epoche", "data"),
        "mnist");

    /// <summary>The names of the four files, without the <c>.gz</c> that they may end with.</summary>
    public static IReadOnlyList<string> FileNames { get; } = [.. s_files.Select(f => f.Name)];

    /// <summary>Whether all four files are in a folder, gzipped or not; <see cref="Load"/> verifies them.</summary>
    /// <param name="directory">The folder; default: <see cref="DefaultFolder"/>.</param>
    public static bool Exists(string? directory = null) => s_files.All(file => Locate(directory ?? DefaultFolder, file.Name) is not null);

    /// <summary>Loads the four original files, gzipped or not, and verifies that they are the original ones.</summary>
    /// <param name="directory">The folder that holds them; default: <see cref="DefaultFolder"/>.</param>
    /// <param name="flat">Whether an image is [784] or [28, 28, 1].</param>
    /// <exception cref="FileNotFoundException">A file is missing; the message tells how to get it.</exception>
    /// <exception cref="DataFormatException">A file is damaged, or another one than the original.</exception>
    public static Mnist Load(string? directory = null, bool flat = true)
    {
        string folder = directory ?? DefaultFolder;
        string[] paths = Array.ConvertAll(s_files, file => Find(folder, file.Name));
        IdxArray[] arrays = new IdxArray[paths.Length];
        for (int i = 0; i < paths.Length; i++)
        {
            try
            {
                arrays[i] = ReadVerified(paths[i], s_files[i]);
            }
            catch (DataFormatException exception)
            {
                throw new DataFormatException(
                    exception.File, exception.Where, exception.Expected,
                    $"{exception.Found}. Remove the file; 'epoche data mnist' downloads it again", exception);
            }
        }

        return new Mnist(
            Idx.Images(arrays[0], paths[0], arrays[1], paths[1], flat), Idx.Images(arrays[2], paths[2], arrays[3], paths[3], flat));
    }

    /// <summary>Reads a file and makes sure that it is the original one.</summary>
    /// <param name="path">The file, gzipped or not.</param>
    /// <param name="name">Which of <see cref="FileNames"/> it must be.</param>
    /// <exception cref="DataFormatException">The file is damaged, or another one than the original.</exception>
    /// <exception cref="ArgumentException">There is no such name.</exception>
    public static IdxArray ReadVerified(string path, string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(name);
        return ReadVerified(path, s_files.FirstOrDefault(file => file.Name == name) is { Name: not null } known
            ? known
            : throw new ArgumentException($"MNIST has no file '{name}'; it has {string.Join(", ", FileNames)}.", nameof(name)));
    }

    private static IdxArray ReadVerified(string path, (string Name, string Sha256, long Bytes) file)
    {
        using Sha256 hash = new();
        IdxArray array = Idx.Read(path, hash, file.Bytes);
        string digits = hash.Digits();
        return digits == file.Sha256
            ? array
            : throw new DataFormatException(path, "the unzipped file", $"the original {file.Name} with SHA-256 {file.Sha256}", digits);
    }

    private static string Find(string folder, string name) => Locate(folder, name)
        ?? throw new FileNotFoundException(
            $"MNIST is not here: neither {name} nor {name}.gz is in '{folder}'. 'epoche data mnist' downloads it from {Source}; "
            + $"or set {DataVariable} to a folder whose subfolder mnist holds {string.Join(", ", FileNames.Select(n => n + ".gz"))}.",
            Path.Combine(folder, name));

    private static string? Locate(string folder, string name)
    {
        string plain = Path.Combine(folder, name), zipped = plain + ".gz";
        return File.Exists(plain) ? plain : File.Exists(zipped) ? zipped : null;
    }
}
