using System.CommandLine;
using System.Globalization;

namespace Epoche.Cli.Commands;

/// <summary><c>epoche tune STUDY</c>.</summary>
internal sealed class TuneCommand : EpocheCommand
{
    private readonly Argument<string> _study = new("STUDY")
    {
        HelpName = "STUDY",
        Description = "A study of 'epoche list', the path of your own YAML file, a recipe, whose usual keys are searched then; "
            + "or the folder of a study, to continue it",
    };
    private readonly Option<int?> _trials = CliOption.WholeNumber("--trials", "How many trials the study is to have in all");
    private readonly Option<int?> _seeds = CliOption.WholeNumber("--seeds", "With how many seeds each trial trains", maximum: 1000);
    private readonly Option<int?> _tests = CliOption.WholeNumber(
        "--test-seeds", "With how many unseen seeds the winner is trained again; 0: not at all", minimum: 0, maximum: 1000);
    private readonly Option<ulong?> _seed = CliOption.Seed("The seed of the search");
    private readonly Option<string[]> _set = CliOption.Texts(
        "--set",
        "KEY=VALUE",
        "Change a key of the study, such as space.discount={float: 0.9..1}, pruner=none or set.steps=20_000 (a key of its recipe). "
        + "Can be repeated");
    private readonly Option<int?> _jobs = CliOption.WholeNumber(
        "--jobs", "How many trials train at once (default: one per core); the result is the same for any number", maximum: 1024);
    private readonly Option<string?> _studies = CliOption.Text(
        "--studies", "DIR", $"The directory of studies (default: {RecipeStudy.DefaultDirectory})");
    private readonly Option<string?> _name = CliOption.Text("--name", "NAME", "The study's folder in it (default: STUDY-SEED)");
    private readonly Option<bool> _join = CliOption.Flag("--join", "Work on the study beside other processes that do");
    private readonly Option<bool> _trust = CliOption.Trust();
    private readonly Option<int?> _threads = CliOption.WholeNumber(
        "--threads", "How many threads share the kernels (default: the cores that the trials leave)", maximum: 1024);
    private readonly Option<bool> _json = CliOption.Json();
    private readonly Option<bool> _quiet = CliOption.Flag("--quiet", "No progress: only the results");

    private readonly ExperimentOptions _experiments;

    public TuneCommand(Terminal terminal, ExperimentOptions experiments)
        : base(terminal, "tune", "Search for good settings of a recipe, and test the best on unseen seeds; run again, it continues")
    {
        _experiments = experiments;
        Add(_study);
        foreach (Option option in (Option[])
            [_trials, _seeds, _tests, _seed, _set, _jobs, _studies, _name, _join, _trust, _threads, _json, _quiet])
        {
            Add(option);
        }

        SetAction(Execute);
    }

    public override IReadOnlyList<(string, string)> Examples { get; } =
    [
        ("epoche tune cartpole-search", "a study that comes along; the result is in studies/cartpole-search-0"),
        ("epoche tune cartpole --trials 20 --seeds 2", "the usual keys of a recipe: learning rate, discount, batch size, n-step"),
        ("epoche show cartpole-search > mine.yaml", "to start your own study from"),
        ("epoche tune studies/cartpole-search-0 --trials 60", "continue a study, with more trials"),
    ];

    private int Execute(ParseResult parsed)
    {
        string[] set =
        [
            .. parsed.GetValue(_set)!, .. Number("trials", parsed.GetValue(_trials)), .. Number("seeds", parsed.GetValue(_seeds)),
            .. Number("test_seeds", parsed.GetValue(_tests)), .. Number("seed", parsed.GetValue(_seed)),
        ];
        RecipeStudy study = RecipeStudy.Load(parsed.GetValue(_study)!, set, Trusting(parsed.GetValue(_trust), _experiments));
        RecipeStudyOptions options = new()
        {
            Jobs = parsed.GetValue(_jobs), Joins = parsed.GetValue(_join), CheckpointEvery = CheckpointPace.OfEnvironment(),
        };
        return new TuningCall(Terminal, parsed.GetValue(_quiet), parsed.GetValue(_json)).Execute(
            study, parsed.GetValue(_studies), parsed.GetValue(_name), options, parsed.GetValue(_threads));
    }

    private static string[] Number<T>(string key, T? value)
        where T : struct, IFormattable =>
        value is { } number ? [$"{key}={number.ToString(null, CultureInfo.InvariantCulture)}"] : [];
}
