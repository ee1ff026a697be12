#:project ../src/Epoche.Learning
// Distillation: a small network learns what a large one thinks of digits that nobody has named.
// Run it:  dotnet run -c Release samples/Distillation.cs
using Epoche;
using static Epoche.Tensors.Ops;

Dataset named = DrawnCharacters.Digits(1_000, seed: 1), unnamed = DrawnCharacters.Digits(8_000, seed: 2);
Dataset others = DrawnCharacters.Digits(2_000, seed: 3);

Sequential teacher = [new Dense(256, Relu), new Dense(128, Relu), new Dense(10)];
double taught = Train(teacher, named, SoftmaxCrossEntropy, epochs: 20);
Sequential alone = [new Dense(16, Relu), new Dense(10)];
double byItself = Train(alone, named, SoftmaxCrossEntropy, epochs: 60);

// Softened by a temperature of 2, the probabilities say which digits resemble each other (Hinton et al. 2015, arXiv:1503.02531).
Dataset thoughts = Dataset.Of(unnamed.Inputs(), Softmax(teacher.Predict(unnamed.Inputs()) * 0.5f));
Sequential pupil = [new Dense(16, Relu), new Dense(10)];
double learned = Train(pupil, thoughts, (logits, soft) => -(soft * LogSoftmax(logits * 0.5f)).Sum(axis: 1), epochs: 20);
Console.WriteLine($"teacher {taught:P1}, 16 units by themselves {byItself:P1}, taught {learned:P1}");
Console.WriteLine($"the teacher brought {100 * (learned - byItself):F1} points");

double Train(Sequential net, Dataset data, Func<Tensor, Tensor, Tensor> loss, int epochs)
{
    net.Build([784], seed: 1);
    Trainer trainer = new(new() { Optimizer = new Adam(2e-3f), Epochs = epochs, Seed = 1 }, net.Parameters);
    trainer.Fit(net, data, loss, new() { BatchSize = 50 });
    Accuracy accuracy = new();
    net.Evaluate(others, SoftmaxCrossEntropy, [accuracy]);
    return accuracy.Value;
}
