namespace Epoche.Architecture.Tests.Walk;

internal static partial class Makers
{
    private static readonly Lazy<string> s_trained = new(() => Waves().Run(NewPath()).Folder.Path);

    // One of each built-in kind.
    private static readonly Lazy<string> s_earlier = new(() => Copy(Path.Combine(Repository.Root, "tests", "fixtures", "runs")));

    // Those that are evaluated on 10,000 images are long.
    private static readonly Receiver[] s_runs =
    [
        new(() => Earlier("dqn")), new(() => Earlier("imitation")), new(() => Earlier("supervised"), IsLong: true),
        new(() => Earlier("bayesian"), IsLong: true),
    ];

    /// <summary>What a member is called on: one object of its type; of runs, one of each kind; of what is static, nothing.</summary>
    public static IEnumerable<Receiver> Receivers(PublicCall call)
    {
        Receiver one = new(() => call.NeedsReceiver && TryMake(call.Type, out object? made) ? made : null);
        return call.NeedsReceiver && call.Type == typeof(ExperimentRun) ? [one, .. s_runs] : [one];
    }

    /// <summary>A run that is trained once, for nothing that the walk calls on it changes it.</summary>
    private static ExperimentRun Trained() => Experiment.Open(s_trained.Value, s_waves);

    private static ExperimentRun Earlier(string kind) => Experiment.Open(Path.Combine(s_earlier.Value, kind));

    private static DoubtTrial Trial()
    {
        ExperimentRun run = Earlier("bayesian");
        return new(run.Folder, run.Recipe, run.Capability<IRefuses>()!.LoadClassifier(run.Folder));
    }

    private static string Copy(string folder)
    {
        string copy = NewPath();
        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            string to = Path.Combine(copy, Path.GetRelativePath(folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }

        return copy;
    }

    /// <param name="Make">Makes it.</param>
    /// <param name="IsLong">Whether its members may take long: they are called cancelled.</param>
    public sealed record Receiver(Func<object?> Make, bool IsLong = false);
}
