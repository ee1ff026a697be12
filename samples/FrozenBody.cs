#:project ../src/Epoche.Learning
// The body of a saved model, frozen, under a new head: letters from what was learned of digits.
// Run it:  dotnet run -c Release samples/FrozenBody.cs
using Epoche;
using static Epoche.Tensors.Ops;

Dataset few = DrawnCharacters.Letters(300, seed: 1), others = DrawnCharacters.Letters(2_000, seed: 2);
SaveDigits("digits.epoche"); // any model that was saved

Symbol image = Model.Input([784], "image");
GraphModel net = new(image, image.Then(Sequential.Load("digits.epoche").Upto("dense_2"), "body").Then(new Dense(10) { Name = "head" }));
net.Build(seed: 1);
net.Parameters.Freeze("body");
string before = WeightsHash.Compute(net.Parameters["body/dense/kernel"].Values);

Trainer trainer = new(new() { Optimizer = new Adam(5e-3f), Epochs = 40, Seed = 1 }, net.Parameters);
trainer.Fit(net, few, SoftmaxCrossEntropy, new() { BatchSize = 20 });
Accuracy accuracy = new();
net.Evaluate(others, SoftmaxCrossEntropy, [accuracy]);
Console.WriteLine($"the body is as it was: {before == WeightsHash.Compute(net.Parameters["body/dense/kernel"].Values)}");
Console.WriteLine($"of other letters {100 * accuracy.Value:F1}% right");
File.Delete("digits.epoche");

static void SaveDigits(string path)
{
    Sequential digits = new Sequential { new Dense(128, Relu), new Dense(64, Relu), new Dense(10) }.Build([784], seed: 1);
    Trainer trainer = new(new() { Optimizer = new Adam(1e-3f), Epochs = 8, Seed = 1 }, digits.Parameters);
    trainer.Fit(digits, DrawnCharacters.Digits(6_000, seed: 3), SoftmaxCrossEntropy, new() { BatchSize = 50 });
    digits.Save(path);
}
