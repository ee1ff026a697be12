#:project ../src/Epoche.Learning
// A network learns to read synthetic digits.  Run it:  dotnet run -c Release samples/Digits.cs
using Epoche;
using static Epoche.Tensors.Ops;

Dataset training = DrawnCharacters.Digits(30_000, seed: 1), test = DrawnCharacters.Digits(2_000, seed: 2);

Sequential net = [new Dense(256, Relu), new Dropout(0.1f), new Dense(10)];
net.Build(training.InputShape, seed: 1);

Trainer trainer = new(new() { Optimizer = new Adam(1e-3f), Epochs = 10, Seed = 1 }, net.Parameters);
trainer.Fit(net, training, SoftmaxCrossEntropy, new() { BatchSize = 64, Callbacks = [new ProgressLines(Console.Out)] });

Accuracy accuracy = new();
net.Evaluate(test, SoftmaxCrossEntropy, [accuracy]);
Console.WriteLine($"of 2,000 other digits {100 * accuracy.Value:F1}% right");
