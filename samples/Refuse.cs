#:project ../src/Epoche.Probability
// A classifier that refuses, with a guarantee: thresholds for coverage and error, prediction sets, measures, a saved rule.
// Run it:  dotnet run -c Release samples/Refuse.cs
using Epoche;
using static Epoche.Tensors.Ops;

(Dataset training, Dataset rest) = DrawnCharacters.Digits(14_000, seed: 1).Split(6_000, seed: 1);
(Dataset tuning, Dataset validation) = rest.Split(4_000, seed: 1);

DeepEnsemble ensemble = new([new Dense(256, Relu), new Dense(10)], [784], members: 3, seed: 1, output: Softmax);
EnsembleTrainer trainer = new(
    ensemble, training, new() { Optimizer = new Adam(Schedule.Linear(3e-3f, 1e-4f, steps: 10 * 160)), Epochs = 10, Seed = 1 },
    new() { Size = 50, Seed = 1 });
Console.WriteLine($"loss {trainer.Run().Last().Loss:F3}");

// Predictions: probabilities by each network, and the features that enter its last layer.
Prediction known = Prediction.Of(ensemble, training.Inputs(), samples: 3);
Prediction scale = Prediction.Of(ensemble, tuning.Inputs(), samples: 3);
Prediction calibration = Prediction.Of(ensemble, validation.Inputs(), samples: 3);
Tensor labels = validation.Targets();

// Doubt: an uncertain answer, or an image or features unlike those of training. About 10 of 12 refusals of digits have the first reason.
CombinedDoubt doubt = CombinedDoubt.Fit(
    scale,
    (new PredictiveEntropy(), 10),
    (MahalanobisDistance.Fit(known, training.Targets(), DistanceSpace.Inputs), 1),
    (NeighbourDistance.Fit(known, most: 5_000), 1));

// A threshold for the share of answers …
ThresholdRule rule = ThresholdRule.ForCoverage(doubt, calibration, coverage: 0.95);
Console.WriteLine($"{rule.Meaning}\n  {rule.Guarantee}");

// … or for the share of wrong answers …
ThresholdRule careful = ThresholdRule.ForError(doubt, calibration, labels, error: 0.01, confidence: 0.95);
Console.WriteLine($"{careful.Meaning}\n  {careful.Guarantee}");

// … or answers of several classes.
PredictionSetRule sets = PredictionSetRule.ForCoverage(new LeastAmbiguousSet(), calibration, labels, coverage: 0.99, mostClasses: 2);
Console.WriteLine($"{sets.Meaning}\n  {sets.Guarantee}");

Dataset digits = DrawnCharacters.Digits(5_000, seed: 2);
Prediction test = Prediction.Of(ensemble, digits.Inputs(), samples: 3);
foreach (RefusalRule each in (RefusalRule[])[rule, careful, sets])
{
    Verdict[] verdicts = each.Decide(test);
    int[] answered = [.. Enumerable.Range(0, verdicts.Length).Where(i => !verdicts[i].IsRefused)];
    int right = answered.Count(i => verdicts[i].Contains((int)digits.Target(i)[0]));
    string several = string.Join(", ", verdicts.Where(verdict => verdict.Classes.Count > 1).Take(3));
    Console.WriteLine(
        $"{100.0 * answered.Length / verdicts.Length:F1}% answered, {100.0 * right / answered.Length:F2}% of the answers right {several}");
}

// How good is the doubt, whatever the threshold?
RiskCoverageCurve curve = new(doubt.Score(test), test.IsWrong(digits.Targets()));
Console.WriteLine(
    $"area under the risk-coverage curve {curve.Area:F5}; {100 * curve.CoverageAt(0.999):F1}% could be answered with 99.9% right");

DoubtImages images = new(digits.Inputs(), [28, 28, 1], seed: 3);
foreach (string name in DoubtImages.Names)
{
    Prediction foreign = Prediction.Of(ensemble, images.Make(name), samples: 3);
    double auroc = DoubtMetrics.Auroc(doubt.Score(test), doubt.Score(foreign));
    int refused = rule.Decide(foreign).Count(verdict => verdict.IsRefused);
    Console.WriteLine($"{name,-10} AUROC {auroc:F4}, {100.0 * refused / foreign.Count:F1}% refused");
}

// The rule in a file, beside the model: the same verdicts, bit for bit.
string folder = Directory.CreateTempSubdirectory("epoche-refuse-").FullName;
RefusalFile.Save(rule, folder);
RefusalRule again = RefusalFile.Load(folder);
Directory.Delete(folder, recursive: true);
Verdict[] noise = again.Decide(Prediction.Of(ensemble, images.Uniform(), samples: 3));
Console.WriteLine($"of noise {100.0 * noise.Count(verdict => verdict.IsRefused) / noise.Length:F1}% refused: \"{noise[0]}\"");
