#:project ../src/Epoche.Tuning
// Tunes a function of your own, and continues where it was when it is started again.  Run it:  dotnet run -c Release samples/Tune.cs
using Epoche;

SearchSpace space = SearchSpace.Empty.Float("rate", 1e-5, 1e-1, log: true).Int("layers", 1, 3)
    .When("layers", [2, 3], deeper => deeper.Int("width", 16, 256, step: 16));
using JournalFile journal = new("studies/tune.log"); // Python's Optuna opens it too
using Study study = new(new() { Space = space, Sampler = new TpeSampler(), Seed = 1, Lag = 3 }, journal);
study.Run(Evaluate, trials: 60, new() { Workers = 4 }); // one worker would give the same study
Console.WriteLine($"{study.Trials.Count} trials, best {study.Best!.Value:F4}: {string.Join(", ", study.Best.Parameters)}");
File.Delete("studies/tune.log");

static double Evaluate(Trial trial) // a loss; the best would be a rate of 0.003, two layers and a width of 128
{
    double width = trial.Has("width") ? trial.Int("width") : 16;
    return Math.Pow(Math.Log10(trial.Float("rate") / 0.003), 2) + Math.Abs(trial.Int("layers") - 2) + Math.Pow((width - 128) / 128, 2);
}
