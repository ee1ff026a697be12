using System.Security.Cryptography;

namespace Epoche;

/// <summary>The handwritten digits of LeCun, Cortes and Burges: 60,000 for training, 10,000 for testing, 28 × 28 pixels in [0, 1], labels 0 to 9.</summary>
/// <param name="Train">The 60,000 examples to learn from.</param>
/// <param name="Test">The 10,000 examples to be judged by.</param>
public sealed record Mnist(Dataset Train, Dataset Test)
{
    /// <summary>The environment variable with the folder of data sets; MNIST is its folder <c>mnist</c>.</summary>
    public const string DataVariable = "EPOCHE_DATA";

    // MD5 of the unzipped files, as published with the original data; a guard against mix-ups, not against attackers.
    private static readonly (string Name, string Md5)[] s_files =
    [
        ("train-images-idx3-ubyte", "6bbc9ace898e44ae57da46a324031adb"),
        ("train-labels-idx1-ubyte", "a25bea736e30d166cdddb491f175f624"),
        ("t10k-images-idx3-ubyte", "2646ac647ad5339dbf082846283269ea"),
        ("t10k-labels-idx1-ubyte", "27ae3e4e09519cfbb04c329615203637"),
    ];

    /// <summary>Loads the four original files, gzipped or not, and verifies that they are the original ones.</summary>
    /// <param name="directory">The folder that holds them; default: the folder <c>mnist</c> within <c>EPOCHE_DATA</c>.</param>
    /// <param name="flat">Whether an image is [784] or [28, 28, 1].</param>
    /// <exception cref="FileNotFoundException">A file is missing; the message tells how to get it.</exception>
    /// <exception cref="DataFormatException">A file is damaged, or another one than the original.</exception>
    public static Mnist Load(string? directory = null, bool flat = true)
    {
        string folder = directory ?? DefaultFolder();
        string[] paths = Array.ConvertAll(s_files, file => Find(folder, file.Name));
        IdxArray[] arrays = new IdxArray[paths.Length];
        for (int i = 0; i < paths.Length; i++)
        {
            using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
            arrays[i] = Idx.Read(paths[i], hash);
            string md5 = Convert.ToHexStringLower(hash.GetHashAndReset());
            if (md5 != s_files[i].Md5)
            {
                throw new DataFormatException(paths[i], "the unzipped file", $"the original {s_files[i].Name} with MD5 {s_files[i].Md5}", md5);
            }
        }

        return new Mnist(Idx.Images(arrays[0], paths[0], arrays[1], paths[1], flat), Idx.Images(arrays[2], paths[2], arrays[3], paths[3], flat));
    }

    private static string DefaultFolder() => Environment.GetEnvironmentVariable(DataVariable) is { Length: > 0 } data
        ? Path.Combine(data, "mnist")
        : throw new FileNotFoundException($"No folder for the MNIST data is given, and {DataVariable} is not set. {Advice}");

    private static string Find(string folder, string name)
    {
        string plain = Path.Combine(folder, name);
        return File.Exists(plain) ? plain
            : File.Exists(plain + ".gz") ? plain + ".gz"
            : throw new FileNotFoundException($"'{plain}' is not there, nor is it with .gz. {Advice}", plain);
    }

    private static string Advice =>
        $"Set {DataVariable} to a folder whose subfolder mnist holds {string.Join(", ", s_files.Select(f => f.Name + ".gz"))}; https://ossci-datasets.s3.amazonaws.com/mnist/ has them.";
}
