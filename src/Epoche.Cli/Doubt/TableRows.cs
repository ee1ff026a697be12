using System.Globalization;

namespace Epoche.Cli.Doubt;

/// <summary>What a run that learned from a table says of the rows of another.</summary>
internal static class TableRows
{
    /// <summary>Whether a run learned from a table.</summary>
    public static bool IsOf(ExperimentRun run) =>
        (run.Capability<IClassifies>()?.Data ?? run.Capability<IPredictsNumbers>()?.Data) is { Pictures: null };

    /// <summary>Prints a line for each row, and all as JSON where that is asked for.</summary>
    /// <exception cref="CliException">The rows are not what the model was trained with.</exception>
    /// <exception cref="DataFormatException">A file is no CSV.</exception>
    public static int Predict(ExperimentRun run, string[] paths, ShownWriter output, ShownWriter? json)
    {
        List<Answered> all = [];
        foreach (string path in paths)
        {
            TablePreparation preparation = run.LoadModel().Info.Table ?? throw new CliException(
                $"The model of '{run}' does not say how rows become its inputs; train it again.");
            Table rows = preparation.Read(PathText.Native(path));
            try
            {
                all.AddRange(Answers(run, rows, path));
            }
            catch (ArgumentException exception)
            {
                throw new CliException($"'{path}' does not fit the model: {exception.Message}");
            }
        }

        foreach (Answered answer in all)
        {
            string probability = answer.Probabilities.Count > 0
                ? $"  {answer.Probabilities.Max(each => each.Value).ToString("P1", CultureInfo.InvariantCulture)}"
                : "";
            output.WriteLine(
                $"{(paths.Length > 1 ? $"{answer.File} " : "")}row {answer.Row}: {answer.Text}"
                + $"{answer.Interval?.ToString().Insert(0, "  ")}{probability}");
        }

        json?.WriteLine(ToJson(run.Folder.Path, all));
        return all.Exists(answer => answer.IsRefused) ? ExitCode.Refused : ExitCode.Success;
    }

    private static IEnumerable<Answered> Answers(ExperimentRun run, Table rows, string path)
    {
        if (run.Capability<IRefuses>() is { } recipe)
        {
            RefusingClassifier classifier = recipe.LoadClassifier(run.Folder);
            Prediction prediction = classifier.Predict(classifier.Predictive.Info.Table!.Inputs(rows));
            IReadOnlyList<Verdict> verdicts = classifier.Rule.Decide(prediction);
            return
            [
                .. verdicts.Select((verdict, i) => new Answered(
                    path, i + 1, classifier.Describe(verdict), verdict.IsRefused, Named(classifier.Labels, prediction.Mean, i))),
            ];
        }

        Model model = run.LoadModel();
        Tensor outputs = model.Predict(rows);
        if (model.Info.Labels.Count == 0)
        {
            Interval[]? intervals = IntervalFile.Exists(run.Folder.ModelPath)
                ? IntervalFile.Load(run.Folder.ModelPath).Intervals(NumberPrediction.Of(outputs))
                : null;
            return
            [
                .. outputs.ToArray().Select((value, i) => new Answered(path, i + 1, Text(value), false, []) { Interval = intervals?[i] }),
            ];
        }

        Tensor probabilities = Tensors.Ops.Softmax(outputs);
        return
        [
            .. Enumerable.Range(0, outputs.Length(0)).Select(i =>
            {
                List<KeyValuePair<string, float>> named = Named(model.Info.Labels, probabilities, i);
                return new Answered(path, i + 1, named.MaxBy(each => each.Value).Key, false, named);
            }),
        ];
    }

    private static string Text(float value) => value.ToString("G6", CultureInfo.InvariantCulture);

    private static List<KeyValuePair<string, float>> Named(IReadOnlyList<string> labels, Tensor probabilities, int row) =>
        [.. labels.Select((label, i) => KeyValuePair.Create(label, probabilities.Values[(row * labels.Count) + i]))];

    private static string ToJson(string run, List<Answered> answers) => JsonText.Object(json =>
    {
        json.WriteString("run", PathText.Portable(run));
        json.WriteStartArray("rows");
        foreach (Answered answer in answers)
        {
            json.WriteStartObject();
            json.WriteString("file", PathText.Portable(answer.File));
            json.WriteNumber("row", answer.Row);
            json.WriteBoolean("refused", answer.IsRefused);
            json.WriteString("answer", answer.Text);
            if (answer.Interval is { } interval)
            {
                json.Finite("low", interval.Low);
                json.Finite("high", interval.High);
            }

            if (answer.Probabilities.Count > 0)
            {
                json.WriteStartObject("probabilities");
                foreach ((string label, float probability) in answer.Probabilities)
                {
                    json.Finite(label, probability);
                }

                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private sealed record Answered(
        string File, int Row, string Text, bool IsRefused, List<KeyValuePair<string, float>> Probabilities)
    {
        public Interval? Interval { get; init; }
    }
}
