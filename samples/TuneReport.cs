#:project ../src/Epoche.Experiments
// Tunes a function that reports on its way, and draws the study.  Run it:  dotnet run -c Release samples/TuneReport.cs
using Epoche;

SearchSpace space = SearchSpace.Empty.Float("rate", 1e-5, 1e-1, log: true).Choice("activation", "relu", "tanh", "elu").Int("layers", 1, 3)
    .When("layers", [2, 3], deeper => deeper.Int("width", 16, 256, step: 16));
using Study study = new(new() { Name = "search", Space = space, Sampler = new TpeSampler(), Pruner = new MedianPruner(), Seed = 1 });
study.Run(Evaluate, trials: 100);
StudyRecord record = study.ToRecord();
StudyReport.Write(record, "study.html");
IReadOnlyList<string> charts = StudyReport.WriteCharts(record, args is [string folder] ? folder : "charts");
ParameterImportance first = Importance.PedAnova(new StudyHistory(record.Directions, record.Trials))[0];
Console.WriteLine($"study.html and {charts.Count} charts; {first.Name} matters most, with a share of {first.Share:F2}");

static double Evaluate(Trial trial) // a loss that falls with the epochs, the further the better the settings are
{
    double width = trial.Has("width") ? trial.Int("width") : 16, rate = Math.Log10(trial.Float("rate") / 0.003);
    double least = 0.05 + (0.4 * rate * rate) + Math.Pow((width - 128) / 256, 2) + (trial.Choice("activation") == "relu" ? 0 : 0.1);
    for (int epoch = 1; epoch <= 20; epoch++)
    {
        if (trial.ShouldStop(epoch, least + (2 / (double)(epoch + 1))))
        {
            break;
        }
    }

    return least;
}
