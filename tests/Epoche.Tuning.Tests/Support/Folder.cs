namespace Epoche.Tuning.Tests.Support;

/// <summary>A folder that is gone with the test.</summary>
internal sealed class Folder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("epoche-tuning-").FullName;

    public string this[string name] => Path.Combine(_path, name);

    /// <summary>A journal of complete trials, each with two values on the way; its space has <c>x</c> and <c>kind</c>.</summary>
    public JournalFile Journal(int trials, SearchSpace space)
    {
        string path = this["study.log"];
        JournalWriter writer = new("w", TimeProvider.System);
        File.WriteAllLines(path,
        [
            writer.CreateStudy("s", [Direction.Minimize]),
            .. Enumerable.Range(0, trials).SelectMany(i => (string[])
            [
                writer.CreateTrial(
                    0, TrialState.Running, [new("x", space.Domain("x"), i % 10), new("kind", space.Domain("kind"), i % 2)],
                    [new(Lease.Key, new Lease("m-1-1-1", 1, i, 0).ToValue())]),
                writer.Intermediate(i, 1, i), writer.Intermediate(i, 2, i), writer.State(i, TrialState.Complete, [i]),
            ]),
        ]);
        return new JournalFile(path);
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
