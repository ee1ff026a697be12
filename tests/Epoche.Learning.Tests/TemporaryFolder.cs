namespace Epoche.Learning.Tests;

/// <summary>A folder that lives as long as a test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("epoche-").FullName;

    public string File(string name, ReadOnlySpan<byte> content)
    {
        string path = System.IO.Path.Combine(Path, name);
        // Some file systems flush a file that was cut to nothing and written again: a hundred times slower than a new one.
        System.IO.File.Delete(path);
        System.IO.File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>A copy as after a kill: a folder of checkpoints whose lock nobody holds.</summary>
    public TemporaryFolder CopyOfKilled()
    {
        TemporaryFolder copy = new();
        foreach (string path in Directory.GetFiles(Path).Where(path => System.IO.Path.GetFileName(path) != "lock"))
        {
            System.IO.File.Copy(path, System.IO.Path.Combine(copy.Path, System.IO.Path.GetFileName(path)));
        }

        return copy;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
