#:project ../src/Epoche.Probability
// An ensemble of five small networks reads synthetic digits, and says "I don't know" where they disagree.
// Run it:  dotnet run -c Release samples/Doubt.cs
using Epoche;
using static Epoche.Tensors.Ops;

(Dataset training, Dataset rest) = DrawnCharacters.Digits(10_000, seed: 1, flat: false).Split(2_000, seed: 1);
(Dataset fitting, Dataset validation) = rest.Split(1_000, seed: 1);

Sequential network =
    [new Conv2D(8, 5, Relu, strides: 2), new Conv2D(16, 3, Relu, strides: 2), new Flatten(), new Dense(128, Relu), new Dense(10)];
DeepEnsemble ensemble = new(network, [28, 28, 1], members: 5, seed: 1, output: Softmax);
EnsembleTrainer trainer = new(
    ensemble, training, new() { Optimizer = new Adam(Schedule.Linear(3e-3f, 1e-4f, steps: 5 * 160)), Epochs = 5, Seed = 1 },
    new() { Size = 50, Seed = 1 });
foreach (EpochReport epoch in trainer.Run())
{
    Console.WriteLine($"epoch {epoch.Epoch}  loss {epoch.Loss:F3}");
}

ensemble.Calibrate(fitting, samples: 5); // as sure as it is right

// Doubt: an uncertain answer, or features unlike those of the training digits. The threshold answers 95% of the validation digits.
DoubtScore unlike = NeighbourDistance.Fit(Predict(training), neighbours: 5);
DoubtScore doubt = CombinedDoubt.Fit(Predict(fitting), (new PredictiveEntropy(), 1), (unlike, 1));
ThresholdRule rule = ThresholdRule.ForCoverage(doubt, Predict(validation), coverage: 0.95);

string folder = Directory.CreateTempSubdirectory("epoche-ensemble-").FullName;
PredictiveFile.Save(ensemble, folder); // the loaded one predicts the same bits
Predictive loaded = PredictiveFile.Load(folder);
Directory.Delete(folder, recursive: true);

Dataset digits = DrawnCharacters.Digits(2_000, seed: 2, flat: false);
Verdict[] verdicts = Decide(digits.Inputs());
int[] answered = [.. Enumerable.Range(0, digits.Count).Where(i => !verdicts[i].IsRefused)];
Console.WriteLine($"of other digits {Percent(answered.Length, digits.Count)} answered, "
    + $"{Percent(answered.Count(i => verdicts[i].Answer == digits.Target(i)[0]), answered.Length)} of the answers right");

Verdict[] noise = Decide(new DoubtImages(digits.Inputs(), [28, 28, 1], seed: 3).Uniform());
Console.WriteLine($"of noise {Percent(noise.Count(verdict => verdict.IsRefused), noise.Length)} refused");
Verdict[] letters = Decide(DrawnCharacters.Letters(2_000, seed: 4, flat: false).Inputs());
Console.WriteLine($"of letters {Percent(letters.Count(verdict => verdict.IsRefused), letters.Length)} refused");

Prediction Predict(Dataset data) => Prediction.Of(ensemble, data.Inputs(), samples: 5);

Verdict[] Decide(Tensor images) => rule.Decide(Prediction.Of(loaded, images, samples: 5));

static string Percent(int part, int all) => $"{100.0 * part / all:F1}%";
