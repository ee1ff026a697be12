using System.Globalization;

namespace Epoche.Tuning.Tests.Storage;

/// <summary>
/// Journals of random operations: many that come too late, to studies and trials that do not exist or have ended, of several workers. The
/// same number gives the same journal for ever, since what Optuna made of each is kept.
/// </summary>
internal static class FuzzedJournals
{
    private const string Time = "\"2026-01-02T03:04:05.678901\"";

    private static readonly string[] s_names = ["x", "rate", "layers", "kind", "größe"];
    private static readonly double[] s_numbers = [0, -1.5, 1e-300, 1e308, 3, double.PositiveInfinity, double.NegativeInfinity, double.NaN];

    private static readonly StudyValue[] s_attributes =
    [
        default, true, 7, -2.5, "text", "größe \U0001f600 \"q\"\n", StudyValue.List(1, StudyValue.List(2.0, default(StudyValue))),
        StudyValue.Parse("{\"a\":{\"b\":[]}}"), double.NaN,
    ];

    private static readonly (ParameterDomain Domain, double Number)[] s_domains =
    [
        (new FloatDomain(-1, 1), 0.25), (new FloatDomain(1e-5, 1, log: true), 1e-3), (new FloatDomain(0, 1, step: 0.25), 0.75),
        (new IntDomain(1, 9, step: 2), 5), (new IntDomain(1, 100, log: true), 64),
        (new CategoricalDomain(default(StudyValue), true, 2, 2.5, "a"), 4), (new CategoricalDomain("a", "b"), 1),
    ];

    public static void Write(string folder, int count)
    {
        for (int i = 0; i < count; i++)
        {
            File.WriteAllText(Path.Combine(folder, $"{i}.log"), string.Concat(Lines(i).Select(line => $"{line}\n")));
        }
    }

    public static IEnumerable<string> Lines(int number)
    {
        Rng draw = Rng.Stream(7, "journal", number);
        Clock clock = new();
        JournalWriter[] writers = [new("one", clock), new("two", clock)];
        int lines = 5 + draw.NextInt(36), studies = 0, trials = 0;
        for (int i = 0; i < lines; i++)
        {
            JournalWriter writer = Pick(writers, ref draw);
            int kind = i == 0 ? 0 : draw.NextInt(12);
            int study = draw.NextInt(studies + 1), trial = draw.NextInt(trials + 2);
            if (kind == 0 || kind >= 10)
            {
                (studies, trials) = kind == 0 ? (studies + 1, trials) : (studies, trials + 1);
            }

            yield return kind switch
            {
                0 => writer.CreateStudy(Pick(s_names, ref draw), [(Direction)(1 + draw.NextInt(2)), Direction.Maximize]),
                1 when draw.NextInt(8) == 0 => $"{{\"op_code\": 1, \"worker_id\": \"one\", \"study_id\": {study}}}",
                1 or 2 => writer.StudyAttribute(study, Pick(s_names, ref draw), Pick(s_attributes, ref draw), draw.NextBoolean()),
                3 or 4 => Parameter(writer, trial, ref draw),
                5 or 6 => State(writer, trial, ref draw),
                7 => writer.Intermediate(trial, draw.NextInt(6), Pick(s_numbers, ref draw)),
                8 or 9 => writer.TrialAttribute(trial, Pick(s_names, ref draw), Pick(s_attributes, ref draw), draw.NextBoolean()),
                10 => $"{{\"op_code\": 4, \"worker_id\": \"two\", \"study_id\": {study}, \"datetime_start\": {Time}}}",
                _ => Created(writer, study, ref draw),
            };
        }
    }

    private static string Created(JournalWriter writer, int study, ref Rng draw)
    {
        (ParameterDomain domain, double number) = Pick(s_domains, ref draw);
        return writer.CreateTrial(
            study, draw.NextBoolean() ? TrialState.Running : TrialState.Waiting, [new(Pick(s_names, ref draw), domain, number)],
            [new("a", Pick(s_attributes, ref draw))], [new("b", Pick(s_attributes, ref draw))]);
    }

    private static string Parameter(JournalWriter writer, int trial, ref Rng draw)
    {
        (ParameterDomain domain, double number) = Pick(s_domains, ref draw);
        return writer.Parameter(trial, new(Pick(s_names, ref draw), domain, number));
    }

    private static string State(JournalWriter writer, int trial, ref Rng draw)
    {
        TrialState state = (TrialState)draw.NextInt(5);
        return writer.State(trial, state, state == TrialState.Complete ? [Pick(s_numbers, ref draw), 2] : null);
    }

    private static T Pick<T>(T[] from, ref Rng draw) => from[draw.NextInt(from.Length)];

    private sealed class Clock : TimeProvider
    {
        private int _seconds;

        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

        public override DateTimeOffset GetUtcNow() =>
            DateTimeOffset.Parse("2026-03-04T05:06:07.089012Z", CultureInfo.InvariantCulture).AddSeconds(_seconds++);
    }
}
